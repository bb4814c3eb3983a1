//! Claiming what an offer gives: once, within what one member and all members may have, and by those it is for alone.

use regulars_tests::{
    offers::{Device, hundred_points, offer},
    service::{eventually, unique},
    shop::{Shop, order, text, with},
};
use serde_json::{Value, json};

use crate::http::{all_at_once, shop};

/// A shop with these offers on its pages.
#[track_caller]
fn shop_with(offers: &[Value]) -> Shop {
    let shop = shop();
    shop.offer(offers);
    shop
}

/// An offer that gives a coupon for a reward, once to each member and `budget` times altogether.
fn coupon(id: &str, reward: &str, budget: u32) -> Value {
    let value = json!({"gives": {"coupon": {"reward": reward, "valid_days": 1}}, "limit_per_member": {"count": 1}, "budget": budget});
    with(offer(id), json!({"value": value}))
}

/// Claims a coupon that must be given, and gives its id and code.
#[track_caller]
fn take(shop: &Shop, member: &str, offer: &str) -> (String, String) {
    let claim = shop.claim(member, &unique("claim"), offer).expect(201)["claim"].clone();
    let coupon = &claim["gives"]["coupon"];
    assert_eq!((&coupon["status"], &coupon["points"]), (&json!("held"), &json!(0)), "{claim}");
    (text(&coupon["id"]), text(&coupon["code"]))
}

#[test]
fn a_claim_is_given_once_and_stands_in_the_history() {
    let shop = shop_with(&[hundred_points("welcome", 10)]);
    let first = shop.claim("ana", "k1", "welcome");
    let given = first.expect(201);
    let gives = json!({"points": {"points": 100, "reason": "Welcome to the club"}});
    assert_eq!((&given["claim"]["offer"], &given["claim"]["gives"]), (&json!("welcome"), &gives));
    assert_eq!((&given["member"]["balance"], &given["member"]["available"]), (&json!(100), &json!(100)));

    let before = shop.state("ana");
    let again = shop.claim("ana", "k1", "welcome");
    assert!(again.is_replayed() && !first.is_replayed());
    assert_eq!((first.status(), first.bytes()), (again.status(), again.bytes()));
    let device = Device::new(&shop).signed_in("ana");
    let other = device.call("POST", "/offers/welcome/claims").key("k1").json(&device.body(json!({}))).send();
    other.refused(422, "idempotency_key_reused");
    assert_eq!(before, shop.state("ana"));

    shop.claim("ana", "k2", "welcome").refused(409, "limit_reached");
    let history = shop.shopper("ana", "GET", "/history").send().expect(200);
    assert_eq!(history["entries"].as_array().map(Vec::len), Some(1), "{history}");
    let entry = &history["entries"][0];
    for (field, expected) in [
        ("kind", json!("claimed")),
        ("points", json!(100)),
        ("offer", json!("welcome")),
        ("reason", json!("Welcome to the club")),
    ] {
        assert_eq!(entry[field], expected, "{field} of {entry}");
    }
    assert_eq!(shop.member("ana")["available"], 100);
}

#[test]
fn a_refusal_is_repeated_even_when_the_offer_is_for_the_member_by_now() {
    let buyers = with(hundred_points("buyers", 10), json!({"condition": {"member.orders": {"$gte": 1}}}));
    let shop = shop_with(&[buyers]);
    shop.claim("ana", "too-early", "buyers").refused(404, "offer_not_found");
    shop.put_order("o1", &order("ana", 1_000));
    // What is published may not know of the order yet; the wallet does.
    shop.claim("ana", "now", "buyers").expect(201);
    let again = shop.claim("ana", "too-early", "buyers");
    again.refused(404, "offer_not_found");
    assert!(again.is_replayed());
}

#[test]
fn twenty_members_at_once_have_the_budget_of_five() {
    let shop = shop_with(&[hundred_points("welcome", 5)]);
    let name = |number: usize| format!("m{number}");
    let answers = all_at_once(20, |number| shop.claim(&name(number), "k", "welcome"));
    let given: Vec<bool> = answers.iter().map(|answer| answer.status() == 201).collect();
    assert_eq!(given.iter().filter(|given| **given).count(), 5, "{answers:?}");
    for (number, (answer, given)) in answers.iter().zip(given).enumerate() {
        if !given {
            answer.refused(409, "out_of_stock");
        }
        let available = if given { 100 } else { 0 };
        assert_eq!(shop.member(&name(number))["available"], available, "{answer}");
        let again = shop.claim(&name(number), "k", "welcome");
        assert_eq!((again.status(), again.bytes()), (answer.status(), answer.bytes()));
    }
    shop.claim("late", "k", "welcome").refused(409, "out_of_stock");
}

#[test]
fn one_member_twice_at_once_has_it_once_and_spends_one_of_the_budget() {
    let shop = shop_with(&[hundred_points("welcome", 2)]);
    let answers = all_at_once(2, |number| shop.claim("ana", &format!("k{number}"), "welcome"));
    let mut statuses: Vec<u16> = answers.iter().map(regulars_tests::client::Answer::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{answers:?}");
    assert_eq!(shop.member("ana")["available"], 100);
    shop.claim("bor", "k", "welcome").expect(201);
    shop.claim("cene", "k", "welcome").refused(409, "out_of_stock");
}

#[test]
fn the_same_claim_twenty_times_in_flight_is_one() {
    let shop = shop_with(&[hundred_points("welcome", 1)]);
    let answers = all_at_once(20, |_| shop.claim("ana", "in-flight", "welcome"));
    let first = answers[0].expect(201);
    assert!(answers.iter().all(|answer| answer.status() == 201 && answer.json() == first), "{answers:?}");
    assert_eq!(shop.member("ana")["available"], 100);
}

#[test]
fn a_member_may_have_it_again_after_its_days() {
    let weekly = json!({"limit_per_member": {"count": 1, "days": 7}});
    let document = hundred_points("weekly", 10);
    let value = with(document["value"].clone(), weekly);
    let shop = shop_with(&[with(document, json!({"value": value, "repeatable": true}))]);
    shop.claim("ana", "k1", "weekly").expect(201);
    shop.set_clock("2020-06-22T11:00:00Z");
    shop.claim("ana", "k2", "weekly").refused(409, "limit_reached");
    shop.set_clock("2020-06-22T13:00:00Z");
    shop.claim("ana", "k3", "weekly").expect(201);
    assert_eq!(shop.member("ana")["available"], 200);
}

#[test]
fn a_coupon_is_used_given_back_or_lapses_like_any_other() {
    let shop = shop_with(&[coupon("gift", "five-off", 10)]);
    let status = |member: &str| shop.member(member)["redemptions"][0]["status"].clone();

    let (_, code) = take(&shop, "ana", "gift");
    let bought = shop.put_order("o1", &with(order("ana", 1_000), json!({"coupon_codes": [code]})));
    assert_eq!(bought["coupons"], json!([{"code": code, "status": "captured", "order": "o1", "late": false}]));
    assert_eq!(status("ana"), "captured");

    let (id, _) = take(&shop, "bor", "gift");
    shop.give_back("bor", &id).expect(200);
    shop.claim("bor", &unique("k"), "gift").refused(409, "limit_reached");
    let (_, code) = take(&shop, "cene", "gift");
    shop.release(&unique("k"), &code).expect(201);
    let (_, code) = take(&shop, "dana", "gift");
    shop.capture(&unique("k"), &code).expect(201);
    let (_, code) = take(&shop, "eva", "gift");
    shop.set_clock("2020-06-16T13:00:00Z");
    shop.capture(&unique("k"), &code).refused(410, "hold_expired");
    let ends = ["ana", "bor", "cene", "dana", "eva"].map(status);
    assert_eq!(ends, ["captured", "released", "released", "captured", "lapsed"].map(|status| json!(status)));

    let eva = shop.member("eva");
    assert_eq!((&eva["balance"], &eva["held"]), (&json!(0), &json!(0)), "it has cost no points");
    let entries = eva["entries"].as_array().cloned().unwrap_or_default();
    let claimed = entries.iter().find(|entry| entry["kind"] == "claimed");
    assert_eq!(claimed.map(|entry| &entry["reward"]), Some(&json!("$5 off")), "{entries:?}");
}

#[test]
fn a_coupon_takes_one_of_the_rewards_stock_and_a_refusal_none_of_the_budget() {
    let shop = shop_with(&[coupon("gift", "last-one", 2)]);
    let (id, _) = take(&shop, "ana", "gift");
    shop.claim("bor", &unique("k"), "gift").refused(409, "out_of_stock");
    shop.give("cene", 100);
    shop.redeem("cene", &unique("k"), "last-one").refused(409, "out_of_stock");
    shop.give_back("ana", &id).expect(200);
    eventually("what was given back is there again", || {
        (shop.claim("bor", &unique("k"), "gift").status() == 201).then_some(())
    });
}

#[test]
fn a_coupon_for_a_reward_that_is_not_to_be_had_is_not_to_be_had() {
    let shop = shop_with(&[coupon("early", "not-yet", 2)]);
    shop.claim("ana", "k", "early").refused(409, "offer_not_available");
}

#[test]
fn what_is_used_up_is_shown_to_nobody() {
    let shop = shop_with(&[hundred_points("one", 1), coupon("gift", "last-one", 5), hundred_points("many", 9)]);
    let is_sent = |member: &str, offer: &str| Device::of(&shop, member).is_sent(offer);
    shop.claim("ana", "k", "one").expect(201);
    eventually("nobody is sent what is spent", || (!is_sent("bor", "one")).then_some(()));
    take(&shop, "ana", "gift");
    eventually("nobody is sent what is out of stock", || (!is_sent("bor", "gift")).then_some(()));
    assert!(is_sent("bor", "many"));
    // A larger budget has room again.
    shop.put_offer(1, &hundred_points("one", 2)).expect(200);
    eventually("it is sent again", || is_sent("bor", "one").then_some(()));
    // Who has had all that one may have is not asked again, although it is repeatable.
    let again = with(hundred_points("many", 9), json!({"repeatable": true}));
    shop.put_offer(1, &again).expect(200);
    shop.claim("ana", "again", "many").expect(201);
    eventually("what she has had is not sent", || (!is_sent("ana", "many")).then_some(()));
    assert!(is_sent("bor", "many"));
}

#[test]
fn what_was_stopped_or_changed_gives_nothing_by_an_old_copy() {
    let shop = shop_with(&[hundred_points("stopped", 10), hundred_points("less", 10), hundred_points("other", 10)]);
    let claim = |offer: &str| shop.claim("ana", &unique("k"), offer);
    claim("less").expect(201);
    shop.put_offer(1, &hundred_points("less", 1)).expect(200);
    shop.claim("bor", &unique("k"), "less").refused(409, "out_of_stock");
    let gives = json!({"gives": {"points": {"points": 10, "reason": "Welcome"}}, "limit_per_member": {"count": 1}, "budget": 10});
    shop.put_offer(1, &with(hundred_points("other", 10), json!({"value": gives}))).expect(200);
    let given = shop.claim("bor", &unique("k"), "other");
    // Where the copy is new it gives what it gives now; where it is old, nothing.
    let is_new = given.status() == 201;
    assert_eq!(shop.member("bor")["balance"], if is_new { 10 } else { 0 });
    shop.put_offer(1, &with(hundred_points("stopped", 10), json!({"status": "archived"}))).expect(200);
    let stopped = claim("stopped");
    assert!(matches!(stopped.status(), 404 | 409), "{stopped}");
    assert_eq!(shop.member("ana")["balance"], 100);
}

#[test]
fn what_is_not_for_a_member_looks_like_no_offer_at_all() {
    let half = with(hundred_points("half", 100), json!({"holdout": 5_000}));
    let shop = shop_with(&[
        with(hundred_points("draft", 10), json!({"status": "draft"})),
        with(hundred_points("archived", 10), json!({"status": "archived"})),
        with(hundred_points("silver", 10), json!({"condition": {"member.tier": "silver"}})),
        offer("worthless"),
        half,
    ]);
    for id in ["unknown", "draft", "archived", "silver", "worthless", "program-holdout"] {
        shop.claim("ana", &unique("k"), id).refused(404, "offer_not_found");
    }
    // With sixteen members both halves are there but for one run in 2^15.
    let arms: Vec<Value> = (0..16)
        .map(|number| {
            let member = format!("m{number}");
            let arm = Device::of(&shop, &member).arm("half");
            let answer = shop.claim(&member, "k", "half");
            if arm == "holdout" {
                answer.refused(404, "offer_not_found");
            } else {
                answer.expect(201);
            }
            arm
        })
        .collect();
    assert!(arms.contains(&json!("holdout")) && arms.contains(&json!({"variant": "only"})), "{arms:?}");
    assert_eq!(shop.member("ana")["balance"], 0);
}

#[test]
fn who_sees_no_offer_has_none() {
    let shop = shop();
    shop.settle(&json!({"holdout": 5_000}));
    shop.offer(&[hundred_points("welcome", 100)]);
    let cohorts: Vec<Value> = (0..16)
        .map(|number| {
            let member = format!("m{number}");
            let cohort = Device::of(&shop, &member).offers()["cohort"].clone();
            let expected = if cohort == "holdout" { 404 } else { 201 };
            shop.claim(&member, "k", "welcome").expect(expected);
            cohort
        })
        .collect();
    assert!(cohorts.contains(&json!("holdout")) && cohorts.contains(&json!("program")), "{cohorts:?}");
}

#[test]
fn who_has_just_signed_in_claims_as_whom_the_page_was_made_for() {
    let shop = shop_with(&[with(hundred_points("half", 100), json!({"holdout": 5_000}))]);
    for number in 0..12 {
        let device = Device::new(&shop);
        let arm = device.arm("half");
        let signed_in = device.signed_in(&format!("m{number}"));
        let claim = || {
            let call = signed_in.call("POST", "/offers/half/claims").key("k");
            call.json(&signed_in.body(json!({}))).send()
        };
        claim().expect(if arm == "holdout" { 404 } else { 201 });
    }
}

#[test]
fn an_offer_is_to_be_had_within_its_schedule() {
    let schedule = json!({"from": "2020-06-16T00:00", "until": "2020-06-17T00:00"});
    let shop = shop_with(&[with(hundred_points("tuesday", 10), json!({"schedule": schedule}))]);
    shop.claim("ana", "monday", "tuesday").refused(409, "offer_not_available");
    shop.set_clock("2020-06-16T00:00:00Z");
    shop.claim("ana", "tuesday", "tuesday").expect(201);
    shop.set_clock("2020-06-17T00:00:00Z");
    shop.claim("bor", "wednesday", "tuesday").refused(409, "offer_not_available");
    shop.claim("ana", "wednesday", "tuesday").refused(409, "offer_not_available");
    assert_eq!(shop.member("ana")["balance"], 100);
}

#[test]
fn a_claim_is_a_members_own() {
    let (shop, other) = (shop_with(&[hundred_points("welcome", 10)]), shop());
    let post = |call: regulars_tests::client::Call<'_>| call.key("k").json(&json!({})).send();
    post(shop.visitor("POST", "/offers/welcome/claims")).refused(401, "unauthenticated");
    let token = other.signing.token(&other.id, "ana");
    post(shop.visitor("POST", "/offers/welcome/claims").bearer(&token)).refused(401, "token_invalid");
    let elsewhere = shop.anyone("POST", "/offers/welcome/claims").header("origin", "https://elsewhere.example");
    post(elsewhere.bearer(&shop.signing.token(&shop.id, "ana"))).refused(403, "origin_not_allowed");
    let keyless = shop.shopper("ana", "POST", "/offers/welcome/claims").json(&json!({})).send();
    keyless.refused(400, "idempotency_key_required");
    let forged = json!({"visitor": "0".repeat(52)});
    let forged = shop.shopper("ana", "POST", "/offers/welcome/claims").key("k").json(&forged).send();
    assert_eq!(forged.fault_paths(), ["visitor"]);
    assert_eq!(shop.member("ana")["balance"], 0);
    shop.claim("ana", "k", "welcome").expect(201);
}
