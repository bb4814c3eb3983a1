//! What offers cost a page view: with a handful of them, and with as many as a shop can have published.

use anyhow::{Context, Result, ensure};
use regulars_kit::budgets::Size;
use regulars_tests::{service::eventually, shop::Shop};
use serde_json::{Value, json};

use crate::{
    load::{Effort, agent, succeed},
    report::Row,
    scenarios::row,
};

/// Few offers, for comparison.
const FEW: usize = 5;
/// As many as a shop can have published.
const MANY: usize = 500;
/// Segments beside them.
const SEGMENTS: usize = 50;
/// The budget of a page's answer, compressed.
const ANSWER_BYTES_MAX: usize = 8 * 1024;

/// Page views of members with few offers and with many, and the size of the largest answer.
///
/// # Errors
/// When a call fails, or an answer is larger than its budget.
pub fn all(shop: &Shop, members: &[String], effort: Effort) -> Result<(Vec<Row>, String)> {
    let boot = format!("{}{}", shop.url(), shop.path("/boot?lang=en"));
    let tokens: Vec<String> =
        members.iter().map(|member| format!("Bearer {}", shop.signing.token(&shop.id, member))).collect();
    let page_views = |name: &str| {
        row(name, effort, |agent, number| {
            succeed(agent.get(&boot).header("authorization", &tokens[number % tokens.len()]).call())
        })
    };

    publish_segments(shop, FEW);
    publish(shop, 0..FEW);
    let few = page_views("boot, a member, 5 offers")?;
    publish_segments(shop, SEGMENTS);
    publish(shop, FEW..MANY);
    let many = page_views("boot, a member, 500 offers and 50 segments")?;

    let (mut plain, mut small) = (0, 0);
    for token in &tokens {
        let mut answer = agent().get(&boot).header("authorization", token).call().context("no answer")?;
        let body = answer.body_mut().read_to_vec()?;
        plain = plain.max(body.len());
        small = small.max(Size::of(&body)?.gzip);
    }
    ensure!(small <= ANSWER_BYTES_MAX, "an answer has {small} bytes");
    let slower = many.measured.median.as_secs_f64() / few.measured.median.as_secs_f64();
    let said = format!(
        "With {MANY} offers and {SEGMENTS} segments a page view takes {slower:.2} times as long as with {FEW}; the largest of \
         {} answers has {plain} bytes, {small} with gzip.",
        members.len()
    );
    Ok((vec![few, many], said))
}

fn publish_segments(shop: &Shop, count: usize) {
    for number in 0..count {
        let condition = json!({"member.orders": {"$gte": number % 10}, "member.spend": {"$gte": number * 500}});
        let segment = json!({"id": format!("segment-{number}"), "name": {"en": "A segment"}, "condition": condition});
        let put = shop.server("PUT", &format!("/segments/segment-{number}")).header("if-match", "\"0\"");
        // Some of them are there already.
        let status = put.json(&segment).send().status();
        assert!([200, 412].contains(&status), "a segment was answered {status}");
    }
}

/// Publishes offers, every tenth of which is for everybody, and waits until pages are sent them.
fn publish(shop: &Shop, numbers: std::ops::Range<usize>) {
    for number in numbers.clone() {
        let offer = offer(number, &format!("segment-{}", number % numbers.end.min(SEGMENTS)));
        let put = shop.server("PUT", &format!("/offers/offer-{number}")).header("if-match", "\"0\"");
        put.json(&offer).send().expect(200);
    }
    let newest = format!("offer-{}", numbers.end - 1);
    let sent = || shop.shopper("19339", "GET", "/boot?lang=en").send().expect(200);
    eventually("the newest offer is sent", || {
        let boot = sent();
        let candidates = boot["offers"]["candidates"].as_array()?;
        candidates.iter().any(|candidate| candidate["id"] == newest.as_str()).then_some(())
    });
}

/// An offer of the usual length, in five languages, for a segment and a part of the cart.
fn offer(number: usize, segment: &str) -> Value {
    let text = |text: &str| json!({"en": text, "sl": text, "uk": text, "ru": text, "zh": text});
    json!({
        "id": format!("offer-{number}"), "name": format!("Offer {number}"), "status": "published", "priority": number,
        "display": {"type": "slide_in"}, "triggers": [{"type": "time_on_page", "seconds": 10}, {"type": "exit_intent"}],
        "condition": {"member.segments": {"$in": [segment]}, "request.device": {"$in": ["desktop", "phone", "tablet"]},
            "cart.total": {"$gte": number}, "page.path": {"$regex": "^/albums/"}},
        "holdout": 0,
        "variants": [{"key": "only", "content": {
            "headline": text(&format!("The record of the week, number {number}")),
            "body": text("It has been **remastered** from the original tapes. The first hundred copies come with a print. [Listen first](/listen)."),
            "button": {"label": text("To the record"), "href": "/albums/blue-hour"},
        }}],
    })
}
