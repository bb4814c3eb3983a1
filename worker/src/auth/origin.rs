//! Which pages may use a shop's routes: origins on the shop's list, compared exactly.

use crate::call::Call;
use crate::codes;
use crate::problem::{Outcome, rejected};
use crate::published::Shop;
use crate::reply::Reply;

/// Seconds a browser may remember a preflight; two hours is the most Chromium takes.
const PREFLIGHT_SECONDS: &str = "7200";

/// Lets a page of the shop through, and notes its origin for the answer. A request without an origin is not a page's
/// (or one of our own origin), and its token or key speaks for it.
pub fn admit(call: &mut Call, shop: &Shop) -> Outcome<()> {
    let Some(origin) = call.header("Origin") else { return Ok(()) };
    if !shop.bundle.origins.contains(&origin) {
        return Err(rejected(codes::ORIGIN_NOT_ALLOWED));
    }
    call.allowed_origin = Some(origin);
    Ok(())
}

/// The answer to a preflight from an admitted page.
pub fn preflight() -> Reply {
    Reply::empty(204)
        .header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .header("Access-Control-Allow-Headers", "authorization, content-type, idempotency-key")
        .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
}

/// Lets the admitted page read the answer, whatever it is.
pub fn expose(reply: Reply, origin: Option<String>) -> Reply {
    let reply = reply.header("Vary", "Origin");
    match origin {
        Some(origin) => reply
            .header("Access-Control-Allow-Origin", origin)
            .header("Access-Control-Expose-Headers", "Idempotent-Replayed, Retry-After"),
        None => reply,
    }
}

/// Whether a text is an origin as browsers send it: `https://` (or `http://` for a developer's own machine), a host, perhaps a
/// port, and nothing else.
pub fn is_origin(text: &str) -> bool {
    let Ok(url) = worker::Url::parse(text) else { return false };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    (url.scheme() == "https" || (url.scheme() == "http" && local)) && url.origin().ascii_serialization() == text
}

#[cfg(test)]
mod tests {
    use super::is_origin;

    #[test]
    fn an_origin_is_scheme_host_and_port_as_a_browser_writes_them() {
        for text in [
            "https://acme.example",
            "https://acme.example:8443",
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "https://xn--e1afmkfd.example",
        ] {
            assert!(is_origin(text), "{text}");
        }
        for text in [
            "",
            "*",
            "null",
            "acme.example",
            "https://acme.example/",
            "https://ACME.example",
            "https://acme.example:443",
            "http://acme.example",
            "https://a@acme.example",
            "file://x",
            "https://пример.example",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }
}
