//! A shop's past brought in as its data base lists it: by time, so that each batch is of hundreds of members. That is the
//! worst case for a runtime on one machine, which keeps every member's object and its files open for a while.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
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

/// How much, and how it is sent: the first orders are of a member each, so all members are met as fast as can be.
#[derive(Clone, Copy, Debug)]
struct Import {
    members: usize,
    orders: usize,
    /// Orders in one request.
    batch: usize,
    /// Requests at a time.
    callers: usize,
}

/// A tenth of it on every run; all of it takes minutes. 500 orders in a request are the service's limit.
const MAIN: Import = Import { members: 250, orders: 2_000, batch: 500, callers: 4 };
const ALL: Import = Import { members: 2_500, orders: 20_000, batch: 500, callers: 4 };

/// More than fits at a time: a member's object has 3 files open, so all of them would have 4,500. Several callers, so that one
/// of them calls while writes are refused.
const TIGHT: Import = Import { members: 1_500, orders: 1_500, batch: 50, callers: 4 };
const TIGHT_OPEN_FILES: u32 = 2_400;

/// Members read with one key: keys have a rate, and this test is not about it.
const MEMBERS_PER_KEY: usize = 1_000;

#[test]
fn an_import_by_time_ends_with_every_wallet_right_and_nothing_left_to_tell() {
    let import = if counts::plays_all() { ALL } else { MAIN };
    let mut service = Service::start(&state("import"));
    play(&service, import);
    service.stop();
    counts::add(import.orders, "imported orders");
}

#[test]
fn more_than_the_machine_can_hold_open_is_told_to_wait_and_ends_as_well() {
    let mut service = Service::start_with_open_files(&state("tight-import"), Some(TIGHT_OPEN_FILES));
    let refused = play(&service, TIGHT);
    let warnings = service.warnings();
    assert!(refused > 0, "nothing was refused: {warnings:?}");
    let limit = format!("of {TIGHT_OPEN_FILES} open files: writes refused");
    assert!(warnings.iter().any(|warning| warning.contains(&limit)), "{warnings:?}");
    service.stop();
}

fn state(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Sends an import and checks what comes of it. Gives how many requests were refused for now.
fn play(service: &Service, import: Import) -> usize {
    let shop = Shop::open(&service.client());
    let patience = Patience::default();
    let orders: Vec<Value> = (0..import.orders).map(|number| placed(number, import)).collect();
    send(&shop, &orders, import, &patience);
    check(&shop, &expected(&orders), &patience);
    eventually("every outbox is empty", || {
        let outboxes = outboxes(service.state());
        assert_eq!(outboxes["wallets"], import.members, "{outboxes}");
        (outboxes["rows"] == 0).then_some(())
    });
    patience.refused.load(Ordering::Relaxed)
}

/// The order with this place in time. The first ones are of a member each; what comes after is of members by a fixed stride,
/// so that a batch is of as many as can be.
fn placed(number: usize, import: Import) -> Value {
    let member = format!("member-{}", number * 7_919 % import.members);
    let (day, minute) = (number * 28 / import.orders, number % 1_440);
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
fn send(shop: &Shop, orders: &[Value], import: Import, patience: &Patience) {
    let batches: Vec<&[Value]> = orders.chunks(import.batch).collect();
    let next = AtomicUsize::new(0);
    let call = || {
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut rest: Vec<Value> = batch.to_vec();
            while !rest.is_empty() {
                let answer = patience.send(|| shop.server("POST", "/orders/batch").json(&json!({"orders": rest})));
                rest = refused(&rest, &answer);
            }
        }
    };
    thread::scope(|scope| (0..import.callers).for_each(|_| drop(scope.spawn(call))));
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

fn check(shop: &Shop, expected: &BTreeMap<String, i64>, patience: &Patience) {
    let expected: Vec<_> = expected.iter().collect();
    for some in expected.chunks(MEMBERS_PER_KEY) {
        let create = || shop.platform("POST", "/keys").key(&unique("reader")).json(&json!({"kind": "api"}));
        let key = patience.send(create).expect(201);
        let secret = text(&key["secret"]);
        for (member, points) in some {
            let path = format!("/members/{member}");
            let detail = patience.send(|| shop.anyone("GET", &path).bearer(&secret)).expect(200);
            assert_eq!(detail["balance"], json!(points), "{member}");
        }
    }
}

/// Sends again what was refused for now, after as long as the answer asks for, and counts how often that was.
#[derive(Debug, Default)]
struct Patience {
    refused: AtomicUsize,
}

impl Patience {
    fn send<'a>(&self, call: impl Fn() -> Call<'a>) -> Answer {
        loop {
            let answer = call().send();
            if answer.status() != 503 && answer.status() != 429 {
                return answer;
            }
            self.refused.fetch_add(1, Ordering::Relaxed);
            let wait = answer.header("retry-after").and_then(|seconds| seconds.parse().ok());
            thread::sleep(Duration::from_secs(
                wait.unwrap_or_else(|| panic!("{answer} does not say how long to wait")),
            ));
        }
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
