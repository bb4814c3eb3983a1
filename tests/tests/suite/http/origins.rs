//! Which pages may call on a shopper's behalf, and what browsers are told about it.

use regulars_tests::{
    client::Answer,
    service::eventually,
    shop::{ORIGIN, Shop},
};
use serde_json::json;

use crate::http::shop;

const SHOPPER_ROUTES: [(&str, &str); 8] = [
    ("GET", "/boot"),
    ("POST", "/events"),
    ("POST", "/offers/spring/claims"),
    ("POST", "/offers/spring/captures"),
    ("GET", "/preview"),
    ("POST", "/redemptions"),
    ("DELETE", "/redemptions/r1"),
    ("GET", "/history"),
];

/// Checks that a browser would hand this answer to a page on `origin`.
#[track_caller]
fn readable(answer: &Answer, origin: &str) {
    assert_eq!(answer.header("access-control-allow-origin"), Some(origin), "{answer}");
    let vary = answer.header("vary").unwrap_or("").to_lowercase();
    assert!(vary.split(',').any(|name| name.trim() == "origin"), "Vary is {vary:?}: {answer}");
    assert_eq!(answer.header("access-control-allow-credentials"), None, "{answer}");
}

/// Checks that a browser would hand this answer to no page.
#[track_caller]
fn unreadable(answer: &Answer) {
    assert_eq!(answer.header("access-control-allow-origin"), None, "{answer}");
}

fn lists(answer: &Answer, header: &str) -> Vec<String> {
    let value = answer.header(header).unwrap_or("").to_lowercase();
    value.split(',').map(|name| name.trim().to_owned()).collect()
}

#[test]
fn an_allowed_page_reads_every_answer_refusals_included() {
    let shop = shop();
    let success = shop.shopper("ana", "GET", "/boot").send();
    success.expect(200);
    let refusals = [
        shop.redeem("ana", "k1", "five-off"),
        shop.redeem("ana", "k2", "no such reward"),
        shop.visitor("GET", "/history").send(),
        shop.visitor("GET", "/boot").bearer("forged").send(),
        shop.shopper("ana", "POST", "/redemptions").key("k").bytes("application/json", b"{").send(),
        shop.shopper("ana", "POST", "/redemptions").key("k").bytes("text/plain", b"{}").send(),
        shop.give_back("ana", "none"),
    ];
    assert!(refusals.iter().all(|answer| answer.status() >= 400));
    for answer in refusals.iter().chain([&success]) {
        readable(answer, ORIGIN);
        let exposed = lists(answer, "access-control-expose-headers");
        assert!(
            exposed.contains(&"idempotent-replayed".into()) && exposed.contains(&"retry-after".into()),
            "{exposed:?}"
        );
    }
}

#[test]
fn a_page_elsewhere_is_refused_and_reads_nothing() {
    let shop = shop();
    shop.give("ana", 500);
    let before = shop.state("ana");
    let strangers = [
        "https://evil.example",
        "https://shop.example.evil.example",
        "https://evilshop.example",
        "https://sub.shop.example",
        "http://shop.example",
        "https://shop.example:444",
        "https://shop.example:443",
        "https://shop.example/",
        "https://SHOP.example",
        "https://shop.example https://evil.example",
        "null",
        "*",
    ];
    for origin in strangers {
        for (method, path) in SHOPPER_ROUTES {
            let call = shop.anyone(method, path).bearer(&shop.signing.token(&shop.id, "ana")).header("origin", origin);
            let call = if method == "POST" { call.key("k").faulty_json(&json!({"reward": "five-off"})) } else { call };
            let answer = call.send();
            answer.refused(403, "origin_not_allowed");
            unreadable(&answer);
        }
    }
    assert_eq!(before, shop.state("ana"));
}

#[test]
fn a_caller_without_an_origin_is_no_browser_and_is_answered() {
    let shop = shop();
    let answer = shop.anyone("GET", "/boot").bearer(&shop.signing.token(&shop.id, "ana")).send();
    answer.expect(200);
    unreadable(&answer);
    assert!(lists(&answer, "vary").contains(&"origin".into()), "a cache must not give this answer to a page");
}

/// What a browser asks before it sends a token or a key.
fn preflight(shop: &Shop, origin: &str, method: &str, path: &str) -> Answer {
    let asked = shop.anyone("OPTIONS", path).header("origin", origin).header("access-control-request-method", method);
    asked.header("access-control-request-headers", "authorization,content-type,idempotency-key").send()
}

#[test]
fn a_browser_that_asks_first_is_told_what_it_may_send() {
    let shop = shop();
    for (method, path) in SHOPPER_ROUTES {
        let answer = preflight(&shop, ORIGIN, method, path);
        assert_eq!(answer.status(), 204, "{answer}");
        readable(&answer, ORIGIN);
        assert_eq!(answer.header("access-control-max-age"), Some("7200"));
        assert!(lists(&answer, "access-control-allow-methods").contains(&method.to_lowercase()), "{method} {path}");
        let headers = lists(&answer, "access-control-allow-headers");
        for name in ["authorization", "content-type", "idempotency-key"] {
            assert!(headers.contains(&name.to_owned()), "{name} for {method} {path}");
        }
        unreadable(&preflight(&shop, "https://evil.example", method, path));
    }
}

#[test]
fn routes_for_servers_are_not_for_pages() {
    let shop = shop();
    for path in ["/members/ana", "/program", "/orders/o1", "/redemptions/CODE/capture"] {
        let answer = preflight(&shop, ORIGIN, "GET", path);
        answer.refused(405, "method_not_allowed");
        unreadable(&answer);
    }
    let answer = shop.server("GET", "/members/ana").header("origin", ORIGIN).send();
    answer.expect(200);
    unreadable(&answer);
}

#[test]
fn a_changed_list_of_origins_is_seen() {
    let shop = shop();
    shop.visitor("GET", "/boot").send().expect(200);
    let moved = "https://new.example";
    let changed = shop.platform("PUT", "/origins").json(&json!({"origins": [moved]})).send().expect(200);
    assert_eq!(changed["origins"], json!([moved]));
    eventually("the old page is refused", || {
        let answer = shop.visitor("GET", "/boot").send();
        (answer.status() != 200).then(|| answer.refused(403, "origin_not_allowed"))
    });
    let answer = shop.anyone("GET", "/boot").header("origin", moved).send();
    answer.expect(200);
    readable(&answer, moved);
}

#[test]
fn only_origins_as_browsers_send_them_are_taken_on_the_list() {
    let shop = shop();
    for origin in [
        "shop.example",
        "https://shop.example/",
        "https://shop.example/path",
        "ftp://shop.example",
        "*",
        "null",
        "",
        "https://",
    ] {
        let answer = shop.platform("PUT", "/origins").faulty_json(&json!({"origins": [ORIGIN, origin]})).send();
        assert_eq!(answer.fault_paths(), ["origins[1]"], "{origin}");
    }
    let many: Vec<String> = (0..21).map(|number| format!("https://shop{number}.example")).collect();
    let answer = shop.platform("PUT", "/origins").faulty_json(&json!({"origins": many})).send();
    assert_eq!(answer.fault_paths(), ["origins"]);
    shop.visitor("GET", "/boot").send().expect(200);
}
