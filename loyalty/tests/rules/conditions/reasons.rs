//! Why a condition is met or not.

use serde_json::{Value, json};

use crate::conditions::{parse, value, with};

#[track_caller]
fn check(condition: Value, attributes: Value, matches: bool, because: Value) {
    let explained = with(|context| parse(&condition).explain(&value(&attributes), context));
    let told = serde_json::to_value(explained).expect("written");
    assert_eq!(told, json!({"matches": matches, "because": because}), "{condition} of {attributes}");
}

fn test(path: &str, operator: &str, expected: Value, actual: Value, matches: bool) -> Value {
    json!({"path": path, "operator": operator, "expected": expected, "actual": actual, "matches": matches})
}

#[test]
fn every_part_that_is_not_met_is_a_reason() {
    let condition = json!({"member.orders": {"$gte": 3}, "member.tier": "gold", "request.country": {"$in": ["SI"]}});
    let (orders, tier) = (
        test("member.orders", "$gte", json!(3), json!(1), false),
        test("member.tier", "is", json!("gold"), json!(null), false),
    );
    let attributes = json!({"member": {"orders": 1}, "request": {"country": "SI"}});
    check(condition, attributes, false, json!([orders, tier]));
}

#[test]
fn of_a_condition_that_is_met_every_part_is_a_reason() {
    let condition = json!({"a": {"$gt": 1, "$lt": 3}});
    let because = json!([test("a", "$lt", json!(3), json!(2), true), test("a", "$gt", json!(1), json!(2), true)]);
    check(condition, json!({"a": 2}), true, because);
    check(json!({}), json!({}), true, json!([]));
}

#[test]
fn of_alternatives_those_that_are_met_are_reasons_or_else_all() {
    let condition = json!({"$or": [{"a": 1}, {"b": 1, "c": 1}]});
    let some = json!([{"operator": "$or", "matches": true, "because": [test("a", "is", json!(1), json!(1), true)]}]);
    check(condition.clone(), json!({"a": 1, "b": 1}), true, some);
    let both =
        json!({"operator": "$and", "matches": false, "because": [test("c", "is", json!(1), json!(null), false)]});
    let none = json!([{
        "operator": "$or", "matches": false, "because": [test("a", "is", json!(1), json!(2), false), both]
    }]);
    check(condition, json!({"a": 2, "b": 1}), false, none);
}

#[test]
fn a_denial_is_explained_at_the_test() {
    check(
        json!({"$not": {"a": {"$gt": 1}}}),
        json!({"a": 2}),
        false,
        json!([test("a", "$not", json!({"$gt": 1}), json!(2), false)]),
    );
    check(
        json!({"$not": {"a": {"$in": ["x"]}}}),
        json!({"a": ["y"]}),
        true,
        json!([test("a", "$nin", json!(["x"]), json!(["y"]), true)]),
    );
}

#[test]
fn what_is_not_met_always_has_a_reason() {
    let tags = test("member.tags", "$in", json!([]), json!(["vip"]), false);
    let attributes = json!({"member": {"tags": ["vip"]}});
    for empty in [
        json!({"member.tags": {"$in": []}}),
        json!({"$not": {"member.tags": {"$nin": []}}}),
        json!({"member.orders": null, "member.tags": {"$in": []}}),
    ] {
        check(empty, attributes.clone(), false, json!([tags]));
    }
    // Where nothing is asked there is nothing to tell but that.
    let nothing = json!([{"operator": "$or", "matches": false, "because": []}]);
    for never in [json!({"$not": {}}), json!({"$nor": []}), json!({"a": 1, "$nor": [{}]})] {
        check(never, json!({"a": 1}), false, nothing.clone());
    }
}
