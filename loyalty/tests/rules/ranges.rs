//! Numbers that no reader keeps exact are refused, and nothing is stored.

use loyalty::{
    AdjustmentId, Money, Points,
    ledger::{Credit, LotSource, Refusal, Rows, Wallet},
};
use serde_json::json;

use crate::scenario::{Member, day, order, program};

const MOST: i64 = 900_000_000_000;

#[test]
fn points_beyond_the_range_are_refused_and_nothing_is_stored() {
    let mut member = Member::of(program(|_| {}));
    let whole = Points::SUM_MAX.0 / MOST;
    let credit = |number: i64| Credit {
        source: LotSource::Adjustment { adjustment: AdjustmentId::new(number.to_string()).unwrap() },
        points: Points(MOST),
        at: day(0),
        expires_at: None,
        reason: None,
        note: None,
    };
    let facts = Rows { credits: (0..whole).map(credit).collect(), ..Rows::default() };
    member.wallet = Wallet::from_facts(facts, &member.programs, day(0)).unwrap();
    let balance = member.view().balance;
    assert_eq!(balance.balance.0, whole * MOST);
    let seq = member.wallet.new_entries().len();
    assert_eq!(member.adjust("more", MOST), Err(Refusal::OutOfRange));
    assert_eq!((member.view().balance, member.wallet.new_entries().len()), (balance, seq));
    // It has left no trace: its id can be used.
    member.adjust("more", 1).unwrap();
}

#[test]
fn amounts_of_any_currency_add_up() {
    let mut member = Member::of(program(|p| {
        p["rates"] = json!({"USD": 1_000_000_000, "XAF": 1});
        p["tiers"] = json!({"by": "spend", "period": {"rolling_days": 100}, "grace_days": 0,
            "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000}]});
    }));
    for id in ["a", "b"] {
        member.order(id, order(10_000_000_000_000, 0, |o| o["currency"] = json!("XAF")));
    }
    let view = member.view();
    assert_eq!(view.tier.map(|tier| tier.id.as_str().to_owned()).as_deref(), Some("silver"));
    assert_eq!(view.progress, Some(9_007_199_254_740_991));
    assert_eq!(member.traits().purchases.spend, Some(Money::SUM_MAX));
}

#[test]
fn a_state_with_a_revision_is_newer_than_one_dated_ahead() {
    let mut member = Member::of(program(|_| {}));
    member.order("o", order(5000, 1, |o| o["revision"] = json!(1)));
    let told = member.order("o", order(8000, 0, |o| o["revision"] = json!(2)));
    assert_eq!(told.points.0, 80);
}
