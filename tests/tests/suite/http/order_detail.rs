//! One order, for the shop's server: whose it is, and the terms whose sum its points are.

use regulars_tests::{
    client::{Answer, segment},
    service::{eventually, unique},
    shop::{Shop, order, program, with},
};
use serde_json::{Value, json};

use crate::http::{client, shop};

#[track_caller]
fn ask(shop: &Shop, order: &str) -> Answer {
    shop.server("GET", &format!("/orders/{}", segment(order))).send()
}

/// The order, once the shop has heard that this member has it.
#[track_caller]
fn order_of(shop: &Shop, member: &str, order: &str) -> Value {
    eventually(&format!("{order} is {member}'s"), || {
        let answer = ask(shop, order);
        (answer.status() == 200).then(|| answer.json()).filter(|detail| detail["member"] == member)
    })
}

/// A program whose rule has a multiplier, a cap, and a name in two languages.
fn program_to_explain() -> Value {
    let mut program = program();
    program["rules"][0]["name"] = json!({"en": "Purchases", "sl": "Nakupi"});
    program["rules"][0]["multipliers"] = json!([{"percent": 200, "only": {"products": ["book"]}}]);
    program["rules"][0]["caps"] = json!({"per_order": 700});
    program["rules"][0]["counts"] = json!({"tax": false, "shipping": true});
    program
}

#[test]
fn an_orders_points_are_the_sum_of_terms_that_name_lines_and_products() {
    let shop = Shop::open_without_program(&client());
    shop.publish(&program_to_explain());
    let lines = json!([
        {"id": "first", "product": "cd", "quantity": 1, "price": 1_450, "refunded": 450},
        {"id": "second", "product": "book", "quantity": 2, "price": 1_525},
    ]);
    let state = with(order("ana", 0), json!({"lines": lines, "shipping": {"price": 400}, "status": "completed"}));
    let result = shop.put_order("o1", &state);
    let detail = order_of(&shop, "ana", "o1");

    let rule = &detail["explanation"]["rules"][0];
    let line = |line: Value, product: Value, value: i64, percent: i64, points: i64| json!({"line": line, "product": product, "value": value, "percent": percent, "points": points});
    let expected = json!([
        line(json!("first"), json!("cd"), 1_450, 100, 145),
        line(json!("second"), json!("book"), 3_050, 200, 610),
        line(Value::Null, Value::Null, 400, 100, 40),
    ]);
    assert_eq!(rule["lines"], expected, "{detail:#}");
    let terms = ["minimum", "refund", "cap", "points"].map(|term| rule[term].as_i64());
    assert_eq!((terms, &rule["capped_by"]), ([Some(0), Some(-45), Some(-50), Some(700)], &json!("per_order")));
    assert_eq!((&detail["points"], &result["points"]), (&json!(700), &json!(700)));
    let dates = ["available_at", "waits_for", "expires_at"].map(|date| rule[date].as_str());
    assert_eq!(dates, [Some("2020-07-14T12:00:00Z"), None, Some("2021-07-14T12:00:00Z")]);

    // It is what the member's detail has, and whose it is.
    let alone = with(detail.clone(), json!({"member": null, "coupons": null, "remarks": null}));
    assert_eq!(alone, shop.member("ana")["orders"][0]);
    let name = |language: &str| {
        let answer = shop.server("GET", &format!("/orders/o1{language}")).send().expect(200);
        answer["explanation"]["rules"][0]["name"].clone()
    };
    assert_eq!([name(""), name("?lang=sl"), name("?lang=uk")], ["Purchases", "Nakupi", "Purchases"]);
}

#[test]
fn points_that_wait_for_a_delivery_say_so() {
    let shop = Shop::open_without_program(&client());
    shop.publish(&with(program(), json!({"return_window_from": "delivered"})));
    shop.put_order("o1", &order("ana", 1_000));
    let rule = order_of(&shop, "ana", "o1")["explanation"]["rules"][0].clone();
    let dates = |rule: &Value| ["available_at", "waits_for", "expires_at"].map(|date| rule[date].clone());
    assert_eq!(dates(&rule), [Value::Null, json!("delivered"), Value::Null]);
    let delivered = json!({"delivered_at": "2020-06-15T09:00:00Z", "updated_at": "2020-06-15T09:00:00Z"});
    shop.put_order("o1", &with(order("ana", 1_000), delivered));
    let rule = order_of(&shop, "ana", "o1")["explanation"]["rules"][0].clone();
    assert_eq!(dates(&rule), [json!("2020-07-15T09:00:00Z"), Value::Null, json!("2021-07-15T09:00:00Z")]);
}

#[test]
fn an_orders_codes_and_what_does_not_add_up_are_told_again() {
    let shop = shop();
    shop.give("ana", 500);
    let taken = shop.take("ana", "five-off");
    let lines = json!([{"id": "1", "product": "cd", "quantity": 1, "price": 1_000, "refunded": 1_001}]);
    let told = with(order("ana", 0), json!({"lines": lines, "coupon_codes": ["OTHER", taken.code]}));
    let result = shop.put_order("o1", &told);
    let detail = order_of(&shop, "ana", "o1");
    assert_eq!(detail["remarks"], result["remarks"]);
    assert_eq!(detail["remarks"][0]["field"], "lines[0].refunded");
    let coupons = json!([
        {"code": "OTHER", "status": "unknown", "order": null},
        {"code": taken.code, "status": "returned", "order": null},
    ]);
    assert_eq!(detail["coupons"], coupons);
}

#[test]
fn an_order_that_moves_is_answered_by_the_member_who_has_it() {
    let shop = shop();
    let id = unique("moved");
    let state = |member: &str, second: u32, cents: i64| {
        with(order(member, cents), json!({"updated_at": format!("2020-06-14T12:00:{second:02}Z")}))
    };
    shop.put_order(&id, &state("guest", 1, 1_000));
    order_of(&shop, "guest", &id);
    shop.put_order(&id, &state("ana", 2, 3_000));
    assert_eq!(order_of(&shop, "ana", &id)["points"], 300);
    shop.put_order(&id, &state("guest", 3, 2_000));
    assert_eq!(order_of(&shop, "guest", &id)["points"], 200);
}

#[test]
fn an_order_that_waits_says_why_and_explains_nothing() {
    let shop = shop();
    shop.put_order("o1", &with(order("ana", 2_000), json!({"currency": "EUR"})));
    let detail = order_of(&shop, "ana", "o1");
    assert_eq!((&detail["points"], &detail["waiting_reason"]), (&json!(0), &json!("no_rate_for_currency")));
    assert_eq!((&detail["program_version"], detail.get("explanation")), (&Value::Null, None));
}

#[test]
fn an_order_that_no_member_has_is_not_found() {
    let (shop, other) = (shop(), shop());
    let nobodys = ask(&shop, "o1").refused(404, "order_not_found");
    assert!(nobodys["detail"].as_str().is_some_and(|detail| detail.contains("No order with this id")), "{nobodys}");
    shop.put_order("o1", &with(order("", 1_000), json!({"member": null})));
    let guests = ask(&shop, "o1").refused(404, "order_not_found");
    assert!(guests["detail"].as_str().is_some_and(|detail| detail.contains("without a member")), "{guests}");
    // A member's, as soon as a state says so; another shop knows nothing of it.
    shop.put_order("o1", &with(order("ana", 1_000), json!({"updated_at": "2020-06-14T12:00:01Z"})));
    assert_eq!(order_of(&shop, "ana", "o1")["points"], 100);
    ask(&other, "o1").refused(404, "order_not_found");
}
