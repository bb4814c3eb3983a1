//! Offers and segments: what is a fault in them, and what a person's page is sent of them.

mod candidates;
mod faults;
mod markup;
mod schedule;
mod segments;
mod settings;

use loyalty::{
    Fault,
    condition::{Context, Groups, Native},
    offer::{Offers, Surroundings},
    program::Program,
    segment::{Segment, Segments},
};
use serde_json::{Value, json};

/// Does something with an engine and no groups.
fn with<T>(task: impl FnOnce(Context<'_>) -> T) -> T {
    task(Context { engine: &Native::default(), groups: &Groups::new() })
}

/// Each fault as its path and what it says.
fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.path, fault.message)).collect()
}

/// A program of a shop in Ljubljana with one reward, `ten`.
fn program() -> Program {
    let program = json!({
        "name": {"en": "Club"}, "currency": "EUR", "rates": {"EUR": 100}, "time_zone": "Europe/Ljubljana",
        "earn_on": "paid", "return_window_days": 14, "debt": "stop_at_zero", "rules": [],
        "rewards": [{"id": "ten", "name": {"en": "Ten"}, "points": 100, "hold_minutes": 30,
            "kind": {"type": "percent_off", "percent": 10}}],
    });
    serde_json::from_value(program).unwrap()
}

/// A published offer with all that an offer can have, and without a holdout.
fn document() -> Value {
    let content = |headline: &str| {
        json!({
            "headline": {"en": headline, "uk": "Безкоштовна доставка"},
            "body": {"en": "Only **today**. [Which goods?](/goods)"},
            "picture": {"address": "https://cdn.example/spring.webp", "alt": {"en": "Tulips"}},
            "button": {"label": {"en": "Have it"}},
            "countdown": true,
            "capture": {"kind": "email", "consent": {"en": "I agree to letters."}},
        })
    };
    json!({
        "id": "spring", "name": "Spring", "status": "published", "display": {"type": "bar", "edge": "top"},
        "triggers": [{"type": "time_on_page", "seconds": 10}, {"type": "exit_intent"}],
        "condition": {"member.segments": {"$in": ["regulars"]}, "cart.total": {"$gte": 5000}},
        "schedule": {"from": "2026-03-20T08:00", "until": "2026-04-20T08:00"},
        "limits": {"total": 3}, "repeatable": true, "priority": 5, "holdout": 0,
        "variants": [
            {"key": "short", "weight": 5_000, "content": content("Free delivery")},
            {"key": "long", "weight": 5_000, "content": content("Free delivery, only today")},
        ],
        "value": {"gives": {"coupon": {"reward": "ten"}}, "limit_per_member": {"count": 1}, "budget": 500},
    })
}

/// The segments of the examples: `regulars` have three orders or more, `silent` are none of them, and 48 others are each
/// those who are in the one before.
fn segments() -> Segments {
    let segment = |id: &str, condition: Value| json!({"id": id, "name": {"en": "A"}, "condition": condition});
    let mut list = vec![
        segment("silent", json!({"member.segments": {"$nin": ["regulars"]}})),
        segment("regulars", json!({"member.orders": {"$gte": 3}})),
    ];
    let mut before = "regulars".to_owned();
    for number in 0..48 {
        let id = format!("segment-{number}");
        list.push(segment(&id, json!({"member.segments": {"$in": [before]}})));
        before = id;
    }
    let list: Vec<Segment> = serde_json::from_value(json!(list)).unwrap();
    with(|context| Segments::check(list, context.groups, context.engine)).unwrap()
}

/// The offers of these documents, or their faults.
fn offers(documents: &[Value]) -> Result<Offers, Vec<Fault>> {
    let list = documents.iter().map(|document| serde_json::from_value(document.clone()).unwrap()).collect();
    let origins = ["https://cdn.example".to_owned()];
    with(|context| {
        let (program, segments, engine) = (program(), segments(), context.engine);
        let calendar = program.calendar();
        let surroundings = Surroundings {
            program: Some(&program),
            calendar: Some(&calendar),
            segments: &segments,
            picture_origins: &origins,
            groups: &Groups::new(),
            engine,
        };
        Offers::check(list, surroundings)
    })
}
