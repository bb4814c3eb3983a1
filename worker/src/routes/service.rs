//! `GET /health`.

use serde_json::json;

use crate::problem::Outcome;
use crate::reply::Reply;

/// Says that the worker runs; it asks nobody else, so it says nothing about KV or objects.
pub fn health() -> Outcome<Reply> {
    Reply::ok(&json!({ "status": "ok" }))
}
