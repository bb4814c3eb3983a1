//! Gestures: points within the shop's limits.

use loyalty::{
    Days, Points,
    case::{CaseKind, FeedbackSettings, Giving, Role},
    ledger::{EntryKind, Refusal},
    program::Programs,
};
use serde_json::{Value, json};

use super::desk::{Desk, id, read};

#[test]
fn a_gesture_is_points_and_stands_in_the_history() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    let limit = |left| Err(Refusal::GestureLimitReached { left: Points(left) });
    assert_eq!(desk.give("c", 201, "support"), limit(200));
    assert_eq!(desk.give("c", 0, "support"), limit(200));
    assert_eq!(desk.give("c", -5, "owner"), limit(1_000));
    desk.give("c", 200, "support").unwrap();
    desk.give("c", 500, "marketer").unwrap();
    assert_eq!(desk.give("c", 400, "owner"), limit(300));
    desk.give("c", 300, "owner").unwrap();
    assert_eq!(desk.give("c", 1, "owner"), limit(0));
    assert_eq!(desk.wallet.balance().available, Points(1_000));
    let given: Vec<_> = desk.case("c").gestures.iter().map(|gesture| (gesture.points.0, gesture.role)).collect();
    assert_eq!(given, [(200, Role::Support), (500, Role::Marketer), (300, Role::Owner)]);
    // Another case of the same member does not help; 90 days do.
    desk.open("d", "praise").unwrap();
    assert_eq!(desk.give("d", 1, "owner"), limit(0));
    desk.now = desk.now + Days(90);
    desk.give("d", 1_000, "owner").unwrap();
    desk.wallet.pass_time(desk.now);
    assert_eq!(desk.wallet.balance().available, Points(2_000));
}

#[test]
fn the_entry_of_a_gesture_says_why_to_the_shopper_and_who_to_the_shop() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    let giving: Giving = read(json!({"points": 50, "reason": "For the wait", "by": "Eva", "role": "support"}));
    desk.wallet.give(&id("c"), &giving, &desk.settings.gestures, &Programs::none(), desk.now).unwrap();
    let entries = desk.wallet.take_changes().unwrap().entries;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].kind, entries[0].points), (EntryKind::Adjusted, Points(50)));
    assert_eq!(entries[0].reason.as_deref(), Some("For the wait"));
    assert_eq!(entries[0].note.as_deref(), Some("Eva, case c"));
}

#[test]
fn nobody_gives_anything_before_the_shop_has_said_how_much() {
    let mut desk = Desk::new();
    desk.settings = FeedbackSettings::default();
    desk.open("c", "complaint").unwrap();
    assert_eq!(desk.give("c", 1, "owner"), Err(Refusal::GestureLimitReached { left: Points::ZERO }));
    assert_eq!(desk.settings.targets.of(CaseKind::Idea).first_answer_hours, 24);
    assert_eq!(desk.settings.targets.of(CaseKind::Idea).solution_hours, 72);
}

#[test]
fn settings_are_checked() {
    let check = |document: Value, paths: &[&str]| {
        let faults = read::<FeedbackSettings>(document).check().err().unwrap_or_default();
        assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), paths);
    };
    check(json!({}), &[]);
    check(json!({"targets": {"idea": {"first_answer_hours": 8_784, "solution_hours": 1}}}), &[]);
    check(
        json!({"targets": {"idea": {"first_answer_hours": 0}, "praise": {"solution_hours": 8_785}}}),
        &["targets.idea.first_answer_hours", "targets.praise.solution_hours"],
    );
    check(json!({"gestures": {"owner": -1}}), &["gestures.owner"]);
    check(json!({"gestures": {"per_member": 900_000_000_001_i64}}), &["gestures.per_member"]);
    assert!(serde_json::from_value::<FeedbackSettings>(json!({"target": {}})).is_err());
}
