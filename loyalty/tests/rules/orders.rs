//! Orders: state in, difference out.

use crate::scenario::{Member, day, order, program};
use loyalty::ledger::{OrderOutcome, WaitingReason};
use serde_json::json;

fn member() -> Member {
    Member::of(program(|_| {}))
}

#[test]
fn points_of_an_order_are_pending_then_available_then_lost() {
    let mut member = member();
    member.order("o", order(2933, 0, |_| {}));
    member.check(29, 0, 29, 0);
    member.on(29).check(29, 0, 29, 0);
    member.on(30).check(29, 29, 0, 0);
    member.on(394).check(29, 29, 0, 0);
    member.on(395).check(0, 0, 0, 0);
}

#[test]
fn an_edit_a_refund_and_a_cancellation_take_the_difference() {
    let mut member = member();
    member.order("o", order(5000, 0, |_| {}));
    let refunded = member.order("o", order(5000, 1, |o| o["lines"][0]["refunded"] = json!(2000)));
    assert_eq!((refunded.points.0, refunded.change.0), (30, -20));
    member.order("o", order(8000, 2, |o| o["lines"][0]["refunded"] = json!(2000)));
    member.check(60, 0, 60, 0);
    member.order("o", order(8000, 3, |o| o["status"] = json!("cancelled")));
    member.check(0, 0, 0, 0);
    member.order("o", order(8000, 4, |_| {}));
    member.check(80, 0, 80, 0);
}

#[test]
fn a_state_delivered_twice_or_late_changes_nothing() {
    let mut member = member();
    member.order("o", order(5000, 2, |_| {}));
    assert_eq!(member.order("o", order(5000, 2, |_| {})).outcome, OrderOutcome::Unchanged);
    assert_eq!(member.order("o", order(9000, 1, |_| {})).outcome, OrderOutcome::Stale);
    member.check(50, 0, 50, 0);
}

/// Turned round: the later delivered used to stand.
#[test]
fn of_two_states_of_one_second_the_same_stands_whichever_comes_first() {
    for prices in [[5000, 9000, 5000], [9000, 5000, 9000]] {
        let mut member = member();
        prices.into_iter().for_each(|price| drop(member.order("o", order(price, 2, |_| {}))));
        member.check(90, 0, 90, 0);
    }
}

#[test]
fn spent_points_of_a_cancelled_order_are_forgiven_and_not_given_twice_when_it_is_reopened() {
    let mut member = member();
    member.order("o", order(6000, 0, |_| {}));
    let code = member.on(31).redeem("five").unwrap();
    member.capture(&code).unwrap();
    let cancelled = member.order("o", order(6000, 31, |o| o["status"] = json!("cancelled")));
    assert_eq!((cancelled.points.0, cancelled.forgiven.0), (0, 50));
    member.check(0, 0, 0, 0);
    member.order("o", order(6000, 32, |_| {}));
    member.check(10, 10, 0, 0);
}

#[test]
fn spent_points_become_debt_where_the_shop_chose_so_and_the_next_credits_absorb_it() {
    let mut member = Member::of(program(|p| p["debt"] = json!("go_negative")));
    member.order("o", order(6000, 0, |_| {}));
    let code = member.on(31).redeem("five").unwrap();
    member.capture(&code).unwrap();
    member.order("o", order(6000, 31, |o| o["status"] = json!("cancelled")));
    member.check(-50, -50, 0, 0);
    member.on(32).order("next", order(7000, 32, |o| o["placed_at"] = json!(day(32))));
    member.check(20, -50, 70, 0);
    member.on(62).check(20, 20, 0, 0);
}

#[test]
fn points_that_have_expired_are_not_taken_a_second_time_from_others() {
    let mut member = member();
    member.order("old", order(5000, 0, |_| {}));
    member.on(400).order("new", order(4000, 400, |o| o["placed_at"] = json!(day(400))));
    member.on(431).check(40, 40, 0, 0);
    let refund = member.order("old", order(5000, 431, |o| o["lines"][0]["refunded"] = json!(5000)));
    assert_eq!(refund.forgiven.0, 0);
    member.check(40, 40, 0, 0);
}

#[test]
fn an_order_keeps_the_version_that_awarded_it() {
    let mut member = member();
    member.order("o", order(5000, 0, |_| {}));
    member.publish(2, program(|p| p["rules"][0]["points_per_unit"] = json!(10)));
    let refunded = member.order("o", order(5000, 1, |o| o["lines"][0]["refunded"] = json!(1000)));
    assert_eq!((refunded.points.0, refunded.program_version), (40, Some(1)));
    let next = member.order("next", order(5000, 1, |_| {}));
    assert_eq!((next.points.0, next.program_version), (500, Some(2)));
}

#[test]
fn an_order_without_a_rate_waits_until_there_is_one() {
    let mut member = member();
    let waiting = member.order("o", order(5000, 0, |o| o["currency"] = json!("GBP")));
    assert_eq!(
        (waiting.outcome, waiting.waiting_reason),
        (OrderOutcome::Waiting, Some(WaitingReason::NoRateForCurrency))
    );
    member.publish(2, program(|p| p["rates"]["GBP"] = json!(50)));
    member.wallet.touch(&member.programs, day(1)).unwrap();
    member.on(1).check(100, 0, 100, 0);
}

#[test]
fn caps_leave_room_for_what_other_orders_have_not_used() {
    let mut member = Member::of(program(|p| p["rules"][0]["caps"] = json!({"per_order": 60, "per_day": 80})));
    assert_eq!(member.order("a", order(9000, 0, |_| {})).points.0, 60);
    assert_eq!(member.order("b", order(9000, 0, |_| {})).points.0, 20);
    assert_eq!(member.order("c", order(9000, 1, |o| o["placed_at"] = json!(day(1)))).points.0, 60);
}
