//! Conditions: what each operator means, what is a fault, and what holds for every condition there can be.

mod attributes;
mod coercion;
mod documents;
mod faults;
mod forms;
mod json;
mod lists;
mod logic;
mod page;
mod partial;
mod properties;
mod random;
mod reasons;
mod texts;
mod values;

use loyalty::condition::{Condition, Context, Groups, Native, Value};
use serde_json::json;

/// A document of a test as a value.
fn value(document: &serde_json::Value) -> Value {
    serde_json::from_value(document.clone()).expect("any JSON is a value")
}

/// The groups of the examples.
fn groups() -> Groups {
    serde_json::from_value(json!({"friends": ["ana", "bor", 7, null], "nobody": []})).expect("groups")
}

/// Does something with an engine and the groups of the examples.
fn with<T>(task: impl FnOnce(Context<'_>) -> T) -> T {
    task(Context { engine: &Native::default(), groups: &groups() })
}

#[track_caller]
fn parse(condition: &serde_json::Value) -> Condition {
    Condition::parse(&value(condition), "", &Native::default())
        .unwrap_or_else(|faults| panic!("{condition}: {faults:?}"))
}

/// Holds a condition against attributes that meet it and attributes that do not, at the edge and as a page decides.
#[track_caller]
fn check(condition: serde_json::Value, met: &[serde_json::Value], unmet: &[serde_json::Value]) {
    let parsed = parse(&condition);
    for (attributes, expected) in met.iter().map(|a| (a, true)).chain(unmet.iter().map(|a| (a, false))) {
        assert_eq!(
            with(|context| parsed.evaluate(&value(attributes), context)),
            expected,
            "{condition} of {attributes}"
        );
        page::agrees(&parsed, &value(attributes));
    }
}

/// As `check`, with what the one attribute `a` is.
#[track_caller]
fn check_a(condition: serde_json::Value, met: &[serde_json::Value], unmet: &[serde_json::Value]) {
    let as_a = |values: &[serde_json::Value]| values.iter().map(|a| json!({"a": a})).collect::<Vec<_>>();
    check(json!({"a": condition}), &as_a(met), &as_a(unmet));
}
