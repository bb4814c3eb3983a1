//! The normal form: conditions that say the same in another order or nesting are written alike.

use loyalty::condition::References;
use serde_json::{Value, json};

use crate::conditions::{parse, value};

/// Holds that each of these is written as the first is meant to be.
#[track_caller]
fn check(normal: Value, others: &[Value]) {
    for condition in std::iter::once(&normal).chain(others) {
        let (written, first) = (serde_json::to_string(&parse(condition)), serde_json::to_string(&parse(&normal)));
        assert_eq!(written.unwrap(), first.unwrap(), "{condition}");
        assert_eq!(serde_json::to_value(parse(condition)).unwrap(), normal, "{condition}");
        assert_eq!(parse(condition), parse(&normal));
    }
}

#[test]
fn order_nesting_and_repetition_do_not_matter() {
    check(
        json!({"a": 1, "b": {"$gt": 1, "$lt": 5}}),
        &[
            json!({"b": {"$lt": 5, "$gt": 1}, "a": 1}),
            json!({"$and": [{"b": {"$gt": 1}}, {"$and": [{"a": 1}, {"b": {"$lt": 5}}]}]}),
            json!({"$or": [{"a": 1, "b": {"$gt": 1, "$lt": 5}}]}),
            json!({"a": 1, "$and": [{"a": 1}, {}], "b": {"$gt": 1, "$not": {"$not": {"$lt": 5}}}}),
            json!({"$not": {"$not": {"a": 1, "b": {"$gt": 1, "$lt": 5}}}}),
            json!({"$nor": [{"$not": {"a": 1, "b": {"$gt": 1, "$lt": 5}}}]}),
        ],
    );
    check(
        json!({"$or": [{"a": 1}, {"b": 1}, {"c": 1}]}),
        &[
            json!({"$or": [{"c": 1}, {"$or": [{"b": 1}, {"a": 1}]}, {"a": 1}]}),
            json!({"$not": {"$nor": [{"b": 1}, {"a": 1}, {"c": 1}]}}),
        ],
    );
    check(json!({"a": {"$in": [1, 2]}}), &[json!({"a": {"$in": [2, 1, 2]}})]);
    check(json!({"a": {"$all": ["x", "y"]}}), &[json!({"a": {"$all": ["y", "x", "y"]}})]);
}

#[test]
fn what_is_denied_is_denied_at_its_test() {
    check(
        json!({"a": {"$not": {"$gt": 1}}}),
        &[json!({"$not": {"a": {"$gt": 1}}}), json!({"$nor": [{"a": {"$gt": 1}}]})],
    );
    check(json!({"$or": [{"a": {"$not": 1}}, {"b": {"$not": 2}}]}), &[json!({"$not": {"a": 1, "b": 2}})]);
    check(json!({"a": {"$not": 1}, "b": {"$not": 2}}), &[json!({"$nor": [{"a": 1}, {"b": 2}]})]);
    for (operator, opposite, operand) in [
        ("$eq", "$ne", json!(1)),
        ("$in", "$nin", json!([1])),
        ("$ini", "$nini", json!(["x"])),
        ("$inGroup", "$notInGroup", json!("g")),
        ("$veq", "$vne", json!("1")),
        ("$vlt", "$vgte", json!("1")),
        ("$vgt", "$vlte", json!("1")),
    ] {
        check(json!({"a": {operator: operand}}), &[json!({"a": {"$not": {opposite: operand}}})]);
        check(json!({"a": {opposite: operand}}), &[json!({"$not": {"a": {operator: operand}}})]);
    }
    check(json!({"a": {"$exists": true}}), &[json!({"$not": {"a": {"$exists": false}}})]);
}

#[test]
fn constants_are_folded_away() {
    check(
        json!({}),
        &[
            json!({"$and": []}),
            json!({"$or": []}),
            json!({"$or": [{"a": 1}, {}]}),
            json!({"a": {"$nin": []}}),
            json!({"a": {"$not": {"$in": []}}, "$nor": [{"b": {"$ini": []}}]}),
        ],
    );
    check(
        json!({"$not": {}}),
        &[
            json!({"$nor": []}),
            json!({"$or": [{"$not": {}}, {"$nor": [{}]}]}),
            json!({"a": {"$elemMatch": {"b": 1, "$nor": []}}}),
        ],
    );
    check(json!({"a": 1}), &[json!({"a": 1, "$or": []}), json!({"$or": [{"a": 1}, {"$nor": []}]})]);
    assert_eq!(parse(&json!({})).constant(), Some(true));
    assert_eq!(parse(&json!({"$not": {}})).constant(), Some(false));
    assert_eq!(parse(&json!({"a": 1})).constant(), None);
}

#[test]
fn what_asks_an_attribute_and_is_never_met_stays() {
    let nothing = json!({"a": {"$in": []}});
    check(nothing.clone(), &[json!({"$not": {"a": {"$nin": []}}}), json!({"$nor": [{"a": {"$not": {"$in": []}}}]})]);
    check(json!({"a": {"$ini": []}, "b": 1}), &[json!({"$and": [{"b": 1}, {"a": {"$ini": []}}]})]);
    assert_eq!(parse(&nothing).constant(), None);
}

#[test]
fn members_with_one_name_follow_under_and() {
    check(json!({"a": "x", "$and": [{"a": "y"}, {"a": {"$gt": "w"}}]}), &[]);
    check(
        json!({"a": {"$gt": 1}, "$and": [{"a": {"$gt": 2}}]}),
        &[json!({"$and": [{"a": {"$gt": 2}}, {"a": {"$gt": 1}}]})],
    );
    check(
        json!({"$or": [{"a": 1}, {"b": 1}], "$and": [{"$or": [{"c": 1}, {"d": 1}]}]}),
        &[json!({"$and": [{"$or": [{"d": 1}, {"c": 1}]}, {"$or": [{"b": 1}, {"a": 1}]}]})],
    );
}

#[test]
fn a_condition_on_items_is_not_taken_for_tests() {
    let condition = json!({"a": {"$elemMatch": {"b": {"$not": {"$gt": 1, "$lt": 5}}}}});
    let written = json!({"a": {"$elemMatch": {
        "$or": [{"b": {"$not": {"$lt": 5}}}, {"b": {"$not": {"$gt": 1}}}], "": {"$nin": []}
    }}});
    check(written, &[condition]);
}

#[test]
fn a_condition_says_what_it_speaks_of() {
    let condition = parse(&json!({
        "member.orders": {"$gt": 1},
        "$or": [{"page.url": {"$regex": "x"}}, {"cart.lines": {"$elemMatch": {"product": {"$inGroup": "cds"}}}}],
        "$not": {"member.id": {"$inGroup": "staff"}, "member.tags": {"$all": [{"$notInGroup": "old"}]}},
    }));
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(
        condition.references(),
        References {
            paths: names(&["cart.lines", "member.id", "member.orders", "member.tags", "page.url"]),
            groups: names(&["cds", "old", "staff"]),
        }
    );
    assert_eq!(parse(&json!({})).references(), References::default());
}

#[test]
fn the_texts_an_attribute_is_compared_with_are_known() {
    let texts = |condition: Value| parse(&condition).texts_at("member.segments").into_iter().collect::<Vec<_>>();
    assert_eq!(
        texts(json!({"member.segments": {"$in": ["vip", "new"]}, "member.tags": {"$in": ["red"]}})),
        ["new", "vip"]
    );
    assert_eq!(texts(json!({"$not": {"member.segments": {"$elemMatch": {"$eq": "vip"}}}})), ["vip"]);
    assert_eq!(texts(json!({"member.segments": {"$not": {"$all": ["a", {"$eq": "b"}]}}})), ["a", "b"]);
    assert_eq!(
        texts(json!({"member.segments": ["a", "b"], "$or": [{"member.segments.0": "c"}, {"x": 1}]})),
        ["a", "b", "c"]
    );
    assert_eq!(texts(json!({"member.segments_of": "a", "member": {"segments": "b"}})), [""; 0]);
    // A value with the attribute's name is none of it.
    assert_eq!(value(&json!({"member": {"segments": []}})).at("member.segments").into_owned(), value(&json!([])));
}
