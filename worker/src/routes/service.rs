//! `GET /openapi.json` and `GET /health`.

use serde_json::json;

use crate::problem::Outcome;
use crate::reply::Reply;

/// The description of every route.
const OPENAPI: &str = include_str!("../../openapi.json");

pub fn openapi() -> Outcome<Reply> {
    Ok(Reply::text(200, OPENAPI).header("Access-Control-Allow-Origin", "*"))
}

/// Says that the worker runs; it asks nobody else, so it says nothing about KV or objects.
pub fn health() -> Outcome<Reply> {
    Reply::ok(&json!({ "status": "ok" }))
}
