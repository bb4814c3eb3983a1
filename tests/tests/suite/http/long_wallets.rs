//! Wallets whose past is closed: what was archived is found by name, counts as before, and may still change.

#![allow(clippy::unwrap_used, reason = "helpers beside the tests")]

use regulars_tests::{
    service::{eventually, unique},
    shop::{Shop, order, program, text, with},
};
use serde_json::{Value, json};

use crate::http::client;

/// More facts than a wallet keeps open, several times over.
const ORDERS: usize = 70;

/// A shop whose clock is set, and whose points can be spent at once.
fn shop() -> Shop {
    let shop = Shop::open_without_program(&client());
    shop.set_clock("2020-06-01T00:00:00Z");
    shop.publish(&with(program(), json!({"return_window_days": 0})));
    shop
}

fn day(number: usize) -> String {
    format!("2020-{:02}-{:02}T12:00:00Z", 1 + number / 28, 1 + number % 28)
}

fn placed(member: &str, number: usize) -> Value {
    let at = day(number);
    with(order(member, 1_000), json!({"id": format!("{member}-{number}"), "placed_at": at, "updated_at": at}))
}

/// Sends a member's orders a few at a time, in this order.
fn send_orders(shop: &Shop, member: &str, numbers: impl Iterator<Item = usize>) {
    let orders: Vec<Value> = numbers.map(|number| placed(member, number)).collect();
    for some in orders.chunks(7) {
        let answer = shop.server("POST", "/orders/batch").json(&json!({"orders": some})).send().expect(200);
        assert!(answer["results"].as_array().unwrap().iter().all(|result| result["status"] == 200), "{answer}");
    }
}

/// A refund of an old order, a level that it made, and a correction.
fn change_the_past(shop: &Shop, member: &str) {
    let refunded = json!([{"id": "1", "product": "cd", "quantity": 1, "price": 1_000, "refunded": 400}]);
    let change = |number: usize, changes: Value| {
        let order = placed(member, number);
        shop.put_order(&text(&order["id"]), &with(with(order, changes), json!({"id": null})));
    };
    change(3, json!({"updated_at": day(80), "lines": refunded}));
    change(9, json!({"updated_at": day(81), "status": "cancelled"}));
    change(9, json!({"updated_at": day(82), "status": "completed"}));
}

/// Everything about a member but who it is, and what was shown when.
fn without_names(shop: &Shop, member: &str) -> Value {
    let mut detail = shop.member(member);
    for name in ["member", "entries", "seq", "as_of"] {
        detail.as_object_mut().unwrap().remove(name);
    }
    serde_json::from_str(&detail.to_string().replace(member, "somebody")).unwrap()
}

#[test]
fn a_long_history_is_the_same_in_whatever_order_it_was_told() {
    let shop = shop();
    send_orders(&shop, "in-time", 0..ORDERS);
    change_the_past(&shop, "in-time");
    send_orders(&shop, "backwards", (0..ORDERS).rev());
    change_the_past(&shop, "backwards");
    let (one, other) = (without_names(&shop, "in-time"), without_names(&shop, "backwards"));
    assert_eq!(one, other);
    // 70 orders of 10 dollars at ten points a dollar, less a refund of 4.
    assert_eq!(one["balance"], ORDERS * 100 - 40);
    assert_eq!(one["orders"].as_array().unwrap().len(), ORDERS);
    // The page is told the same as the shop, as soon as it is published.
    for member in ["in-time", "backwards"] {
        eventually("the newest state is published", || {
            (shop.boot(member)["member"]["balance"] == one["balance"]).then_some(())
        });
    }
    assert_eq!(shop.state("backwards")["balance"], one["balance"]);
}

#[test]
fn what_was_told_long_ago_is_known_by_its_name() {
    let shop = shop();
    shop.set_clock("2021-01-01T00:00:00Z");
    let gift = json!({"id": "first-gift", "points": 500, "reason": "Welcome"});
    shop.adjust("ana", &unique("gift"), &gift).expect(201);
    let redeemed = shop.take("ana", "five-off");
    let used = with(order("ana", 2_000), json!({"coupon_codes": [redeemed.code]}));
    shop.set_clock("2021-01-01T00:30:00Z");
    let at = "2021-01-01T00:20:00Z";
    let used = with(used, json!({"placed_at": at, "updated_at": at}));
    assert_eq!(shop.put_order("used", &used)["coupons"][0]["status"], "captured");
    // A year passes with an order now and then.
    for month in 1..=12 {
        shop.set_clock(&format!("2021-{month:02}-28T00:00:00Z"));
        for number in 0..6 {
            let at = format!("2021-{month:02}-{:02}T12:00:00Z", 2 + number * 4);
            let state = with(order("ana", 1_000), json!({"placed_at": at, "updated_at": at}));
            shop.put_order(&format!("later-{month}-{number}"), &state);
        }
    }
    let before = shop.member("ana");
    // The same again changes nothing.
    assert_eq!(shop.put_order("used", &used)["outcome"], "unchanged");
    shop.adjust("ana", &unique("gift"), &gift).expect(201);
    let other = with(gift, json!({"points": 501}));
    assert_eq!(shop.adjust("ana", &unique("gift"), &other).expect(409)["code"], "adjustment_conflict");
    assert_eq!(shop.capture(&unique("again"), &redeemed.code).expect(409)["code"], "hold_already_captured");
    assert_eq!(shop.give_back("ana", &redeemed.id).expect(409)["code"], "hold_already_captured");
    let after = shop.member("ana");
    assert_eq!((&after["balance"], &after["seq"]), (&before["balance"], &before["seq"]));
    // A second order with the code does not use it again; the answer names the first.
    let at = "2021-12-27T12:00:00Z";
    let again = with(order("ana", 100), json!({"placed_at": at, "updated_at": at, "coupon_codes": [redeemed.code]}));
    let coupon = &shop.put_order("again", &again)["coupons"][0];
    assert_eq!((&coupon["status"], &coupon["order"]), (&json!("captured"), &json!("used")));
    // When the first is cancelled after all, the second is the one that uses it.
    let cancelled = with(used, json!({"status": "cancelled", "updated_at": "2021-12-27T13:00:00Z"}));
    let coupon = &shop.put_order("used", &cancelled)["coupons"][0];
    assert_eq!((&coupon["status"], &coupon["order"]), (&json!("captured"), &json!("again")));
    // An old order is explained as a new one is.
    let detail = eventually("the shop knows whose the order is", || {
        let answer = shop.server("GET", "/orders/later-1-0").send();
        (answer.status() == 200).then(|| answer.json())
    });
    assert_eq!((&detail["points"], &detail["explanation"]["rules"][0]["points"]), (&json!(100), &json!(100)));
    let sum: i64 = history(&shop, "ana").iter().filter_map(|entry| entry["points"].as_i64()).sum();
    assert_eq!(shop.member("ana")["balance"], sum);
}

/// Every entry of the shopper's history, page by page.
fn history(shop: &Shop, member: &str) -> Vec<Value> {
    let (mut entries, mut before) = (Vec::new(), None);
    loop {
        let path = before.map_or_else(|| "/history".to_owned(), |before: u64| format!("/history?before={before}"));
        let page = shop.shopper(member, "GET", &path).send().expect(200);
        entries.extend(page["entries"].as_array().cloned().unwrap_or_default());
        before = page["next"].as_u64();
        if before.is_none() {
            return entries;
        }
    }
}
