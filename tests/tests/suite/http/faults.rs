//! Every fault of an order, a program or an adjustment is told with its place, all of them at once.

use regulars_tests::{
    service::eventually,
    shop::{Shop, order, program, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// The document with the value at a pointer replaced; `"take out"` removes it.
fn edited(mut document: Value, pointer: &str, value: &Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) if value == "take out" => drop(members.remove(name)),
        Some(Value::Object(members)) => drop(members.insert(name.to_owned(), value.clone())),
        Some(Value::Array(items)) => match name.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
            Some(item) => *item = value.clone(),
            None => panic!("{pointer} is not in the document"),
        },
        _ => panic!("{pointer} is not in the document"),
    }
    document
}

/// Sends the document with one thing wrong and checks that it is named.
#[track_caller]
fn check(shop: &Shop, method: &str, path: &str, document: &Value, faults: &[(&str, Value, &str)]) {
    for (pointer, value, place) in faults {
        let call = shop.server(method, path).key("k").header("if-match", "\"1\"");
        let answer = call.faulty_json(&edited(document.clone(), pointer, value)).send();
        assert_eq!(answer.fault_paths().join(" and "), *place, "{pointer} = {value}: {answer}");
    }
}

fn long(characters: usize) -> Value {
    json!("x".repeat(characters))
}

#[test]
fn faults_of_an_order() {
    let shop = shop();
    let mut full = order("ana", 1_000);
    full["shipping"] = json!({"price": 500, "tax": 100});
    full["lines"][0]["tax"] = json!(50);
    let absent = json!("take out");
    check(
        &shop,
        "PUT",
        "/orders/o1",
        &full,
        &[
            ("/member", json!(""), "member"),
            ("/member", long(129), "member"),
            ("/member", json!("a\u{0}b"), "member"),
            ("/currency", json!("usd"), "currency"),
            ("/currency", json!("USDT"), "currency"),
            ("/status", json!("shipped"), "status"),
            ("/placed_at", json!("2020-06-14"), "placed_at"),
            ("/placed_at", json!("2020-06-14T12:00:00"), "placed_at"),
            ("/placed_at", json!("2020-02-30T12:00:00Z"), "placed_at"),
            ("/placed_at", json!(1_592_136_000), "placed_at"),
            ("/placed_at", json!("2020-06-15T12:15:00Z"), "placed_at"),
            ("/updated_at", json!("2021-06-14T12:00:00Z"), "updated_at"),
            ("/updated_at", absent.clone(), "updated_at"),
            ("/prices_include_tax", json!("no"), "prices_include_tax"),
            ("/lines", absent, "lines"),
            ("/lines", json!({}), "lines"),
            ("/lines", vec![full["lines"][0].clone(); 501].into(), "lines"),
            ("/lines/0/quantity", json!(-1_000_001), "lines[0].quantity"),
            ("/lines/0/quantity", json!(1_000_000.001), "lines[0].quantity"),
            ("/lines/0/quantity", json!("x"), "lines[0].quantity"),
            ("/lines/0/price", json!(10_000_000_000_001_i64), "lines[0].price"),
            ("/lines/0/price", json!(i64::MAX), "lines[0].price"),
            ("/lines/0/discount", json!(10_000_000_000_001_i64), "lines[0].discount"),
            ("/lines/0/tax", json!(-10_000_000_000_001_i64), "lines[0].tax"),
            ("/lines/0/refunded", json!(10_000_000_000_001_i64), "lines[0].refunded"),
            ("/lines/0/refunded_tax", json!(10_000_000_000_001_i64), "lines[0].refunded_tax"),
            ("/lines/0/surprise", json!(1), "lines[0].surprise"),
            ("/shipping/refunded", json!(10_000_000_000_001_i64), "shipping.refunded"),
            ("/shipping/tax", json!(-10_000_000_000_001_i64), "shipping.tax"),
            ("/coupon_codes", json!([{}]), "coupon_codes[0]"),
            ("/surprise", json!(1), "surprise"),
        ],
    );
    assert_eq!(shop.member("ana")["orders"], json!([]));
}

/// Turned round: a refund of a cent too much used to be refused with the whole state.
#[test]
fn what_does_not_add_up_in_an_order_is_taken_and_said() {
    let shop = shop();
    let lines = json!([{"id": "1", "product": "cd", "quantity": 1, "price": 1_000, "refunded": 1_001}]);
    let result = shop.put_order("o1", &with(order("ana", 1_000), json!({"lines": lines})));
    assert_eq!((&result["outcome"], &result["points"]), (&json!("applied"), &json!(0)));
    assert_eq!(result["remarks"][0]["field"], "lines[0].refunded", "{result}");
}

/// Turned round, too: a quantity of 1.5, a piece taken back, a 51st label, an empty code and an empty id were refused.
#[test]
fn an_order_as_shops_keep_it_is_taken_alone_and_in_a_batch() {
    let shop = shop();
    let lines = json!([
        {"id": "", "product": "", "labels": vec!["x"; 51], "quantity": 1.5, "price": 1_999},
        {"quantity": 0.123_45, "price": 1_000},
        {"product": "cd", "quantity": -1, "price": 500},
    ]);
    let told = with(order("ana", 0), json!({"lines": lines, "coupon_codes": ["", "SUMMER"]}));
    let result = shop.put_order("o1", &told);
    // 29.985 are 29.99, 0.123 of 10.00 are 1.23, less 5.00.
    assert_eq!((&result["outcome"], &result["points"]), (&json!("applied"), &json!(262)), "{result}");
    let fields = |result: &Value| -> Vec<String> {
        let remarks = result["remarks"].as_array().into_iter().flatten();
        remarks.map(|remark| remark["field"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(fields(&result), ["lines[0].labels", "lines[1].quantity"]);
    let shown = eventually("the order is found", || {
        let answer = shop.server("GET", "/orders/o1").send();
        (answer.status() == 200).then(|| answer.expect(200))
    });
    assert_eq!(fields(&shown), fields(&result));
    let batch =
        json!({"orders": [with(told.clone(), json!({"id": "o2"})), with(told, json!({"id": "o3", "member": null}))]});
    let results = shop.server("POST", "/orders/batch").key("k").json(&batch).send().expect(200);
    for (place, points) in [(0, 262), (1, 0)] {
        let result = &results["results"][place]["result"];
        assert_eq!((fields(result), &result["points"]), (fields(&results["results"][0]["result"]), &json!(points)));
    }
    assert_eq!(fields(&results["results"][0]["result"]), ["lines[0].labels", "lines[1].quantity"]);
}

#[test]
fn faults_of_a_program() {
    let shop = shop();
    let mut full = program();
    full["rules"][0]["multipliers"] =
        json!([{"percent": 200, "from": "2020-01-01T00:00:00Z", "until": "2020-02-01T00:00:00Z"}]);
    full["rules"][0]["caps"] = json!({"per_order": 100});
    full["rules"][0]["only"] = json!({"labels": ["music"]});
    full["rewards"][4]["valid_until"] = json!("2031-01-01T00:00:00Z");
    let two = |list: &str| json!([full[list][0], full[list][0]]);
    check(
        &shop,
        "PUT",
        "/program",
        &full,
        &[
            ("/name", json!({}), "name"),
            ("/name", json!({"en": ""}), "name.en"),
            ("/name", json!({"not a language": "x"}), "name.not a language"),
            ("/name/en", long(501), "name.en"),
            ("/currency", json!("EUR"), "rates"),
            ("/rates/USD", json!(0), "rates.USD"),
            ("/rates", json!({"USD": 100, "EUR": -1}), "rates.EUR"),
            ("/time_zone", json!("Europe/Emona"), "time_zone"),
            ("/earn_on", json!("placed"), "earn_on"),
            ("/return_window_days", json!(36_526), "return_window_days"),
            ("/return_window_days", json!(-1), "return_window_days"),
            ("/expires_after_days", json!(0), "expires_after_days"),
            ("/debt", json!("forgive"), "debt"),
            ("/rules", two("rules"), "rules[1].id"),
            ("/rules/0/id", json!(""), "rules[0].id"),
            ("/rules/0/name", json!({}), "rules[0].name"),
            ("/rules/0/points_per_unit", json!(-1), "rules[0].points_per_unit"),
            ("/rules/0/points_per_unit", json!(1.5), "rules[0].points_per_unit"),
            ("/rules/0/minimum", json!(-1), "rules[0].minimum"),
            ("/rules/0/rounding", json!("randomly"), "rules[0].rounding"),
            ("/rules/0/caps/per_order", json!(-1), "rules[0].caps.per_order"),
            ("/rules/0/caps", json!({"per_year": 5}), "rules[0].caps.per_year"),
            ("/rules/0/only/labels", json!([""]), "rules[0].only.labels"),
            ("/rules/0/pending_days", json!(36_526), "rules[0].pending_days"),
            ("/rules/0/multipliers/0/percent", json!(10_001), "rules[0].multipliers[0].percent"),
            ("/rules/0/multipliers/0/tiers", json!(["platinum"]), "rules[0].multipliers[0].tiers[0]"),
            ("/rules/0/multipliers/0/until", json!("2020-01-01T00:00:00Z"), "rules[0].multipliers[0].until"),
            ("/tiers/by", json!("luck"), "tiers.by"),
            ("/tiers/period", json!({"rolling_days": 0}), "tiers.period"),
            ("/tiers/period", json!({"calendar": "day"}), "tiers.period"),
            ("/tiers/grace_days", json!(36_526), "tiers.grace_days"),
            ("/tiers/levels/1/threshold", json!(10_000), "tiers.levels[1].threshold"),
            ("/tiers/levels/1/id", json!("silver"), "tiers.levels[1].id and rewards[3].tiers[0]"),
            ("/rewards", two("rewards"), "rewards[1].id"),
            ("/rewards/0/points", json!(0), "rewards[0].points"),
            ("/rewards/0/kind", json!({"type": "amount_off", "amount": 0}), "rewards[0].kind.amount"),
            ("/rewards/0/kind", json!({"type": "percent_off", "percent": 101}), "rewards[0].kind.percent"),
            ("/rewards/0/kind", json!({"type": "percent_off", "percent": 10, "maximum": 0}), "rewards[0].kind.maximum"),
            ("/rewards/0/kind", json!({"type": "free_product", "product": ""}), "rewards[0].kind.product"),
            ("/rewards/0/hold_minutes", json!(0), "rewards[0].hold_minutes"),
            ("/rewards/0/hold_minutes", json!(129_601), "rewards[0].hold_minutes"),
            ("/rewards/2/limit_per_member", json!({"count": 0}), "rewards[2].limit_per_member.count"),
            ("/rewards/2/limit_per_member", json!({"count": 1, "days": 0}), "rewards[2].limit_per_member.days"),
            ("/rewards/3/tiers", json!(["platinum"]), "rewards[3].tiers[0]"),
            ("/rewards/4/valid_until", json!("2029-01-01T00:00:00Z"), "rewards[4].valid_until"),
            ("/surprise", json!(1), "surprise"),
        ],
    );
    assert_eq!(shop.platform("GET", "").send().expect(200)["program_version"], 1);
}

#[test]
fn faults_of_an_adjustment() {
    let shop = shop();
    let adjustment = json!({"id": "a1", "points": 5, "reason": "Because", "note": "A note"});
    check(
        &shop,
        "POST",
        "/members/ana/adjustments",
        &adjustment,
        &[
            ("/id", json!(""), "id"),
            ("/id", long(129), "id"),
            ("/points", json!(0), "points"),
            ("/points", json!(900_000_000_001_i64), "points"),
            ("/points", json!(-900_000_000_001_i64), "points"),
            ("/points", json!(0.5), "points"),
            ("/points", json!("5"), "points"),
            ("/reason", json!(""), "reason"),
            ("/reason", json!("   "), "reason"),
            ("/reason", long(301), "reason"),
            ("/note", long(2_001), "note"),
            ("/surprise", json!(1), "surprise"),
        ],
    );
    assert_eq!(shop.member("ana")["entries"], json!([]));
}

#[test]
fn all_faults_are_told_at_once() {
    let shop = shop();
    let mut faulty = order("ana", 1_000);
    faulty["lines"][0]["quantity"] = json!(1_000_001);
    faulty["lines"][0]["tax"] = json!(10_000_000_000_001_i64);
    faulty["placed_at"] = json!("2030-01-01T00:00:00Z");
    let mut places = shop.server("PUT", "/orders/o1").faulty_json(&faulty).send().fault_paths();
    places.sort();
    assert_eq!(places, ["lines[0].quantity", "lines[0].tax", "placed_at"]);
}

#[test]
fn faults_of_a_redemption() {
    let shop = shop();
    for (body, place) in [
        (json!({"reward": ""}), "reward"),
        (json!({"reward": 7.5}), "reward"),
        (json!({}), "reward"),
        (json!({"reward": "a", "points": 0}), "points"),
    ] {
        let answer = shop.shopper("ana", "POST", "/redemptions").key("k").faulty_json(&body).send();
        assert_eq!(answer.fault_paths(), [place], "{body}");
    }
}

#[test]
fn faults_of_a_shops_settings() {
    let shop = shop();
    let settings =
        json!({"name": "Shop", "origins": ["https://shop.example"], "theme": {"accent": "#123456"}, "sandbox": true});
    let faults = [
        ("/name", json!(""), "name"),
        ("/name", long(101), "name"),
        ("/origins", json!(["shop.example"]), "origins[0]"),
        ("/theme", json!({"accent": "x".repeat(101)}), "theme.accent"),
        ("/sandbox", json!("yes"), "sandbox"),
        ("/surprise", json!(1), "surprise"),
    ];
    for (pointer, value, place) in faults {
        let answer = shop.platform("PUT", "").faulty_json(&edited(settings.clone(), pointer, &value)).send();
        assert_eq!(answer.fault_paths(), [place], "{pointer} = {value}");
    }
    let kind = shop.platform("POST", "/keys").key("k").faulty_json(&json!({"kind": "master"})).send();
    assert_eq!(kind.fault_paths(), ["kind"]);
    assert_eq!(shop.platform("PUT", "/clock").faulty_json(&json!({"now": "noon"})).send().fault_paths(), ["now"]);
}
