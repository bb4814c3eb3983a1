//! `worker/openapi.json`, held against what is really sent and answered.

#[cfg(test)]
mod examples;
mod exchange;
pub mod generate;
mod route;
mod schema;
#[cfg(test)]
mod types;

use std::sync::LazyLock;

use serde_json::Value;

pub use exchange::{Received, Sent, faults};
pub use route::{Operation, Route, find, operations};

/// The document as it is served.
pub const TEXT: &str = include_str!("../../../worker/openapi.json");

/// The document, parsed.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(TEXT).unwrap_or_else(|error| panic!("openapi.json: {error}")));

/// Escapes a key for a JSON pointer (RFC 6901).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The object at a pointer, with one `$ref` followed if it is nothing but that. Gives its own pointer as well.
fn resolve(pointer: &str) -> Option<(String, &'static Value)> {
    let value = DOCUMENT.pointer(pointer)?;
    match value.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#')) {
        Some(target) => Some((target.to_owned(), DOCUMENT.pointer(target)?)),
        None => Some((pointer.to_owned(), value)),
    }
}
