//! Addresses: what is found, what is not, and ids with anything in them.

use regulars_tests::{
    client::segment,
    openapi::{Route, find, operations},
    service::unique,
    shop::order,
};
use serde_json::json;

use crate::http::{client, shop};

const METHODS: [&str; 7] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];

#[test]
fn an_address_takes_the_documented_methods_and_names_them_to_others() {
    let client = client();
    let shop = shop();
    let mut refused = 0;
    // The document itself is a file beside the worker.
    for operation in operations().into_iter().filter(|operation| operation.path != "/openapi.json") {
        let path = operation.path.replace("{shop}", &shop.id).replace(['{', '}'], "");
        for method in METHODS {
            let answer = client.call(method, &path).send();
            // `send` has held the answer against the document; here only that the worker knows the route at all.
            match find(method, &path) {
                Route::Documented(_) => {
                    assert_ne!((answer.status(), answer.code().as_deref()), (404, Some("not_found")), "{answer}")
                }
                Route::OtherMethod(_) => refused += usize::from(answer.status() == 405),
                Route::UnknownPath => panic!("{path} is documented"),
            }
        }
    }
    assert!(refused > 50, "only {refused} methods were refused");
}

#[test]
fn an_unknown_address_is_not_found() {
    let client = client();
    let shop = shop();
    let paths = [
        "",
        "/",
        "/Boot",
        "/boot/",
        "/boot/x",
        "/redemptions/r1/capture/x",
        "/members",
        "/orders",
        "/program/1",
        "//boot",
    ];
    for path in paths {
        client.call("GET", &shop.path(path)).send().refused(404, "not_found");
    }
    for path in ["/v1/", "/v1/shops", "/v1/shops/", "/v1/platform", "/v1/platform/shops"] {
        client.call("GET", path).send().refused(404, "not_found");
    }
}

#[test]
fn head_is_answered_like_get_without_the_body() {
    let client = client();
    let shop = shop();
    for path in ["/health".into(), shop.path("/boot")] {
        let (head, get) = (client.call("HEAD", &path).send(), client.call("GET", &path).send());
        assert_eq!((head.status(), get.status()), (200, 200), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
}

#[test]
fn ids_with_anything_in_them_come_back_as_they_were() {
    let shop = shop();
    let ids = ["a/b", "a%2Fb", "a b", "a+b", "?", "#", "batch", "ž’ї中", "🎁", "\"", "\\", "<b>", &"中".repeat(128)];
    for id in ids {
        let result = shop.put_order(id, &order(id, 1_000));
        assert_eq!((&result["order"], &result["outcome"]), (&json!(id), &json!("applied")));
        let member = shop.member(id);
        assert_eq!(
            (&member["member"], &member["pending"], &member["orders"][0]["id"]),
            (&json!(id), &json!(100), &json!(id))
        );
        assert_eq!(shop.boot(id)["shop"]["id"], json!(shop.id));
    }
}

#[test]
fn ids_that_cannot_be_used_are_refused() {
    let shop = shop();
    let long = "x".repeat(129);
    for id in ["%00", "%0A", "a%7Fb", "%C2%85", "%FF", "%E4%B8", "a%ED%A0%80", &long] {
        shop.server("GET", &format!("/members/{id}")).send().refused(400, "invalid_id");
        shop.server("PUT", &format!("/orders/{id}")).json(&order("ana", 1_000)).send().refused(400, "invalid_id");
        let adjustment = json!({"id": "a", "points": 5, "reason": "r"});
        let call = shop.server("POST", &format!("/members/{id}/adjustments")).key(&unique("k"));
        call.json(&adjustment).send().refused(400, "invalid_id");
    }
    let client = client();
    for id in ["Shop", "a_b", "a.b", "%20", "a%2Fb", &"x".repeat(41), "č"] {
        let id = if id.is_ascii() { id.to_owned() } else { segment(id) };
        client.call("GET", &format!("/v1/shops/{id}/boot")).send().refused(400, "invalid_id");
        let call = client.call("GET", &format!("/v1/platform/shops/{id}"));
        call.bearer(regulars_tests::service::PLATFORM_KEY).send().refused(400, "invalid_id");
    }
}
