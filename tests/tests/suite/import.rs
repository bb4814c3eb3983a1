//! A shop's past brought in as its data base lists it: by time, so that each batch is of hundreds of members. That is the
//! worst case for a runtime on one machine, which keeps every member's object and its files open for a while.

use std::{
    collections::BTreeMap,
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use regulars_kit::{counts, repository, runtime::path_with_node};
use regulars_tests::{
    client::{Answer, Call},
    service::{Service, eventually, unique},
    shop::{Shop, order, text, with},
};
use serde_json::{Value, json};

/// How much: the members are all met by the first orders, within seconds.
#[derive(Clone, Copy, Debug)]
struct Size {
    members: usize,
    orders: usize,
}

/// A tenth of it on every run; all of it takes minutes.
const MAIN: Size = Size { members: 250, orders: 2_000 };
const ALL: Size = Size { members: 2_500, orders: 20_000 };

/// Orders in one request: the service's limit.
const BATCH: usize = 500;
/// Requests at a time.
const CALLERS: usize = 4;
/// Members read with one key: keys have a rate, and this test is not about it.
const MEMBERS_PER_KEY: usize = 1_000;

#[test]
fn an_import_by_time_ends_with_every_wallet_right_and_nothing_left_to_tell() {
    let size = if counts::plays_all() { ALL } else { MAIN };
    let mut service = Service::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("import"));
    let shop = Shop::open(&service.client());
    let orders: Vec<Value> = (0..size.orders).map(|number| placed(number, size)).collect();

    send(&shop, &orders);
    check(&shop, &expected(&orders));
    let state = service.state().to_path_buf();
    eventually("every outbox is empty", || {
        let outboxes = outboxes(&state);
        assert_eq!(outboxes["wallets"], size.members, "{outboxes}");
        (outboxes["rows"] == 0).then_some(())
    });
    service.stop();
    counts::add(size.orders, "imported orders");
}

/// The order with this place in time. The first ones are of a member each; what comes after is of members by a fixed stride,
/// so that a batch is of as many as can be.
fn placed(number: usize, size: Size) -> Value {
    let member = format!("member-{}", number * 7_919 % size.members);
    let (day, minute) = (number * 28 / size.orders, number % 1_440);
    let at = format!("2020-05-{:02}T{:02}:{:02}:00Z", day + 1, minute / 60, minute % 60);
    let cents = 500 + i64::try_from(number * 131 % 9_000).unwrap_or_default();
    with(order(&member, cents), json!({"id": format!("o{number}"), "placed_at": at, "updated_at": at}))
}

/// Ten points a dollar, each order rounded down: what each member has in the end.
fn expected(orders: &[Value]) -> BTreeMap<String, i64> {
    let mut points = BTreeMap::new();
    for order in orders {
        let cents = order["lines"][0]["price"].as_i64().unwrap_or_default();
        *points.entry(text(&order["member"])).or_default() += cents / 10;
    }
    points
}

/// Sends all orders, the callers side by side and each batch until it was taken whole.
fn send(shop: &Shop, orders: &[Value]) {
    let batches: Vec<&[Value]> = orders.chunks(BATCH).collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut rest: Vec<Value> = batch.to_vec();
                    while !rest.is_empty() {
                        rest = refused(&rest, &send_batch(shop, &rest));
                    }
                }
            });
        }
    });
}

fn send_batch(shop: &Shop, orders: &[Value]) -> Answer {
    patiently(|| shop.server("POST", "/orders/batch").json(&json!({"orders": orders})))
}

/// Those of a batch whose wallet was too busy: to be sent again. Anything else that is not taken is a failure.
fn refused(orders: &[Value], answer: &Answer) -> Vec<Value> {
    let answer = answer.expect(200);
    let results = answer["results"].as_array().cloned().unwrap_or_default();
    assert_eq!(results.len(), orders.len(), "{answer}");
    let busy = orders.iter().zip(results).filter(|(_, result)| {
        assert!(result["status"] == 200 || result["status"] == 503, "{result}");
        result["status"] == 503
    });
    busy.map(|(order, _)| order.clone()).collect()
}

fn check(shop: &Shop, expected: &BTreeMap<String, i64>) {
    let expected: Vec<_> = expected.iter().collect();
    for some in expected.chunks(MEMBERS_PER_KEY) {
        let key =
            shop.platform("POST", "/keys").key(&unique("reader")).json(&json!({"kind": "api"})).send().expect(201);
        let secret = text(&key["secret"]);
        for (member, points) in some {
            let path = format!("/members/{member}");
            let detail = patiently(|| shop.anyone("GET", &path).bearer(&secret)).expect(200);
            assert_eq!(detail["balance"], json!(points), "{member}");
        }
    }
}

/// Sends again what was refused for now, after as long as the answer asks for.
fn patiently<'a>(call: impl Fn() -> Call<'a>) -> Answer {
    loop {
        let answer = call().send();
        if answer.status() != 503 && answer.status() != 429 {
            return answer;
        }
        let wait = answer.header("retry-after").and_then(|seconds| seconds.parse().ok());
        thread::sleep(Duration::from_secs(wait.unwrap_or_else(|| panic!("{answer} does not say how long to wait"))));
    }
}

/// What all wallets still have to tell.
fn outboxes(state: &Path) -> Value {
    let root = repository();
    let path = path_with_node(&root).unwrap_or_else(|error| panic!("{error:#}"));
    let mut command = Command::new("node");
    let output = command.arg(root.join("tests/kit/outboxes.mjs")).arg(state).env("PATH", path).output();
    let output = output.unwrap_or_else(|error| panic!("node: {error}"));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}{complaint}"))
}
