//! One code, one discount (I10): all cases that one wallet can decide.

use loyalty::{
    Code,
    ledger::{CouponStatus, HoldStatus, OrderResult},
};
use serde_json::{Value, json};

use crate::scenario::{Member, day, order, program};

/// A member with 60 points that can be spent from day 30 to day 395, and a code for 50 of them, made on day 30.
fn member(change: impl FnOnce(&mut Value)) -> (Member, Code) {
    let mut member = Member::of(program(change));
    member.order("o", order(6000, 0, |_| {}));
    let code = member.on(30).redeem("five").unwrap();
    (member, code)
}

/// Tells of an order of 25.00 that was placed on a day and lists the code.
fn tell(
    member: &mut Member,
    id: &str,
    (placed, updated): (u32, u32),
    code: &Code,
    change: impl FnOnce(&mut Value),
) -> OrderResult {
    let state = order(2500, updated, |o| {
        o["placed_at"] = json!(day(placed));
        o["coupon_codes"] = json!([code.as_str()]);
        change(o);
    });
    member.on(updated).order(id, state)
}

fn cancelled(o: &mut Value) {
    o["status"] = json!("cancelled");
}

fn refunded(cents: i64) -> impl Fn(&mut Value) {
    move |o| o["lines"][0]["refunded"] = json!(cents)
}

#[track_caller]
fn check(result: &OrderResult, status: CouponStatus, order: Option<&str>, late: bool) {
    let coupon = &result.coupons[0];
    let used_by = coupon.order.as_ref().map(|order| order.as_str());
    assert_eq!((coupon.status, used_by, coupon.late), (status, order, late));
}

#[test]
fn a_code_is_used_by_an_order_that_is_told_of_late() {
    let (mut member, code) = member(|_| {});
    member.on(31).check(60, 60, 0, 0);
    let told = tell(&mut member, "b", (30, 31), &code, |_| {});
    check(&told, CouponStatus::Captured, Some("b"), true);
    member.check(35, 10, 25, 0);
    let again = tell(&mut member, "b", (30, 31), &code, |_| {});
    check(&again, CouponStatus::Captured, Some("b"), false);
}

#[test]
fn a_code_is_used_by_an_order_that_is_placed_late_and_one_that_was_given_back() {
    let (mut member, code) = member(|_| {});
    check(&tell(&mut member, "b", (40, 40), &code, |_| {}), CouponStatus::Captured, Some("b"), true);
    member.check(35, 10, 25, 0);

    let (mut member, code) = self::member(|_| {});
    member.release(&code).unwrap();
    check(&tell(&mut member, "b", (30, 30), &code, |_| {}), CouponStatus::Captured, Some("b"), true);
    member.check(35, 10, 25, 0);
}

#[test]
fn points_spent_twice_are_owed_under_either_policy() {
    for debt in ["stop_at_zero", "go_negative"] {
        let (mut member, first) = member(|p| p["debt"] = json!(debt));
        let second = member.on(31).redeem("five").unwrap();
        member.capture(&second).unwrap();
        member.check(10, 10, 0, 0);
        tell(&mut member, "b", (32, 32), &first, |_| {});
        // 60 earned, two discounts for 50 each: 40 are owed. 25 are pending.
        member.check(-15, -40, 25, 0);
        assert_eq!(member.view().balance.debt.0, 40);
        // When the order that used the first code is called off, nothing is owed any more.
        tell(&mut member, "b", (32, 33), &first, cancelled);
        member.check(10, 10, 0, 0);
    }
}

#[test]
fn no_more_is_owed_than_was_spent_twice() {
    let (mut member, first) = member(|_| {});
    let second = member.on(31).redeem("five").unwrap();
    member.capture(&second).unwrap();
    member.order("o", order(6000, 31, cancelled));
    member.check(0, 0, 0, 0);
    tell(&mut member, "b", (31, 31), &first, |o| o["lines"] = json!([]));
    // The first is forgiven, as its points were taken back; of the second 50 are owed, for the first's 50.
    member.check(-50, -50, 0, 0);
}

#[test]
fn a_code_of_an_order_cancelled_by_mistake_and_completed_again_stays_used() {
    let (mut member, code) = member(|_| {});
    check(&tell(&mut member, "b", (30, 30), &code, |_| {}), CouponStatus::Captured, Some("b"), false);
    check(&tell(&mut member, "b", (30, 31), &code, cancelled), CouponStatus::Returned, None, false);
    member.check(60, 60, 0, 0);
    check(&tell(&mut member, "b", (30, 32), &code, |_| {}), CouponStatus::Captured, Some("b"), true);
    member.check(35, 10, 25, 0);
}

#[test]
fn a_code_stays_used_by_an_order_that_moves_to_another_member() {
    let (mut member, code) = member(|_| {});
    tell(&mut member, "b", (30, 30), &code, |_| {});
    member.yield_order("b", 31);
    member.check(10, 10, 0, 0);
    // Somebody else's order lists the code from the start.
    let (mut member, code) = self::member(|_| {});
    member.yield_order("b", 31);
    check(&tell(&mut member, "b", (30, 30), &code, |_| {}), CouponStatus::Captured, Some("b"), false);
    member.check(10, 10, 0, 0);
}

#[test]
fn of_two_orders_with_one_code_the_one_placed_first_uses_it_and_both_answers_say_so() {
    let (mut member, code) = member(|_| {});
    check(&tell(&mut member, "b", (32, 32), &code, |_| {}), CouponStatus::Captured, Some("b"), true);
    check(&tell(&mut member, "a", (31, 33), &code, |_| {}), CouponStatus::Captured, Some("a"), false);
    member.check(60, 10, 50, 0);
    let again = tell(&mut member, "b", (32, 34), &code, |_| {});
    check(&again, CouponStatus::Captured, Some("a"), false);
    // The first is called off: the other one, which lives on, has used it.
    check(&tell(&mut member, "a", (31, 35), &code, cancelled), CouponStatus::Captured, Some("b"), false);
    member.check(35, 10, 25, 0);
    check(&tell(&mut member, "b", (32, 36), &code, cancelled), CouponStatus::Returned, None, false);
    member.check(60, 60, 0, 0);
}

#[test]
fn an_order_refunded_whole_gives_the_points_back_unless_the_program_says_never() {
    for (policy, back) in [("full", 50), ("proportion", 50), ("never", 0)] {
        let (mut member, code) = member(|p| p["points_on_refund"] = json!(policy));
        tell(&mut member, "b", (30, 30), &code, |_| {});
        let told = tell(&mut member, "b", (30, 40), &code, refunded(2500));
        let status = if back > 0 { CouponStatus::Returned } else { CouponStatus::Captured };
        assert_eq!(told.coupons[0].status, status, "{policy}");
        member.check(10 + back, 10 + back, 0, 0);
    }
}

#[test]
fn a_part_refunded_gives_a_part_of_the_points_back_if_the_program_says_so() {
    for (policy, back) in [("full", 0), ("proportion", 20), ("never", 0)] {
        let (mut member, code) = member(|p| p["points_on_refund"] = json!(policy));
        tell(&mut member, "b", (30, 30), &code, |_| {});
        let told = tell(&mut member, "b", (30, 40), &code, refunded(1001));
        assert_eq!(told.coupons[0].status, CouponStatus::Captured);
        // 14.99 are kept: 14 points. 50 × 1001 ÷ 2500 = 20.02.
        member.check(10 + back + 14, 10 + back, 14, 0);
    }
}

#[test]
fn points_given_back_can_be_spent_for_a_month_also_when_their_lot_has_expired() {
    let (mut member, code) = member(|_| {});
    tell(&mut member, "b", (30, 30), &code, |_| {});
    member.on(396).check(25, 25, 0, 0);
    tell(&mut member, "b", (30, 400), &code, cancelled);
    member.check(50, 50, 0, 0);
    member.on(429).check(50, 50, 0, 0);
    member.on(430).check(0, 0, 0, 0);
}

#[test]
fn points_given_back_keep_a_later_expiry() {
    let (mut member, code) = member(|_| {});
    let expirations = member.view().expirations;
    tell(&mut member, "b", (30, 30), &code, |_| {});
    tell(&mut member, "b", (30, 31), &code, cancelled);
    let then: i64 = member.view().expirations.iter().map(|amount| amount.points.0).sum();
    assert_eq!((then, member.view().expirations.len()), (60, expirations.len()));
    assert_eq!(member.view().expirations[0].at, day(395));
}

#[test]
fn an_order_first_heard_of_as_cancelled_gives_its_code_back() {
    let (mut member, code) = member(|_| {});
    check(&tell(&mut member, "b", (30, 30), &code, cancelled), CouponStatus::Returned, None, false);
    member.check(60, 60, 0, 0);
}

#[test]
fn an_unpaid_order_has_used_its_code() {
    let (mut member, code) = member(|_| {});
    let told = tell(&mut member, "b", (30, 30), &code, |o| o["status"] = json!("placed"));
    check(&told, CouponStatus::Captured, Some("b"), false);
    member.check(10, 10, 0, 0);
}

#[test]
fn a_code_captured_by_hand_belongs_to_the_order_that_lists_it() {
    let (mut member, code) = member(|_| {});
    member.capture(&code).unwrap();
    member.check(10, 10, 0, 0);
    check(&tell(&mut member, "b", (30, 30), &code, |_| {}), CouponStatus::Captured, Some("b"), false);
    tell(&mut member, "b", (30, 31), &code, cancelled);
    member.check(60, 60, 0, 0);
    let hold = member.wallet.holds().next().unwrap();
    assert_eq!((hold.status, hold.ended_at), (HoldStatus::Returned, Some(day(31))));
}
