//! What outlives its rows: a closed past still counts, in sums, and the published state says of which commit it is.

use loyalty::{
    Days, Points,
    ledger::{Changes, PastLimits, Refusal},
};
use serde_json::json;

use crate::scenario::{Member, day, order, program};

/// Closes the past before the newest fact, and takes what is to be stored.
fn close(member: &mut Member) -> Changes {
    let limits = PastLimits { facts: 1, more_facts: 0, lots: 0, days: Days(0) };
    member.wallet.close_past(&member.programs, limits).unwrap();
    member.wallet.check().unwrap();
    let changes = member.wallet.drain_changes().unwrap();
    assert!(changes.checkpoint.is_some(), "the past is open still");
    changes
}

fn buy(member: &mut Member, id: &str, on: u32, cents: i64) {
    member.on(on).order(id, order(cents, on, |o| o["placed_at"] = json!(day(on))));
}

#[test]
fn a_level_is_held_since_before_the_checkpoint() {
    let mut member = Member::of(program(|p| {
        p["tiers"] = json!({
            "by": "spend", "period": {"rolling_days": 100}, "grace_days": 10,
            "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000}],
        });
    }));
    buy(&mut member, "a", 0, 12_000);
    buy(&mut member, "b", 90, 12_000);
    buy(&mut member, "c", 150, 1_000);
    // Order a counts no more and is forgotten, but the level it brought has been held since.
    close(&mut member);
    assert_eq!(member.view().tier.unwrap().since, day(0));
}

/// A member who has redeemed once, long ago: the redemption is archived.
fn redeemed_long_ago(limit: serde_json::Value) -> Member {
    let mut member = Member::of(program(|p| p["rewards"][0]["limit_per_member"] = limit));
    member.adjust("a", 500).unwrap();
    let code = member.redeem("five").unwrap();
    member.capture(&code).unwrap();
    buy(&mut member, "b", 100, 1_000);
    assert_eq!(close(&mut member).archive.holds.len(), 1);
    member
}

#[test]
fn an_archived_redemption_counts_against_the_limit() {
    let mut member = redeemed_long_ago(json!({"count": 1}));
    assert_eq!(member.on(101).redeem("five"), Err(Refusal::LimitReached));
}

#[test]
fn an_archived_redemption_counts_for_as_many_days_as_the_limit_says() {
    let mut member = redeemed_long_ago(json!({"count": 1, "days": 110}));
    assert_eq!(member.on(109).redeem("five"), Err(Refusal::LimitReached));
    assert!(member.on(110).redeem("five").is_ok());
}

#[test]
fn what_is_owed_for_points_spent_twice_is_owed_once_across_the_checkpoint() {
    let mut member = Member::of(program(|_| {}));
    member.order("o", order(16_000, 0, |_| {}));
    let first = member.on(30).redeem("five").unwrap();
    member.release(&first).unwrap();
    let second = member.on(31).redeem("five").unwrap();
    member.capture(&second).unwrap();
    let third = member.on(33).redeem("five").unwrap();
    member.capture(&third).unwrap();
    member.on(34).order("o", order(16_000, 34, |o| o["lines"][0]["refunded"] = json!(10_000)));
    let used = |o: &mut serde_json::Value| {
        o["placed_at"] = json!(day(30));
        o["coupon_codes"] = json!([first.as_str()]);
        o["lines"] = json!([]);
    };
    member.order("b", order(0, 35, used));
    // 60 earned, three discounts for 50 each. Of the second 40 are owed, for the first's points; of the third the other 10.
    assert_eq!(member.view().balance.debt.0, 50);
    // The past is closed between the second and the third.
    close(&mut member);
    member.adjust("sorry", 5).unwrap();
    assert_eq!(member.view().balance.debt.0, 45);
}

#[test]
fn a_lot_made_at_the_instant_of_the_checkpoint_is_not_made_again_after_it() {
    let mut member = Member::of(program(|p| p["expires_after_days"] = json!(null)));
    member.adjust("lasting", 100).unwrap();
    member.publish(2, program(|_| {}));
    // These 50 expire, so they are spent first, and all of them at once.
    member.on(10).adjust("fleeting", 50).unwrap();
    let code = member.redeem("five").unwrap();
    member.capture(&code).unwrap();
    // The checkpoint is a millisecond before the newest fact. What comes after it takes of the 100.
    member.at(day(10).plus_ms(1)).redeem("five").unwrap();
    let changes = close(&mut member);
    assert!(changes.archive.lots.is_empty(), "a lot is archived from which points have been taken since");
    member.check(100, 50, 0, 50);
}

#[test]
fn lots_in_order_by_their_sources_alone_are_loaded_together() {
    let mut member = Member::of(program(|p| {
        p["expires_after_days"] = json!(null);
        let second = json!({"id": "more", "name": {"en": "More"}, "points_per_unit": 1, "rounding": "down"});
        p["rules"].as_array_mut().unwrap().push(second);
    }));
    buy(&mut member, "a", 0, 1_000);
    buy(&mut member, "b", 40, 1_000);
    let lots = close(&mut member).archive.lots;
    assert_eq!(lots.len(), 2);
    assert!(!member.wallet.needs_lots(day(40)));
    // Their key is the same, so it does not say which of them is spent first.
    member.wallet.load_lots(vec![lots[0].clone()], lots.get(1)).unwrap();
    assert!(member.wallet.needs_lots(day(40)));
    member.wallet.load_lots(vec![lots[1].clone()], None).unwrap();
    assert!(!member.wallet.needs_lots(day(40)));
}

#[test]
fn points_that_can_be_spent_without_end_are_archived_and_count() {
    let mut member = Member::of(program(|p| p["expires_after_days"] = json!(null)));
    member.adjust("a", 500).unwrap();
    buy(&mut member, "b", 100, 1_000);
    assert_eq!(close(&mut member).archive.lots.len(), 1);
    member.check(510, 500, 10, 0);
}

#[test]
fn points_given_by_hand_are_archived_with_their_adjustment() {
    let mut member = Member::of(program(|_| {}));
    member.adjust("a", 500).unwrap();
    buy(&mut member, "b", 100, 1_000);
    let archive = close(&mut member).archive;
    assert_eq!((archive.credits.len(), archive.adjustments.len()), (1, 1));
}

#[test]
fn the_published_state_names_the_commit_it_is_of() {
    let mut member = Member::of(program(|_| {}));
    member.on(3).adjust("a", 50).unwrap();
    member.wallet.drain_changes().unwrap();
    let head = member.wallet.snapshot().head;
    assert_eq!((head.seq, head.clock, head.points_sum), (1, day(3), Points(50)));
}
