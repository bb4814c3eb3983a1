//! An experiment from the first beacon to its result: who is counted, which orders are theirs, and what comes of it.

use regulars_tests::{
    offers::offer,
    service::{eventually, unique},
    shop::{Shop, order, text, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// How many people visit: with half of them in the holdout, one arm stays empty once in 2^15 runs.
const VISITORS: usize = 16;

/// A published offer to everybody, half of whom see nothing.
fn half_see_it() -> Value {
    with(offer("welcome"), json!({"holdout": 5_000}))
}

/// Somebody on a page of the shop.
#[derive(Clone, Debug)]
struct Visitor {
    id: String,
    arm: Value,
}

impl Visitor {
    /// Looks at a page for the first time.
    #[track_caller]
    fn new(shop: &Shop) -> Self {
        let boot = shop.visitor("GET", "/boot?lang=en&visitor=new").send().expect(200);
        let offers = &boot["offers"];
        Self { id: text(&offers["visitor"]), arm: offers["candidates"][0]["arm"].clone() }
    }

    fn beacon(&self, events: &[&str]) -> Value {
        self.beacon_of("welcome", &self.arm, events)
    }

    fn beacon_of(&self, offer: &str, arm: &Value, events: &[&str]) -> Value {
        let event = |event: &&str| json!({"event": event, "offer": offer, "arm": arm, "at": 1_592_222_400_000_i64});
        json!({"visitor": self.id, "events": events.iter().map(event).collect::<Vec<_>>()})
    }

    /// Reports, as a visitor or signed in.
    #[track_caller]
    fn report(&self, shop: &Shop, member: Option<&str>, events: &[&str]) {
        let call = match member {
            Some(member) => shop.shopper(member, "POST", "/events"),
            None => shop.visitor("POST", "/events"),
        };
        let answer = call.json(&self.beacon(events)).send();
        assert_eq!(answer.status(), 204, "{answer}");
    }
}

/// A shop with the offer published and on its pages.
fn shop_with_offer(settings: &Value) -> Shop {
    let shop = shop();
    let put = shop.server("PUT", "/offer-settings").header("if-match", "\"0\"").json(settings).send();
    put.expect(200);
    shop.server("POST", "/offers").key(&unique("offer")).json(&half_see_it()).send().expect(201);
    eventually("the offer is on pages", || {
        let boot = shop.visitor("GET", "/boot?lang=en&visitor=new").send().expect(200);
        boot["offers"]["candidates"][0]["id"].as_str().map(drop)
    });
    shop
}

#[track_caller]
fn results(shop: &Shop) -> Value {
    shop.server("GET", "/offers/welcome/results").send().expect(200)
}

/// Numbers of the holdout and of the variant, in this order.
fn numbers(results: &Value, field: &str) -> [i64; 2] {
    [0, 1].map(|arm| results["arms"][arm][field].as_i64().unwrap_or(-1))
}

#[track_caller]
fn eventually_numbers(shop: &Shop, what: &str, expected: &[(&str, [i64; 2])]) -> Value {
    eventually(what, || {
        let results = results(shop);
        expected.iter().all(|(field, numbers_of)| numbers(&results, field) == *numbers_of).then_some(results)
    })
}

fn placed(member: &str, at: &str, cents: i64) -> Value {
    with(order(member, cents), json!({"placed_at": at, "updated_at": at}))
}

#[test]
fn an_offer_that_nobody_has_met_has_results_of_zeros() {
    let shop = shop_with_offer(&json!({}));
    let results = results(&shop);
    assert_eq!((&results["offer"], &results["window_days"]), (&json!("welcome"), &json!(7)));
    assert_eq!(results["sample_ratio"], json!({"p": null, "mismatch": false}));
    assert_eq!(results["arms"][0]["arm"], "holdout");
    assert_eq!(results["arms"][1]["arm"], json!({"variant": "only"}));
    for field in ["visitors", "window_open", "clicks", "dismissals", "taken", "conversions", "orders", "revenue"] {
        assert_eq!(numbers(&results, field), [0, 0], "{field}");
    }
    assert_eq!(results["arms"][0]["against_control"], Value::Null);
    assert_eq!(results["arms"][1]["against_control"]["verdict"], "too_few_to_tell");
    assert_eq!(results["arms"][1]["visitors_needed"], Value::Null);
    shop.server("GET", "/offers/unknown/results").send().refused(404, "not_found");
}

#[test]
fn an_experiment_from_the_first_beacon_to_its_result() {
    let shop = shop_with_offer(&json!({"attribution_days": 2}));
    let visitors: Vec<Visitor> = (0..VISITORS).map(|_| Visitor::new(&shop)).collect();
    let (holdout, shown): (Vec<_>, Vec<_>) = visitors.iter().partition(|visitor| visitor.arm == "holdout");
    let people = [holdout.len() as i64, shown.len() as i64];
    assert!(people[0] > 0 && people[1] > 0, "{people:?}");
    // Told twice, and what comes later told first.
    shown[0].report(&shop, None, &["dismissed", "clicked"]);
    for _ in 0..2 {
        visitors.iter().for_each(|visitor| visitor.report(&shop, None, &["seen", "seen"]));
    }
    let counted = [("visitors", people), ("window_open", people), ("clicks", [0, 1]), ("dismissals", [0, 1])];
    eventually_numbers(&shop, "everybody is counted once", &counted);

    // Two of them sign in: what they order is theirs from when they were first counted, for two days.
    shown[0].report(&shop, Some("ana"), &["clicked"]);
    holdout[0].report(&shop, Some("bor"), &["seen"]);
    shop.set_clock("2020-06-15T20:00:00Z");
    shop.put_order("before", &placed("ana", "2020-06-15T11:59:59Z", 500));
    shop.put_order("a1", &placed("ana", "2020-06-15T18:00:00Z", 3_000));
    shop.put_order("b1", &placed("bor", "2020-06-15T19:00:00Z", 700));
    shop.put_order("stranger", &placed("cene", "2020-06-15T19:00:00Z", 9_000));
    let first = [("orders", [1, 1]), ("conversions", [1, 1]), ("revenue", [700, 3_000])];
    eventually_numbers(&shop, "one order each", &first);

    shop.set_clock("2020-06-18T12:00:00Z");
    shop.put_order("a2", &placed("ana", "2020-06-17T11:59:59Z", 2_000));
    shop.put_order("late", &placed("ana", "2020-06-17T12:30:00Z", 4_000));
    eventually_numbers(
        &shop,
        "the window ends",
        &[("orders", [1, 2]), ("conversions", [1, 1]), ("revenue", [700, 5_000]), ("window_open", [0, 0])],
    );

    // 1,200 of the first order come back, and bor's was really ana's.
    let refunded =
        json!([{"id": "1", "product": "cd", "labels": ["music"], "quantity": 1, "price": 3_000, "refunded": 1_200}]);
    let state = with(
        placed("ana", "2020-06-15T18:00:00Z", 3_000),
        json!({"lines": refunded, "updated_at": "2020-06-18T10:00:00Z"}),
    );
    shop.put_order("a1", &state);
    let moved = with(placed("ana", "2020-06-15T19:00:00Z", 700), json!({"updated_at": "2020-06-18T10:00:00Z"}));
    shop.put_order("b1", &moved);
    let settled = eventually_numbers(
        &shop,
        "refunds and moves count as they are",
        &[("orders", [0, 3]), ("conversions", [0, 1]), ("revenue", [0, 4_500])],
    );
    let variant = &settled["arms"][1];
    let value = |estimate: &Value| estimate["value"].as_f64().unwrap_or(f64::NAN);
    let close = |actual: f64, expected: f64| (actual - expected).abs() < 1e-9 * expected.abs().max(1.0);
    let shown_people = people[1] as f64;
    assert!(close(value(&variant["conversion_rate"]), 1.0 / shown_people), "{variant}");
    if people[1] > 1 {
        // One spent 4,500 and the others nothing: Σ(x − x̄)² = 4,500² × (1 − 1/n).
        let mean = 4_500.0 / shown_people;
        let error = (4_500.0_f64.powi(2) * (1.0 - 1.0 / shown_people) / (shown_people - 1.0) / shown_people).sqrt();
        let estimate = &variant["revenue_per_visitor"];
        assert!(close(value(estimate), mean), "{estimate}");
        let high = estimate["high"].as_f64().unwrap_or(f64::NAN);
        assert!(close(high, mean + 1.959_963_984_540_054 * error), "{estimate}");
    }
    let comparison = &variant["against_control"];
    assert_eq!((&comparison["verdict"], &comparison["lift"]), (&json!("too_few_to_tell"), &Value::Null));
    // One of so many has ordered: 199 more would take 199 times as many.
    assert_eq!(variant["visitors_needed"], (199 * people[1]).max(1_000 - people[1]));

    let cancelled = json!({"status": "cancelled", "updated_at": "2020-06-18T11:00:00Z"});
    for id in ["a1", "a2", "b1"] {
        let at = if id == "b1" { "2020-06-15T19:00:00Z" } else { "2020-06-15T18:00:00Z" };
        shop.put_order(id, &with(placed("ana", at, 700), cancelled.clone()));
    }
    eventually_numbers(&shop, "nothing is left", &[("orders", [0, 0]), ("conversions", [0, 0]), ("revenue", [0, 0])]);

    // With a longer window the order that came too late is in time.
    let longer =
        shop.server("PUT", "/offer-settings").header("if-match", "\"1\"").json(&json!({"attribution_days": 3}));
    longer.send().expect(200);
    let results = eventually_numbers(&shop, "the window as it is now", &[("orders", [0, 1]), ("revenue", [0, 4_000])]);
    assert_eq!((&results["window_days"], numbers(&results, "visitors")), (&json!(3), people));
}

#[test]
fn what_a_beacon_says_of_another_arm_offer_or_visitor_is_not_counted() {
    let shop = shop_with_offer(&json!({}));
    let visitor = Visitor::new(&shop);
    let other_arm = if visitor.arm == "holdout" { json!({"variant": "only"}) } else { json!("holdout") };
    let send = |beacon: &Value| shop.visitor("POST", "/events").json(beacon).send();
    assert_eq!(send(&visitor.beacon_of("welcome", &other_arm, &["seen", "clicked"])).status(), 204);
    assert_eq!(send(&visitor.beacon_of("unknown", &visitor.arm, &["seen"])).status(), 204);
    let forged = Visitor { id: "a".repeat(52), arm: visitor.arm.clone() };
    assert_eq!(send(&forged.beacon(&["seen"])).fault_paths(), ["visitor"]);
    // What is sent last is counted; had any of the others been, it would be there before.
    assert_eq!(send(&visitor.beacon(&["seen"])).status(), 204);
    let one = if visitor.arm == "holdout" { [1, 0] } else { [0, 1] };
    eventually_numbers(&shop, "one person in one arm", &[("visitors", one), ("clicks", [0, 0])]);
}

#[test]
fn all_offers_together_are_compared_with_the_program_wide_holdout() {
    let shop = shop_with_offer(&json!({"holdout": 5_000}));
    let cohort = || {
        let boot = shop.visitor("GET", "/boot?lang=en&visitor=new").send().expect(200);
        (text(&boot["offers"]["visitor"]), boot["offers"]["cohort"].clone())
    };
    let mut people = [0, 0];
    for _ in 0..VISITORS {
        let (id, cohort) = cohort();
        let arm = if cohort == "holdout" { json!("holdout") } else { json!({"variant": "program"}) };
        people[usize::from(cohort != "holdout")] += 1;
        let beacon = Visitor { id, arm: arm.clone() }.beacon_of("program-holdout", &arm, &["seen"]);
        assert_eq!(shop.visitor("POST", "/events").json(&beacon).send().status(), 204);
    }
    eventually("everybody is counted", || {
        let results = shop.server("GET", "/holdout/results").send().expect(200);
        assert_eq!(results["offer"], "program-holdout");
        (numbers(&results, "visitors") == people).then_some(())
    });
}
