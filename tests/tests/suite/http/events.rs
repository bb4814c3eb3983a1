//! What pages tell of offers: taken once, believed as far as it can be known, and remembered for the member everywhere.

use regulars_tests::{
    offers::{Device, event, hundred_points, offer},
    service::eventually,
    shop::{Shop, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// Where a new shop's clock stands, in milliseconds.
const NOW_MS: i64 = 1_592_222_400_000;
const HOUR_MS: i64 = 3_600_000;

/// A shop with offers to everybody on its pages.
#[track_caller]
fn shop_with(offers: &[Value]) -> Shop {
    let shop = shop();
    shop.offer(offers);
    shop
}

fn only() -> Value {
    json!({"variant": "only"})
}

/// Waits until a page that keeps nothing is told this of a member.
#[track_caller]
fn eventually_remembered(shop: &Shop, member: &str, memory: &Value) {
    let page = || Device::of(shop, member).memory();
    eventually(&format!("{memory}, but {}", page()), || (page() == *memory).then_some(()));
}

#[test]
fn what_a_member_was_shown_is_known_on_every_device() {
    let shop = shop_with(&[offer("spring"), offer("autumn")]);
    let phone = Device::new(&shop).signed_in("ana");
    assert_eq!(phone.memory(), json!({}));
    let (seen, dismissed) = (NOW_MS - 2 * HOUR_MS, NOW_MS - HOUR_MS);
    let report = [event("seen", "spring", &only(), seen), event("dismissed", "spring", &only(), dismissed)];
    phone.told(&report);
    let expected = json!({"seen": {"spring": [seen]}, "dismissed": {"spring": dismissed}});
    eventually_remembered(&shop, "ana", &expected);

    let laptop = Device::new(&shop).signed_in("ana");
    laptop.told(&[]);
    let before = shop.state("ana");
    phone.told(&report);
    phone.told(&report[..1]);
    laptop.told(&report);
    assert_eq!(before, shop.state("ana"), "told again nothing changes, not even the number of the state");
    let later = NOW_MS - HOUR_MS / 2;
    laptop.told(&[event("seen", "autumn", &only(), later)]);
    let expected = json!({"seen": {"autumn": [later], "spring": [seen]}, "dismissed": {"spring": dismissed}});
    eventually_remembered(&shop, "ana", &expected);
    let points = |state: &Value| json!([state["balance"], state["entries"]]);
    assert_eq!(points(&before), points(&shop.state("ana")), "no points have moved and no entry was made");
    assert_eq!(Device::of(&shop, "bor").memory(), json!({}));
}

#[test]
fn what_interrupted_nothing_is_remembered_as_that_and_what_is_clicked_for_is_sent_again() {
    let once = json!({"limits": {"total": 1}});
    let asked = with(once.clone(), json!({"triggers": [{"type": "click", "mark": "guide"}]}));
    let shop = shop_with(&[with(offer("bar"), once), with(offer("guide"), asked)]);
    let device = Device::new(&shop).signed_in("ana");
    let quiet = |id: &str| with(event("seen", id, &only(), NOW_MS), json!({"quiet": true}));
    device.told(&[quiet("bar"), quiet("guide")]);
    // Of what is not sent any more, and interrupted nothing, a page needs to know nothing.
    let seen = json!({"guide": [NOW_MS]});
    eventually_remembered(&shop, "ana", &json!({"seen": seen, "quiet": seen}));
    assert!(!device.is_sent("bar") && device.is_sent("guide"));
}

#[test]
fn what_was_taken_up_is_not_sent_again_unless_it_may_be() {
    let shop = shop_with(&[offer("once"), with(offer("often"), json!({"repeatable": true}))]);
    let device = Device::new(&shop).signed_in("ana");
    assert!(device.is_sent("once") && device.is_sent("often"));
    device.told(&["once", "often"].map(|id| event("converted", id, &only(), NOW_MS)));
    let elsewhere = Device::of(&shop, "ana");
    eventually("it is not sent", || (!elsewhere.is_sent("once")).then_some(()));
    assert!(elsewhere.is_sent("often"));
    assert!(Device::of(&shop, "bor").is_sent("once"), "that was ana");
}

#[test]
fn a_claim_takes_its_offer_up_whatever_pages_tell() {
    let shop = shop_with(&[hundred_points("welcome", 10)]);
    let device = Device::new(&shop).signed_in("ana");
    device.told(&[
        event("converted", "welcome", &only(), NOW_MS - HOUR_MS),
        event("clicked", "welcome", &only(), NOW_MS - HOUR_MS),
        event("seen", "welcome", &only(), NOW_MS - HOUR_MS),
    ]);
    eventually_remembered(&shop, "ana", &json!({"seen": {"welcome": [NOW_MS - HOUR_MS]}}));
    assert!(device.is_sent("welcome"), "nothing was given yet");
    shop.claim("ana", "k", "welcome").expect(201);
    eventually("it is not sent", || (!Device::of(&shop, "ana").is_sent("welcome")).then_some(()));
}

#[test]
fn a_time_is_believed_for_a_day_back_and_never_ahead() {
    let shop = shop_with(&[offer("spring"), offer("autumn")]);
    let device = Device::new(&shop).signed_in("ana");
    device.told(&[
        event("dismissed", "spring", &only(), NOW_MS + 400 * 24 * HOUR_MS),
        event("dismissed", "autumn", &only(), 0),
    ]);
    let memory = eventually("both are remembered", || {
        let memory = Device::of(&shop, "ana").memory();
        (memory != json!({})).then_some(memory)
    });
    let at = |id: &str| memory["dismissed"][id].as_i64().unwrap_or_default();
    // The sandbox's clock runs on from where it stands; the test itself takes less than an hour.
    assert!((NOW_MS..NOW_MS + HOUR_MS).contains(&at("spring")), "{memory}");
    let yesterday = NOW_MS - 24 * HOUR_MS;
    assert!((yesterday..yesterday + HOUR_MS).contains(&at("autumn")), "{memory}");
    assert_eq!(at("spring") - at("autumn"), 24 * HOUR_MS);
}

#[test]
fn somebody_is_in_one_arm_before_and_after_signing_in_and_on_every_device() {
    let variants = ["a", "b"].map(|key| json!({"key": key, "content": {"headline": {"en": key}}}));
    let thirds = json!({"variants": variants, "holdout": 3_333});
    let shop = shop_with(&[with(offer("spring"), thirds)]);
    // That all twelve would be in the same arm by another name, too, has odds of one in 3^12.
    for number in 0..12 {
        let member = format!("m{number}");
        let phone = Device::new(&shop);
        let arm = phone.arm("spring");
        let signed_in = phone.signed_in(&member);
        assert_eq!(signed_in.arm("spring"), arm, "on the page after signing in");
        signed_in.told(&[event("seen", "spring", &arm, NOW_MS)]);
        let laptop = Device::of(&shop, &member);
        // Who is in the holdout was shown nothing, so there is nothing to wait for but the arm.
        eventually("the arm on another device", || (laptop.arm("spring") == arm).then_some(()));
        let other = Device::new(&shop).signed_in(&member);
        assert_eq!(other.arm("spring"), arm, "the first device says who a member is");
        let memory = laptop.memory();
        assert_eq!(memory == json!({}), arm == "holdout", "{memory}");
    }
}

#[test]
fn what_cannot_be_so_is_dropped() {
    let shop = shop_with(&[
        with(offer("spring"), json!({"holdout": 5_000})),
        with(offer("draft"), json!({"status": "draft"})),
        offer("autumn"),
    ]);
    let device = Device::new(&shop).signed_in("ana");
    let arm = device.arm("spring");
    let forged = if arm == "holdout" { only() } else { json!("holdout") };
    device.told(&[
        event("dismissed", "spring", &forged, NOW_MS),
        event("dismissed", "spring", &json!({"variant": "unknown"}), NOW_MS),
        event("dismissed", "draft", &only(), NOW_MS),
        event("dismissed", "unknown", &only(), NOW_MS),
        event("dismissed", "program-holdout", &json!({"variant": "program"}), NOW_MS),
    ]);
    device.told(&[event("dismissed", "autumn", &only(), NOW_MS - HOUR_MS)]);
    eventually_remembered(&shop, "ana", &json!({"dismissed": {"autumn": NOW_MS - HOUR_MS}}));
}

#[test]
fn a_report_that_is_none_is_refused_with_its_place() {
    let shop = shop_with(&[offer("spring")]);
    let other = shop_with(&[offer("spring")]);
    let (device, stranger) = (Device::new(&shop), Device::new(&other));
    let seen = event("seen", "spring", &only(), NOW_MS);

    let smuggled = device.with_id(stranger.visitor.as_deref());
    assert_eq!(smuggled.tell(std::slice::from_ref(&seen)).fault_paths(), ["visitor"], "an id of another shop");
    assert_eq!(smuggled.signed_in("ana").tell(std::slice::from_ref(&seen)).fault_paths(), ["visitor"]);
    let nobody = device.with_id(None);
    nobody.tell(std::slice::from_ref(&seen)).refused(401, "unauthenticated");
    let body = device.body(json!({"events": [seen]}));
    let elsewhere = shop.anyone("POST", "/events").header("origin", "https://elsewhere.example").json(&body).send();
    elsewhere.refused(403, "origin_not_allowed");

    let faulty =
        |events: &Value| shop.visitor("POST", "/events").faulty_json(&device.body(json!({"events": events}))).send();
    let nothing = shop.shopper("ana", "POST", "/events").json(&json!({"events": []})).send();
    assert_eq!(nothing.fault_paths(), ["events"], "nothing of nobody");
    assert_eq!(faulty(&json!(vec![seen.clone(); 51])).fault_paths(), ["events"]);
    for (name, value) in
        [("event", json!("bought")), ("arm", json!("control")), ("at", json!("now")), ("offer", json!(""))]
    {
        let mut document = seen.clone();
        document[name] = value;
        assert_eq!(faulty(&json!([document])).fault_paths(), [format!("events[0].{name}")]);
    }
    assert_eq!(faulty(&json!([with(seen.clone(), json!({"by": "me"}))])).fault_paths(), ["events[0].by"]);
    let long = with(seen.clone(), json!({"offer": "o".repeat(16 * 1024)}));
    faulty(&json!([long])).refused(413, "body_too_large");
    device.told(&vec![seen; 50]);
}

#[test]
fn a_shop_without_offers_takes_reports_and_forgets_them() {
    let shop = shop();
    let device = Device::of(&shop, "ana");
    device.told(&[event("seen", "spring", &only(), NOW_MS)]);
    assert_eq!(device.offers(), Value::Null);
}
