//! Bodies that no well-meaning client sends: each refused with its own code, none of them changing anything.

use regulars_tests::{
    client::{Answer, Client},
    service::PLATFORM_KEY,
    shop::{Shop, order, with},
};
use serde_json::json;

use crate::http::{client, shop};

const JSON: &str = "application/json";

/// Every route that takes a body: method, path, credential.
fn routes(shop: &Shop, code: &str) -> Vec<(&'static str, String, String)> {
    let platform = format!("/v1/platform/shops/{}", shop.id);
    let server = |method, rest: &str| (method, shop.path(rest), shop.api_key.clone());
    let shopper = |rest: &str| ("POST", shop.path(rest), shop.signing.token(&shop.id, "ana"));
    vec![
        shopper("/redemptions"),
        shopper("/events"),
        shopper("/offers/spring/claims"),
        shopper("/offers/spring/captures"),
        shopper("/surveys/after-delivery/answers"),
        server("PUT", "/orders/o1"),
        server("POST", "/orders/batch"),
        server("POST", &format!("/redemptions/{code}/capture")),
        server("POST", &format!("/redemptions/{code}/release")),
        server("POST", "/members/ana/adjustments"),
        server("POST", "/feedback"),
        server("PUT", "/members/ana/profile"),
        server("PUT", "/program"),
        server("POST", "/conditions/evaluate"),
        ("PUT", platform.clone(), PLATFORM_KEY.into()),
        ("PUT", format!("{platform}/origins"), PLATFORM_KEY.into()),
        ("PUT", format!("{platform}/clock"), PLATFORM_KEY.into()),
        ("POST", format!("{platform}/keys"), PLATFORM_KEY.into()),
    ]
}

/// A shop where a member holds a reward, and its code.
fn shop_and_code() -> (Shop, String) {
    let shop = shop();
    shop.give("ana", 500);
    let code = shop.take("ana", "five-off").code;
    (shop, code)
}

/// Sends the same body to every route that takes one.
fn everywhere(client: &Client, (shop, code): &(Shop, String), content_type: &str, body: &[u8]) -> Vec<Answer> {
    let answers = routes(shop, code).into_iter().map(|(method, path, credential)| {
        let call = client.call(method, &path).bearer(&credential).key("k").header("if-match", "\"1\"");
        call.bytes(content_type, body).send()
    });
    answers.collect()
}

/// Everything these tests could have changed.
fn state(shop: &Shop) -> serde_json::Value {
    json!([shop.state("ana"), shop.platform("GET", "").send().expect(200)["program_version"]])
}

#[test]
fn text_that_is_not_json_is_malformed_on_every_route() {
    let (client, shop) = (client(), shop_and_code());
    let before = state(&shop.0);
    let bodies: [&[u8]; 6] = [b"{", b"nul", b"{'reward':'five-off'}", b"{\"\xff\xfe\":1}", b"\xef\xbb\xbf{}", b"1e400"];
    for body in bodies {
        for answer in everywhere(&client, &shop, JSON, body) {
            let start = String::from_utf8_lossy(&body[..body.len().min(30)]);
            assert_eq!(answer.code().as_deref(), Some("malformed_json"), "{start}: {answer}");
            assert_eq!(answer.status(), 400);
        }
    }
    assert_eq!(before, state(&shop.0));
}

#[test]
fn no_body_at_all_is_malformed_where_one_is_needed() {
    let shop = shop();
    let needed =
        [("PUT", "/orders/o1"), ("POST", "/orders/batch"), ("POST", "/members/ana/adjustments"), ("PUT", "/program")];
    for (method, path) in needed {
        let call = shop.server(method, path).key("k").header("if-match", "\"1\"");
        call.bytes(JSON, b"").send().refused(400, "malformed_json");
    }
    shop.shopper("ana", "POST", "/redemptions").key("k").bytes(JSON, b"").send().refused(400, "malformed_json");
}

#[test]
fn using_or_giving_back_a_code_needs_no_body() {
    let (shop, code) = shop_and_code();
    shop.server("POST", &format!("/redemptions/{code}/release")).key("k").send().expect(201);
    shop.give("ana", 500);
    let code = shop.take("ana", "five-off").code;
    shop.server("POST", &format!("/redemptions/{code}/capture")).key("k2").send().expect(201);
}

#[test]
fn json_of_another_shape_is_invalid_on_every_route() {
    let (client, shop) = (client(), shop_and_code());
    let before = state(&shop.0);
    for body in ["null", "[]", "7", "\"text\"", r#"{"surprise":true}"#] {
        for answer in everywhere(&client, &shop, JSON, body.as_bytes()) {
            // What has fields, though none we know, also lacks those that are needed.
            assert!(!answer.fault_paths().is_empty(), "{body}: {answer}");
        }
    }
    assert_eq!(before, state(&shop.0));
}

#[test]
fn another_content_type_is_refused_on_every_route() {
    let (client, shop) = (client(), shop_and_code());
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json5", ""]
    {
        for answer in everywhere(&client, &shop, content_type, b"{}") {
            answer.refused(415, "unsupported_media_type");
        }
    }
}

#[test]
fn a_charset_after_the_content_type_is_taken() {
    let shop = shop();
    let call = shop.server("PUT", "/orders/o1");
    call.bytes("Application/JSON; charset=utf-8", order("ana", 1_000).to_string().as_bytes()).send().expect(200);
}

#[test]
fn a_body_over_the_limit_is_refused_on_every_route() {
    let (client, shop) = (client(), shop_and_code());
    let before = state(&shop.0);
    // The largest limit is that of a batch, 2 MiB.
    let large = format!("{{\"filler\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    for answer in everywhere(&client, &shop, JSON, large.as_bytes()) {
        let problem = answer.refused(413, "body_too_large");
        assert!(problem["limit_bytes"].as_u64().is_some_and(|limit| limit <= 2 * 1024 * 1024), "{problem}");
    }
    assert_eq!(before, state(&shop.0));
}

#[test]
fn a_body_that_does_not_say_its_length_is_measured_as_it_comes() {
    let (client, shop) = (client(), shop());
    let start = format!(
        "PUT {} HTTP/1.1\r\nHost: regulars\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        shop.path("/orders/o1"),
        shop.api_key
    );
    let chunked = |body: &str| format!("{start}{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let status =
        |request: String| client.wire().status_of(request.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(status(chunked(&order("ana", 1_000).to_string())), 200);
    assert_eq!(status(chunked(&format!("{{\"filler\":\"{}\"}}", "x".repeat(1024 * 1024)))), 413);
}

#[test]
fn the_largest_order_is_taken() {
    let shop = shop();
    // Each line has 2 KB, most of it labels.
    let labels: Vec<String> = (0..50).map(|number| format!("a category of {number:12} letters")).collect();
    let line = |number: usize| json!({"id": number.to_string(), "product": "cd", "labels": labels, "quantity": 1, "price": 100});
    let mut large = order("ana", 100);
    large["lines"] = (0..500).map(line).collect();
    assert!((900_000..1_048_576).contains(&large.to_string().len()), "{} B", large.to_string().len());
    assert_eq!(shop.put_order("o1", &large)["points"], 5_000);
    let batch = json!({"orders": [with(large, json!({"id": "o2"}))]});
    assert_eq!(
        shop.server("POST", "/orders/batch").key("k").json(&batch).send().expect(200)["results"][0]["result"]["points"],
        5_000
    );
}

#[test]
fn nothing_may_follow_the_document() {
    let shop = shop();
    for rest in ["x", "{}", "\u{0}"] {
        let body = format!("{}{rest}", order("ana", 1_000));
        shop.server("PUT", "/orders/o1").bytes(JSON, body.as_bytes()).send().refused(400, "malformed_json");
    }
}

#[test]
fn depth_is_no_way_to_break_the_service() {
    let shop = shop();
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [100, 5_000] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for body in [deep.clone(), order("ana", 424_242).to_string().replace("424242", &deep)] {
                let answer = shop.server("PUT", "/orders/o1").bytes(JSON, body.as_bytes()).send();
                let told = (answer.status(), answer.code());
                assert!([400, 422].contains(&told.0) && told.1.is_some(), "{open} × {depth}: {answer}");
            }
        }
    }
    assert_eq!(shop.member("ana")["orders"], json!([]));
}

#[test]
fn a_member_named_twice_is_refused() {
    let shop = shop();
    let body =
        order("ana", 1_000).to_string().replacen("\"member\":\"ana\"", "\"member\":\"ana\",\"member\":\"bor\"", 1);
    assert!(body.contains("bor"));
    let answer = shop.server("PUT", "/orders/o1").bytes(JSON, body.as_bytes()).send();
    assert_eq!(answer.fault_paths().len(), 1, "{answer}");
}

#[test]
fn numbers_beyond_whole_ones_are_refused_with_their_place() {
    let shop = shop();
    for price in ["1.5", "1e30", "9223372036854775808", "-9223372036854775809", "\"100\"", "true", "null"] {
        let body = order("ana", 424_242).to_string().replace("424242", price);
        let answer = shop.server("PUT", "/orders/o1").bytes(JSON, body.as_bytes()).send();
        assert_eq!(answer.fault_paths(), ["lines[0].price"], "{price}: {answer}");
    }
    assert_eq!(shop.member("ana")["orders"], json!([]));
}
