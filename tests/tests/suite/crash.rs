//! The service killed at the worst moment and started again on what it left behind: nothing that was answered is lost,
//! nothing is done twice, and what was on its way arrives.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use regulars_tests::{
    client::{Answer, Client},
    kv::Kv,
    service::{Service, eventually},
    shop::{Shop, order, program, with},
};
use serde_json::{Value, json};

fn service(name: &str) -> Service {
    Service::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("crash").join(name))
}

/// Kills the service and starts it again.
fn crash(service: &mut Service) -> Client {
    service.kill();
    service.resume();
    service.client()
}

/// The key of the only member's snapshot, if one was published.
fn snapshot_key(state: &Path, shop: &Shop) -> Option<String> {
    let keys = Kv::of(state).list(&format!("member/{}/", shop.id));
    assert!(keys.len() <= 1, "{keys:?}");
    keys.into_iter().next()
}

/// How many commits a snapshot shows.
fn seq(snapshot: &str) -> u64 {
    let parsed: Value = serde_json::from_str(snapshot).unwrap_or_default();
    parsed["head"]["seq"].as_u64().unwrap_or_else(|| panic!("no snapshot: {snapshot}"))
}

#[test]
fn what_was_answered_survives_a_kill() {
    let mut service = service("answered");
    let shop = Shop::open(&service.client());
    for number in 0..10 {
        shop.put_order(&format!("o{number}"), &order(&format!("member {}", number % 3), 1_000));
    }
    shop.give("ana", 500);
    let redemption = shop.redeem("ana", "before", "five-off");
    redemption.expect(201);
    let before: Vec<Value> = ["member 0", "member 1", "member 2", "ana"].map(|member| shop.state(member)).into();

    let shop = shop.through(&crash(&mut service));
    let after: Vec<Value> = ["member 0", "member 1", "member 2", "ana"].map(|member| shop.state(member)).into();
    assert_eq!(before, after);
    let retry = shop.redeem("ana", "before", "five-off");
    assert!(retry.is_replayed());
    assert_eq!((redemption.status(), redemption.bytes()), (retry.status(), retry.bytes()));
    assert_eq!(shop.state("ana"), after[3]);
}

#[test]
fn requests_in_flight_at_a_kill_have_one_effect_when_they_are_sent_again() {
    const WRITERS: usize = 4;
    let mut service = service("in-flight");
    let shop = Shop::open(&service.client());
    let answered = AtomicBool::new(false);
    // Each writer goes on until the service no longer answers, and tells how far it came.
    let reached = thread::scope(|scope| {
        let write = |writer: usize| {
            let mut number = 0;
            while adjust(&shop, writer, number).attempt().is_ok_and(|answer| answer.status() == 201) {
                answered.store(true, Ordering::Relaxed);
                number += 1;
            }
            number
        };
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        eventually("writes are answered", || answered.load(Ordering::Relaxed).then_some(()));
        service.kill();
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<Vec<usize>>()
    });

    service.resume();
    let shop = shop.through(&service.client());
    for (writer, reached) in reached.into_iter().enumerate() {
        for number in 0..=reached {
            let answer = adjust(&shop, writer, number).send();
            answer.expect(201);
            assert!(answer.is_replayed() || number == reached, "{answer} was answered before");
        }
        assert_eq!(shop.member(&format!("member {writer}"))["balance"], json!(reached + 1));
    }
}

fn adjust(shop: &Shop, writer: usize, number: usize) -> regulars_tests::client::Call<'_> {
    let adjustment = json!({"id": format!("a{number}"), "points": 1, "reason": "One more"});
    let path = format!("/members/member%20{writer}/adjustments");
    shop.server("POST", &path).key(&format!("{writer}/{number}")).json(&adjustment)
}

/// Leaves the service killed with a commit that has not been published: that of `write`, right after another.
fn killed_before_publishing(service: &mut Service, write: impl Fn(&Shop)) -> Shop {
    killed_after(service, |_| (), write)
}

/// The same in a shop that `prepare` has made ready, with what it has published.
///
/// KV takes one write a second for a key, so a second commit right after the first waits in the outbox. On a busy machine
/// it may be published before the kill all the same; then it is tried again.
fn killed_after(service: &mut Service, prepare: impl Fn(&Shop), write: impl Fn(&Shop)) -> Shop {
    for _ in 0..10 {
        let shop = Shop::open(&service.client());
        prepare(&shop);
        let before = shop.member("ana")["seq"].as_u64().unwrap_or_default();
        shop.give("ana", 100);
        write(&shop);
        service.kill();
        let published = snapshot_key(service.state(), &shop).map(|key| seq(&Kv::of(service.state()).get(&key)));
        if published.is_none_or(|seq| seq < before + 2) {
            return shop;
        }
        service.resume();
    }
    panic!("the service always published before it could be killed");
}

#[test]
fn a_commit_that_was_not_published_before_a_kill_is_published_after_the_restart_by_itself() {
    let mut service = service("outbox");
    let shop = killed_before_publishing(&mut service, |shop| shop.give("ana", 20));
    service.resume();
    let shop = shop.through(&service.client());
    // A page view without `seq` never asks the wallet: what it sees was published.
    let member = eventually("the snapshot catches up", || {
        let member = shop.boot("ana")["member"].clone();
        (member["seq"] == 2).then_some(member)
    });
    assert_eq!(member["balance"], 120);
}

#[test]
fn the_back_office_hears_after_the_restart_what_was_on_its_way_at_the_kill() {
    let mut service = service("back-office");
    let shop = killed_before_publishing(&mut service, |shop| {
        let waiting = shop.put_order("o1", &with(order("ana", 2_000), json!({"currency": "EUR"})));
        assert_eq!(waiting["outcome"], "waiting");
    });
    service.resume();
    let shop = shop.through(&service.client());
    // Only the back office knows which members have waiting orders. Nobody asks for the member itself.
    shop.publish(&with(program(), json!({"rates": {"USD": 100, "EUR": 50}})));
    eventually("the waiting order earns", || (shop.boot("ana")["member"]["pending"] == 400).then_some(()));
}

/// A shop that asks for a score at delivery and gives points for it, and a member who was asked.
fn ask(shop: &Shop, member: &str) {
    let order = with(order(member, 1_000), json!({"delivered_at": "2020-06-15T06:00:00Z"}));
    shop.put_order(&format!("of {member}"), &order);
    eventually("the member is asked", || shop.boot(member).get("survey").map(drop));
}

fn answer(shop: &Shop, member: &str) -> Answer {
    let told = json!({
        "occasion": format!("order:of {member}"), "version": 1, "step": "score", "answer": {"score": 3},
    });
    shop.shopper(member, "POST", "/surveys/s/answers").key("answer").json(&told).send()
}

#[test]
fn an_answer_that_was_not_told_before_a_kill_is_counted_once_after_the_restart() {
    let mut service = service("answer");
    let prepare = |shop: &Shop| {
        let survey = json!({
            "id": "s", "name": "S", "status": "published", "points": 50, "rest_days": 30,
            "timing": {"at_delivery": {"for_hours": 48}},
            "steps": [{"id": "score", "ask": {"nps": {}}, "title": {"en": "Recommend us?"}}],
        });
        shop.server("POST", "/surveys").key("survey").json(&survey).send().expect(201);
        ask(shop, "ana");
    };
    let shop = killed_after(&mut service, prepare, |shop| drop(answer(shop, "ana").expect(201)));
    service.resume();
    let shop = shop.through(&service.client());
    let told = |answers: u64| {
        let report = shop.server("GET", "/reports/feedback?survey=s").send().expect(200)["overall"].clone();
        (report["nps"]["answers"] == answers).then_some(report)
    };
    // Nobody asks for the member: what was on its way arrives by itself.
    eventually("the answer is in the report", || told(1));
    assert!(answer(&shop, "ana").is_replayed());
    ask(&shop, "bor");
    answer(&shop, "bor").expect(201);
    // What comes later is there, so nothing that was told before it is still to come.
    let report = eventually("another answer is in the report", || told(2));
    assert_eq!((&report["answered"], &report["nps"]["detractors"]), (&json!(2), &json!(2)), "{report}");
    assert_eq!(shop.member("ana")["available"], 150);
}

#[test]
fn an_old_snapshot_is_seen_through_by_whoever_has_seen_a_newer_state() {
    let mut service = service("stale");
    let shop = Shop::open(&service.client());
    shop.give("ana", 100);
    eventually("the first state is published", || (shop.boot("ana")["member"]["balance"] == 100).then_some(()));
    service.stop();
    let key = snapshot_key(service.state(), &shop).unwrap_or_else(|| panic!("no snapshot was published"));
    let old = Kv::of(service.state()).get(&key);

    service.resume();
    let shop = shop.through(&service.client());
    shop.give("ana", 20);
    let seq = shop.member("ana")["seq"].as_u64().unwrap_or_default();
    eventually("the second state is published", || (shop.boot("ana")["member"]["balance"] == 120).then_some(()));
    let seen_by = |shop: &Shop, query: &str| {
        let boot = shop.shopper("ana", "GET", &format!("/boot{query}")).send().expect(200);
        boot["member"]["balance"].clone()
    };

    for is_missing in [false, true] {
        service.stop();
        if is_missing {
            Kv::of(service.state()).delete(&key);
        } else {
            Kv::of(service.state()).put(&key, &old);
        }
        service.resume();
        let shop = shop.through(&service.client());
        assert_eq!(seen_by(&shop, ""), if is_missing { 0 } else { 100 }, "what KV holds is what a page view sees");
        assert_eq!(seen_by(&shop, &format!("?seq={seq}")), 120);
        assert_eq!(shop.member("ana")["balance"], 120, "the ledger itself was never in doubt");
    }
}
