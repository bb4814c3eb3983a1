//! What a report counts.

use loyalty::{
    MemberId,
    calendar::Calendar,
    case::{Case, CaseReport, CaseStatus, Targets},
};
use serde_json::{Value, json};

use super::desk::{Desk, at};

#[test]
fn a_report_counts_what_happened_in_its_time_and_what_is_now() {
    let mut desk = Desk::new();
    // Before the time: its answer is within, and was the solution, since nobody replied for a week.
    desk.at("2020-06-14T23:30:00Z").open("before", "question").unwrap();
    desk.at("2020-06-15T00:30:00Z").answer("before", "Yes").unwrap();
    // Within: answered after 10 minutes, solved after 60 of which it waited 20.
    desk.at("2020-06-16T12:00:00Z").open("quick", "complaint").unwrap();
    desk.at("2020-06-16T12:10:00Z").answer("quick", "What happened?").unwrap();
    desk.at("2020-06-16T12:30:00Z").come_to("quick", CaseStatus::Waiting).unwrap();
    desk.at("2020-06-16T12:50:00Z").reply("quick", "This").unwrap();
    desk.at("2020-06-16T13:00:00Z").come_to("quick", CaseStatus::Closed).unwrap();
    // The week after: nobody has answered.
    desk.at("2020-06-22T00:00:00Z").open("late", "complaint").unwrap();
    // Closed, but opened again.
    desk.at("2020-06-23T00:00:00Z").open("again", "idea").unwrap();
    desk.come_to("again", CaseStatus::Closed).unwrap();
    desk.at("2020-06-23T01:00:00Z").reply("again", "And another thing").unwrap();

    desk.at("2020-06-23T02:00:00Z");
    let cases: Vec<(MemberId, Case)> =
        desk.wallet.cases().map(|case| (MemberId::new("ana").unwrap(), case.clone())).collect();
    let period = (at("2020-06-15T00:00:00Z"), at("2020-06-24T00:00:00Z"));
    let report = CaseReport::new(&cases, period, &desk.settings.targets, &Calendar::utc(), desk.now);
    let times =
        |cases: u32, median: i64, p90: i64| json!({"cases": cases, "median_minutes": median, "p90_minutes": p90});
    let flow = |opened: u32, answered: u32, closed: u32, first_answer: Value, solution: Value| json!({"opened": opened, "answered": answered, "closed": closed, "first_answer": first_answer, "solution": solution});
    let with = |mut flow: Value, more: Value| {
        flow.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        flow
    };
    let now = |open: u32, overdue: u32| json!({"open_now": open, "overdue_now": overdue});
    let report = serde_json::to_value(&report).unwrap();
    let complaints = with(flow(2, 1, 1, times(1, 10, 10), times(1, 40, 40)), now(1, 1));
    assert_eq!(report["kinds"]["complaint"], complaints);
    assert_eq!(report["kinds"]["question"], with(flow(0, 1, 1, times(1, 60, 60), times(1, 60, 60)), now(0, 0)));
    assert_eq!(report["kinds"]["praise"], with(flow(0, 0, 0, Value::Null, Value::Null), now(0, 0)));
    let weeks = json!([
        with(flow(1, 2, 1, times(2, 10, 60), times(2, 40, 60)), json!({"week": "2020-06-15"})),
        with(flow(2, 0, 1, Value::Null, Value::Null), json!({"week": "2020-06-22"})),
    ]);
    assert_eq!(report["weeks"], weeks);
    assert_eq!((&report["opened"], &report["open_now"], &report["overdue_now"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!(report["ideas"], json!([{"case": "again", "title": "First words of again", "members": 1}]));
}

#[test]
fn a_week_is_one_of_the_shops_calendar() {
    let mut desk = Desk::new();
    // Monday in Ljubljana, still Sunday in UTC.
    desk.at("2020-06-14T22:30:00Z").open("c", "praise").unwrap();
    let cases = [(MemberId::new("ana").unwrap(), desk.case("c").clone())];
    let period = (at("2020-06-01T00:00:00Z"), at("2020-07-01T00:00:00Z"));
    let week = |calendar: Calendar| {
        CaseReport::new(&cases, period, &Targets::default(), &calendar, desk.now).weeks[0].week.clone()
    };
    assert_eq!(week(Calendar::utc()), "2020-06-08");
    assert_eq!(week(Calendar::new("Europe/Ljubljana").unwrap()), "2020-06-15");
}
