//! What outlives its rows: a closed past still counts, in sums, and the published state says of which commit it is.

use loyalty::{
    Days,
    ledger::{Changes, PastLimits, Refusal},
};
use serde_json::json;

use crate::scenario::{Member, day, order, program};

/// Closes the past before the newest fact, and takes what is to be stored.
fn close(member: &mut Member) -> Changes {
    let limits = PastLimits { facts: 1, more_facts: 0, lots: 0, days: Days(0) };
    member.wallet.close_past(&member.programs, limits).unwrap();
    member.wallet.check().unwrap();
    let changes = member.wallet.take_changes().unwrap();
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
