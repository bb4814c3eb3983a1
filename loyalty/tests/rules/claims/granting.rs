//! What a claim gives, once and within limits, and what is refused.

use loyalty::{
    Points,
    experiment::Share,
    ledger::{Changes, EntryKind, Refusal, Rows, Wallet},
    offer::ClaimedValue,
    view::Snapshot,
};
use serde_json::json;

use super::{claim, coupon, divisions, grant, member, offer, request, ten};
use crate::scenario::{Member, day, order, program};

/// The rows of what a first operation has made.
fn rows(changes: &Changes) -> Rows {
    let (head, lots, holds) = (changes.head.clone(), changes.lots.clone(), changes.holds.clone());
    Rows { head, lots, holds, credits: changes.credits.clone(), ..Rows::default() }
}

#[test]
fn points_arrive_at_once_and_expire_as_the_program_says() {
    let mut member = member();
    let gave = claim(&mut member, 0, request("1", ten()));
    assert_eq!(gave, Ok(ClaimedValue::Points { points: Points(10), reason: "Welcome".into() }));
    let entry = member.wallet.new_entries().last().unwrap().clone();
    assert_eq!((entry.kind, entry.points, entry.offer), (EntryKind::Claimed, Points(10), Some(offer("welcome"))));
    assert_eq!(entry.reason.as_deref(), Some("Welcome"));
    member.on(364).check(10, 10, 0, 0);
    member.on(365).check(0, 0, 0, 0);
    member.wallet.touch(&member.programs, day(365)).unwrap();
    let lost = member.wallet.new_entries().last().unwrap();
    assert_eq!((lost.kind, lost.points, &lost.offer), (EntryKind::Expired, Points(-10), &Some(offer("welcome"))));
    member.wallet.check().unwrap();
}

#[test]
fn points_pay_debt_first() {
    let mut member = Member::of(program(|p| p["debt"] = json!("go_negative")));
    member.order("o", order(6000, 0, |_| {}));
    member.on(30).redeem("five").unwrap();
    member.order("o", order(6000, 31, |o| o["status"] = json!("cancelled")));
    let debt = member.view().balance.debt;
    assert!(debt > Points(10), "{debt:?}");
    claim(&mut member, 30, request("1", ten())).unwrap();
    assert_eq!(member.view().balance.debt, Points(debt.0 - 10));
}

#[test]
fn a_claim_has_one_effect_however_often_it_comes() {
    let mut member = member();
    let first = claim(&mut member, 0, request("1", ten()));
    assert_eq!(claim(&mut member, 3, request("1", ten())), first);
    member.check(10, 10, 0, 0);
    assert_eq!(claim(&mut member, 3, request("2", ten())), Err(Refusal::LimitReached));
    member.check(10, 10, 0, 0);
}

#[test]
fn a_limit_with_days_lets_the_member_have_it_again() {
    let mut member = member();
    claim(&mut member, 0, request("1", coupon())).unwrap();
    claim(&mut member, 3, request("2", coupon())).unwrap();
    assert_eq!(claim(&mut member, 6, request("3", coupon())), Err(Refusal::LimitReached));
    claim(&mut member, 7, request("4", coupon())).unwrap();
    assert_eq!(claim(&mut member, 8, request("5", coupon())), Err(Refusal::LimitReached));
}

#[test]
fn what_cannot_be_had_is_refused_and_leaves_nothing_behind() {
    let mut held_out = request("1", ten());
    held_out.divisions = divisions(&[("welcome", 9_999)]);
    let mut gone = request("1", coupon());
    gone.grant = grant(json!({"gives": {"coupon": {"reward": "six"}}, "limit_per_member": {"count": 1}, "budget": 1}));
    let mut all_held_out = request("1", ten());
    all_held_out.divisions.holdout = Share::ALL;
    for (request, refusal) in
        [(held_out, Refusal::OfferNotFound), (all_held_out, Refusal::OfferNotFound), (gone, Refusal::OfferNotAvailable)]
    {
        let mut member = member();
        assert_eq!(claim(&mut member, 0, request), Err(refusal));
        assert_eq!(member.wallet.drain_changes(), None);
    }
    let nobodys = Wallet::default().claim(request("1", ten()), &loyalty::program::Programs::none(), day(0)).map(drop);
    assert_eq!(nobodys, Err(Refusal::NoProgram));
}

#[test]
fn the_rows_of_a_claim_make_the_wallet_anew() {
    let mut member = member();
    claim(&mut member, 0, request("1", ten())).unwrap();
    let changes = member.wallet.drain_changes().unwrap();
    let mut history = changes.member.offers.clone().unwrap();
    assert_eq!(history.claims, []);
    history.claims = changes.member.claims.clone();
    let restored = Wallet::restore(rows(&changes)).with_offers(history);
    assert_eq!(restored.snapshot(), member.wallet.snapshot());
    restored.check().unwrap();
    let text = serde_json::to_string(&restored.snapshot()).unwrap();
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), restored.snapshot());
}

#[test]
fn a_lot_that_nobody_claimed_is_a_breach() {
    let mut member = member();
    claim(&mut member, 0, request("1", ten())).unwrap();
    let changes = member.wallet.drain_changes().unwrap();
    let forged = Wallet::restore(rows(&changes));
    assert!(forged.check().is_err_and(|breach| breach.0.starts_with("I6")));
}
