//! What came back.

use std::fmt;

use serde_json::Value;

/// An answer, held against the document already.
#[derive(Clone, Debug)]
#[must_use = "a test that does not look at an answer tests nothing"]
pub struct Answer {
    pub(super) name: String,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header's value, if the header is there.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body.
    ///
    /// # Panics
    /// When it is not JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}\n{error}"))
    }

    /// The stable code of a refusal; `None` for a success.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let problem: Value = serde_json::from_slice(&self.body).ok()?;
        problem.get("code")?.as_str().map(str::to_owned)
    }

    /// Whether this is the first answer again.
    #[must_use]
    pub fn is_replayed(&self) -> bool {
        self.header("idempotent-replayed") == Some("true")
    }

    /// The body of an answer that must have this status.
    ///
    /// # Panics
    /// When it has another.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.json()
    }

    /// The problem of a refusal that must have this status and code.
    ///
    /// # Panics
    /// When it has others.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(problem["code"], code, "{self}");
        problem
    }

    /// The paths of what is wrong with the request, which must have been refused as `invalid`.
    ///
    /// # Panics
    /// When it was not.
    #[track_caller]
    #[must_use]
    pub fn fault_paths(&self) -> Vec<String> {
        let problem = self.refused(422, "invalid");
        let faults = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors are named: {self}"));
        faults.iter().filter_map(|fault| fault["path"].as_str()).map(str::to_owned).collect()
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {} {}", self.name, self.status, String::from_utf8_lossy(&self.body))
    }
}
