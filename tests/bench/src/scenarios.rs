//! What is measured, each as the callers of the API do it.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use anyhow::{Context, Result};
use regulars_kit::cdnow;
use regulars_tests::{
    client::Client,
    shop::{Shop, demo_program},
};
use serde_json::{Value, json};

use crate::{
    load::{Call, Effort, agent, measure, succeed},
    report::Row,
};

/// Orders in one request of the replay: as many as the API takes.
const BATCH: usize = 500;

/// Requests of the replay that are under way at once.
const IMPORTERS: usize = 2;

/// Members the calls go round among, so that no wallet is asked twice at once.
const MEMBERS: usize = 200;

/// The runtime alone.
///
/// # Errors
/// When a call fails.
pub fn empty(url: &str, effort: Effort) -> Result<Row> {
    row("empty JavaScript worker", effort, |agent, _| succeed(agent.get(url).call()))
}

/// The demo shop's program in a shop whose clock stands where the data ends.
///
/// # Errors
/// When the program cannot be read.
pub fn open(url: &str) -> Result<Shop> {
    let shop = Shop::open_without_program(&Client::new(url));
    shop.set_clock("1998-07-01T00:00:00Z");
    shop.publish(&demo_program());
    Ok(shop)
}

/// The members that calls go round among.
///
/// # Errors
/// When the data cannot be read.
pub fn members() -> Result<Vec<String>> {
    let mut members: Vec<String> = cdnow::purchases()?.into_iter().map(|purchase| purchase.customer).collect();
    members.dedup();
    members.truncate(MEMBERS);
    Ok(members)
}

/// Every kind of call that shoppers and shops make all day.
///
/// # Errors
/// When a call fails.
pub fn all(shop: &Shop, effort: Effort) -> Result<Vec<Row>> {
    let members = members()?;
    let tokens: Vec<String> = members.iter().map(|member| shop.signing.token(&shop.id, member)).collect();
    let member = |number: usize| &members[number % members.len()];
    let token = |number: usize| format!("Bearer {}", tokens[number % tokens.len()]);
    let server = format!("Bearer {}", shop.api_key);
    let url = |rest: &str| format!("{}{}", shop.url(), shop.path(rest));

    let visitor = row("boot, a visitor", effort, |agent, _| succeed(agent.get(url("/boot")).call()))?;
    let signed_in = row("boot, a member", effort, |agent, number| {
        succeed(agent.get(url("/boot")).header("authorization", token(number)).call())
    })?;
    let order = row("one order", effort, |agent, number| {
        let order = order(member(number)).to_string();
        let call = agent.put(url(&format!("/orders/bench-{number}"))).header("authorization", &server);
        succeed(call.header("content-type", "application/json").send(&order))
    })?;
    for member in &members {
        shop.give(member, 10_000_000);
    }
    let redemption = row("a redemption", effort, |agent, number| {
        let call = agent.post(url("/redemptions")).header("authorization", token(number));
        let call = call.header("idempotency-key", format!("bench-{number}")).header("content-type", "application/json");
        succeed(call.send(r#"{"reward":"five-off"}"#))
    })?;
    Ok(vec![visitor, signed_in, order, redemption])
}

/// One line: a kind of call, measured.
///
/// # Errors
/// When a call fails.
pub fn row(name: &str, effort: Effort, call: impl Call) -> Result<Row> {
    let measured = measure(effort, call).with_context(|| name.to_owned())?;
    Ok(Row { name: name.to_owned(), measured })
}

/// An order as a checkout sends it.
fn order(member: &str) -> Value {
    json!({
        "member": member, "currency": "USD", "status": "paid",
        "placed_at": "1998-06-30T12:00:00Z", "updated_at": "1998-06-30T12:00:00Z",
        "lines": [
            {"id": "1", "product": "blue-hour", "labels": ["jazz"], "quantity": 1, "price": 1_499},
            {"id": "2", "product": "low-tide", "labels": ["rock"], "quantity": 2, "price": 999, "discount": 200},
        ],
        "shipping": {"price": 499},
    })
}

/// Replays all purchases of the CDNOW data through the batch route and says how long it took.
///
/// # Errors
/// When a batch fails or an order in it does.
pub fn replay(shop: &Shop) -> Result<String> {
    let purchases = cdnow::purchases()?;
    let orders: Vec<Value> = purchases
        .iter()
        .map(|purchase| {
            let mut order = purchase.order();
            order["id"] = purchase.order_id().into();
            order
        })
        .collect();
    // Built before the clock starts: what is measured is the service.
    let bodies: Vec<String> = orders.chunks(BATCH).map(|chunk| json!({"orders": chunk}).to_string()).collect();
    let next = AtomicUsize::new(0);
    let send = || -> Result<usize> {
        let mut applied = 0;
        while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
            // The bare runtime resets a connection whose last answer took it more than a few seconds.
            applied += batch(&agent(), shop, body)?;
        }
        Ok(applied)
    };
    let start = Instant::now();
    let applied = thread::scope(|scope| {
        let importers: Vec<_> = (0..IMPORTERS).map(|_| scope.spawn(send)).collect();
        importers
            .into_iter()
            .map(|importer| importer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .sum::<Result<usize>>()
    })?;
    let took = start.elapsed().as_secs_f64();
    anyhow::ensure!(applied == orders.len(), "{applied} of {} orders were applied", orders.len());
    Ok(format!(
        "CDNOW replay: {applied} orders in batches of {BATCH}, {IMPORTERS} at a time, in {took:.1} s: {:.0} orders a second.",
        applied as f64 / took
    ))
}

/// Sends one batch and gives how many of its orders were applied.
fn batch(agent: &ureq::Agent, shop: &Shop, body: &str) -> Result<usize> {
    let call = agent.post(format!("{}{}", shop.url(), shop.path("/orders/batch")));
    let call =
        call.header("authorization", format!("Bearer {}", shop.api_key)).header("content-type", "application/json");
    let answer = call.send(body).context("a batch")?.body_mut().with_config().limit(u64::MAX).read_to_string()?;
    let answer: Value = serde_json::from_str(&answer).with_context(|| answer.clone())?;
    let results = answer["results"].as_array().with_context(|| answer.to_string())?;
    Ok(results.iter().filter(|result| result["result"]["outcome"] == "applied").count())
}
