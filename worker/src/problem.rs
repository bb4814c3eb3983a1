//! Failures in three classes, and how they are told: RFC 9457 `application/problem+json`.

use loyalty::Fault;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::codes::{self, Code};

/// What a route or an object answers, or why it did not.
pub type Outcome<T> = Result<T, Failure>;

/// Why a request was not done.
#[derive(Debug)]
pub enum Failure {
    /// A rule said no: expected, for the person, stored and replayed under its idempotency key.
    Refused(Problem),
    /// The request itself was wrong, or came too often: never stored.
    Rejected(Problem),
    /// Ours: logged once at the boundary, told without detail.
    Broken(String),
}

/// The body of every error answer, and the headers that come with it. One pointer, since most results are no problem.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Content>);

#[derive(Clone, Debug, Serialize)]
struct Content {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
    #[serde(flatten)]
    members: Map<String, Value>,
    #[serde(skip)]
    headers: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem with its code's title as the detail.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Content {
            kind: "about:blank",
            title: code.title,
            status: code.status,
            code: code.name,
            detail: code.title.to_owned(),
            errors: Vec::new(),
            members: Map::new(),
            headers: Vec::new(),
        }))
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The fields that were wrong.
    pub fn faults(&self) -> &[Fault] {
        &self.0.errors
    }

    /// Headers that belong to the answer, not to its body.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.0.headers
    }

    /// Says more than the title.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// Names the fields that were wrong.
    pub fn errors(mut self, errors: Vec<Fault>) -> Self {
        self.0.errors = errors;
        self
    }

    /// Adds a member callers can compute with, such as `missing`.
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header to the answer.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.headers.push((name, value.into()));
        self
    }
}

impl Failure {
    /// The same of a part that was read by itself: its faults begin with its place in the whole.
    pub fn within(mut self, place: &str) -> Self {
        if let Self::Rejected(Problem(content)) = &mut self {
            for fault in &mut content.errors {
                let is_whole = fault.path == ".";
                fault.path = if is_whole { place.to_owned() } else { format!("{place}.{}", fault.path) };
            }
        }
        self
    }
}

/// The request was wrong in this way.
pub fn rejected(code: Code) -> Failure {
    Failure::Rejected(Problem::new(code))
}

/// One field was wrong.
pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Failure {
    let fault = Fault { path: path.into(), message: message.into() };
    Failure::Rejected(Problem::new(codes::INVALID).errors(vec![fault]))
}

/// Too busy; the same request may come again after a second.
pub fn overloaded() -> Failure {
    Failure::Rejected(Problem::new(codes::OVERLOADED).header("Retry-After", "1"))
}

/// Ours, with what the log should say. Never put a token, a body or an address into it.
pub fn broken(cause: impl Into<String>) -> Failure {
    Failure::Broken(cause.into())
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        rejected(code)
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<worker::KvError> for Failure {
    fn from(error: worker::KvError) -> Self {
        Self::Broken(format!("KV: {error}"))
    }
}

impl From<serde_json::Error> for Failure {
    /// For documents we wrote ourselves; what callers send is read by `call`. The error's own text may quote the document,
    /// and documents do not belong into logs.
    fn from(error: serde_json::Error) -> Self {
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        Self::Broken(format!("our own JSON: {kind:?} error at line {line}, column {column}"))
    }
}
