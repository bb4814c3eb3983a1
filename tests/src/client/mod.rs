//! A blocking HTTP client for the suites. Every exchange is held against `openapi.json`; one that is not as documented
//! fails the test, whatever the test was about.

mod answer;
mod call;
mod wire;

use std::time::Duration;

pub use answer::Answer;
pub use call::Call;
pub use wire::Wire;

/// Longer than any answer takes on a busy machine; a test that waits for it has found a fault.
const TIMEOUT: Duration = Duration::from_secs(180);

/// Talks to one running service.
#[derive(Clone, Debug)]
pub struct Client {
    agent: ureq::Agent,
    url: String,
}

impl Client {
    /// A client for the service at `url` (no slash at the end).
    #[must_use]
    pub fn new(url: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            // The runtime closes what has been idle for 5 s by its timer, before it looks whether a request has come
            // while it was busy. On a busy machine only a new connection is safe from that.
            .max_idle_connections(0)
            .build();
        Self { agent: agent.into(), url: url.to_owned() }
    }

    /// Where the service is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Begins a request.
    pub fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call::new(self, method, path)
    }

    /// The same request for a bare connection, for tests of what happens when one breaks.
    #[must_use]
    pub fn wire(&self) -> Wire {
        Wire::new(&self.url)
    }
}

/// A text as one segment of a path: all but letters, digits and `-._~` as `%XX` of its UTF-8 bytes.
#[must_use]
pub fn segment(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_keeps_its_slashes_to_itself() {
        assert_eq!(segment("web-1001"), "web-1001");
        assert_eq!(segment("a/b c%ž"), "a%2Fb%20c%25%C5%BE");
    }
}
