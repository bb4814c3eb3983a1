//! Guests' orders: told by the shop's server without a member, linked by a page, and counted in the results of offers once.

use regulars_tests::{
    offers::{Device, event, offer},
    service::eventually,
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// Where a new shop's clock stands.
const NOW: &str = "2020-06-15T12:00:00Z";
const NOW_MS: i64 = 1_592_222_400_000;

/// A shop with an offer that everybody sees.
fn shop_with_offer() -> Shop {
    let shop = shop();
    shop.offer(&[offer("welcome")]);
    shop
}

/// Somebody who has seen the offer.
fn who_saw_it(shop: &Shop) -> Device<'_> {
    let device = Device::new(shop);
    device.told(&[event("seen", "welcome", &json!({"variant": "only"}), NOW_MS)]);
    device
}

/// A guest's order, as it is some minutes after it was placed.
fn state(minute: u32, cents: i64) -> Value {
    let mut state =
        with(order("", cents), json!({"placed_at": NOW, "updated_at": format!("2020-06-15T12:{minute:02}:00Z")}));
    state.as_object_mut().map(|fields| fields.remove("member"));
    state
}

/// Waits until the offer has so many people, orders and so much revenue.
#[track_caller]
fn eventually_sold(shop: &Shop, what: &str, visitors: i64, orders: i64, revenue: i64) {
    let expected = [visitors, orders, revenue].map(Some);
    eventually(what, || {
        let results = shop.server("GET", "/offers/welcome/results").send().expect(200);
        let arm = results["arms"].as_array().into_iter().flatten().find(|arm| arm["arm"] != "holdout").cloned();
        let arm = arm.unwrap_or_default();
        (["visitors", "orders", "revenue"].map(|field| arm[field].as_i64()) == expected).then_some(())
    });
}

#[test]
fn a_guests_order_counts_for_whose_page_says_so_whichever_comes_first() {
    let shop = shop_with_offer();
    let (early, late) = (who_saw_it(&shop), who_saw_it(&shop));
    early.placed(&["1001"]);
    let told = shop.put_order("1001", &with(state(1, 3_000), json!({"coupon_codes": ["ANY"]})));
    assert_eq!(
        (&told["outcome"], &told["points"], &told["program_version"]),
        (&json!("applied"), &json!(0), &Value::Null)
    );
    assert_eq!(told["coupons"], json!([{"code": "ANY", "status": "unknown", "order": null, "late": false}]));
    eventually_sold(&shop, "linked before it was told", 2, 1, 3_000);
    shop.put_order("1002", &state(1, 500));
    shop.put_order("nobodys", &state(1, 9_000));
    late.placed(&["1002"]);
    eventually_sold(&shop, "linked after it was told", 2, 2, 3_500);
    // Who says so second is not believed, nor is anything counted twice.
    late.placed(&["1001", "1002", "unknown"]);
    early.placed(&["1002"]);
    let third = who_saw_it(&shop);
    third.placed(&["1001"]);
    eventually_sold(&shop, "three people, two orders", 3, 2, 3_500);
}

#[test]
fn a_guests_order_counts_as_it_is_now() {
    let shop = shop_with_offer();
    who_saw_it(&shop).placed(&["1001"]);
    let outcome = |state: &Value| shop.put_order("1001", state)["outcome"].clone();
    assert_eq!(outcome(&state(2, 3_000)), "applied");
    assert_eq!(outcome(&state(2, 3_000)), "unchanged");
    assert_eq!(outcome(&state(1, 9_000)), "stale");
    eventually_sold(&shop, "the newest state", 1, 1, 3_000);
    let lines = json!([{"id": "1", "product": "cd", "quantity": 1, "price": 3_000, "refunded": 1_200}]);
    assert_eq!(outcome(&with(state(3, 0), json!({"lines": lines}))), "applied");
    eventually_sold(&shop, "less what was refunded", 1, 1, 1_800);
    assert_eq!(outcome(&with(state(4, 3_000), json!({"status": "cancelled"}))), "applied");
    eventually_sold(&shop, "cancelled it is none", 1, 0, 0);
}

#[test]
fn an_order_that_comes_to_name_a_member_is_the_members_alone() {
    let shop = shop_with_offer();
    let device = who_saw_it(&shop);
    device.placed(&["1001"]);
    shop.put_order("1001", &state(1, 3_000));
    eventually_sold(&shop, "the guest's", 1, 1, 3_000);
    shop.put_order("1001", &with(state(2, 3_000), json!({"member": "ana"})));
    eventually_sold(&shop, "nobody knows that the guest is ana", 1, 0, 0);
    // From now on it is hers, also where the shop forgets to say so.
    assert_eq!(shop.put_order("1001", &state(3, 2_000))["points"], 200);
    assert_eq!(shop.member("ana")["pending"], 200);
    device.signed_in("ana").told(&[event("clicked", "welcome", &json!({"variant": "only"}), NOW_MS)]);
    eventually_sold(&shop, "once it is known, it counts once", 1, 1, 2_000);
}

#[test]
fn a_guest_who_signs_in_keeps_what_they_bought() {
    let shop = shop_with_offer();
    let device = who_saw_it(&shop);
    device.placed(&["1001"]);
    shop.put_order("1001", &state(1, 3_000));
    let device = device.signed_in("ana");
    device.told(&[event("clicked", "welcome", &json!({"variant": "only"}), NOW_MS)]);
    shop.put_order("1002", &with(state(1, 700), json!({"member": "ana"})));
    eventually_sold(&shop, "one person, both orders", 1, 2, 3_700);
}

#[test]
fn a_batch_takes_guests_orders_among_others() {
    let shop = shop_with_offer();
    who_saw_it(&shop).placed(&["g1", "g2"]);
    shop.put_order("anas", &with(state(1, 100), json!({"member": "ana"})));
    eventually("the shop knows whose it is", || (shop.put_order("anas", &state(1, 100))["points"] == 10).then_some(()));
    let named = |id: &str, state: Value| with(state, json!({"id": id}));
    let wrong = json!({"lines": [{"id": "1", "product": "cd", "quantity": "x", "price": 5}]});
    let batch = json!({"orders": [
        named("g1", state(1, 1_000)),
        named("m1", with(state(1, 2_000), json!({"member": "ana"}))),
        named("wrong", with(state(1, 1_000), wrong)),
        named("g2", state(1, 400)),
        named("anas", state(2, 300)),
    ]});
    let answer = shop.server("POST", "/orders/batch").faulty_json(&batch).send().expect(200);
    let told = answer["results"].as_array().cloned().unwrap_or_default();
    let told: Vec<_> = told.iter().map(|one| (&one["id"], &one["status"], &one["result"]["points"])).collect();
    let (none, id) = (Value::Null, |id: &str| json!(id));
    let expected = [
        (id("g1"), 200, json!(0)),
        (id("m1"), 200, json!(200)),
        (id("wrong"), 422, none),
        (id("g2"), 200, json!(0)),
        (id("anas"), 200, json!(30)),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(id, status, points)| (id, json!(status), points)).collect();
    assert_eq!(told, expected.iter().map(|(id, status, points)| (id, status, points)).collect::<Vec<_>>());
    eventually_sold(&shop, "both guests' orders", 1, 2, 1_400);
}

#[test]
fn what_a_page_says_of_orders_is_checked() {
    let shop = shop_with_offer();
    let device = Device::new(&shop);
    let eleven: Vec<String> = (0..11).map(|number| number.to_string()).collect();
    for (orders, path) in [(json!(eleven), "orders"), (json!(["bad\u{7}id"]), "orders[0]")] {
        let report = device.body(json!({"events": [], "orders": orders}));
        let answer = shop.visitor("POST", "/events").faulty_json(&report).send();
        assert_eq!(answer.fault_paths(), [path], "{answer}");
    }
    let nobody = shop.visitor("POST", "/events").json(&json!({"events": [], "orders": ["1001"]})).send();
    assert_eq!(nobody.status(), 401, "{nobody}");
}
