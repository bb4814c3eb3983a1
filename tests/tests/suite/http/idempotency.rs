//! The same request again: lost answers, retries, two at once, and keys used for something else (I8).

use regulars_tests::{
    client::{Answer, segment},
    service::{PLATFORM_KEY, unique},
    shop::Shop,
};
use serde_json::{Value, json};

use crate::http::{all_at_once, client, shop};

/// Checks that a request sent again gives the first answer again, to the byte, and changes nothing.
#[track_caller]
fn check_replay(shop: &Shop, send: impl Fn() -> Answer) {
    let first = send();
    assert!(!first.is_replayed(), "{first}");
    let before = shop.state("ana");
    let second = send();
    assert!(second.is_replayed(), "{second}");
    assert_eq!((first.status(), first.bytes()), (second.status(), second.bytes()));
    assert_eq!(before, shop.state("ana"));
}

#[test]
fn every_post_sent_again_gives_its_first_answer_and_changes_nothing() {
    let shop = shop();
    shop.give("ana", 2_000);
    let (used, given_back) = (shop.take("ana", "five-off"), shop.take("ana", "five-off"));
    let adjustment = json!({"id": "a1", "points": -10, "reason": "A correction"});
    check_replay(&shop, || shop.redeem("ana", "k-redeem", "five-off"));
    check_replay(&shop, || shop.adjust("ana", "k-adjust", &adjustment));
    check_replay(&shop, || shop.capture("k-capture", &used.code));
    check_replay(&shop, || shop.release("k-release", &given_back.code));
    check_replay(&shop, || shop.platform("POST", "/keys").key("k-keys").json(&json!({"kind": "api"})).send());
}

#[test]
fn a_refusal_is_repeated_even_when_the_reason_is_gone() {
    let shop = shop();
    let refuse = || shop.redeem("ana", "too-early", "five-off");
    check_replay(&shop, refuse);
    shop.give("ana", 500);
    let again = refuse();
    again.refused(409, "insufficient_points");
    assert!(again.is_replayed());
    shop.redeem("ana", "now", "five-off").expect(201);
}

#[test]
fn the_same_key_twenty_times_in_flight_has_one_effect_and_one_answer() {
    let shop = shop();
    shop.give("ana", 2_000);
    let answers = all_at_once(20, |_| shop.redeem("ana", "in-flight", "five-off"));
    let first = answers[0].expect(201);
    assert!(answers.iter().all(|answer| answer.status() == 201 && answer.json() == first), "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| !answer.is_replayed()).count(), 1);
    assert_eq!(shop.member("ana")["held"], 500);
}

/// The headers of a redemption by `member`, for a bare connection.
fn redemption(shop: &Shop, member: &str, key: &str) -> Vec<(&'static str, String)> {
    let token = shop.signing.token(&shop.id, member);
    vec![("Authorization", format!("Bearer {token}")), ("Idempotency-Key", key.to_owned())]
}

fn borrowed<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[test]
fn a_lost_answer_is_given_again() {
    let shop = shop();
    shop.give("ana", 2_000);
    let headers = redemption(&shop, "ana", "lost");
    let body = r#"{"reward":"five-off"}"#;
    let lost = client().wire().lose_the_answer("POST", &shop.path("/redemptions"), &borrowed(&headers), body);
    lost.unwrap_or_else(|error| panic!("{error}"));

    let retry = shop.redeem("ana", "lost", "five-off");
    let redemption = retry.expect(201)["redemption"].clone();
    assert!(retry.is_replayed());
    let again = shop.redeem("ana", "lost", "five-off");
    assert_eq!(again.bytes(), retry.bytes());
    let member = shop.member("ana");
    assert_eq!(member["held"], 500);
    assert_eq!(member["redemptions"], json!([redemption]));
}

#[test]
fn a_client_that_hangs_up_at_once_and_retries_takes_the_reward_once() {
    let shop = shop();
    shop.give("ana", 5_000);
    for round in 0..5 {
        let key = format!("hung up {round}");
        let headers = redemption(&shop, "ana", &key);
        let body = r#"{"reward":"five-off"}"#;
        let sent = client().wire().hang_up("POST", &shop.path("/redemptions"), &borrowed(&headers), body);
        sent.unwrap_or_else(|error| panic!("{error}"));
        shop.redeem("ana", &key, "five-off").expect(201);
    }
    assert_eq!(shop.member("ana")["held"], 2_500);
}

#[test]
fn a_key_with_another_request_is_refused_and_changes_nothing() {
    let shop = shop();
    shop.give("ana", 2_000);
    let held = [shop.take("ana", "five-off"), shop.take("ana", "five-off")];
    let first = json!({"id": "a1", "points": 10, "reason": "One"});
    shop.redeem("ana", "shopper", "five-off").expect(201);
    shop.adjust("ana", "adjust", &first).expect(201);
    shop.capture("capture", &held[0].code).expect(201);
    let before = shop.state("ana");

    shop.redeem("ana", "shopper", "only-once").refused(422, "idempotency_key_reused");
    let second = json!({"id": "a2", "points": 10, "reason": "Two"});
    shop.adjust("ana", "adjust", &second).refused(422, "idempotency_key_reused");
    shop.capture("capture", &held[1].code).refused(422, "idempotency_key_reused");
    shop.release("capture", &held[0].code).refused(422, "idempotency_key_reused");
    assert_eq!(before, shop.state("ana"));

    let keys = |kind: &str| shop.platform("POST", "/keys").key("keys").json(&json!({"kind": kind})).send();
    keys("api").expect(201);
    keys("signing").refused(422, "idempotency_key_reused");
}

#[test]
fn two_members_may_use_the_same_key() {
    let shop = shop();
    shop.give("ana", 500);
    shop.give("bor", 500);
    let ana = shop.redeem("ana", "same", "five-off");
    let bor = shop.redeem("bor", "same", "five-off");
    assert_ne!(ana.expect(201)["redemption"]["code"], bor.expect(201)["redemption"]["code"]);
    assert!(!bor.is_replayed());
}

#[test]
fn a_request_that_was_not_valid_does_not_use_up_its_key() {
    let shop = shop();
    let call = |body: Value| {
        let call = shop.server("POST", "/members/ana/adjustments").key("once more");
        call.faulty_json(&body).send()
    };
    call(json!({"id": "a", "points": 0, "reason": "Nothing"})).refused(422, "invalid");
    let answer = call(json!({"id": "a", "points": 5, "reason": "Something"}));
    answer.expect(201);
    assert!(!answer.is_replayed());
}

#[test]
fn a_post_without_a_usable_key_is_refused() {
    let shop = shop();
    shop.give("ana", 500);
    let code = segment(&shop.take("ana", "five-off").code);
    let before = shop.state("ana");
    let posts = [
        (shop.path("/redemptions"), shop.signing.token(&shop.id, "ana"), json!({"reward": "only-once"})),
        (shop.path("/members/ana/adjustments"), shop.api_key.clone(), json!({"id": "a", "points": 5, "reason": "r"})),
        (shop.path(&format!("/redemptions/{code}/capture")), shop.api_key.clone(), json!({})),
        (shop.path(&format!("/redemptions/{code}/release")), shop.api_key.clone(), json!({})),
        (format!("/v1/platform/shops/{}/keys", shop.id), PLATFORM_KEY.to_owned(), json!({"kind": "api"})),
    ];
    let client = client();
    for (path, credential, body) in &posts {
        let call = || client.call("POST", path).bearer(credential).json(body);
        call().send().refused(400, "idempotency_key_required");
        call().key(&"k".repeat(256)).send().refused(400, "idempotency_key_required");
        call().key("ključ").send().refused(400, "idempotency_key_required");
    }
    assert_eq!(before, shop.state("ana"));
    shop.adjust("ana", &"k".repeat(255), &json!({"id": unique("long"), "points": 5, "reason": "r"})).expect(201);
}
