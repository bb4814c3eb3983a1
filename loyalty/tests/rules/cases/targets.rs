//! What is left of the targets as time passes, and what a page knows.

use loyalty::case::{CaseKind, CaseStatus};

use super::desk::{Desk, at};

#[test]
fn what_is_left_of_the_targets_as_time_passes() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    let check = |desk: &Desk, first: (&str, Option<i64>), solution: (&str, Option<i64>), overdue: bool| {
        let line = desk.line("c");
        assert_eq!((line.first_answer.due_at, line.first_answer.left_minutes), (at(first.0), first.1), "first answer");
        assert_eq!((line.solution.due_at, line.solution.left_minutes), (at(solution.0), solution.1), "solution");
        assert_eq!(line.overdue, overdue);
    };
    let (four_hours, two_days) = ("2020-06-15T16:00:00Z", "2020-06-17T12:00:00Z");
    check(&desk, (four_hours, Some(240)), (two_days, Some(2_880)), false);
    desk.at("2020-06-15T15:59:59.999Z");
    check(&desk, (four_hours, Some(0)), (two_days, Some(2_640)), false);
    desk.at("2020-06-15T16:00:00Z");
    check(&desk, (four_hours, Some(0)), (two_days, Some(2_640)), true);
    desk.at("2020-06-15T17:30:30Z");
    check(&desk, (four_hours, Some(-91)), (two_days, Some(2_549)), true);
    // A late answer is an answer; nothing is overdue until the solution is.
    desk.answer("c", "Sorry, it is late").unwrap();
    check(&desk, (four_hours, None), (two_days, Some(2_549)), false);
    // While it waits for the shopper nothing is lost of the time.
    desk.at("2020-06-15T18:00:00Z").come_to("c", CaseStatus::Waiting).unwrap();
    desk.at("2020-06-20T18:00:00Z");
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", Some(2_520)), false);
    desk.reply("c", "I was away").unwrap();
    desk.at("2020-06-20T19:00:00Z");
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", Some(2_460)), false);
    desk.at("2020-06-22T12:00:00Z");
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", Some(0)), true);
    desk.come_to("c", CaseStatus::Solved).unwrap();
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", None), false);
    // Opened again it begins anew.
    desk.at("2020-06-30T00:00:00Z").reply("c", "It broke again").unwrap();
    check(&desk, (four_hours, None), ("2020-07-02T00:00:00Z", Some(2_880)), false);
    // As a question it has other targets.
    desk.patch("c", |patch| patch.kind = Some(CaseKind::Question)).unwrap();
    check(&desk, ("2020-06-16T12:00:00Z", None), ("2020-07-03T00:00:00Z", Some(4_320)), false);
}

#[test]
fn a_page_knows_what_is_open_unread_and_closed_lately() {
    let mut desk = Desk::new();
    assert!(desk.cases().is_empty());
    for number in 0..7 {
        let name = format!("c{number}");
        desk.pass(1).open(&name, "question").unwrap();
        desk.answer(&name, "One").unwrap();
        desk.answer(&name, "Two").unwrap();
    }
    assert_eq!((desk.cases().open, desk.cases().unread, desk.cases().closed.len()), (7, 14, 0));
    // The page showed the shopper's own message and the first answer.
    desk.read("c0", Some(2)).unwrap();
    assert_eq!((desk.view("c0").unread, desk.cases().unread), (1, 13));
    desk.read("c0", Some(1)).unwrap();
    assert_eq!(desk.view("c0").unread, 1);
    desk.read("c0", None).unwrap();
    desk.reply("c1", "I see").unwrap();
    assert_eq!(desk.cases().unread, 10);
    for number in 0..6 {
        desk.pass(1).come_to(&format!("c{number}"), CaseStatus::Closed).unwrap();
    }
    desk.come_to("c6", CaseStatus::Solved).unwrap();
    let closed: Vec<String> = desk.cases().closed.iter().map(|closed| closed.id.to_string()).collect();
    assert_eq!((desk.cases().open, closed), (0, ["c5", "c4", "c3", "c2", "c1"].map(str::to_owned).to_vec()));
    desk.reply("c5", "Not yet").unwrap();
    assert_eq!((desk.cases().open, desk.cases().closed[0].id.as_str()), (1, "c4"));
}
