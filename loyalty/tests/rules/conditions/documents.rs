//! What a page decides from a condition's document: what the condition itself decides, and nothing where it is not known.

use loyalty::condition::{Context, Groups, Native, meets};
use serde_json::json;

use crate::conditions::{properties::for_many, value};

#[test]
fn a_written_condition_decides_as_the_one_that_was_read() {
    let native = Native::default();
    let met = for_many(|document, condition, attributes, _| {
        let written = condition.to_value();
        let met = attributes.iter().filter(|attributes| {
            let is_met = condition.evaluate(attributes, Context { engine: &native, groups: &Groups::new() });
            assert_eq!(meets(attributes, &written, &native), Some(is_met), "{document} of {attributes:?}");
            is_met
        });
        met.count()
    });
    assert!(met > 5_000, "only {met} were met");
}

#[track_caller]
fn check(condition: serde_json::Value, expected: Option<bool>) {
    let attributes = value(&json!({"a": 1, "list": ["x"]}));
    assert_eq!(meets(&attributes, &value(&condition), &Native::default()), expected, "{condition}");
}

#[test]
fn what_is_not_known_here_is_neither_met_nor_unmet() {
    for unknown in [json!({"$near": 1}), json!({"$not": {"$near": 1}}), json!({"$regex": "("}), json!({"$in": 1})] {
        check(json!({"a": unknown}), None);
        check(json!({"$not": {"a": unknown}}), None);
        check(json!({"$or": [{"a": 2}, {"a": unknown}]}), None);
        check(json!({"list": {"$elemMatch": unknown}}), None);
        // Something else has decided.
        check(json!({"$and": [{"a": 2}, {"a": unknown}]}), Some(false));
        check(json!({"$or": [{"a": 1}, {"a": unknown}]}), Some(true));
    }
    check(json!([]), None);
    check(json!({"$and": {}}), None);
}
