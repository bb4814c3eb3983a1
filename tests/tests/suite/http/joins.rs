//! Who a counted person is: a visitor who becomes a member, a member on several devices, two members on one.

use regulars_tests::{
    offers::{Device, event, offer},
    service::{eventually, unique},
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// Where a new shop's clock stands, in milliseconds.
const NOW_MS: i64 = 1_592_222_400_000;
const HOUR_MS: i64 = 3_600_000;
/// With half of them in the holdout one arm stays empty once in 2^15 runs.
const DEVICES_MAX: usize = 16;

/// A shop with one offer that half of the people see.
fn shop_with_offer() -> Shop {
    let shop = shop();
    shop.offer(&[with(offer("welcome"), json!({"holdout": 5_000}))]);
    shop
}

/// So many devices whose visitors are in the holdout, and in the variant.
#[track_caller]
fn devices(shop: &Shop, wanted: [usize; 2]) -> [Vec<Device<'_>>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    for _ in 0..DEVICES_MAX * wanted.iter().max().unwrap_or(&1) {
        let device = Device::new(shop);
        let arm = usize::from(device.arm("welcome") != "holdout");
        if found[arm].len() < wanted[arm] {
            found[arm].push(device);
        }
        if found[0].len() == wanted[0] && found[1].len() == wanted[1] {
            return found;
        }
    }
    panic!("{found:?} are not {wanted:?}")
}

fn arm(device: &Device<'_>) -> Value {
    device.arm("welcome")
}

/// Tells as a visitor that the offer was seen, or would have been.
#[track_caller]
fn seen(device: &Device<'_>, arm: &Value, at: i64) {
    device.told(&[event("seen", "welcome", arm, at)]);
}

/// Signs a member in and tells nothing but whose device it is.
#[track_caller]
fn join<'a>(device: &Device<'a>, member: &str) -> Device<'a> {
    let signed_in = device.signed_in(member);
    assert_eq!(signed_in.offers()["join"], true, "the page is asked whose device it is");
    signed_in.told(&[]);
    signed_in
}

/// A member's order just now.
#[track_caller]
fn buys(shop: &Shop, member: &str, cents: i64) {
    let at = json!({"placed_at": "2020-06-15T12:00:00Z", "updated_at": "2020-06-15T12:00:00Z"});
    shop.put_order(&unique("order"), &with(order(member, cents), at));
}

/// Waits for these numbers of the holdout and of the variant.
#[track_caller]
fn eventually_counted(shop: &Shop, crossed: u64, expected: &[(&str, [i64; 2])]) {
    let results = || shop.server("GET", "/offers/welcome/results").send().expect(200);
    let is_so = |results: &Value| {
        let of_arm = |field: &str, arm: usize| results["arms"][arm][field].as_i64();
        let is_so = |(field, numbers): &(&str, [i64; 2])| [0, 1].map(|arm| of_arm(field, arm)) == numbers.map(Some);
        results["crossed"] == crossed && expected.iter().all(is_so)
    };
    eventually(&format!("{crossed} crossed and {expected:?}, but {:#}", results()), || is_so(&results()).then_some(()));
}

#[test]
fn an_order_counts_in_either_arm_without_another_event() {
    let shop = shop_with_offer();
    let [holdout, shown] = devices(&shop, [1, 1]);
    for (device, member) in [(&holdout[0], "ana"), (&shown[0], "bor")] {
        seen(device, &arm(device), NOW_MS);
        join(device, member);
        buys(&shop, member, 700);
    }
    eventually_counted(&shop, 0, &[("visitors", [1, 1]), ("orders", [1, 1]), ("revenue", [700, 700])]);
}

#[test]
fn a_page_is_asked_once_and_also_with_nothing_to_show() {
    let shop = shop();
    shop.offer(&[]);
    let nobody = json!({"condition": {"member.orders": {"$gt": 1_000}}, "priority": -2});
    shop.create_offer(&with(offer("for-nobody"), nobody)).expect(201);
    let device = Device::new(&shop);
    // The one that everybody is sent goes; what stays is for nobody.
    assert_eq!(shop.server("DELETE", "/offers/last-of-all").header("if-match", "\"1\"").send().status(), 204);
    let signed_in = device.signed_in("ana");
    eventually("nothing is sent", || {
        signed_in.offers()["candidates"].as_array().is_some_and(Vec::is_empty).then_some(())
    });
    assert_eq!(device.offers(), Value::Null, "a visitor is asked nothing");
    let owner = signed_in.offers()["owner"].clone();
    assert!(owner.as_str().is_some_and(|owner| owner.len() == 8 && !owner.contains("ana")), "{owner}");
    join(&device, "ana");
    eventually("it is known", || signed_in.offers().is_null().then_some(()));
    let before = shop.state("ana");
    signed_in.told(&[]);
    assert_eq!(before, shop.state("ana"), "told again nothing changes");
    assert_eq!(device.signed_in("bor").offers()["join"], true, "another member is another question");
    assert_eq!(Device::of(&shop, "ana").offers(), Value::Null, "without a visitor there is none");
}

#[test]
fn a_member_on_two_devices_is_one_person_and_in_two_arms_is_in_neither() {
    let shop = shop_with_offer();
    let [holdout, shown] = devices(&shop, [1, 3]);
    let all = [(&shown[0], "ana"), (&shown[1], "ana"), (&shown[2], "bor"), (&holdout[0], "bor")];
    for (device, _) in all {
        seen(device, &arm(device), NOW_MS);
    }
    eventually_counted(&shop, 0, &[("visitors", [1, 3])]);
    for (device, member) in all {
        device.signed_in(member).told(&[]);
    }
    buys(&shop, "ana", 700);
    buys(&shop, "bor", 900);
    eventually_counted(&shop, 1, &[("visitors", [0, 1]), ("orders", [0, 1]), ("revenue", [0, 700])]);
}

#[test]
fn a_visitor_becomes_one_member_and_the_next_one_is_another_person() {
    let shop = shop_with_offer();
    let [_, shown] = devices(&shop, [0, 1]);
    let variant = arm(&shown[0]);
    seen(&shown[0], &variant, NOW_MS);
    join(&shown[0], "ana");
    buys(&shop, "ana", 700);
    eventually_counted(&shop, 0, &[("visitors", [0, 1]), ("orders", [0, 1])]);
    let bor = join(&shown[0], "bor");
    seen(&bor, &variant, NOW_MS);
    buys(&shop, "bor", 900);
    eventually_counted(&shop, 0, &[("visitors", [0, 2]), ("orders", [0, 2]), ("revenue", [0, 1_600])]);
}

#[test]
fn somebody_is_counted_from_when_it_was_shown_and_not_from_when_that_was_told() {
    let shop = shop_with_offer();
    let [_, shown] = devices(&shop, [0, 1]);
    let ana = join(&shown[0], "ana");
    let variant = arm(&ana);
    let placed = |hours: &str| format!("2020-06-15T{hours}:00:00Z");
    for (id, hours) in [("before", "08"), ("after", "11")] {
        let at = json!({"placed_at": placed(hours), "updated_at": placed(hours)});
        shop.put_order(id, &with(order("ana", 500), at));
    }
    seen(&ana, &variant, NOW_MS - HOUR_MS / 2);
    // A tab that was without a connection tells of it last.
    seen(&ana, &variant, NOW_MS - 2 * HOUR_MS);
    eventually_counted(&shop, 0, &[("visitors", [0, 1]), ("orders", [0, 1])]);
}
