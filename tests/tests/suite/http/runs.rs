//! Runs: what divides people anew is counted anew, and what was counted before can still be read.

use regulars_tests::{
    offers::{Device, event, offer},
    service::eventually,
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// Where a new shop's clock stands, in milliseconds.
const NOW_MS: i64 = 1_592_222_400_000;
/// With half of them in the holdout one arm stays empty once in 2^15 runs.
const DEVICES_MAX: usize = 16;

/// An offer with two variants, a tenth held out.
fn spring() -> Value {
    let variants = ["a", "b"].map(|key| json!({"key": key, "content": {"headline": {"en": key}}}));
    with(offer("spring"), json!({"variants": variants, "holdout": 1_000}))
}

#[track_caller]
fn put(shop: &Shop, version: u32, document: &Value) {
    let call = shop.server("PUT", "/offers/spring").header("if-match", &format!("\"{version}\""));
    call.json(document).send().expect(200);
}

#[track_caller]
fn results(shop: &Shop, query: &str) -> Value {
    shop.server("GET", &format!("/offers/spring/results{query}")).send().expect(200)
}

fn visitors(results: &Value) -> u64 {
    let of_arm = |arm: &Value| arm["visitors"].as_u64().unwrap_or_default();
    results["arms"].as_array().into_iter().flatten().map(of_arm).sum()
}

/// Somebody new sees it, as their page was sent it.
#[track_caller]
fn somebody_sees_it(shop: &Shop, run: u64) {
    let device = eventually(&format!("run {run} is on pages"), || {
        let device = Device::new(shop);
        (run_of(&device) == run).then_some(device)
    });
    device.told(&[with(event("seen", "spring", &device.arm("spring"), NOW_MS), json!({"run": run}))]);
}

/// The run that a page is told.
#[track_caller]
fn run_of(device: &Device<'_>) -> u64 {
    let offers = device.offers();
    let spring = offers["candidates"].as_array().into_iter().flatten().find(|candidate| candidate["id"] == "spring");
    spring.map_or(0, |spring| spring["run"].as_u64().unwrap_or(1))
}

#[test]
fn whatever_divides_people_anew_begins_another_run() {
    let shop = shop();
    shop.offer(&[spring()]);
    assert_eq!((&results(&shop, "")["run"], visitors(&results(&shop, ""))), (&json!(1), 0));
    somebody_sees_it(&shop, 1);
    eventually("the first", || (visitors(&results(&shop, "")) == 1).then_some(()));

    let other_words =
        json!([{"key": "a", "content": {"headline": {"en": "A"}}}, {"key": "b", "content": {"headline": {"en": "B"}}}]);
    let same = [
        json!({"variants": other_words}),
        json!({"coverage": 9_999}),
        json!({"condition": {"page.path": "/"}}),
        json!({"status": "archived"}),
    ];
    for (version, change) in (1..).zip(&same) {
        put(&shop, version, &with(spring(), change.clone()));
        assert_eq!((&results(&shop, "")["run"], visitors(&results(&shop, ""))), (&json!(1), 1), "{change}");
    }

    let mut weighed = spring();
    [(0, 3_000), (1, 6_000)]
        .into_iter()
        .for_each(|(index, weight)| weighed["variants"][index]["weight"] = json!(weight));
    let mut third = spring();
    let variant = json!({"key": "c", "content": {"headline": {"en": "c"}}});
    third["variants"].as_array_mut().expect("there are some").push(variant);
    let others = [
        ("weights", weighed),
        ("the holdout", with(spring(), json!({"holdout": 2_000}))),
        ("variants", third),
        ("the key", with(spring(), json!({"experiment": "summer"}))),
    ];
    for (number, (what, document)) in (0_u32..).zip(&others) {
        put(&shop, 5 + number, document);
        let now = results(&shop, "");
        assert_eq!((&now["run"], visitors(&now)), (&json!(2 + number), 0), "another by {what}");
        assert!(now["started_at"].is_string(), "{now}");
    }
    somebody_sees_it(&shop, 5);
    eventually("the fifth", || (visitors(&results(&shop, "")) == 1).then_some(()));
    let first = results(&shop, "?run=1");
    assert_eq!((&first["run"], visitors(&first), first["arms"].as_array().map(Vec::len)), (&json!(1), 1, Some(3)));
    assert_eq!(results(&shop, "?run=4")["arms"].as_array().map(Vec::len), Some(4), "as it was then");

    let deleted = shop.server("DELETE", "/offers/spring").header("if-match", "\"9\"").send();
    assert_eq!(deleted.status(), 204, "{deleted}");
    shop.create_offer(&others[3].1).expect(201);
    assert_eq!((&results(&shop, "")["run"], visitors(&results(&shop, ""))), (&json!(6), 0), "deleted and made again");
    for unknown in ["?run=7", "?run=0", "?run=99999999999"] {
        shop.server("GET", &format!("/offers/spring/results{unknown}")).send().refused(404, "not_found");
    }
    let faulty = shop.server("GET", "/offers/spring/results?run=first").send();
    assert_eq!(faulty.fault_paths(), ["run"]);
}

#[test]
fn what_a_page_tells_of_an_earlier_run_is_not_counted() {
    let shop = shop();
    shop.offer(&[with(spring(), json!({"holdout": 0}))]);
    let (old, new) = (Device::new(&shop).signed_in("ana"), Device::new(&shop).signed_in("bor"));
    let arm = old.arm("spring");
    let key = arm["variant"].as_str().unwrap_or_default().to_owned();
    old.told(&[event("seen", "spring", &arm, NOW_MS)]);
    eventually("the first run has one", || (visitors(&results(&shop, "")) == 1).then_some(()));

    // All that were in it are in the other one now, members too.
    let mut moved = with(spring(), json!({"holdout": 0}));
    for variant in moved["variants"].as_array_mut().expect("there are some") {
        let weight = if variant["key"] == key.as_str() { 1 } else { 9_999 };
        variant["weight"] = json!(weight);
    }
    put(&shop, 1, &moved);
    eventually("another run is on pages", || (run_of(&old) == 2).then_some(()));
    assert_ne!(old.arm("spring"), arm, "an arm is kept within a run");
    let late = new.arm("spring");
    new.told(&[event("seen", "spring", &late, NOW_MS)]);
    new.told(&[with(event("clicked", "spring", &late, NOW_MS), json!({"run": 2}))]);
    old.told(&[with(event("seen", "spring", &old.arm("spring"), NOW_MS), json!({"run": 2}))]);
    eventually("one in the second", || (visitors(&results(&shop, "")) == 1).then_some(()));
    assert_eq!(visitors(&results(&shop, "?run=1")), 1);
}

#[test]
fn the_program_as_a_whole_is_measured_by_the_orders_of_a_time() {
    let shop = shop();
    shop.settle(&json!({"holdout": 5_000}));
    shop.offer(&[offer("welcome")]);
    let told = |device: &Device<'_>| device.offers()["cohort"].clone();
    let mut found = [None, None];
    for _ in 0..DEVICES_MAX {
        let device = Device::new(&shop);
        let arm = usize::from(told(&device) != "holdout");
        found[arm] = Some(device);
    }
    let [Some(holdout), Some(program)] = found else { panic!("one arm is empty") };
    for (device, arm, member) in [(&holdout, json!("holdout"), "ana"), (&program, json!({"variant": "program"}), "bor")]
    {
        device.told(&[event("seen", "program-holdout", &arm, NOW_MS)]);
        device.signed_in(member).told(&[]);
    }
    shop.set_clock("2020-08-01T12:00:00Z");
    let placed = [("before", "06-14", 100), ("soon", "06-20", 1_000), ("later", "07-20", 10_000)];
    for (id, day, cents) in placed {
        for (member, times) in [("ana", 1), ("bor", 2)] {
            let at = format!("2020-{day}T12:00:00Z");
            let document = with(order(member, cents * times), json!({"placed_at": at, "updated_at": at}));
            shop.put_order(&format!("{id} of {member}"), &document);
        }
    }
    let of = |query: &str| shop.server("GET", &format!("/holdout/results{query}")).send().expect(200);
    let revenue = |query: &str| [0, 1].map(|arm| of(query)["arms"][arm]["revenue"].as_i64());
    let is = |query: &str, cents: i64| revenue(query) == [Some(cents), Some(2 * cents)];
    eventually(&format!("both orders, but {:#}", of("")), || is("", 11_000).then_some(()));
    assert!(is("?until=2020-07-01T00:00:00Z", 1_000) && is("?from=2020-07-01T00:00:00Z", 10_000));
    assert!(is("?from=2020-06-01T00:00:00Z&until=2020-06-20T12:00:00Z", 0), "the end is not in it");
    assert_eq!(visitors(&of("?from=2020-06-01T00:00:00Z&until=2020-06-15T12:00:00Z")), 0, "nobody was counted yet");
    let now = of("");
    assert_eq!((&now["run"], &now["from"], &now["window_days"]), (&json!(1), &now["started_at"], &Value::Null));
    let faulty = shop.server("GET", "/holdout/results?from=2020-07-01T00:00:00Z&until=2020-06-01T00:00:00Z").send();
    assert_eq!(faulty.fault_paths(), ["until"]);

    let settings = |version: u32, share: u32| {
        let call = shop.server("PUT", "/offer-settings").header("if-match", &format!("\"{version}\""));
        call.json(&json!({"holdout": share})).send().expect(200);
    };
    settings(1, 4_000);
    assert_eq!((&of("")["run"], visitors(&of(""))), (&json!(2), 0), "another share divides anew");
    settings(2, 0);
    settings(3, 4_000);
    assert_eq!((&of("")["run"], visitors(&of("?run=1"))), (&json!(3), 2), "so does one that was none meanwhile");
    eventually("pages are told", || (Device::new(&shop).offers()["cohort_run"] == 3).then_some(()));
    shop.server("GET", "/holdout/results?run=4").send().refused(404, "not_found");
}

#[test]
fn what_was_met_thirteen_months_ago_is_forgotten() {
    let shop = shop();
    shop.offer(&[spring()]);
    somebody_sees_it(&shop, 1);
    eventually("one is counted", || (visitors(&results(&shop, "")) == 1).then_some(()));
    shop.set_clock("2021-07-16T11:00:00Z");
    shop.set_clock("2021-07-16T13:00:00Z");
    eventually("nobody is", || (visitors(&results(&shop, "")) == 0).then_some(()));
}
