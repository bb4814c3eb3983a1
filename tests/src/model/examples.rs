//! The model itself, on examples worked out by hand.

use std::rc::Rc;

use serde_json::{Value, json};

use super::documents::{Instant, Order};
use super::{LotSummary, Model, Source, TierSummary, ToKeep};

const DAY_MS: i64 = 86_400_000;

/// A shop of one point a euro, pending for 14 days and good for 100 more; gold from 100 € in 30 days, for 10 days longer.
fn model() -> Model {
    let program = json!({
        "name": {"en": "Club"}, "currency": "EUR", "rates": {"EUR": 100}, "time_zone": "UTC", "earn_on": "paid",
        "return_window_days": 14, "expires_after_days": 100, "debt": "go_negative",
        "rules": [{
            "id": "base", "name": {"en": "Base"}, "points_per_unit": 1, "counts": {}, "rounding": "down",
        }],
        "tiers": {
            "by": "spend", "period": {"rolling_days": 30}, "grace_days": 10,
            "levels": [{"id": "gold", "name": {"en": "Gold"}, "threshold": 10_000}],
        },
        "rewards": [{"id": "tote", "name": {"en": "Tote"}, "points": 20, "kind": {"type": "gift"}, "hold_minutes": 60}],
    });
    Model::new(vec![Rc::new(read(program))])
}

/// A paid order of the first day with one line, updated on a later one.
fn order(euros: i64, refunded_euros: i64, updated_day: i64) -> Order {
    let mut order: Order = read(json!({
        "member": "ana", "currency": "EUR", "status": "paid",
        "placed_at": "1970-01-01T00:00:00Z", "updated_at": "1970-01-01T00:00:00Z",
        "lines": [{"id": "1", "product": "cd", "quantity": 1, "price": euros * 100, "refunded": refunded_euros * 100}],
    }));
    order.updated_at = Instant(updated_day * DAY_MS);
    order
}

fn read<T: serde::de::DeserializeOwned>(document: Value) -> T {
    serde_json::from_value(document).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn fifty_euros_less_twenty_refunded_are_thirty_points() {
    let mut model = model();
    assert_eq!(model.order("o1", order(50, 0, 0), 0).points, 50);
    assert_eq!(model.order("o1", order(50, 20, 1), DAY_MS).change, -20);
    let wallet = model.summary(DAY_MS);
    assert_eq!((wallet.balance, wallet.pending, wallet.available), (30, 30, 0));
    let wallet = model.summary(14 * DAY_MS);
    assert_eq!((wallet.balance, wallet.pending, wallet.available), (30, 0, 30));
    assert_eq!(model.summary(114 * DAY_MS).balance, 0);
}

#[test]
fn a_lapsed_hold_gives_back_the_lot_with_its_expiry() {
    let mut model = model();
    model.order("o1", order(50, 0, 0), 0);
    assert_eq!(model.redeem("r1", "CODE", "tote", 14 * DAY_MS).code, "done");
    let held = model.summary(14 * DAY_MS);
    assert_eq!((held.balance, held.held, held.available), (50, 20, 30));
    let lapsed = model.summary(14 * DAY_MS + 3_600_000);
    assert_eq!((lapsed.balance, lapsed.held, lapsed.available), (50, 0, 50));
    let source = Source::Order { order: "o1".to_owned(), rule: "base".to_owned() };
    let lot = LotSummary { source, remaining: 50, available_at: 14 * DAY_MS, expires_at: Some(114 * DAY_MS) };
    assert_eq!(lapsed.lots, [lot]);
}

#[test]
fn what_was_spent_and_is_refunded_becomes_debt_and_is_paid_by_the_next_points() {
    let mut model = model();
    model.order("o1", order(50, 0, 0), 0);
    model.redeem("r1", "CODE", "tote", 14 * DAY_MS);
    model.capture("r1", None, 14 * DAY_MS);
    model.order("o1", order(50, 50, 15), 15 * DAY_MS);
    let wallet = model.summary(15 * DAY_MS);
    assert_eq!((wallet.balance, wallet.available, wallet.debt), (-20, -20, 20));
    model.order("o2", order(30, 0, 15), 15 * DAY_MS);
    let wallet = model.summary(15 * DAY_MS);
    assert_eq!((wallet.balance, wallet.available, wallet.debt), (10, 10, 0));
}

#[test]
fn a_level_is_kept_through_its_grace() {
    let mut model = model();
    model.order("o1", order(120, 0, 0), 0);
    let gold = TierSummary {
        id: "gold".to_owned(),
        since: 0,
        kept_until: Some(40 * DAY_MS),
        to_keep: Some(ToKeep { missing: 10_000, counts_from: None }),
    };
    assert_eq!(model.summary(40 * DAY_MS - 1).tier, Some(gold));
    assert_eq!(model.summary(40 * DAY_MS).tier, None);
}
