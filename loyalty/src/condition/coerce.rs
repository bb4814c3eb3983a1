//! How JavaScript takes a value of one type for another.

use std::cmp::Ordering;

use super::{Engine, Value};

/// The value as `String(value)` writes it: a list as its items with commas between them, `null` among them as nothing.
pub(super) fn text(value: &Value, engine: &dyn Engine) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::Number(number) => engine.text(*number),
        Value::String(text) => text.clone(),
        Value::List(items) => {
            let mut joined = String::new();
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    joined.push(',');
                }
                if !matches!(item, Value::Null) {
                    joined.push_str(&text(item, engine));
                }
            }
            joined
        }
        Value::Object(_) => "[object Object]".to_owned(),
    }
}

/// The value as `Number(value)` reads it; NaN if it is no number.
pub(super) fn number(value: &Value, engine: &dyn Engine) -> f64 {
    match value {
        Value::Null | Value::Bool(false) => 0.0,
        Value::Bool(true) => 1.0,
        Value::Number(number) => *number,
        Value::String(text) => engine.number(text),
        Value::List(_) => engine.number(&text(value, engine)),
        Value::Object(_) => f64::NAN,
    }
}

/// Whether the value counts as `true`.
pub(super) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => *number != 0.0 && !number.is_nan(),
        Value::String(text) => !text.is_empty(),
        Value::List(_) | Value::Object(_) => true,
    }
}

/// `a === b`. Lists and objects from two places are never the same.
pub(super) fn is_identical(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

/// How `<` and `>` see two values: texts as texts, all else as numbers. Nothing, if one of them is no number.
pub(super) fn compare(a: &Value, b: &Value, engine: &dyn Engine) -> Option<Ordering> {
    let is_text = |value: &Value| matches!(value, Value::String(_) | Value::List(_) | Value::Object(_));
    if is_text(a) && is_text(b) {
        return Some(compare_texts(&text(a, engine), &text(b, engine)));
    }
    number(a, engine).partial_cmp(&number(b, engine))
}

/// The order of two texts by their UTF-16 code units.
pub(super) fn compare_texts(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}
