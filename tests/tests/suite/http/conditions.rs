//! Trying a condition: the answer with its reasons, and what is wrong with a condition that is none.

use regulars_tests::shop::Shop;
use serde_json::{Value, json};

use crate::http::shop;

/// Tries a condition on a member's attributes.
#[track_caller]
fn evaluate(shop: &Shop, condition: &Value, groups: &Value) -> Value {
    let attributes = json!({"member": {"id": "ana", "orders": 2, "tags": ["vip"]}, "request": {"country": "SI"}});
    let trial = json!({"condition": condition, "attributes": attributes, "groups": groups});
    shop.server("POST", "/conditions/evaluate").json(&trial).send().expect(200)
}

#[test]
fn a_condition_is_answered_with_the_parts_that_decided() {
    let shop = shop();
    let orders = json!({"member.orders": {"$gte": 3}, "request.country": "SI"});
    let reason = json!({"path": "member.orders", "operator": "$gte", "expected": 3, "actual": 2, "matches": false});
    assert_eq!(evaluate(&shop, &orders, &json!({})), json!({"matches": false, "because": [reason]}));
    let either = json!({"$or": [orders, {"member.tags": {"$regexi": "^VIP$"}}]});
    let tags = json!({
        "path": "member.tags", "operator": "$regexi", "expected": "^VIP$", "actual": ["vip"], "matches": true
    });
    let some = json!({"operator": "$or", "matches": true, "because": [tags]});
    assert_eq!(evaluate(&shop, &either, &json!({})), json!({"matches": true, "because": [some]}));
    assert_eq!(evaluate(&shop, &json!({}), &json!({})), json!({"matches": true, "because": []}));
    let nothing =
        json!({"path": "member.tags", "operator": "$in", "expected": [], "actual": ["vip"], "matches": false});
    let because = json!({"matches": false, "because": [nothing]});
    assert_eq!(evaluate(&shop, &json!({"member.tags": {"$in": []}}), &json!({})), because);
}

#[test]
fn groups_come_with_the_condition() {
    let shop = shop();
    let staff = json!({"member.id": {"$inGroup": "staff"}});
    assert_eq!(evaluate(&shop, &staff, &json!({"staff": ["bor", "ana"]}))["matches"], true);
    assert_eq!(evaluate(&shop, &staff, &json!({"staff": ["bor"]}))["matches"], false);
    assert_eq!(evaluate(&shop, &staff, &json!({}))["matches"], false);
}

#[test]
fn every_fault_of_a_condition_is_told_with_its_path() {
    let shop = shop();
    let faults = |trial: Value| shop.server("POST", "/conditions/evaluate").faulty_json(&trial).send().fault_paths();
    let paths = |condition: Value| faults(json!({"condition": condition, "attributes": {}}));
    let faulty = json!({"$or": [{"a": 1}, {"member.orders": {"$gt": []}}], "b": {"$regex": "("}, "c": {"$gtt": 1}});
    assert_eq!(paths(faulty), ["condition.$or[1].member.orders.$gt", "condition.b.$regex", "condition.c.$gtt"]);
    assert_eq!(paths(json!("everybody")), ["condition"]);
    assert_eq!(faults(json!({"condition": {}, "attributes": []})), ["attributes"]);
    assert_eq!(faults(json!({"condition": {}, "attributes": {}, "groups": {"g": 1}})), ["groups.g"]);
}
