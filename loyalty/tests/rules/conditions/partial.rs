//! What is left of a condition once some attributes are known.

use loyalty::condition::Residue;
use serde_json::{Value, json};

use crate::conditions::{parse, value, with};

/// Holds what is left once `member` and `request` are known; `true` and `false` stand for always and never.
#[track_caller]
fn check(condition: Value, known: Value, left: Value) {
    let residue = with(|context| parse(&condition).partially(&value(&known), &["member", "request"], context));
    let told = match &residue {
        Residue::Always => json!(true),
        Residue::Never => json!(false),
        Residue::Rest(rest) => serde_json::to_value(rest).expect("written"),
    };
    assert_eq!(told, left, "{condition} knowing {known}");
}

#[test]
fn known_parts_are_folded_away() {
    let condition = json!({"member.orders": {"$gte": 3}, "cart.total": {"$gt": 5000}});
    check(condition.clone(), json!({"member": {"orders": 3}}), json!({"cart.total": {"$gt": 5000}}));
    check(condition.clone(), json!({"member": {"orders": 2}}), json!(false));
    check(condition, json!({}), json!(false));
    check(
        json!({"member.tags": "x", "request.country": "SI"}),
        json!({"member": {"tags": ["x"]}, "request": {"country": "SI"}}),
        json!(true),
    );
    let either = json!({"$or": [{"member.tier": "gold"}, {"cart.total": {"$gt": 1}}, {"page.path": "/"}]});
    check(either.clone(), json!({"member": {"tier": "gold"}}), json!(true));
    check(either, json!({"member": {}}), json!({"$or": [{"cart.total": {"$gt": 1}}, {"page.path": "/"}]}));
}

#[test]
fn denial_is_folded_too() {
    let neither = json!({"$nor": [{"member.tier": "gold"}, {"cart.total": 0}]});
    check(neither.clone(), json!({"member": {"tier": "gold"}}), json!(false));
    check(neither, json!({}), json!({"cart.total": {"$not": 0}}));
    let not_both = json!({"$not": {"member.tier": "gold", "cart.total": 0}});
    check(not_both.clone(), json!({"member": {"tier": "gold"}}), json!({"cart.total": {"$not": 0}}));
    check(not_both, json!({}), json!(true));
}

#[test]
fn a_root_is_a_whole_name() {
    check(json!({"members": 1, "requested.at": 1}), json!({"members": 1}), json!({"members": 1, "requested.at": 1}));
    check(json!({"member": {"$exists": true}, "x": 1}), json!({"member": {}}), json!({"x": 1}));
    check(json!({"cart.member": 1}), json!({}), json!({"cart.member": 1}));
}

#[test]
fn groups_of_known_attributes_leave_no_name() {
    let condition = json!({"member.id": {"$inGroup": "friends"}, "page.id": {"$inGroup": "nobody"}});
    check(condition, json!({"member": {"id": "ana"}}), json!({"page.id": {"$inGroup": "nobody"}}));
}

#[test]
fn without_anything_to_know_nothing_is_left_out() {
    let condition = parse(&json!({"page.path": "/", "cart.total": {"$gt": 1}}));
    let residue = with(|context| condition.partially(&value(&json!({"page": {"path": "/"}})), &[], context));
    assert_eq!(residue, Residue::Rest(condition));
    assert_eq!(with(|context| parse(&json!({})).partially(&value(&json!({})), &[], context)), Residue::Always);
    assert_eq!(with(|context| parse(&json!({"$nor": []})).partially(&value(&json!({})), &[], context)), Residue::Never);
}
