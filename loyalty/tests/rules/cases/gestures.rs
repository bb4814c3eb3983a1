//! Gestures: points and rewards within the shop's limits.

use loyalty::{
    Days, HoldId, Points,
    case::{CaseKind, CaseStatus, FeedbackSettings, Role},
    ledger::{EntryKind, HoldStatus, RedeemRequest, Refusal},
    member::GestureRequest,
};
use serde_json::{Value, json};

use super::desk::{Desk, id, read};

/// A gesture in a case, with the name of its redemption.
fn wish(case: &str, desk: &Desk, gift: &Value, hold: &str) -> GestureRequest {
    read(json!({
        "case": case, "limits": desk.settings.gestures, "hold": hold, "code": hold.to_uppercase(),
        "giving": {"gift": gift, "reason": "For the wait", "by": "Eva", "role": "support"},
    }))
}

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
    desk.wallet.make_gesture(&wish("c", &desk, &json!({"points": 50}), "h"), &desk.programs, desk.now).unwrap();
    let entries = desk.wallet.drain_changes().unwrap().entries;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].kind, entries[0].points), (EntryKind::Adjusted, Points(50)));
    assert_eq!(entries[0].reason.as_deref(), Some("For the wait"));
    assert_eq!(entries[0].note.as_deref(), Some("Eva, case c"));
}

#[test]
fn a_name_makes_one_redemption() {
    let mut desk = Desk::with_rewards();
    desk.open("c", "complaint").unwrap();
    let request = wish("c", &desk, &json!({"reward": "voucher"}), "h");
    desk.wallet.make_gesture(&request, &desk.programs, desk.now).unwrap();
    desk.wallet.drain_changes();
    let again = desk.wallet.make_gesture(&request, &desk.programs, desk.now);
    assert_eq!(again, Err(Refusal::RedemptionExists));
    let redeem = RedeemRequest { reward: "voucher".to_owned(), hold: request.hold, code: request.code };
    assert_eq!(desk.wallet.redeem(redeem, &desk.programs, desk.now).err(), Some(Refusal::RedemptionExists));
    assert_eq!(desk.wallet.drain_changes(), None);
}

#[test]
fn a_reward_is_a_code_for_which_the_member_pays_nothing() {
    let mut desk = Desk::with_rewards();
    desk.open("c", "complaint").unwrap();
    let request = wish("c", &desk, &json!({"reward": "voucher"}), "h");
    desk.wallet.make_gesture(&request, &desk.programs, desk.now).unwrap();
    desk.wallet.check().unwrap();
    let entries = desk.wallet.drain_changes().unwrap().entries;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].kind, entries[0].points, entries[0].held), (EntryKind::Claimed, Points(0), Points(0)));
    assert_eq!(entries[0].reason.as_deref(), Some("For the wait"));
    assert_eq!(entries[0].note.as_deref(), Some("Eva, case c"));
    let given = &desk.case("c").gestures[0];
    assert_eq!((given.points, given.reward.as_ref().map(|reward| reward.id.as_str())), (Points(150), Some("voucher")));
    let shown = serde_json::to_value(desk.view("c")).unwrap()["gestures"].clone();
    assert_eq!(shown, json!([{"reward": "voucher po naše", "reason": "For the wait", "at": desk.now}]));

    // It is used as any other, and is not what a limit on bought ones counts.
    let hold = desk.wallet.hold(&HoldId::new("h").unwrap()).unwrap().clone();
    assert_eq!((hold.points, hold.case, hold.held_until), (Points(0), Some(id("c")), desk.now + Days(30)));
    desk.wallet.capture(&hold.code, None, &desk.programs, desk.now).unwrap();
    desk.wallet.check().unwrap();
    assert_eq!(desk.wallet.balance().balance, Points(0));
    desk.give("c", 400, "marketer").unwrap();
    let bought = read::<GestureRequest>(serde_json::to_value(wish("c", &desk, &json!({"points": 1}), "b")).unwrap());
    let bought = loyalty::ledger::RedeemRequest { reward: "voucher".into(), hold: bought.hold, code: bought.code };
    let redeemed = desk.wallet.redeem(bought, &desk.programs, desk.now).map(|hold| hold.status);
    assert_eq!(redeemed, Ok(HoldStatus::Held));
    assert_eq!(desk.done(Ok(())), Ok(()));
}

#[test]
fn a_reward_counts_with_its_price_and_lapses_after_its_time_but_no_sooner_than_30_days() {
    let mut desk = Desk::with_rewards();
    desk.open("c", "complaint").unwrap();
    let limit = |left| Err(Refusal::GestureLimitReached { left: Points(left) });
    assert_eq!(desk.give_reward("c", "nothing", "owner"), Err(Refusal::RewardNotFound));
    assert_eq!(desk.give_reward("c", "gone", "owner"), Err(Refusal::RewardNotAvailable));
    desk.give("c", 700, "owner").unwrap();
    // The member has paid for none of them, and may have as many as the limits say.
    desk.give_reward("c", "voucher", "support").unwrap();
    assert_eq!(desk.give_reward("c", "record", "owner"), limit(150));
    desk.give_reward("c", "voucher", "support").unwrap();
    assert_eq!(desk.give_reward("c", "voucher", "support"), limit(0));
    assert_eq!(desk.wallet.balance().balance, Points(700));
    desk.now = desk.now + Days(30);
    desk.wallet.pass_time(desk.now);
    assert!(desk.wallet.holds().all(|hold| hold.status == HoldStatus::Lapsed));
    // What lapsed was given all the same, for 90 days.
    assert_eq!(desk.give_reward("c", "voucher", "support"), limit(0));
    desk.now = desk.now + Days(60);
    desk.give_reward("c", "record", "support").unwrap();
    desk.now = desk.now + Days(89);
    desk.wallet.pass_time(desk.now);
    assert_eq!(desk.wallet.holds().filter(|hold| hold.status == HoldStatus::Held).count(), 1);
    desk.set_status("c", CaseStatus::Closed).unwrap();
    assert_eq!(desk.give_reward("c", "record", "support"), Err(Refusal::CaseClosed));
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    assert_eq!(desk.give_reward("c", "voucher", "owner"), Err(Refusal::NoProgram));
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
    check(json!({"close_answered_after_days": 90}), &[]);
    check(json!({"close_answered_after_days": 0}), &["close_answered_after_days"]);
    check(json!({"close_answered_after_days": 91}), &["close_answered_after_days"]);
    check(json!({"gestures": {"owner": -1}}), &["gestures.owner"]);
    check(json!({"gestures": {"per_member": 900_000_000_001_i64}}), &["gestures.per_member"]);
}
