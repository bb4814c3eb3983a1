//! Coupons that an offer gives: redemptions for no points.

use loyalty::{
    Points,
    ledger::{CouponStatus, HoldStatus, Refusal},
    offer::ClaimedValue,
    view::RewardStatus,
};
use serde_json::{Value, json};

use super::{claim, code, coupon, grant, member, offer, request};
use crate::scenario::{Member, day, order, program};

#[test]
fn what_became_of_a_coupon_does_not_free_the_limit() {
    let mut member = member();
    claim(&mut member, 0, request("1", coupon())).unwrap();
    member.release(&code("1")).unwrap();
    claim(&mut member, 0, request("2", coupon())).unwrap();
    assert_eq!(claim(&mut member, 1, request("3", coupon())), Err(Refusal::LimitReached));
    member.on(1).check(0, 0, 0, 0);
}

#[test]
fn a_coupon_can_be_used_for_as_long_as_the_offer_says() {
    let lasting =
        |coupon: Value| grant(json!({"gives": {"coupon": coupon}, "limit_per_member": {"count": 9}, "budget": 100}));
    let three_days = || lasting(json!({"reward": "five", "valid_days": 3}));
    let as_ever = || lasting(json!({"reward": "five"}));
    let mut member = member();
    claim(&mut member, 0, request("1", three_days())).unwrap();
    claim(&mut member, 0, request("2", three_days())).unwrap();
    claim(&mut member, 0, request("3", as_ever())).unwrap();
    member.on(2).capture(&code("1")).unwrap();
    assert_eq!(member.on(3).capture(&code("2")), Err(Refusal::HoldExpired));
    member.on(29).capture(&code("3")).unwrap();
    claim(&mut member, 29, request("4", as_ever())).unwrap();
    assert_eq!(member.on(59).capture(&code("4")), Err(Refusal::HoldExpired));
}

#[test]
fn a_coupon_is_a_redemption_without_points() {
    let mut member = member();
    let Ok(ClaimedValue::Coupon { redemption }) = claim(&mut member, 0, request("1", coupon())) else {
        panic!("no coupon")
    };
    let view = member.view();
    let shown = &view.redemptions[0];
    assert_eq!((&shown.id, shown.points, &shown.offer), (&redemption, Points::ZERO, &Some(offer("welcome"))));
    assert_eq!((shown.reward.name.as_str(), shown.status), ("5 $ off", HoldStatus::Held));
    let used = member.order("o", order(6000, 0, |o| o["coupon_codes"] = json!([code("1").as_str()])));
    assert_eq!(used.coupons[0].status, CouponStatus::Captured);
    let back = member.order(
        "o",
        order(6000, 1, |o| {
            o["coupon_codes"] = json!([code("1").as_str()]);
            o["status"] = json!("cancelled");
        }),
    );
    // Turned round: it used to be given back and worth nothing. It is valid again for the 30 days it had left.
    assert_eq!(back.coupons[0].status, CouponStatus::Held);
    assert_eq!(member.view().redemptions[0].held_until, day(31));
    member.check(0, 0, 0, 0);
}

#[test]
fn a_coupon_does_not_use_up_the_rewards_own_limit() {
    let mut member = Member::of(program(|p| p["rewards"][0]["limit_per_member"] = json!({"count": 1})));
    member.order("o", order(12_000, 0, |_| {}));
    claim(&mut member, 30, request("1", coupon())).unwrap();
    assert_eq!(member.view().rewards[0].status, RewardStatus::Available);
    member.redeem("five").unwrap();
    assert_eq!(member.redeem("five"), Err(Refusal::LimitReached));
    claim(&mut member, 30, request("2", coupon())).unwrap();
}
