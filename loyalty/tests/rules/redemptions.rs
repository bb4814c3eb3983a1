//! Redemptions: held once, ended once, given back to the lots they came from.

use crate::scenario::{Member, day, order, program};
use loyalty::{
    Points,
    ledger::{CouponStatus, Refusal},
    view::RewardStatus,
};
use serde_json::json;

/// A member with 60 points that are available from day 30 to day 395.
fn member_with_60() -> Member {
    let mut member = Member::of(program(|_| {}));
    member.order("o", order(6000, 0, |_| {}));
    member.on(30);
    member
}

#[test]
fn a_redemption_holds_points_and_capturing_it_spends_them() {
    let mut member = member_with_60();
    let code = member.redeem("five").unwrap();
    member.check(60, 10, 0, 50);
    member.capture(&code).unwrap();
    member.check(10, 10, 0, 0);
}

#[test]
fn a_hold_ends_once() {
    let mut member = member_with_60();
    let used = member.redeem("five").unwrap();
    member.capture(&used).unwrap();
    assert_eq!(member.capture(&used), Err(Refusal::HoldAlreadyCaptured));
    assert_eq!(member.release(&used), Err(Refusal::HoldAlreadyCaptured));
    member.adjust("a", 100).unwrap();
    let given_back = member.redeem("five").unwrap();
    member.release(&given_back).unwrap();
    assert_eq!(member.capture(&given_back), Err(Refusal::HoldAlreadyReleased));
    let forgotten = member.redeem("five").unwrap();
    assert_eq!(member.on(31).capture(&forgotten), Err(Refusal::HoldExpired));
}

#[test]
fn a_lapsed_hold_gives_back_the_lot_with_the_expiry_it_had() {
    let mut member = member_with_60();
    let expirations = member.view().expirations;
    member.redeem("five").unwrap();
    member.on(31).check(60, 60, 0, 0);
    assert_eq!(member.view().expirations, expirations);
}

#[test]
fn points_given_back_after_their_expiry_are_lost() {
    let mut member = Member::of(program(|p| p["rewards"][0]["hold_minutes"] = json!(10 * 24 * 60)));
    member.order("o", order(6000, 0, |_| {}));
    member.on(390).redeem("five").unwrap();
    member.on(395).check(50, 0, 0, 50);
    member.on(400).check(0, 0, 0, 0);
}

#[test]
fn points_that_expire_first_are_spent_first() {
    let mut member = member_with_60();
    member.adjust("gift", 100).unwrap();
    member.redeem("five").unwrap();
    let seen: Vec<_> = member.view().expirations.iter().map(|amount| (amount.points, amount.at)).collect();
    assert_eq!(seen, [(Points(110), day(395))]);
    let mut lots: Vec<_> = member.wallet.lots().map(|lot| lot.remaining.0).collect();
    lots.sort_unstable();
    assert_eq!(lots, [10, 100]);
}

#[test]
fn too_few_points_are_refused_with_what_is_missing() {
    let mut member = Member::of(program(|_| {}));
    member.adjust("a", 38).unwrap();
    assert_eq!(member.redeem("five"), Err(Refusal::InsufficientPoints { missing: Points(12) }));
    let view = member.view();
    assert_eq!((view.rewards[0].status, view.rewards[0].missing), (RewardStatus::InsufficientPoints, Points(12)));
}

#[test]
fn a_limit_counts_what_was_not_given_back() {
    let mut member = Member::of(program(|p| p["rewards"][0]["limit_per_member"] = json!({"count": 1, "days": 30})));
    member.adjust("a", 500).unwrap();
    let first = member.redeem("five").unwrap();
    assert_eq!(member.redeem("five"), Err(Refusal::LimitReached));
    member.release(&first).unwrap();
    let second = member.redeem("five").unwrap();
    member.capture(&second).unwrap();
    assert_eq!(member.on(29).redeem("five"), Err(Refusal::LimitReached));
    assert!(member.on(30).redeem("five").is_ok());
}

/// The end is turned round: a reopened order used to leave its code given back.
#[test]
fn an_order_uses_its_code_until_it_is_cancelled_and_again_when_it_is_reopened() {
    let mut member = member_with_60();
    let code = member.redeem("five").unwrap();
    let bought = |o: &mut serde_json::Value| {
        o["placed_at"] = json!(day(30));
        o["coupon_codes"] = json!([code.as_str(), "SUMMER"]);
    };
    let placed = member.order("next", order(3000, 30, bought));
    let statuses: Vec<_> = placed.coupons.iter().map(|coupon| coupon.status).collect();
    assert_eq!(statuses, [CouponStatus::Captured, CouponStatus::Unknown]);
    member.check(40, 10, 30, 0);
    member.order(
        "next",
        order(3000, 31, |o| {
            bought(o);
            o["status"] = json!("cancelled");
        }),
    );
    member.check(60, 60, 0, 0);
    member.order("next", order(3000, 32, bought));
    member.check(40, 10, 30, 0);
}

#[test]
fn an_adjustment_is_made_once() {
    let mut member = Member::of(program(|_| {}));
    assert_eq!(member.adjust("a", 10), Ok(Some(1)));
    assert_eq!(member.adjust("a", 10), Ok(None));
    assert_eq!(member.adjust("a", 11), Err(Refusal::AdjustmentConflict));
    assert_eq!(member.adjust("b", -11), Err(Refusal::InsufficientPoints { missing: Points(1) }));
    member.check(10, 10, 0, 0);
}
