//! A redemption's life: what may follow what, what each refusal is called, and where the points go.

use regulars_tests::{
    client::Answer,
    service::unique,
    shop::{Redemption, Shop, order, program, with},
};
use serde_json::{Value, json};

use crate::http::shop;

const STATUSES: [&str; 5] = ["held", "captured", "released", "lapsed", "returned"];

/// A member's redemption brought into a status.
#[track_caller]
fn redemption(shop: &Shop, member: &str, status: &str) -> Redemption {
    shop.give(member, 500);
    let taken = shop.take(member, "five-off");
    let buy = |status: &str, second: u32| {
        let state = json!({"status": status, "coupon_codes": [taken.code], "updated_at": format!("2020-06-14T12:00:{second:02}Z")});
        shop.put_order(&format!("order of {member}"), &with(order(member, 1_000), state));
    };
    match status {
        "captured" => buy("paid", 1),
        "returned" => {
            buy("paid", 1);
            buy("cancelled", 2);
        }
        "released" => drop(shop.release(&unique("release"), &taken.code).expect(201)),
        "lapsed" => {
            shop.set_clock("2020-06-17T12:00:00Z");
            // A write, so that what passing time did is stored.
            shop.give(member, 1);
        }
        _ => {}
    }
    let redemptions = shop.member(member)["redemptions"].clone();
    assert_eq!(redemptions[0]["status"], status, "{redemptions:#}");
    taken
}

/// Ends a redemption in each of the three ways and checks what every status answers to it.
#[track_caller]
fn check_ending(end: impl Fn(&Shop, &str, &Redemption) -> Answer, success: (u16, &str)) {
    let answers = [
        None,
        Some((409, "hold_already_captured")),
        Some((409, "hold_already_released")),
        Some((410, "hold_expired")),
        Some((409, "hold_already_released")),
    ];
    for (status, refusal) in STATUSES.into_iter().zip(answers) {
        let shop = shop();
        let taken = redemption(&shop, "ana", status);
        let before = shop.state("ana");
        let answer = end(&shop, "ana", &taken);
        match refusal {
            Some((status, code)) => {
                answer.refused(status, code);
                assert_eq!(before, shop.state("ana"), "a refusal changes nothing");
            }
            None => {
                let ended = answer.expect(success.0)["redemption"].clone();
                assert_eq!((&ended["status"], &ended["code"]), (&json!(success.1), &json!(taken.code)));
                assert_eq!(shop.member("ana")["redemptions"], json!([ended]));
            }
        }
    }
}

#[test]
fn a_shopper_gives_back_what_is_held_and_nothing_else() {
    check_ending(|shop, member, taken| shop.give_back(member, &taken.id), (200, "released"));
}

#[test]
fn a_shop_releases_what_is_held_and_nothing_else() {
    check_ending(|shop, _, taken| shop.release(&unique("k"), &taken.code), (201, "released"));
}

#[test]
fn a_shop_captures_what_is_held_and_nothing_else() {
    check_ending(|shop, _, taken| shop.capture(&unique("k"), &taken.code), (201, "captured"));
}

/// What an order's answer says of its only code.
fn coupons(code: &str, status: &str, order: Option<&str>, late: bool) -> Value {
    json!([{"code": code, "status": status, "order": order, "late": late}])
}

/// Turned round: a code that had lapsed, been given back or returned used to be reported as that, with its discount given.
#[test]
fn an_order_uses_every_code_it_carries_unless_another_one_has_used_it() {
    for status in STATUSES {
        let shop = shop();
        let taken = redemption(&shop, "ana", status);
        let later = json!({"coupon_codes": [taken.code], "placed_at": "2020-06-15T12:00:00Z", "updated_at": "2020-06-15T12:00:00Z"});
        let result = shop.put_order("another order", &with(order("ana", 1_000), later));
        let used_by = if status == "captured" { "order of ana" } else { "another order" };
        let late = ["released", "lapsed", "returned"].contains(&status);
        assert_eq!(result["coupons"], coupons(&taken.code, "captured", Some(used_by), late), "{status}");
        assert_eq!(shop.member("ana")["redemptions"][0]["status"], "captured");
    }
}

#[test]
fn a_captured_code_comes_back_with_its_cancelled_order_and_its_points_keep_their_expiry() {
    let shop = shop();
    shop.give("ana", 500);
    let before = shop.state("ana");
    let code = shop.take("ana", "five-off").code;
    let state = |status: &str, second: u32| {
        with(
            order("ana", 1_000),
            json!({"status": status, "coupon_codes": [code], "updated_at": format!("2020-06-14T12:00:{second:02}Z")}),
        )
    };
    let bought = shop.put_order("o1", &state("paid", 1));
    assert_eq!(bought["coupons"], coupons(&code, "captured", Some("o1"), false));
    let spent = shop.member("ana");
    assert_eq!(
        (&spent["available"], &spent["held"], &spent["redemptions"][0]["order"]),
        (&json!(0), &json!(0), &json!("o1"))
    );

    let cancelled = shop.put_order("o1", &state("cancelled", 2));
    assert_eq!(cancelled["coupons"], coupons(&code, "returned", None, false));
    let after = shop.member("ana");
    assert_eq!((&after["available"], &after["balance"]), (&json!(500), &json!(500)));
    assert_eq!(after["lots"][0], before["lots"][0], "the same lot with the same expiry");
    let reopened = shop.put_order("o1", &state("paid", 3));
    // Turned round: being given back used to be final, and the discount was given.
    assert_eq!(reopened["coupons"], coupons(&code, "captured", Some("o1"), true));
}

#[test]
fn a_code_captured_without_an_order_belongs_to_the_first_order_that_carries_it() {
    let shop = shop();
    shop.give("ana", 500);
    let code = shop.take("ana", "five-off").code;
    assert_eq!(shop.capture(&unique("k"), &code).expect(201)["redemption"]["order"], Value::Null);
    shop.put_order("o1", &with(order("ana", 1_000), json!({"coupon_codes": [code]})));
    assert_eq!(shop.member("ana")["redemptions"][0]["order"], "o1");
    let cancel = json!({"status": "cancelled", "coupon_codes": [code], "updated_at": "2020-06-14T13:00:00Z"});
    shop.put_order("o1", &with(order("ana", 1_000), cancel));
    assert_eq!(shop.member("ana")["available"], 500);
}

#[test]
fn a_capture_may_name_its_order() {
    let shop = shop();
    shop.give("ana", 500);
    let code = shop.take("ana", "five-off").code;
    let call = shop.server("POST", &format!("/redemptions/{code}/capture")).key("k").json(&json!({"order": "o7"}));
    assert_eq!(call.send().expect(201)["redemption"]["order"], "o7");
}

#[test]
fn a_code_is_known_however_a_person_writes_it() {
    let shop = shop();
    shop.give("ana", 1_000);
    let typed = |code: &str| format!("{}-{}", code[..4].to_lowercase(), &code[4..]);
    let (spoken, bought) = (shop.take("ana", "five-off").code, shop.take("ana", "five-off").code);
    shop.capture(&unique("k"), &typed(&spoken)).expect(201);
    let result = shop.put_order("o1", &with(order("ana", 1_000), json!({"coupon_codes": [typed(&bought)]})));
    assert_eq!(result["coupons"][0]["status"], "captured", "{result}");
}

#[test]
fn a_hold_that_lapses_gives_its_points_back_to_the_lots_they_came_from() {
    let shop = shop();
    shop.put_order(
        "old",
        &with(order("ana", 3_000), json!({"placed_at": "2020-01-01T12:00:00Z", "updated_at": "2020-01-01T12:00:00Z"})),
    );
    shop.give("ana", 400);
    let before = shop.state("ana");
    let _taken = shop.take("ana", "five-off");
    let lots = shop.member("ana")["lots"].clone();
    assert_eq!(json!([lots[0]["remaining"], lots[1]["remaining"]]), json!([0, 200]), "what expires first goes first");
    shop.set_clock("2020-06-16T13:00:00Z");
    let after = shop.member("ana");
    assert_eq!((&after["lots"], &after["available"], &after["held"]), (&before["lots"], &json!(700), &json!(0)));
    assert_eq!(after["redemptions"][0]["status"], "lapsed");
}

#[test]
fn every_refusal_of_a_reward_has_its_code_and_takes_nothing() {
    let shop = shop();
    shop.give("ana", 250);
    shop.redeem("ana", &unique("k"), "only-once").expect(201);
    let before = shop.state("ana");
    shop.redeem("ana", &unique("k"), "no such reward").refused(404, "reward_not_found");
    shop.redeem("ana", &unique("k"), "not-yet").refused(409, "reward_not_available");
    shop.redeem("ana", &unique("k"), "gold-only").refused(409, "tier_required");
    shop.redeem("ana", &unique("k"), "only-once").refused(409, "limit_reached");
    assert_eq!(shop.redeem("ana", &unique("k"), "five-off").refused(409, "insufficient_points")["missing"], 350);
    assert_eq!(before, shop.state("ana"));
    shop.give("bor", 100);
    shop.redeem("bor", &unique("k"), "last-one").expect(201);
    shop.redeem("ana", &unique("k"), "last-one").refused(409, "out_of_stock");
    assert_eq!(before, shop.state("ana"));
}

#[test]
fn the_first_refusal_in_the_written_order_is_the_one_told() {
    let shop = shop();
    let rewards = json!([
        {"id": "all", "name": {"en": "All"}, "points": 100, "kind": {"type": "gift"}, "hold_minutes": 60, "stock": 0,
         "limit_per_member": {"count": 1}, "tiers": ["gold"], "valid_from": "2021-01-01T00:00:00Z"},
        {"id": "tier", "name": {"en": "Tier"}, "points": 100, "kind": {"type": "gift"}, "hold_minutes": 60, "stock": 0, "tiers": ["gold"]},
        {"id": "points", "name": {"en": "Points"}, "points": 100, "kind": {"type": "gift"}, "hold_minutes": 60, "stock": 0},
    ]);
    shop.publish(&with(program(), json!({"rewards": rewards})));
    shop.redeem("ana", &unique("k"), "all").refused(409, "reward_not_available");
    shop.redeem("ana", &unique("k"), "tier").refused(409, "tier_required");
    shop.redeem("ana", &unique("k"), "points").refused(409, "insufficient_points");
    shop.give("ana", 100);
    shop.redeem("ana", &unique("k"), "points").refused(409, "out_of_stock");
}

#[test]
fn a_reward_given_back_may_be_taken_again() {
    let shop = shop();
    shop.give("ana", 100);
    let taken = shop.take("ana", "only-once");
    shop.give_back("ana", &taken.id).expect(200);
    let again = shop.take("ana", "only-once");
    assert_ne!((taken.id, taken.code), (again.id, again.code));
}

#[test]
fn codes_and_ids_carry_enough_randomness_and_are_never_the_same() {
    let shop = shop();
    shop.give("ana", 5_000);
    let taken: Vec<Redemption> = (0..10).map(|_| shop.take("ana", "five-off")).collect();
    let names: std::collections::BTreeSet<&str> =
        taken.iter().flat_map(|taken| [taken.id.as_str(), &taken.code]).collect();
    assert_eq!(names.len(), 20);
    // 26 characters of 5 bits are the first to hold 128.
    assert!(names.iter().all(|name| name.chars().filter(char::is_ascii_alphanumeric).count() >= 26), "{names:?}");
}

#[test]
fn history_tells_a_shopper_everything_page_by_page() {
    let shop = shop();
    for number in 0..25 {
        shop.give("ana", 10 + number);
    }
    let whole = shop.member("ana")["entries"].as_array().cloned().unwrap_or_default();
    let mut pages = Vec::new();
    let mut rest = String::new();
    loop {
        let page = shop.shopper("ana", "GET", &format!("/history?limit=10{rest}")).send().expect(200);
        pages.push(page["entries"].as_array().cloned().unwrap_or_default());
        match page["next"].as_u64() {
            Some(next) => rest = format!("&before={next}"),
            None => break,
        }
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
    let told = |entry: &Value| (entry["seq"].clone(), entry["kind"].clone(), entry["points"].clone());
    assert_eq!(pages.iter().flatten().map(told).collect::<Vec<_>>(), whole.iter().map(told).collect::<Vec<_>>());
    assert_eq!(shop.shopper("ana", "GET", "/history").send().expect(200)["entries"].as_array().map(Vec::len), Some(20));
    for (query, path) in [("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("before=x", "before")] {
        assert_eq!(shop.shopper("ana", "GET", &format!("/history?{query}")).send().fault_paths(), [path], "{query}");
    }
}
