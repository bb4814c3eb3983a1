//! Cases that close by themselves: at their instant, for everybody who looks, and only if nobody has written.

use loyalty::{Days, Instant, case::CaseStatus};

use super::desk::{Desk, id};

/// A case that was answered, and when.
fn answered() -> (Desk, Instant) {
    let mut desk = Desk::new();
    desk.open("c", "question").unwrap();
    desk.answer("c", "Yes").unwrap();
    let at = desk.now;
    (desk, at)
}

/// The status after so many days.
#[track_caller]
fn check(desk: &mut Desk, from: Instant, days: u32, expected: CaseStatus) {
    desk.now = from + Days(days);
    desk.wallet.pass_time(desk.now);
    assert_eq!(desk.case("c").status, expected, "after {days} days");
}

#[test]
fn an_answer_that_nobody_replies_to_closes_the_case_after_a_week() {
    let (mut desk, at) = answered();
    check(&mut desk, at, 6, CaseStatus::Answered);
    let before = desk.case("c").clone();
    assert_eq!(desk.line("c").closes_at, Some(at + Days(7)));
    // Whoever looks later finds it closed at its own instant.
    check(&mut desk, at, 30, CaseStatus::Closed);
    let case = desk.case("c");
    let closed = at + Days(7);
    assert_eq!((case.closed_at, case.solved_at, case.changed_at), (Some(closed), Some(at), closed));
    assert_eq!((case.version, case.closes_at), (before.version + 1, None));
    // The shop's list has it from an older state, and comes to the same.
    let mut listed = before;
    assert!(!listed.pass_time(Instant::from_ms((at + Days(7)).as_ms() - 1)));
    assert!(listed.pass_time(at + Days(7)) && !listed.pass_time(at + Days(8)));
    assert_eq!(listed, *case);
    // It is written down with whatever is done next, and opens again as any other.
    desk.reply("c", "One more thing").unwrap();
    assert_eq!((desk.case("c").status, desk.case("c").closed_at), (CaseStatus::Open, None));
    check(&mut desk, at, 100, CaseStatus::Open);
}

#[test]
fn who_writes_keeps_it_open_and_each_answer_begins_anew() {
    let (mut desk, at) = answered();
    desk.now = at + Days(6);
    desk.answer("c", "And besides").unwrap();
    check(&mut desk, at, 12, CaseStatus::Answered);
    desk.note("c", "Who was that?").unwrap();
    desk.reply("c", "Wait").unwrap();
    check(&mut desk, at, 60, CaseStatus::Open);
    desk.settings.close_answered_after_days = Days(1);
    desk.come_to("c", CaseStatus::Waiting).unwrap();
    check(&mut desk, at, 90, CaseStatus::Waiting);
    desk.come_to("c", CaseStatus::Solved).unwrap();
    check(&mut desk, at, 91, CaseStatus::Closed);
}

#[test]
fn what_is_published_knows_what_closes_without_being_told() {
    let (mut desk, at) = answered();
    desk.open("d", "idea").unwrap();
    desk.open("e", "complaint").unwrap();
    desk.come_to("e", CaseStatus::Solved).unwrap();
    let published = desk.cases();
    assert_eq!((published.open, published.closing.len(), published.closed.len()), (2, 2, 0));
    for days in 0..10 {
        let now = at + Days(days);
        desk.wallet.pass_time(now);
        assert_eq!(published.at(now), desk.cases(), "after {days} days");
    }
    assert_eq!(desk.cases().open, 1);
    assert!(desk.wallet.case(&id("d")).is_some_and(|case| case.status == CaseStatus::Open));
}
