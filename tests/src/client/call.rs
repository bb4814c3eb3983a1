//! One request: who calls, with what, and whether it is meant to be as documented.

use serde_json::Value;
use ureq::http;

use super::{Answer, Client};
use crate::openapi::{self, Received, Sent};

/// A request in the making.
#[derive(Clone, Debug)]
#[must_use = "a call is made by `send`"]
pub struct Call<'a> {
    client: &'a Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    sent_json: Option<Value>,
    is_valid: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(client: &'a Client, method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { client, method, path, headers: Vec::new(), body: None, sent_json: None, is_valid: false }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Calls as whoever this token or key belongs to.
    pub fn bearer(self, credential: &str) -> Self {
        self.header("authorization", &format!("Bearer {credential}"))
    }

    /// Names the request, so that it can be sent again.
    pub fn key(self, idempotency_key: &str) -> Self {
        self.header("idempotency-key", idempotency_key)
    }

    /// Sends a body that the document must agree with.
    pub fn json(mut self, body: &Value) -> Self {
        self.is_valid = true;
        self.faulty_json(body)
    }

    /// Sends a body that the document may forbid: then it must be refused.
    pub fn faulty_json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().as_bytes())
    }

    /// Sends anything at all.
    pub fn bytes(mut self, content_type: &str, body: &[u8]) -> Self {
        self.body = Some(body.to_vec());
        self.sent_json = serde_json::from_slice(body).ok();
        self.header("content-type", content_type)
    }

    /// Sends the request and holds the exchange against the document.
    ///
    /// # Panics
    /// When the service cannot be reached, or when something is not as documented.
    #[track_caller]
    pub fn send(self) -> Answer {
        let name = self.name();
        self.attempt().unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Sends the request to a service that may be gone before it has answered.
    ///
    /// # Errors
    /// When no whole answer came.
    ///
    /// # Panics
    /// When one came and something is not as documented.
    #[track_caller]
    pub fn attempt(self) -> Result<Answer, ureq::Error> {
        let answer = self.exchange()?;
        let body = self.sent_json.as_ref();
        let sent = Sent { method: &self.method, path: &self.path, body, is_valid: self.is_valid };
        let received = Received { status: answer.status, headers: &answer.headers, body: &answer.body };
        let faults = openapi::faults(sent, received);
        assert!(faults.is_empty(), "{answer}\nis not as documented:\n  {}", faults.join("\n  "));
        Ok(answer)
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn exchange(&self) -> Result<Answer, ureq::Error> {
        let mut request =
            http::Request::builder().method(self.method.as_str()).uri(format!("{}{}", self.client.url, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut response = match &self.body {
            Some(body) => self.client.agent.run(request.body(body.as_slice())?)?,
            None => self.client.agent.run(request.body(())?)?,
        };
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let body = response.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
        Ok(Answer { name: self.name(), status: response.status().as_u16(), headers, body })
    }
}
