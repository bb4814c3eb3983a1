//! Arrival does not matter: which state of an order counts, and what it is counted with (sections 3 and 5).

use super::Example;
use super::player::{Player, as_of, day, order, program, read};
use crate::model::documents::{Instant, Order, Return};

pub const EXAMPLES: &[Example] = &[
    ("of two states of one second the more refunded one counts, delivered first", |p| {
        p.publish(program(|_| {}));
        let refunded = order(5_000, 0, |o| o.lines[0].refunded = 5_000);
        let answer = p.order("o", &refunded);
        p.same("the refund", answer.code.as_str(), "applied");
        let answer = p.order("o", &order(5_000, 0, |_| {}));
        p.same("the state before it", (answer.code.as_str(), answer.points), ("stale", 0));
        p.check(0, 0, 0, 0);
    }),
    ("... the one further along", |p| {
        p.publish(program(|program| program.earn_on = "completed".to_owned()));
        p.order("o", &as_of(order(5_000, 0, |_| {}), "completed", 0));
        let answer = p.order("o", &order(5_000, 0, |_| {}));
        p.same("paid", answer.code.as_str(), "stale");
        p.check(50, 0, 50, 0);
    }),
    ("... the one that is greater field by field", |p| {
        p.publish(program(|_| {}));
        p.order("o", &order(50_000, 0, |_| {}));
        let answer = p.order("o", &order(9_000, 0, |_| {}));
        p.same("the lower price", answer.code.as_str(), "stale");
        // A label more is a greater list of labels, and labels come before prices.
        let answer = p.order("o", &order(9_000, 0, |o| o.lines[0].labels = vec!["sale".to_owned()]));
        p.same("a label more", answer.code.as_str(), "applied");
        p.check(90, 0, 90, 0);
    }),
    ("a state with a revision is newer than one without, and a higher revision than a lower", |p| {
        p.publish(program(|_| {}));
        p.order("o", &order(5_000, 0, |o| o.revision = Some(2)));
        let later = p.at(5, 0).order("o", &as_of(order(6_000, 0, |_| {}), "paid", 5));
        p.same("without one", later.code.as_str(), "stale");
        let lower = p.order("o", &as_of(order(7_000, 0, |o| o.revision = Some(1)), "paid", 5));
        p.same("a lower one", lower.code.as_str(), "stale");
        let higher = p.order("o", &order(8_000, 0, |o| o.revision = Some(3)));
        p.same("a higher one", (higher.code.as_str(), higher.points), ("applied", 80));
    }),
    ("a cap breathes: the second order is worth what the cancelled one leaves", |p| {
        p.publish(program(|program| program.rules[0].caps.lifetime = Some(100)));
        p.order("a", &order(10_000, 0, |_| {}));
        let b = p.at(1, 0).order("b", &order(10_000, 1, |_| {}));
        p.same("B", b.points, 0);
        let a = p.at(2, 0).order("a", &as_of(order(10_000, 0, |_| {}), "cancelled", 2));
        p.same("A", (a.points, a.change), (0, -100));
        p.check(100, 0, 100, 0);
        let last = p.wallet().entries.pop();
        let last = last.map(|entry| (entry.kind, entry.points, entry.order, entry.cause));
        let (b, a) = (Some("b".to_owned()), Some("a".to_owned()));
        p.same("the last entry", last, Some(("earned".to_owned(), 100, b, a)));
        let again = p.order("b", &order(10_000, 1, |_| {}));
        p.same("B again", (again.code.as_str(), again.points, again.change), ("unchanged", 100, 0));
    }),
    ("an import comes to the same, oldest first", |p| import(p, ["a", "b"])),
    ("... and newest first", |p| import(p, ["b", "a"])),
    ("an order loses its multiplier with the order that made its tier", |p| {
        p.publish(silver(500));
        p.order("a", &order(100_000, 0, |_| {}));
        p.at(1, 0).order("b", &order(10_000, 1, |_| {}));
        p.check(1_500, 0, 1_500, 0);
        p.at(2, 0).order("a", &as_of(order(100_000, 0, |_| {}), "cancelled", 2));
        p.check(100, 0, 100, 0);
        let last = p.wallet().entries.pop();
        let last = last.map(|entry| (entry.kind, entry.points, entry.order, entry.cause));
        let (b, a) = (Some("b".to_owned()), Some("a".to_owned()));
        p.same("the last entry", last, Some(("reversed".to_owned(), -400, b, a)));
    }),
    ("an order that is yielded at the instant of its newest state earns nothing", |p| {
        p.publish(program(|_| {}));
        p.order("o", &as_of(order(5_000, 0, |_| {}), "cancelled", 0));
        p.order("o", &order(5_000, 0, |_| {}));
        p.check(0, 0, 0, 0);
        p.yields("o", 0);
        p.check(0, 0, 0, 0);
        p.at(40, 0).check(0, 0, 0, 0);
    }),
    ("a yield is older than a state that was told before it, and changes nothing", |p| {
        p.publish(program(|_| {}));
        p.at(5, 0).order("o", &as_of(order(5_000, 0, |_| {}), "paid", 5));
        p.yields("o", 4);
        p.check(50, 0, 50, 0);
        p.yields("o", 5);
        p.check(0, 0, 0, 0);
        // At equal instants the yield stands.
        p.order("o", &as_of(order(5_000, 0, |_| {}), "paid", 5));
        p.check(0, 0, 0, 0);
        p.yields("o", 4);
        p.check(0, 0, 0, 0);
        p.at(6, 0).order("o", &as_of(order(5_000, 0, |_| {}), "paid", 6));
        p.check(50, 0, 50, 0);
    }),
    ("a yield comes before the state that it is newer than", |p| {
        p.publish(program(|_| {}));
        p.yields("o", 5);
        p.at(6, 0).order("o", &as_of(order(5_000, 0, |_| {}), "paid", 5));
        p.check(0, 0, 0, 0);
        p.order("o", &as_of(order(5_000, 0, |_| {}), "paid", 6));
        p.check(50, 0, 50, 0);
    }),
    ("an order keeps its version, and waits for a rate that it does not have", |p| {
        p.publish(program(|_| {}));
        p.order("o", &order(5_000, 0, |_| {}));
        p.at(1, 0).publish(program(|program| {
            program.rates.insert("EUR".to_owned(), 50);
        }));
        let answer = p.order("o", &as_of(order(5_000, 0, |o| o.currency = "EUR".to_owned()), "paid", 1));
        let seen = (answer.code.as_str(), answer.waiting.as_deref(), answer.version, answer.points);
        p.same("waits", seen, ("waiting", Some("no_rate_for_currency"), Some(1), 0));
        p.at(2, 0).order("o", &as_of(order(6_000, 0, |_| {}), "paid", 2));
        p.check(60, 0, 60, 0);
    }),
    ("a state dated more than 10 minutes ahead is refused, and keeps no true one out", |p| {
        p.publish(program(|_| {}));
        p.order("o", &order(5_000, 0, |_| {}));
        let ahead = as_of(order(9_000, 0, |_| {}), "paid", 1);
        let answer = p.at(1, -11).order("o", &ahead);
        p.same("refused", answer.code.as_str(), "invalid");
        let answer = p.order("o", &order(6_000, 0, |o| o.updated_at = Instant(day(1) - 660_000)));
        p.same("the true one", (answer.code.as_str(), answer.points), ("applied", 60));
        let answer = p.at(1, -9).order("o", &ahead);
        p.same("9 minutes", (answer.code.as_str(), answer.points), ("applied", 90));
        for change in [
            |o: &mut Order| o.placed_at = Instant(day(2)),
            |o: &mut Order| o.delivered_at = Some(Instant(day(2))),
            |o: &mut Order| o.returns = vec![Return { opened_at: Instant(day(2)), closed_at: None }],
            |o: &mut Order| o.returns = vec![Return { opened_at: Instant(day(0)), closed_at: Some(Instant(day(2))) }],
        ] {
            let answer = p.order("o", &order(1_000, 1, change));
            p.same("any instant", answer.code.as_str(), "invalid");
        }
    }),
    ("an order waits for a program, and is counted by the first one", |p| {
        let answer = p.order("o", &order(5_000, 0, |_| {}));
        p.same("waits", (answer.code.as_str(), answer.waiting.as_deref()), ("waiting", Some("no_program")));
        p.at(1, 0).publish(program(|_| {}));
        p.at(2, 0).publish(program(|program| program.rules[0].points_per_unit = 9));
        p.check(50, 0, 50, 0);
        let answer = p.order("o", &order(5_000, 0, |_| {}));
        p.same("version", (answer.code.as_str(), answer.version, answer.waiting), ("unchanged", Some(1), None));
    }),
    ("an order in a currency without a rate waits for one", |p| {
        p.publish(program(|_| {}));
        let euros = |cents| order(cents, 0, |o| o.currency = "EUR".to_owned());
        let answer = p.order("o", &euros(5_000));
        let seen = (answer.code.as_str(), answer.waiting.as_deref(), answer.version);
        p.same("waits", seen, ("waiting", Some("no_rate_for_currency"), None));
        p.at(1, 0).publish(program(|program| {
            program.rates.insert("EUR".to_owned(), 50);
        }));
        p.check(100, 0, 100, 0);
    }),
];

/// Silver from 100 dollars a year, with a factor on all points.
fn silver(percent: i64) -> crate::model::documents::Program {
    program(|program| {
        program.tiers = Some(read(serde_json::json!({
            "by": "spend", "period": {"rolling_days": 365},
            "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000}],
        })));
        program.rules[0].multipliers = vec![read(serde_json::json!({"percent": percent, "tiers": ["silver"]}))];
    })
}

/// A of 150 dollars on day 0 makes B of 10 dollars on day 1 a silver order.
fn import(p: &mut Player<'_>, ids: [&str; 2]) {
    p.publish(silver(200));
    for id in ids {
        let state: Order = if id == "a" { order(15_000, 0, |_| {}) } else { order(1_000, 1, |_| {}) };
        p.at(2, 0).order(id, &state);
    }
    p.check(170, 0, 170, 0);
}
