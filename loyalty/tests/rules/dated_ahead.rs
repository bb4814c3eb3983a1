//! What a shop's server says of the future: a few minutes are its clock's, more is a fault.

use loyalty::{Instant, check::CLOCK_AHEAD_MAX, ledger::OrderOutcome, order::Order};
use serde_json::{Value, json};

use crate::scenario::{Member, day, order, program};

/// Puts an instant into an order.
type Dated = fn(&mut Value, Instant);

/// So many milliseconds after day 1, the clock of these tests.
fn ahead(ms: i64) -> Instant {
    day(1).plus_ms(ms)
}

const MINUTE_MS: i64 = 60_000;

/// What is wrong with an order at day 1: paths and messages.
fn faults(order: Order) -> Vec<(String, String)> {
    let faults = order.check(day(1)).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.path, fault.message)).collect()
}

#[test]
fn every_instant_of_a_state_may_be_ten_minutes_ahead_and_no_more() {
    let limit = i64::from(CLOCK_AHEAD_MAX.0) * MINUTE_MS;
    let set: [(&str, Dated); 5] = [
        ("placed_at", |o, at| o["placed_at"] = json!(at)),
        ("updated_at", |o, at| o["updated_at"] = json!(at)),
        ("delivered_at", |o, at| o["delivered_at"] = json!(at)),
        ("returns[0].opened_at", |o, at| o["returns"] = json!([{"opened_at": at}])),
        ("returns[0].closed_at", |o, at| o["returns"] = json!([{"opened_at": day(0), "closed_at": at}])),
    ];
    for (path, set) in set {
        assert_eq!(faults(order(5000, 1, |o| set(o, ahead(limit)))), [], "{path}");
        let found = faults(order(5000, 1, |o| set(o, ahead(limit + 1))));
        assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [path]);
    }
    let closed_before = json!([{"opened_at": day(1), "closed_at": day(0)}]);
    let found = faults(order(5000, 1, |o| o["returns"] = closed_before));
    assert_eq!(found, [("returns[0].closed_at".to_owned(), "is before opened_at".to_owned())]);
}

#[test]
fn the_fault_says_what_was_found_how_far_ahead_it_is_and_what_to_do() {
    let message = |ms: i64| faults(order(5000, 1, |o| o["updated_at"] = json!(ahead(ms)))).remove(0).1;
    let expected = "is 1998-01-02T02:00:00Z, which is 2 hours ahead of our clock (1998-01-02T00:00:00Z); at most 10 minutes \
        are taken. Check your server's clock, and that it does not send local time as UTC";
    assert_eq!(message(120 * MINUTE_MS), expected);
    for (minutes, words) in [(11, "11 minutes"), (119, "119 minutes"), (47 * 60, "47 hours"), (3 * 1_440, "3 days")] {
        assert!(message(minutes * MINUTE_MS).contains(&format!(" {words} ahead of our clock")), "{words}");
    }
}

/// Turned round: a state dated up to a day ahead used to be taken, and all true ones of that day were stale.
#[test]
fn a_state_dated_ahead_keeps_no_true_one_out() {
    let mut member = Member::of(program(|_| {}));
    let mut tell = |cents: i64, at: Instant| {
        let state = order(cents, 1, |o| o["updated_at"] = json!(at)).check(day(1)).ok()?;
        let id = loyalty::OrderId::new("o").unwrap();
        let result = member.wallet.apply_order(id, state, &member.programs, day(1)).unwrap();
        Some((result.outcome, result.points.0))
    };
    assert_eq!(tell(5000, day(0)), Some((OrderOutcome::Applied, 50)));
    assert_eq!(tell(9000, ahead(11 * MINUTE_MS)), None);
    assert_eq!(tell(6000, ahead(MINUTE_MS)), Some((OrderOutcome::Applied, 60)));
    assert_eq!(tell(7000, ahead(9 * MINUTE_MS)), Some((OrderOutcome::Applied, 70)));
}

/// With a return window of no days, an order's points are there when it is placed: here five minutes ahead.
#[test]
fn points_from_an_order_placed_ahead_pay_debt_when_they_come() {
    let mut member = Member::of(program(|p| {
        p["debt"] = json!("go_negative");
        p["return_window_days"] = json!(0);
    }));
    member.order("o", order(6000, 0, |_| {}));
    let code = member.redeem("five").unwrap();
    member.capture(&code).unwrap();
    member.order("o", order(6000, 1, |o| o["status"] = json!("cancelled")));
    member.on(1).order("b", order(2000, 1, |o| o["placed_at"] = json!(ahead(5 * MINUTE_MS))));
    assert_eq!(member.wallet.balance().debt.0, 50);
    member.wallet.touch(&member.programs, ahead(5 * MINUTE_MS)).unwrap();
    assert_eq!(member.wallet.balance().debt.0, 30);
}
