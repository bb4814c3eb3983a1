//! An answer before it becomes a response of the runtime: what routes and objects return, and what is kept for replays.

use serde::Serialize;
use worker::{Headers, Response, console_error};

use crate::codes;
use crate::ids;
use crate::problem::{Failure, Outcome, Problem};

/// Tells a caller that it hears a stored answer.
pub const REPLAYED: &str = "Idempotent-Replayed";

/// Names a failure of ours in the answer and in the log.
pub const REQUEST_ID: &str = "X-Request-Id";

/// Status, body and headers of an answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON, or nothing.
    pub body: String,
    /// Headers beside those every answer has.
    pub headers: Vec<(&'static str, String)>,
}

impl Reply {
    /// 200 with a document.
    pub fn ok(document: &impl Serialize) -> Outcome<Self> {
        Self::json(200, document)
    }

    /// 201 with a document.
    pub fn created(document: &impl Serialize) -> Outcome<Self> {
        Self::json(201, document)
    }

    /// A document that is JSON already.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self { status, body: body.into(), headers: Vec::new() }
    }

    /// Nothing to say.
    pub fn empty(status: u16) -> Self {
        Self::text(status, "")
    }

    /// A document.
    pub fn json(status: u16, document: &impl Serialize) -> Outcome<Self> {
        Ok(Self::text(status, serde_json::to_string(document)?))
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// How a failure is told. What is ours to mend is logged here, once, under an id that the caller hears instead of it.
    pub fn from_failure(failure: Failure) -> Self {
        match failure {
            Failure::Refused(problem) | Failure::Rejected(problem) => problem.into(),
            Failure::Broken(cause) => {
                let id = ids::random_id().unwrap_or_default();
                console_error!("{id}: {cause}");
                Problem::new(codes::INTERNAL).header(REQUEST_ID, id).into()
            }
        }
    }

    /// The response for the runtime. Answers are about one person at one moment, so nothing may be stored on the way.
    pub fn into_response(self) -> worker::Result<Response> {
        let headers = Headers::new();
        let kind = if self.status >= 400 { "application/problem+json" } else { "application/json" };
        if !self.body.is_empty() {
            headers.set("Content-Type", kind)?;
        }
        headers.set("Cache-Control", "no-store")?;
        headers.set("X-Content-Type-Options", "nosniff")?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let builder = Response::builder().with_status(self.status).with_headers(headers);
        Ok(if self.body.is_empty() { builder.empty() } else { builder.fixed(self.body.into_bytes()) })
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        // A problem is strings and numbers: it always serialises.
        let body = serde_json::to_string(&problem).unwrap_or_default();
        Self { status: problem.status(), body, headers: problem.headers().to_vec() }
    }
}
