//! What pages report of offers, and whom it is counted for.

use std::collections::BTreeMap;

use loyalty::{
    Instant, attention,
    experiment::{Arm, Run, Share},
    ledger::Wallet,
    offer::{CountedEvent, OfferEventKind, PROGRAM_HOLDOUT, RememberedArm, ReportedEvent, VISITORS_MAX},
};

use super::{counted, divisions, offer, seen, variant};
use crate::scenario::day;

#[test]
fn reports_can_be_told_again_and_in_any_order() {
    let divisions = divisions(&[("welcome", 0), ("bye", 0)]);
    let events = [
        seen("welcome", variant("a"), day(3)),
        ReportedEvent { event: OfferEventKind::Dismissed, ..seen("welcome", variant("a"), day(4)) },
        ReportedEvent { event: OfferEventKind::Converted, ..seen("bye", variant("a"), day(4)) },
    ];
    let mut once = Wallet::default();
    once.record_events("somebody", &divisions, &events, day(4));
    let mut again = Wallet::default();
    for event in events.iter().rev().chain(&events) {
        again.record_events("somebody", &divisions, std::slice::from_ref(event), day(4));
    }
    assert_eq!(once.offers(), again.offers());
    once.drain_changes().expect("it was kept");
    once.record_events("somebody else", &divisions, &events, day(4));
    assert_eq!(once.drain_changes(), None);
}

#[test]
fn what_is_told_of_another_arm_does_not_count() {
    let mut wallet = Wallet::default();
    let divisions = divisions(&[("welcome", 0)]);
    let events = [
        seen("welcome", variant("b"), day(0)),
        seen("welcome", Arm::Holdout, day(0)),
        seen("unknown", variant("a"), day(0)),
        seen(PROGRAM_HOLDOUT, Arm::Holdout, day(0)),
    ];
    assert_eq!(wallet.record_events("somebody", &divisions, &events, day(0)).events, []);
    assert_eq!(wallet.drain_changes(), None);
}

#[test]
fn a_holdout_is_counted_and_was_not_seen() {
    let mut wallet = Wallet::default();
    let divisions = divisions(&[("welcome", 9_999)]);
    let tally = wallet.record_events("somebody", &divisions, &[seen("welcome", Arm::Holdout, day(0))], day(0));
    assert_eq!(tally.events, [counted(Arm::Holdout, OfferEventKind::Seen, day(0))]);
    assert_eq!(wallet.offers().memory, Default::default());
    let kept = RememberedArm { run: Run::FIRST, arm: Arm::Holdout };
    assert_eq!(wallet.offers().arms, BTreeMap::from([(offer("welcome"), kept)]));
}

#[test]
fn who_somebody_is_and_where_stays_as_it_was_first_said() {
    let mut wallet = Wallet::default();
    let first = divisions(&[("welcome", 0)]);
    let event = seen("welcome", variant("a"), day(0));
    assert_eq!(wallet.record_events("visitor", &first, std::slice::from_ref(&event), day(0)).subject, "visitor");
    let later = divisions(&[("welcome", 9_999)]);
    let tally = wallet.record_events("another device", &later, std::slice::from_ref(&event), day(0));
    assert_eq!((tally.subject.as_str(), tally.events.len()), ("visitor", 1));
    // In another run everybody is divided anew.
    let mut anew = divisions(&[("welcome", 9_999)]);
    anew.offers.values_mut().for_each(|division| division.run = Run(2));
    assert_eq!(wallet.record_events("another device", &anew, std::slice::from_ref(&event), day(1)).events, []);
    let held_out = ReportedEvent { run: Run(2), ..seen("welcome", Arm::Holdout, day(1)) };
    let tally = wallet.record_events("another device", &anew, &[held_out], day(1));
    assert_eq!(tally.events, [CountedEvent { run: Run(2), ..counted(Arm::Holdout, OfferEventKind::Seen, day(1)) }]);
    assert_eq!(wallet.offers().arms[&offer("welcome")], RememberedArm { run: Run(2), arm: Arm::Holdout });
}

#[test]
fn what_a_page_was_told_of_another_run_does_not_count() {
    let divisions = divisions(&[("welcome", 0)]);
    let event = |run| ReportedEvent { run, ..seen("welcome", variant("a"), day(0)) };
    let tally = Wallet::default().record_events("somebody", &divisions, &[event(Run(2)), event(Run::FIRST)], day(0));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Seen, day(0))]);
}

#[test]
fn an_event_is_counted_from_the_first_time_it_is_told_of() {
    let divisions = divisions(&[("welcome", 0)]);
    let events = [6, 5, 9].map(|at| seen("welcome", variant("a"), Instant::from_ms(day(0).as_ms() + at)));
    let tally = Wallet::default().record_events("somebody", &divisions, &events, day(1));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Seen, Instant::from_ms(day(0).as_ms() + 5))]);
    let long_ago = [seen("welcome", variant("a"), day(0))];
    let tally = Wallet::default().record_events("somebody", &divisions, &long_ago, day(5));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Seen, day(4))]);
}

#[test]
fn a_member_has_been_ten_visitors_the_first_of_whom_says_who_it_is() {
    let mut wallet = Wallet::default();
    (0..12).for_each(|visitor| wallet.link_visitor(&visitor.to_string()));
    let visitors = || (2..12).map(|visitor| visitor.to_string()).collect::<Vec<_>>();
    assert_eq!((wallet.offers().subject.as_deref(), &wallet.offers().visitors), (Some("0"), &visitors()));
    wallet.drain_changes().expect("it was kept");
    wallet.link_visitor("5");
    assert_eq!(wallet.drain_changes(), None);
    wallet.link_visitor("0");
    assert_eq!(wallet.offers().visitors.last().map(String::as_str), Some("0"));
    assert_eq!(wallet.offers().visitors.len(), VISITORS_MAX);
}

#[test]
fn everybody_is_counted_for_the_program_as_a_whole() {
    let event = |arm| [seen(PROGRAM_HOLDOUT, arm, day(0))];
    let mut half = divisions(&[]);
    half.holdout = Share(5_000);
    let mut arms = [0, 0];
    for person in 0..100 {
        let subject = person.to_string();
        let mut wallet = Wallet::default();
        let held_out = wallet.record_events(&subject, &half, &event(Arm::Holdout), day(0)).events.len();
        let counted = wallet.record_events(&subject, &half, &event(variant("program")), day(0)).events.len();
        assert_eq!(held_out + counted, 1);
        arms[held_out] += 1;
    }
    assert!(arms[0] > 30 && arms[1] > 30, "{arms:?}");
}

#[test]
fn a_page_is_believed_a_day_and_never_ahead() {
    let at = |at: u32| seen("welcome", variant("a"), day(at)).at(day(10));
    assert_eq!((at(12), at(10), at(9), at(2)), (day(10), day(10), day(9), day(9)));
}

#[test]
fn what_is_told_again_with_a_time_that_is_not_believed_has_happened_once() {
    let divisions = divisions(&[("welcome", 0)]);
    for told_at in [day(40), day(1)] {
        let event = |kind| [ReportedEvent { event: kind, ..seen("welcome", variant("a"), told_at) }];
        let mut wallet = Wallet::default();
        for kind in [OfferEventKind::Seen, OfferEventKind::Dismissed, OfferEventKind::Converted] {
            wallet.record_events("somebody", &divisions, &event(kind), day(10));
            let before = wallet.offers().clone();
            wallet.record_events("somebody", &divisions, &event(kind), Instant::from_ms(day(10).as_ms() + 90 * 60_000));
            assert_eq!(wallet.offers(), &before, "{kind:?} at {told_at}");
        }
        // Two of one report are one as well; two days later it is another.
        let twice = [event(OfferEventKind::Seen), event(OfferEventKind::Seen)].concat();
        wallet.record_events("somebody", &divisions, &twice, day(12));
        let mut showings = 0;
        wallet.offers().memory.each(&mut |event, _, _| showings += u32::from(event == attention::Event::Seen));
        assert_eq!(showings, 2);
    }
}
