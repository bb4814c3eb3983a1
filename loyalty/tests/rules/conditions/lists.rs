//! Operators on lists and groups.

use serde_json::json;

use crate::conditions::{check, check_a};

#[test]
fn in_is_the_same_as_one_or_has_one_in_common() {
    check_a(
        json!({"$in": ["x", 1, null]}),
        &[json!("x"), json!(1), json!(null), json!(["y", "x"]), json!([null])],
        &[json!("X"), json!("1"), json!(true), json!([]), json!(["1"]), json!([["x"]]), json!({"x": 1})],
    );
    check(json!({"a": {"$in": [null]}}), &[json!({})], &[]);
    check_a(json!({"$nin": ["x", 1]}), &[json!("y"), json!("1"), json!([]), json!(null)], &[json!("x"), json!([2, 1])]);
}

#[test]
fn nothing_is_in_an_empty_list() {
    let all = [json!(null), json!([]), json!("x"), json!([1])];
    for operator in ["$in", "$ini"] {
        check_a(json!({operator: []}), &[], &all);
    }
    for operator in ["$nin", "$nini"] {
        check_a(json!({operator: []}), &all, &[]);
    }
}

#[test]
fn ini_looks_at_letters_in_any_case() {
    check_a(
        json!({"$ini": ["Ljubljana", 7]}),
        &[json!("LJUBLJANA"), json!(["x", "ljubljana"]), json!(7)],
        &[json!("7"), json!([["ljubljana"]]), json!(null)],
    );
    check_a(json!({"$nini": ["ŽALEC"]}), &[json!("Celje"), json!([])], &[json!("žalec"), json!(["Žalec"])]);
    check_a(json!({"$ini": ["ΟΔΟΣ"]}), &[json!("οδος")], &[json!("οδοσ")]);
}

#[test]
fn groups_are_lists_by_name() {
    check_a(
        json!({"$inGroup": "friends"}),
        &[json!("ana"), json!(7), json!(["x", "bor"]), json!(null)],
        &[json!("Ana"), json!("7"), json!([])],
    );
    check_a(json!({"$notInGroup": "friends"}), &[json!("cene"), json!([])], &[json!("ana")]);
    for group in ["nobody", "unheard of"] {
        check_a(json!({"$inGroup": group}), &[], &[json!("ana"), json!(null)]);
        check_a(json!({"$notInGroup": group}), &[json!("ana"), json!(null)], &[]);
    }
}

#[test]
fn size_tests_the_length() {
    check_a(json!({"$size": 0}), &[json!([])], &[json!([1]), json!(null), json!(""), json!({}), json!({"length": 0})]);
    check_a(
        json!({"$size": {"$gt": 1, "$lte": 3}}),
        &[json!([1, 2]), json!([1, 2, 3])],
        &[json!([1]), json!([1, 2, 3, 4])],
    );
    check_a(json!({"$size": "1"}), &[json!([7])], &[json!([])]);
    check_a(json!({"$size": true}), &[json!([7])], &[json!([])]);
    check_a(json!({"$size": {"$not": 1}}), &[json!([]), json!([1, 2])], &[json!([1]), json!(null)]);
}

#[test]
fn elem_match_tests_items_by_operators() {
    check_a(json!({"$elemMatch": {"$gt": 10, "$lt": 20}}), &[json!([1, 15])], &[json!([1, 30]), json!([]), json!(15)]);
    check_a(json!({"$elemMatch": {"$not": {"$in": ["x"]}}}), &[json!(["x", "y"])], &[json!(["x", "x"]), json!(null)]);
    check_a(json!({"$elemMatch": {"$elemMatch": {"$eq": 1}}}), &[json!([[2], [1]])], &[json!([1])]);
    check_a(json!({"$elemMatch": {"$type": "object"}}), &[json!([1, {}])], &[json!([[]])]);
}

#[test]
fn elem_match_tests_objects_by_conditions() {
    let lines =
        [json!([{"product": "cd", "labels": ["jazz"], "price": {"eur": 12}}, {"product": "lp", "price": {"eur": 30}}])];
    let one = |condition: serde_json::Value| json!({"$elemMatch": condition});
    check_a(one(json!({"product": "cd", "price.eur": {"$lt": 20}})), &lines, &[json!([]), json!({})]);
    check_a(one(json!({"product": "lp", "price.eur": {"$lt": 20}})), &[], &lines);
    check_a(one(json!({"product": "lp", "$or": [{"labels.0": "jazz"}, {"price.eur": 30}]})), &lines, &[]);
    check_a(one(json!({"labels": {"$elemMatch": {"$eq": "jazz"}}})), &lines, &[json!([{"labels": "jazz"}])]);
    check_a(one(json!({"colour": null})), &[lines[0].clone(), json!(["text"]), json!([7])], &[json!([{"colour": 1}])]);
    check_a(one(json!({"0": "x"})), &[json!([["x"]])], &[json!(["x"])]);
}

#[test]
fn elem_match_passes_over_what_counts_as_false() {
    check_a(json!({"$elemMatch": {"$lt": 5}}), &[json!([0, 3])], &[json!([0, "", false, null])]);
    check_a(json!({"$elemMatch": {}}), &[json!([1]), json!([[]])], &[json!([]), json!([0])]);
    check_a(json!({"$elemMatch": {"b": 1, "$nor": []}}), &[], &[json!([{"b": 1}])]);
}

#[test]
fn all_finds_an_item_for_each() {
    check_a(
        json!({"$all": ["x", "y"]}),
        &[json!(["y", "z", "x"])],
        &[json!(["x"]), json!([]), json!("x"), json!(["X", "y"])],
    );
    check_a(json!({"$all": []}), &[json!([]), json!([1])], &[json!(null), json!("x")]);
    check_a(json!({"$all": [1]}), &[json!(["1"]), json!([true])], &[json!([2])]);
    check_a(
        json!({"$all": [{"$gt": 5}, {"$lt": 2}, [3]]}),
        &[json!([6, 1, [3]])],
        &[json!([6, 3, [3]]), json!([6, 1])],
    );
    check_a(json!({"$all": [null, false]}), &[json!([0, null])], &[json!([null])]);
}

#[test]
fn alli_looks_at_texts_in_any_case() {
    check_a(json!({"$alli": ["X", "y"]}), &[json!(["x", "Y"])], &[json!(["x"]), json!("xy")]);
    check_a(json!({"$alli": ["TRUE", "1"]}), &[json!([true, 1])], &[json!([true])]);
    // Texts behind an operator are looked at as they are.
    check_a(json!({"$alli": [{"$eq": "X"}]}), &[json!(["X"])], &[json!(["x"])]);
}
