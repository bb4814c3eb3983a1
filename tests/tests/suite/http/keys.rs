//! The shop's server and the platform: who is let in by which key, and until when.

use regulars_tests::{
    service::{PLATFORM_KEY, eventually, unique},
    shop::{Shop, order, text},
};
use serde_json::json;

use crate::http::{client, shop};

/// One route of the shop's server for each method.
#[track_caller]
fn server_refuses(shop: &Shop, credential: Option<&str>) {
    let calls = [
        shop.anyone("GET", "/members/ana"),
        shop.anyone("GET", "/program"),
        shop.anyone("GET", "/program/versions"),
        shop.anyone("GET", "/orders/o1"),
        shop.anyone("PUT", "/orders/o1").json(&order("ana", 1_000)),
        shop.anyone("POST", "/members/ana/adjustments").key("k").json(&json!({"id": "a", "points": 5, "reason": "r"})),
        shop.anyone("PUT", "/members/ana/profile").json(&json!({})),
        shop.anyone("POST", "/conditions/evaluate").json(&json!({"condition": {}, "attributes": {}})),
        shop.anyone("POST", "/redemptions/CODE/capture").key("k").json(&json!({})),
        shop.anyone("POST", "/redemptions/CODE/release").key("k").json(&json!({})),
    ];
    for call in calls {
        let call = match credential {
            Some(credential) => call.bearer(credential),
            None => call,
        };
        call.send().refused(401, "unauthenticated");
    }
}

#[test]
fn the_shops_routes_open_to_its_own_key_alone() {
    let (shop, other) = (shop(), shop());
    server_refuses(&shop, None);
    server_refuses(&shop, Some(&other.api_key));
    server_refuses(&shop, Some(&shop.signing.secret));
    server_refuses(&shop, Some(&shop.signing.token(&shop.id, "ana")));
    server_refuses(&shop, Some(PLATFORM_KEY));
    server_refuses(&shop, Some(""));
    server_refuses(&shop, Some(&format!("{}x", shop.api_key)));
    server_refuses(&shop, Some(&shop.api_key[..shop.api_key.len() - 1]));
    shop.server("GET", "/members/ana").send().expect(200);
    let basic = shop.anyone("GET", "/members/ana").header("authorization", &format!("Basic {}", shop.api_key));
    basic.send().refused(401, "unauthenticated");
}

#[test]
fn a_shoppers_route_does_not_take_the_servers_key() {
    let shop = shop();
    shop.anyone("GET", "/history").bearer(&shop.api_key).send().refused(401, "token_invalid");
    shop.anyone("GET", "/history").bearer(PLATFORM_KEY).send().refused(401, "token_invalid");
}

#[test]
fn the_platforms_routes_open_to_the_platform_key_alone() {
    let shop = shop();
    let path = format!("/v1/platform/shops/{}", shop.id);
    let client = client();
    for credential in
        [&shop.api_key, &shop.signing.secret, &shop.signing.token(&shop.id, "ana"), "", &PLATFORM_KEY[1..]]
    {
        let call = |method: &str, rest: &str| client.call(method, &format!("{path}{rest}")).bearer(credential);
        call("GET", "").send().refused(401, "unauthenticated");
        call("PUT", "").json(&json!({"name": "Mine", "origins": []})).send().refused(401, "unauthenticated");
        call("PUT", "/origins").json(&json!({"origins": []})).send().refused(401, "unauthenticated");
        call("PUT", "/clock").json(&json!({"now": "2020-01-01T00:00:00Z"})).send().refused(401, "unauthenticated");
        call("POST", "/keys").key("k").json(&json!({"kind": "api"})).send().refused(401, "unauthenticated");
        call("DELETE", "/keys/k1").send().refused(401, "unauthenticated");
    }
    client.call("GET", &path).send().refused(401, "unauthenticated");
}

#[test]
fn a_revoked_key_opens_nothing() {
    let shop = shop();
    let created = shop.create_key("api");
    let mut second = shop.clone();
    second.api_key = text(&created["secret"]);
    eventually("the new key is seen", || (second.server("GET", "/members/ana").send().status() == 200).then_some(()));
    let id = text(&created["id"]);
    shop.platform("DELETE", &format!("/keys/{id}")).send().expect(200);
    eventually("the key is no longer taken", || {
        let answer = second.server("GET", "/members/ana").send();
        (answer.status() != 200).then(|| answer.refused(401, "unauthenticated"))
    });
    server_refuses(&second, Some(&second.api_key));
    shop.server("GET", "/members/ana").send().expect(200);
    shop.platform("DELETE", &format!("/keys/{id}")).send().refused(404, "not_found");
}

#[test]
fn there_are_at_most_ten_api_keys() {
    let shop = shop();
    for _ in 1..10 {
        shop.create_key("api");
    }
    let eleventh = shop.platform("POST", "/keys").key("eleventh").json(&json!({"kind": "api"})).send();
    eleventh.refused(409, "too_many_keys");
    let keys = shop.platform("GET", "").send().expect(200)["keys"].clone();
    assert_eq!(keys.as_array().map(|keys| keys.iter().filter(|key| key["kind"] == "api").count()), Some(10));
}

#[test]
fn a_secret_is_shown_once() {
    let shop = shop();
    let settings = shop.platform("GET", "").send();
    let settings = String::from_utf8_lossy(settings.bytes()).into_owned();
    assert!(settings.contains(&shop.signing.kid));
    assert!(!settings.contains(&shop.signing.secret) && !settings.contains(&shop.api_key), "{settings}");
}

#[test]
fn settings_are_replaced_and_keys_and_program_stay() {
    let shop = shop();
    let changed = json!({"name": "Renamed", "origins": ["https://www.shop.example"], "theme": {"accent": "#123456"}, "sandbox": true});
    let answer = shop.platform("PUT", "").json(&changed).send().expect(200);
    assert_eq!(
        (&answer["name"], &answer["origins"], &answer["theme"]),
        (&changed["name"], &changed["origins"], &changed["theme"])
    );
    assert_eq!((answer["keys"].as_array().map(Vec::len), &answer["program_version"]), (Some(2), &json!(1)));
    shop.server("GET", "/members/ana").send().expect(200);
}

#[test]
fn a_shop_that_was_never_created_is_not_found() {
    let id = unique("never");
    let client = client();
    let platform = format!("/v1/platform/shops/{id}");
    let call = |method: &str, rest: &str| client.call(method, &format!("{platform}{rest}")).bearer(PLATFORM_KEY);
    call("GET", "").send().refused(404, "shop_not_found");
    call("PUT", "/origins").json(&json!({"origins": []})).send().refused(404, "shop_not_found");
    call("PUT", "/clock").json(&json!({"now": "2020-01-01T00:00:00Z"})).send().refused(404, "shop_not_found");
    call("POST", "/keys").key("k").json(&json!({"kind": "api"})).send().refused(404, "shop_not_found");
    call("DELETE", "/keys/k1").send().refused(404, "shop_not_found");
    client.call("GET", &format!("/v1/shops/{id}/boot")).send().refused(404, "shop_not_found");
    client.call("GET", &format!("/v1/shops/{id}/members/ana")).bearer("key").send().refused(404, "shop_not_found");
}
