//! Operators that compare one value with another.

use serde_json::json;

use crate::conditions::{check, check_a};

#[test]
fn eq_and_ne_want_the_same_type() {
    check_a(json!({"$eq": 1}), &[json!(1), json!(1.0)], &[json!("1"), json!(true), json!([1]), json!(null)]);
    check_a(json!({"$ne": 1}), &[json!("1"), json!(true), json!(null)], &[json!(1)]);
    check_a(json!({"$eq": "é"}), &[json!("é")], &[json!("e\u{301}"), json!("É")]);
    check(json!({"a": {"$eq": null}}), &[json!({}), json!({"a": null})], &[json!({"a": 0}), json!({"a": ""})]);
    check(json!({"a": {"$ne": null}}), &[json!({"a": false})], &[json!({})]);
    check_a(json!({"$eq": false}), &[json!(false)], &[json!(0), json!(null)]);
}

#[test]
fn numbers_are_ordered_as_numbers() {
    check_a(
        json!({"$lt": 10}),
        &[json!(9), json!("9"), json!(null), json!(false), json!(["9"])],
        &[json!(10), json!("x")],
    );
    check_a(json!({"$lte": 10}), &[json!(10), json!("10.0")], &[json!(10.5), json!({})]);
    check_a(json!({"$gt": 10}), &[json!(11), json!("11"), json!("1e2")], &[json!(10), json!([11, 12]), json!("11 a")]);
    check_a(json!({"$gte": 10}), &[json!(10), json!(["10"])], &[json!(9), json!(true)]);
    check_a(json!({"$gt": 1, "$lt": 3}), &[json!(2)], &[json!(1), json!(3)]);
    check(json!({"a": {"$gte": 0}}), &[json!({})], &[]);
    check(json!({"a": {"$gt": 0}}), &[], &[json!({})]);
    check_a(json!({"$gte": true}), &[json!(1), json!("2")], &[json!(0)]);
    check_a(json!({"$lte": null}), &[json!(0), json!(-1), json!("")], &[json!(1), json!("a")]);
}

#[test]
fn texts_are_ordered_by_their_code_units() {
    check_a(
        json!({"$lt": "b"}),
        &[json!("a"), json!("B"), json!(""), json!("aé")],
        &[json!("b"), json!("ä"), json!("ba")],
    );
    check_a(json!({"$lt": "9"}), &[json!("10"), json!(8), json!([10])], &[json!(10), json!("9")]);
    check_a(json!({"$gt": "a"}), &[json!("b"), json!(["a", 0])], &[json!(7), json!(null), json!(["Z"])]);
    // In UTF-16 an emoji begins with a lower unit than the last characters of the first plane.
    check_a(json!({"$lt": "\u{fffd}"}), &[json!("😀")], &[json!("\u{ffff}")]);
}

#[test]
fn what_is_not_comparable_is_neither_less_nor_not_less() {
    for operator in ["$lt", "$lte", "$gt", "$gte"] {
        check_a(json!({operator: 1}), &[], &[json!("a"), json!({}), json!([1, 2])]);
        check_a(json!({"$not": {operator: 1}}), &[json!("a"), json!({}), json!([1, 2])], &[]);
    }
}

#[test]
fn exists_is_not_null() {
    check(
        json!({"a": {"$exists": true}}),
        &[json!({"a": 0}), json!({"a": ""}), json!({"a": []})],
        &[json!({}), json!({"a": null})],
    );
    check(json!({"a.b": {"$exists": false}}), &[json!({}), json!({"a": {"b": null}})], &[json!({"a": {"b": false}})]);
}

#[test]
fn type_names_the_type() {
    let examples = [
        ("null", json!(null)),
        ("boolean", json!(false)),
        ("number", json!(1.5)),
        ("string", json!("")),
        ("array", json!([])),
        ("object", json!({})),
    ];
    for (name, _) in &examples {
        let (met, unmet): (Vec<_>, Vec<_>) = examples.iter().partition(|(other, _)| name == other);
        let values =
            |these: Vec<&(&str, serde_json::Value)>| these.into_iter().map(|(_, v)| v.clone()).collect::<Vec<_>>();
        check_a(json!({"$type": name}), &values(met), &values(unmet));
    }
    check(json!({"a": {"$type": "null"}}), &[json!({})], &[]);
    check(json!({"a": {"$type": "undefined"}}), &[], &[json!({}), json!({"a": null})]);
}

#[test]
fn not_denies_all_that_stands_in_it_together() {
    check_a(json!({"$not": {"$gt": 1, "$lt": 5}}), &[json!(1), json!(5), json!("x")], &[json!(3)]);
    check_a(json!({"$not": {"$not": {"$gt": 1, "$lt": 5}}}), &[json!(3)], &[json!(1), json!(5)]);
    check_a(json!({"$gt": 1, "$not": {"$not": {"$gt": 3}}}), &[json!(4)], &[json!(2)]);
    check_a(json!({"$not": "x"}), &[json!("y"), json!(null)], &[json!("x"), json!(["x"])]);
    check_a(json!({"$not": null}), &[json!(0)], &[json!(null)]);
    check_a(json!({"$not": {}}), &[json!(null), json!([])], &[json!({})]);
    check_a(json!({"$not": {"$exists": true}}), &[json!(null)], &[json!(1)]);
}
