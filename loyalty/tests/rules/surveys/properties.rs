//! What holds for every history: never outside a window, during a return or a case, or within the resting time; one at most.

use std::collections::BTreeMap;

use loyalty::{Days, Instant, ledger::Said, survey::Occasion};
use serde_json::{Value, json};

use crate::surveys::{Shopper, at, document, given};

const HOUR_MS: i64 = 3_600_000;

/// What has happened, kept so simply that it is obviously right.
#[derive(Default)]
struct Known {
    /// By order: when it was placed, was delivered last, and whether something is on its way back.
    orders: BTreeMap<String, (Instant, Option<Instant>, bool)>,
    closed: BTreeMap<String, Instant>,
    open_case: bool,
    /// What was made of questions: which, about what, when last, whether answered, whether never to be shown again.
    told: Vec<(String, Occasion, Instant, bool, bool)>,
}

fn surveys() -> Vec<Value> {
    let survey = |id: &str, timing: Value, rest_days: u32| {
        document(|survey| {
            survey["id"] = json!(id);
            survey["timing"] = timing;
            survey["rest_days"] = json!(rest_days);
        })
    };
    vec![
        survey("delivered", json!({"after_delivery": {"from_hours": 12, "until_hours": 72}}), 10),
        survey("at-once", json!({"at_delivery": {"for_hours": 6}}), 1),
        survey("large", json!({"after_large_order": {"at_least": 1_500, "from_days": 3, "until_days": 7}}), 20),
        survey("case", json!({"after_case": {"from_days": 1, "until_days": 2}}), 3),
        survey("away", json!({"after_absence": {"days": 6, "for_days": 5}}), 30),
    ]
}

/// When a survey may ask about something, from its description above.
fn window(known: &Known, survey: &str, occasion: &Occasion) -> (Instant, Instant) {
    let later = |from: Instant, hours: i64| Instant::from_ms(from.as_ms() + hours * HOUR_MS);
    match (survey, occasion) {
        ("delivered", Occasion::Order(order)) => {
            let delivered = known.orders[order.as_str()].1.unwrap();
            (later(delivered, 12), later(delivered, 72))
        }
        ("at-once", Occasion::Order(order)) => {
            let delivered = known.orders[order.as_str()].1.unwrap();
            (delivered, later(delivered, 6))
        }
        ("large", Occasion::Order(order)) => {
            let placed = known.orders[order.as_str()].0;
            (later(placed, 72), later(placed, 168))
        }
        ("case", Occasion::Case(case)) => {
            let closed = known.closed[case.as_str()];
            (later(closed, 24), later(closed, 48))
        }
        ("away", Occasion::Absence(order)) => {
            let last = known.orders.values().map(|(placed, ..)| *placed).max().unwrap();
            assert_eq!(known.orders[order.as_str()].0, last);
            (later(last, 144), later(last, 264))
        }
        other => panic!("{other:?} is no question of these surveys"),
    }
}

fn rest(survey: &str) -> Days {
    let rests = [("delivered", 10), ("at-once", 1), ("large", 20), ("case", 3), ("away", 30)];
    Days(rests.iter().find(|(id, _)| *id == survey).unwrap().1)
}

/// Everything that must hold of what is due. Tells whether something is.
fn check(shopper: &Shopper, known: &Known, now: Instant) -> Option<(String, Occasion)> {
    let explained = shopper.explain(now);
    let due: Vec<_> = explained.iter().filter(|one| one.due).collect();
    assert!(due.len() <= 1, "two questions at {now}");
    let sent = shopper.due(now);
    assert_eq!(sent.as_ref().map(|sent| &sent.id), due.first().map(|due| &due.id));
    let (survey, occasion) = sent.map(|sent| (sent.id.to_string(), sent.occasion))?;
    let (from, until) = window(known, &survey, &occasion);
    assert!(from <= now && now < until, "{survey} about {occasion} at {now}, outside {from} to {until}");
    assert!(known.orders.values().all(|(.., open)| !open), "{survey} during a return at {now}");
    assert!(!known.open_case, "{survey} during a case at {now}");
    for (other, about, at, answered, never) in &known.told {
        if (other, about) == (&survey, &occasion) {
            assert!(!never, "{survey} about {occasion} again at {now}");
            continue;
        }
        assert!(*other != survey || *at + rest(&survey) <= now, "{survey} rests at {now}");
        let is_follow_up = matches!(occasion, Occasion::Case(_));
        assert!(!answered || is_follow_up || *at + Days(5) <= now, "{other} was answered before {survey} at {now}");
    }
    Some((survey, occasion))
}

#[test]
fn questions_keep_their_promises() {
    let mut asked = BTreeMap::<String, u32>::new();
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut shopper = Shopper::of(&surveys());
        let mut known = Known::default();
        let mut now = at("2026-01-01T00:00:00Z");
        for _ in 0..60 {
            now = Instant::from_ms(now.as_ms() + random.i64(1..40 * HOUR_MS));
            happen(&mut shopper, &mut known, now, &mut random);
            if let Some((survey, occasion)) = check(&shopper, &known, now) {
                *asked.entry(survey.clone()).or_default() += 1;
                react(&mut shopper, &mut known, (survey, occasion), now, &mut random);
                check(&shopper, &known, now);
            }
        }
    }
    // Silence would keep every promise: each of the surveys must have asked often.
    assert!(asked.len() == surveys().len() && asked.values().all(|times| *times >= 10), "{asked:?}");
}

fn happen(shopper: &mut Shopper, known: &mut Known, now: Instant, random: &mut fastrand::Rng) {
    let text = now.to_string();
    let some = || known.orders.keys().cloned().collect::<Vec<_>>();
    match random.u8(0..10) {
        0 | 1 => {
            let id = format!("o{}", known.orders.len());
            shopper.order(&id, &text, json!({}));
            known.orders.insert(id, (now, None, false));
        }
        2..=5 if !known.orders.is_empty() => {
            let id = random.choice(some()).unwrap();
            let order = known.orders.get_mut(&id).unwrap();
            match random.u8(0..4) {
                0 | 1 => order.1 = Some(now),
                2 => order.2 = random.u8(0..3) == 0,
                _ => order.2 = false,
            }
            let back = if order.2 { json!([{"opened_at": text}]) } else { json!([]) };
            shopper.order(&id, &text, json!({"delivered_at": order.1, "returns": back}));
        }
        6 if !known.open_case => {
            shopper.open_case(&format!("c{}", known.closed.len()), now);
            known.open_case = true;
        }
        7 if known.open_case => {
            let id = format!("c{}", known.closed.len());
            shopper.close_case(&id, now);
            known.open_case = false;
            known.closed.insert(id, now);
        }
        _ => {}
    }
}

/// What the person makes of the question: closes it, answers it in part or in full, or has only seen it.
fn react(
    shopper: &mut Shopper,
    known: &mut Known,
    asked: (String, Occasion),
    now: Instant,
    random: &mut fastrand::Rng,
) {
    let (survey, occasion) = asked;
    let (said, answered, never) = match random.u8(0..5) {
        0 => (Said::Shown, false, false),
        1 => (Said::Dismissed, false, true),
        2 => (given(json!({"step": "score", "score": 7})), true, false),
        3 => (given(json!({"step": "score", "score": 9})), true, true),
        _ => return,
    };
    let before = known.told.iter().position(|(other, about, ..)| (other, about) == (&survey, &occasion));
    shopper.say(&survey, &occasion.to_string(), said.clone(), now).unwrap();
    match before.map(|place| &mut known.told[place]) {
        Some(_) if said == Said::Shown => {}
        Some((_, _, at, was_answered, was_closed)) => {
            *at = now;
            *was_answered |= answered;
            *was_closed |= never;
        }
        None => known.told.push((survey, occasion, now, answered, never)),
    }
}
