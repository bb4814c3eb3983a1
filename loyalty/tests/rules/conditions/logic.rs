//! Operators on conditions, and paths.

use serde_json::json;

use crate::conditions::check;

#[test]
fn every_member_of_a_condition_must_be_met() {
    check(json!({}), &[json!({}), json!({"a": 1})], &[]);
    check(json!({"a": 1, "b": 2}), &[json!({"a": 1, "b": 2})], &[json!({"a": 1}), json!({"a": 1, "b": 3})]);
    check(json!({"a": 1, "$or": [{"b": 1}]}), &[json!({"a": 1, "b": 1})], &[json!({"a": 1}), json!({"b": 1})]);
}

#[test]
fn and_or_nor_and_not_take_conditions() {
    let (neither, first, both) = ([json!({"a": 2})], [json!({"a": 1})], [json!({"a": 1, "b": 1})]);
    let not_both = [neither.clone(), first.clone()].concat();
    let some = [first.clone(), both.clone()].concat();
    let parts = json!([{"a": 1}, {"b": 1}]);
    check(json!({"$and": parts}), &both, &not_both);
    check(json!({"$or": parts}), &some, &neither);
    check(json!({"$nor": parts}), &neither, &some);
    check(json!({"$not": {"a": 1, "b": 1}}), &not_both, &both);
    check(json!({"$not": {"$not": {"a": 1}}}), &first, &neither);
}

#[test]
fn without_parts_all_but_nor_are_met() {
    check(json!({"$and": []}), &[json!({})], &[]);
    check(json!({"$or": []}), &[json!({})], &[]);
    check(json!({"$nor": []}), &[], &[json!({})]);
    check(json!({"$not": {}}), &[], &[json!({})]);
    check(json!({"$or": [{"a": 1}, {"$or": []}]}), &[json!({})], &[]);
}

#[test]
fn a_path_leads_through_objects_and_lists() {
    check(json!({"a.b.c": 1}), &[json!({"a": {"b": {"c": 1}}})], &[json!({"a": {"b": 1}}), json!({"a.b.c": 1})]);
    check(json!({"a.1": "y"}), &[json!({"a": ["x", "y"]}), json!({"a": {"1": "y"}})], &[json!({"a": ["y"]})]);
    check(json!({"a.01": "y"}), &[json!({"a": {"01": "y"}})], &[json!({"a": ["x", "y"]})]);
    check(json!({"a.length": 2}), &[json!({"a": ["x", "y"]}), json!({"a": {"length": 2}})], &[json!({"a": "xy"})]);
    check(json!({"a.length.b": null}), &[json!({"a": []})], &[]);
    check(json!({"a.0.b": 1}), &[json!({"a": [{"b": 1}, {"b": 2}]})], &[json!({"a": [{"b": 2}, {"b": 1}]})]);
    check(json!({"a..b": 1}), &[json!({"a": {"": {"b": 1}}})], &[json!({"a": {"b": 1}})]);
    check(json!({"": 1}), &[json!({"": 1})], &[json!({})]);
    check(json!({"člani.število": 1}), &[json!({"člani": {"število": 1}})], &[json!({})]);
}

#[test]
fn what_is_missing_on_the_way_is_null() {
    check(
        json!({"a.b": null}),
        &[json!({}), json!({"a": null}), json!({"a": 7}), json!({"a": "text"}), json!({"a": {}}), json!({"a": []})],
        &[json!({"a": {"b": 0}}), json!({"a": {"b": ""}}), json!({"a": {"b": false}})],
    );
    // What every object of JavaScript inherits is no attribute.
    check(json!({"a.constructor": null, "toString": null}), &[json!({"a": {}})], &[]);
    check(json!({"a": 1}), &[], &[json!(null), json!([1]), json!("a"), json!(1)]);
}

#[test]
fn an_attribute_may_begin_with_a_dollar() {
    check(json!({"$plan": "gold"}), &[json!({"$plan": "gold"})], &[json!({})]);
}
