//! Which pages may use a shop's routes: origins on the shop's list, compared exactly.

use std::net::Ipv6Addr;

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

/// Whether a text is an origin as browsers send it: `https://` (or `http://` for a developer's own machine), a host in lower
/// case, a port if it is not the usual one, and nothing else.
pub fn is_origin(text: &str) -> bool {
    let (authority, usual_port, is_secure) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(authority), _) => (authority, 443, true),
        (_, Some(authority)) => (authority, 80, false),
        _ => return false,
    };
    // An IPv6 address has colons of its own, and brackets around them.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_usual = |port: &str| port.parse() == Ok(usual_port);
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    let is_local = host == "127.0.0.1" || host == "[::1]" || host == "localhost" || host.ends_with(".localhost");
    is_host(host) && (is_secure || is_local) && port.is_none_or(|port| is_port(port) && !is_usual(port))
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok_and(|parsed| parsed.to_string() == address);
    }
    let is_label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
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
            "https://[::1]:8443",
            "http://shop.localhost:8787",
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
            "http://localhost:80",
            "http://localhost:",
            "http://localhost:08080",
            "https://acme.example:65536",
            "https://acme..example",
            "https://[::1",
            "https://[0::1]",
            "https://a@acme.example",
            "file://x",
            "https://пример.example",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }
}
