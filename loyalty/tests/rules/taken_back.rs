//! What was taken back stays taken back; what was a mistake and is corrected is as before.

use serde_json::{Value, json};

use crate::scenario::{Member, day, order, program};

/// A member with 60 points of order `a` that can be spent from day 30 on.
fn member(debt: &str) -> Member {
    let mut member = Member::of(program(|p| {
        p["debt"] = json!(debt);
        p["rewards"][0]["hold_minutes"] = json!(24 * 60);
    }));
    member.order("a", order(6000, 0, |_| {}));
    member
}

fn cancelled(o: &mut Value) {
    o["status"] = json!("cancelled");
}

#[test]
fn held_points_of_a_cancelled_order_do_not_come_back() {
    for debt in ["stop_at_zero", "go_negative"] {
        // Given back by the shopper, before or after the order is cancelled.
        let mut member = self::member(debt);
        let code = member.on(31).redeem("five").unwrap();
        member.order("a", order(6000, 31, cancelled));
        member.release(&code).unwrap();
        member.check(0, 0, 0, 0);

        let mut member = self::member(debt);
        let code = member.on(31).redeem("five").unwrap();
        member.release(&code).unwrap();
        member.order("a", order(6000, 31, cancelled));
        member.check(0, 0, 0, 0);

        // Given back by itself.
        let mut member = self::member(debt);
        member.on(31).redeem("five").unwrap();
        member.order("a", order(6000, 31, cancelled));
        member.on(32).check(0, 0, 0, 0);
    }
}

#[test]
fn points_spent_on_one_cancelled_order_and_earned_by_another_do_not_stay() {
    for first in ["a", "b"] {
        let mut member = member("stop_at_zero");
        let code = member.on(31).redeem("five").unwrap();
        let with_code = |o: &mut Value| {
            o["placed_at"] = json!(day(31));
            o["coupon_codes"] = json!([code.as_str()]);
        };
        member.order("b", order(3000, 31, with_code));
        let cancel_b = |member: &mut Member| {
            member.order(
                "b",
                order(3000, 40, |o| {
                    with_code(o);
                    cancelled(o);
                }),
            )
        };
        if first == "b" {
            cancel_b(&mut member);
        }
        member.on(40).order("a", order(6000, 40, cancelled));
        if first == "a" {
            cancel_b(&mut member);
        }
        member.check(0, 0, 0, 0);
    }
}

#[test]
fn points_that_expired_are_not_taken_a_second_time_however_often_an_order_is_cancelled() {
    for debt in ["stop_at_zero", "go_negative"] {
        let mut member = Member::of(program(|p| p["debt"] = json!(debt)));
        member.order("old", order(5000, 0, |_| {}));
        member.on(400).adjust("gift", 40).unwrap();
        member.on(401).order("old", order(5000, 401, cancelled));
        member.check(40, 40, 0, 0);
        member.on(402).order("old", order(5000, 402, |_| {}));
        member.check(40, 40, 0, 0);
        member.on(403).order("old", order(5000, 403, cancelled));
        member.check(40, 40, 0, 0);
    }
}

#[test]
fn a_refund_booked_by_mistake_and_corrected_leaves_what_there_was() {
    for debt in ["stop_at_zero", "go_negative"] {
        let mut member = Member::of(program(|p| p["debt"] = json!(debt)));
        member.order("a", order(5000, 0, |_| {}));
        let code = member.on(31).redeem("five").unwrap();
        member.capture(&code).unwrap();
        member.on(300).adjust("gift", 50).unwrap();
        let expirations = member.on(400).view().expirations;
        member.check(50, 50, 0, 0);
        member.order("a", order(5000, 400, cancelled));
        // What was spent is owed from when it was spent, and the gift has paid it; or it is forgiven.
        let left = if debt == "go_negative" { 0 } else { 50 };
        member.check(left, left, 0, 0);
        member.on(401).order("a", order(5000, 401, |_| {}));
        member.check(50, 50, 0, 0);
        assert_eq!(member.view().expirations, expirations);
    }
}

#[test]
fn a_cap_breathes_when_an_order_is_cancelled() {
    let mut member = Member::of(program(|p| p["rules"][0]["caps"] = json!({"lifetime": 100})));
    let placed = |placed: u32| move |o: &mut Value| o["placed_at"] = json!(day(placed));
    assert_eq!(member.order("a", order(10_000, 0, |_| {})).points.0, 100);
    assert_eq!(member.order("b", order(10_000, 1, placed(1))).points.0, 0);
    member.order("a", order(10_000, 2, cancelled));
    member.check(100, 0, 100, 0);
    // Told again, or edited, it is worth the same.
    assert_eq!(member.order("b", order(10_000, 1, placed(1))).change.0, 0);
    assert_eq!(member.order("b", order(10_000, 3, placed(1))).change.0, 0);
    let entries = member.wallet.new_entries();
    let raised = entries.iter().find(|entry| entry.order.as_ref().is_some_and(|id| id.as_str() == "b")).unwrap();
    assert_eq!(raised.cause.as_ref().map(|cause| cause.as_str()), Some("a"), "the entry names its cause");
}

#[test]
fn returning_the_order_that_made_a_level_takes_its_multiplier_back() {
    let mut member = Member::of(program(|p| {
        p["rules"][0]["multipliers"] = json!([{"percent": 500, "tiers": ["gold"]}]);
        p["tiers"] = json!({"by": "spend", "period": {"rolling_days": 365}, "grace_days": 0,
            "levels": [{"id": "gold", "name": {"en": "Gold"}, "threshold": 100_000}]});
    }));
    let second = |o: &mut Value| o["placed_at"] = json!(day(1));
    member.order("a", order(100_000, 0, |_| {}));
    assert_eq!(member.order("b", order(10_000, 1, second)).points.0, 500);
    member.order("a", order(100_000, 2, |o| o["lines"][0]["refunded"] = json!(100_000)));
    member.check(100, 0, 100, 0);
}
