//! A caller of the HTTP API, as a shop's server or the platform would be.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use ureq::Agent;

/// Speaks to one service with one key.
#[derive(Debug)]
pub struct Api {
    agent: Agent,
    url: String,
    key: String,
}

impl Api {
    /// A caller with a bearer key.
    #[must_use]
    pub fn new(url: &str, key: &str) -> Self {
        Self { agent: agent(), url: url.to_owned(), key: key.to_owned() }
    }

    /// Reads a document.
    ///
    /// # Errors
    /// When the answer is not a success.
    pub fn get(&self, path: &str) -> Result<Value> {
        let request = self.agent.get(format!("{}{path}", self.url)).header("authorization", self.bearer());
        read(path, request.call())
    }

    /// Puts a document in place; `version` is the one it replaces, where the route asks for it.
    ///
    /// # Errors
    /// When the answer is not a success.
    pub fn put(&self, path: &str, version: Option<u64>, body: &Value) -> Result<Value> {
        let mut request = self.agent.put(format!("{}{path}", self.url)).header("authorization", self.bearer());
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        read(path, request.send_json(body))
    }

    /// Posts a document; `idempotency_key` where the route asks for one.
    ///
    /// # Errors
    /// When the answer is not a success.
    pub fn post(&self, path: &str, idempotency_key: Option<&str>, body: &Value) -> Result<Value> {
        let mut request = self.agent.post(format!("{}{path}", self.url)).header("authorization", self.bearer());
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        read(path, request.send_json(body))
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.key)
    }
}

/// Whether anything answers at this address, be it a refusal.
#[must_use]
pub fn answers(url: &str) -> bool {
    agent().get(url).call().is_ok()
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(120)))
        .http_status_as_error(false)
        // The runtime closes what its timer calls idle for 5 s, though it was itself too busy to look for a request. Only
        // a new connection is safe from that.
        .max_idle_connections(0)
        .build()
        .into()
}

fn read(path: &str, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value> {
    let mut answer = answer.with_context(|| format!("asking {path}"))?;
    let text = answer.body_mut().read_to_string().with_context(|| format!("reading the answer of {path}"))?;
    if !answer.status().is_success() {
        bail!("{path} answered {}: {text}", answer.status());
    }
    serde_json::from_str(&text).with_context(|| format!("{path} answered something else than JSON: {text}"))
}
