//! The document's schemas as validators.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use super::DOCUMENT;

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// What is wrong with `instance` by the schema at `pointer`; empty if nothing is.
pub(super) fn faults(pointer: &str, instance: &Value) -> Vec<String> {
    let validator = validator(pointer);
    validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn validator(pointer: &str) -> Arc<Validator> {
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let made = validators.entry(pointer.to_owned()).or_insert_with(|| Arc::new(compile(pointer)));
    Arc::clone(made)
}

/// The whole document is the schema's base, so that references from one part to another resolve; a validator skips the
/// members that are no keywords of JSON Schema.
fn compile(pointer: &str) -> Validator {
    let mut schema = DOCUMENT.clone();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    // A pointer in a reference is a URI's fragment, where the braces of a path's parameters are not allowed.
    schema["$ref"] = json!(format!("#{}", pointer.replace('{', "%7B").replace('}', "%7D")));
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("the schema at {pointer}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schema: &str, instance: Value, is_valid: bool) {
        let faults = faults(&format!("/components/schemas/{schema}"), &instance);
        assert_eq!(faults.is_empty(), is_valid, "{instance}: {faults:?}");
    }

    #[test]
    fn formats_and_patterns_are_really_checked() {
        check("Instant", json!("1998-07-01T00:00:00Z"), true);
        check("Instant", json!("1998-07-01T00:00:00.250Z"), true);
        check("Instant", json!("1998-07-01T02:00:00+02:00"), false);
        check("Instant", json!("yesterdayZ"), false);
        check("ExternalId", json!("Łódź / 7"), true);
        check("ExternalId", json!("a\u{7}b"), false);
        check("ExternalId", json!(""), false);
    }

    #[test]
    fn a_member_nobody_described_is_a_fault() {
        check("Adjustment", json!({"id": "a", "points": 1, "reason": "r"}), true);
        check("Adjustment", json!({"id": "a", "points": 1, "reason": "r", "surprise": true}), false);
    }
}
