//! Orders: state in, difference out, one by one and in batches.

use regulars_tests::{
    service::{eventually, unique},
    shop::{Shop, order, program, with},
};
use serde_json::{Value, json};

use crate::http::{client, shop};

/// The order updated in some second after it was placed.
fn at(second: u32, state: Value) -> Value {
    with(state, json!({"updated_at": format!("2020-06-14T12:00:{second:02}Z")}))
}

fn outcome(result: &Value) -> (&str, i64, i64) {
    (
        result["outcome"].as_str().unwrap_or(""),
        result["points"].as_i64().unwrap_or(0),
        result["change"].as_i64().unwrap_or(0),
    )
}

#[test]
fn an_order_through_its_whole_life_is_always_worth_its_state() {
    let shop = shop();
    let line =
        |refunded: i64| json!([{"id": "1", "product": "cd", "quantity": 2, "price": 2_500, "refunded": refunded}]);
    let state = |second: u32, status: &str, refunded: i64| {
        at(second, with(order("ana", 0), json!({"status": status, "lines": line(refunded)})))
    };
    let put = |state: &Value| shop.put_order("o1", state);
    assert_eq!(outcome(&put(&state(1, "placed", 0))), ("applied", 0, 0));
    assert_eq!(outcome(&put(&state(2, "paid", 0))), ("applied", 500, 500));
    assert_eq!(outcome(&put(&state(2, "paid", 0))), ("unchanged", 500, 0));
    assert_eq!(outcome(&put(&state(3, "completed", 2_000))), ("applied", 300, -200));
    assert_eq!(outcome(&put(&state(2, "paid", 0))), ("stale", 300, 0));
    assert_eq!(outcome(&put(&state(4, "cancelled", 2_000))), ("applied", 0, -300));
    assert_eq!(outcome(&put(&state(5, "completed", 2_000))), ("applied", 300, 300));
    // The clock of many shops counts whole seconds: of two states of one second the one with more refunded is the newer.
    assert_eq!(outcome(&put(&state(5, "completed", 5_000))), ("applied", 0, -300));
    assert_eq!(outcome(&put(&state(5, "completed", 2_000))), ("stale", 0, 0));

    let member = shop.member("ana");
    assert_eq!((&member["balance"], &member["orders"][0]["points"]), (&json!(0), &json!(0)));
    let kinds: Vec<&Value> = member["entries"].as_array().into_iter().flatten().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["reversed", "earned", "reversed", "reversed", "earned"]);
}

#[test]
fn an_order_that_comes_back_under_another_member_earns_once() {
    let shop = shop();
    let id = unique("moved");
    let balances = |what: &str, expected: [i64; 2]| {
        eventually(what, || {
            let balance = |member: &str| shop.member(member)["balance"].as_i64();
            (["guest", "ana"].map(balance) == expected.map(Some)).then_some(())
        });
    };
    shop.put_order(&id, &at(1, order("guest", 1_000)));
    shop.put_order(&id, &at(2, order("ana", 1_000)));
    balances("the guest's wallet gives it up", [0, 100]);

    // A late delivery of what was true before takes nothing back.
    let late = shop.put_order(&id, &at(1, order("guest", 1_000)));
    assert_eq!(outcome(&late), ("unchanged", 0, 0));
    balances("it stays with the newer member", [0, 100]);

    let other = shop.put_order(&id, &at(1, order("guest", 3_000)));
    // Turned round: an older state of another second used to earn in both wallets.
    assert_eq!(outcome(&other), ("applied", 0, 0), "the order is the other member's from a later second on");
    balances("nor does a state nobody has seen before", [0, 100]);

    shop.put_order(&id, &at(3, order("guest", 2_000)));
    balances("it goes back with a newer state", [200, 0]);

    let both = json!({"orders": [
        with(at(4, order("guest", 500)), json!({"id": "web-1"})),
        with(at(5, order("ana", 500)), json!({"id": "web-1"})),
        with(at(6, order("ana", 700)), json!({"id": "web-2"})),
        with(at(5, order("guest", 700)), json!({"id": "web-2"})),
    ]});
    shop.server("POST", "/orders/batch").json(&both).send().expect(200);
    balances("of two in one batch the newer one counts", [200, 120]);
}

/// Turned round: a state dated up to a day ahead used to be taken, and all true ones of that day were stale.
#[test]
fn a_state_dated_ahead_is_refused_in_words_and_keeps_no_true_one_out() {
    let shop = shop();
    shop.put_order("o1", &order("ana", 5_000));
    let state = |cents: i64, at: &str| with(order("ana", cents), json!({"updated_at": at}));
    let (ahead, now) = ("2020-06-15T12:11:00Z", "2020-06-15T12:00:00Z");
    // The clock of a sandbox goes on; what follows takes less than a minute.
    shop.set_clock(now);
    let refused = shop.server("PUT", "/orders/o1").json(&state(9_000, ahead)).send();
    assert_eq!(refused.fault_paths(), ["updated_at"]);
    let message = refused.json()["errors"][0]["message"].clone();
    let says = |words: &str| message.as_str().is_some_and(|message| message.contains(words));
    assert!(says("is 2020-06-15T12:11:00Z, which is 10 minutes ahead") || says("11 minutes ahead"), "{message}");
    assert!(says("Check your server's clock, and that it does not send local time as UTC"), "{message}");
    let guests = with(state(9_000, ahead), json!({"member": null}));
    assert_eq!(shop.server("PUT", "/orders/guests").json(&guests).send().fault_paths(), ["updated_at"]);
    let batch = json!({"orders": [
        with(state(9_000, ahead), json!({"id": "o1"})),
        with(state(2_000, now), json!({"id": "o2"})),
    ]});
    let answer = shop.server("POST", "/orders/batch").json(&batch).send().expect(200);
    assert_eq!([&answer["results"][0]["status"], &answer["results"][1]["status"]], [&json!(422), &json!(200)]);

    assert_eq!(outcome(&shop.put_order("o1", &state(6_000, now))), ("applied", 600, 100));
    assert_eq!(outcome(&shop.put_order("o1", &state(7_000, "2020-06-15T12:09:00Z"))), ("applied", 700, 100));
}

#[test]
fn points_wait_for_the_return_window() {
    let shop = shop();
    let result = shop.put_order("o1", &order("ana", 1_000));
    assert_eq!((&result["pending_until"], &result["program_version"]), (&json!("2020-07-14T12:00:00Z"), &json!(1)));
    let member = shop.member("ana");
    assert_eq!((&member["pending"], &member["available"]), (&json!(100), &json!(0)));
    assert_eq!(member["arrivals"], json!([{"points": 100, "at": "2020-07-14T12:00:00Z"}]));
    assert_eq!(member["entries"][0]["ordered_at"], json!("2020-06-14T12:00:00Z"));
}

#[test]
fn a_batch_gives_each_order_its_own_outcome() {
    let shop = shop();
    shop.put_order("known", &order("ana", 1_000));
    let named = |id: &str, state: Value| with(state, json!({"id": id}));
    let batch = json!({"orders": [
        named("new", order("ana", 2_000)),
        named("known", order("ana", 1_000)),
        named("wrong", with(order("bor", 500), json!({"lines": [{"id": "1", "product": "cd", "quantity": "x", "price": 5}]}))),
        named("foreign", with(order("bor", 500), json!({"currency": "JPY"}))),
        named("other", order("bor", 700)),
        named("shapeless", json!({"member": "bor"})),
        named("twice", order("cene", 1_000)),
        named("twice", at(1, order("cene", 3_000))),
        named("bad\u{7}id", order("cene", 1_000)),
        7,
    ]});
    let answer = shop.server("POST", "/orders/batch").faulty_json(&batch).send().expect(200);
    let results = answer["results"].as_array().cloned().unwrap_or_default();
    let told: Vec<(Value, u64, &str)> = results
        .iter()
        .map(|result| {
            let what = result["result"]["outcome"].as_str().or(result["problem"]["code"].as_str());
            (result["id"].clone(), result["status"].as_u64().unwrap_or(0), what.unwrap_or(""))
        })
        .collect();
    assert_eq!(
        told,
        [
            (json!("new"), 200, "applied"),
            (json!("known"), 200, "unchanged"),
            (json!("wrong"), 422, "invalid"),
            (json!("foreign"), 200, "waiting"),
            (json!("other"), 200, "applied"),
            (json!("shapeless"), 422, "invalid"),
            (json!("twice"), 200, "applied"),
            (json!("twice"), 200, "applied"),
            (json!("bad\u{7}id"), 422, "invalid"),
            (Value::Null, 422, "invalid"),
        ]
    );
    assert_eq!(results[2]["problem"]["errors"][0]["path"], "lines[0].quantity");
    assert_eq!(
        (&shop.member("ana")["pending"], &shop.member("bor")["pending"], &shop.member("cene")["pending"]),
        (&json!(300), &json!(70), &json!(300))
    );
}

#[test]
fn a_batch_is_worth_what_its_orders_are_one_by_one() {
    let (together, alone) = (shop(), shop());
    let states: Vec<(String, Value)> = (0..60)
        .map(|number| (format!("o{number}"), order(&format!("member {}", number % 7), 900 + 13 * number)))
        .collect();
    let orders: Vec<Value> = states.iter().map(|(id, state)| with(state.clone(), json!({"id": id}))).collect();
    let batch = together.server("POST", "/orders/batch").json(&json!({"orders": orders})).send().expect(200);
    for ((id, state), result) in states.iter().zip(batch["results"].as_array().into_iter().flatten()) {
        assert_eq!(result["result"], alone.put_order(id, state), "{id}");
    }
    for member in 0..7 {
        let told = |shop: &Shop| {
            let mut member = shop.member(&format!("member {member}"));
            // When an entry took effect and how often the wallet was written differ; what is owned does not.
            for entry in member["entries"].as_array_mut().into_iter().flatten() {
                entry["at"] = Value::Null;
            }
            with(member, json!({"as_of": null, "seq": null, "tier": null}))
        };
        assert_eq!(told(&together), told(&alone));
    }
}

#[test]
fn a_batch_has_a_limit_and_takes_nothing_above_it() {
    let shop = shop();
    let orders = |count: usize| -> Value {
        let state = |number: usize| with(order("ana", 100), json!({"id": format!("o{number}")}));
        json!({"orders": (0..count).map(state).collect::<Vec<_>>()})
    };
    let refused = shop.server("POST", "/orders/batch").faulty_json(&orders(501)).send();
    assert_eq!(refused.fault_paths(), ["orders"]);
    assert_eq!(shop.member("ana")["orders"], json!([]));
    let taken = shop.server("POST", "/orders/batch").json(&orders(500)).send().expect(200);
    assert!(taken["results"].as_array().into_iter().flatten().all(|result| result["result"]["outcome"] == "applied"));
    assert_eq!(shop.member("ana")["pending"], 5_000);
}

#[test]
fn an_order_without_a_rate_waits_and_earns_as_soon_as_a_program_has_one() {
    let shop = shop();
    let result = shop.put_order("o1", &with(order("ana", 2_000), json!({"currency": "EUR"})));
    assert_eq!((&result["outcome"], &result["waiting_reason"]), (&json!("waiting"), &json!("no_rate_for_currency")));
    assert_eq!(shop.member("ana")["orders"][0]["waiting_reason"], "no_rate_for_currency");
    shop.publish(&with(program(), json!({"rates": {"USD": 100, "EUR": 50}})));
    // Nobody touches the member; the published state follows by itself.
    eventually("the waiting order earns", || (shop.boot("ana")["member"]["pending"] == 400).then_some(()));
    let order = shop.member("ana")["orders"][0].clone();
    assert_eq!(
        (&order["points"], &order["program_version"], &order["waiting_reason"]),
        (&json!(400), &json!(2), &Value::Null)
    );
}

#[test]
fn an_order_from_before_the_first_program_waits_for_it() {
    let shop = Shop::open_without_program(&client());
    let result = shop.put_order("o1", &order("ana", 2_000));
    assert_eq!((&result["outcome"], &result["waiting_reason"]), (&json!("waiting"), &json!("no_program")));
    shop.publish(&program());
    eventually("the waiting order earns", || (shop.boot("ana")["member"]["pending"] == 200).then_some(()));
}

#[test]
fn a_rewarded_order_keeps_the_program_version_it_was_rewarded_under() {
    let shop = shop();
    shop.put_order("o1", &order("ana", 1_000));
    let mut doubled = program();
    doubled["rules"][0]["points_per_unit"] = json!(20);
    shop.publish(&doubled);
    eventually("new orders earn by the new version", || {
        let result = shop.put_order(&unique("probe"), &order("probe", 1_000));
        (result["points"] == 200).then_some(())
    });
    let edited = shop.put_order("o1", &at(9, order("ana", 3_000)));
    assert_eq!((outcome(&edited), &edited["program_version"]), (("applied", 300, 200), &json!(1)));
}

#[test]
fn points_that_were_spent_cannot_be_taken_back_and_are_forgiven() {
    let shop = shop();
    let old = json!({"placed_at": "2020-01-01T12:00:00Z", "updated_at": "2020-01-01T12:00:00Z"});
    shop.put_order("o1", &with(order("ana", 6_000), old.clone()));
    shop.redeem("ana", &unique("take"), "five-off").expect(201);
    let cancelled =
        with(with(order("ana", 6_000), old), json!({"status": "cancelled", "updated_at": "2020-06-14T12:00:00Z"}));
    let result = shop.put_order("o1", &cancelled);
    assert_eq!((&result["points"], &result["change"], &result["forgiven"]), (&json!(0), &json!(-600), &json!(500)));
    let member = shop.member("ana");
    assert_eq!(
        (&member["balance"], &member["available"], &member["held"], &member["debt"]),
        (&json!(0), &json!(0), &json!(0), &json!(0))
    );
}
