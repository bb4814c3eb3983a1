//! A sandbox's clock: what time does when a test or a demo moves it.

use loyalty::Instant;
use regulars_tests::{
    service::{PLATFORM_KEY, eventually, unique},
    shop::{Shop, order},
};
use serde_json::{Value, json};

use crate::http::{client, shop};

#[track_caller]
fn instant(value: &Value) -> Instant {
    value.as_str().and_then(Instant::parse).unwrap_or_else(|| panic!("{value} is no instant"))
}

#[test]
fn points_arrive_and_expire_as_the_clock_is_moved() {
    let shop = shop();
    shop.put_order("o1", &order("ana", 1_000));
    let numbers = |shop: &Shop| {
        let member = shop.member("ana");
        [member["pending"].as_i64(), member["available"].as_i64(), member["balance"].as_i64()]
            .map(Option::unwrap_or_default)
    };
    assert_eq!(numbers(&shop), [100, 0, 100]);
    shop.set_clock("2020-07-14T11:59:50Z");
    assert_eq!(numbers(&shop), [100, 0, 100]);
    shop.set_clock("2020-07-14T12:00:00Z");
    assert_eq!(numbers(&shop), [0, 100, 100]);
    // Page views are served from published state, and time passes in them all the same.
    assert_eq!(shop.boot("ana")["member"]["available"], 100);
    shop.set_clock("2021-07-14T12:00:00Z");
    assert_eq!(shop.boot("ana")["member"]["available"], 0);
    assert_eq!(numbers(&shop), [0, 0, 0]);
    let last = shop.member("ana")["entries"][0].clone();
    assert_eq!(
        (&last["kind"], &last["at"], &last["points"]),
        (&json!("expired"), &json!("2021-07-14T12:00:00Z"), &json!(-100))
    );
}

#[test]
fn a_wallets_clock_never_runs_backwards() {
    let shop = shop();
    shop.put_order("o1", &order("ana", 1_000));
    shop.set_clock("2020-08-01T12:00:00Z");
    assert_eq!(shop.member("ana")["available"], 100);
    shop.give("ana", 1);
    shop.set_clock("2020-06-15T12:00:00Z");
    assert_eq!(shop.member("ana")["available"], 101);
    shop.give("ana", 1);
    let entries = shop.member("ana")["entries"].clone();
    assert!(instant(&entries[0]["at"]) >= instant(&entries[1]["at"]), "{entries:#}");
}

#[test]
fn a_clock_that_was_set_goes_on() {
    let shop = shop();
    shop.set_clock("2020-06-15T12:00:00Z");
    let first = instant(&shop.boot("ana")["now"]);
    assert!(first >= instant(&json!("2020-06-15T12:00:00Z")), "{first}");
    let later = eventually("the clock goes on", || {
        let now = instant(&shop.boot("ana")["now"]);
        (now > first).then_some(now)
    });
    assert!(later < instant(&json!("2020-06-15T13:00:00Z")), "{later}");
}

#[test]
fn tokens_are_checked_against_the_real_clock() {
    let shop = shop();
    shop.set_clock("2050-01-01T00:00:00Z");
    shop.shopper("ana", "GET", "/history").send().expect(200);
    shop.set_clock("1998-07-01T00:00:00Z");
    shop.shopper("ana", "GET", "/history").send().expect(200);
}

#[test]
fn only_a_sandbox_has_a_clock_to_move() {
    let shop = shop();
    let settings = json!({"name": "Real shop", "origins": [], "theme": {}, "sandbox": false});
    let real = shop.platform("PUT", "").json(&settings).send().expect(200);
    assert_eq!((&real["sandbox"], &real["clock_offset_ms"]), (&json!(false), &json!(0)));
    let refused = shop.platform("PUT", "/clock").json(&json!({"now": "2020-01-01T00:00:00Z"})).send();
    refused.refused(409, "not_a_sandbox");
    let call = client()
        .call("PUT", &format!("/v1/platform/shops/{}", unique("plain")))
        .bearer(PLATFORM_KEY)
        .json(&settings)
        .send();
    assert_eq!(call.expect(200)["sandbox"], false);
}
