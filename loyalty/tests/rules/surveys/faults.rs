//! What is a fault in a survey, and where.

use serde_json::{Value, json};

use crate::surveys::{document, targeting, told};

#[track_caller]
fn check(change: impl FnOnce(&mut Value), faults: &[&str]) {
    let found = targeting(&[document(change)]).err().unwrap_or_default();
    let expected: Vec<_> = faults.iter().map(|fault| format!("surveys[0].{fault}")).collect();
    assert_eq!(told(&found), expected);
}

#[test]
fn the_example_is_sound() {
    check(|_| {}, &[]);
}

#[test]
fn fields() {
    check(|survey| survey["id"] = json!("a".repeat(65)), &["id must have at most 64 characters"]);
    check(|survey| survey["name"] = json!(" "), &["name must have 1 to 100 characters"]);
    check(|survey| survey["rest_days"] = json!(0), &["rest_days must be from 1 to 1,826"]);
    check(|survey| survey["points"] = json!(0), &["points must be from 1 to 1,000,000"]);
    check(|survey| survey["priority"] = json!(1_000_001), &["priority must be from -1,000,000 to 1,000,000"]);
    check(
        |survey| survey["steps"] = json!([]),
        &["steps must have 1 to 6 steps", "thanks[0].to is not a score of the step"],
    );
    check(
        |survey| survey["schedule"] = json!({"from": "2026-03-02T00:00", "until": "2026-03-01T00:00"}),
        &["schedule.until must be after from"],
    );
    check(
        |survey| survey["condition"] = json!({"cart.total": {"$gt": 1}}),
        &["condition speaks of cart.total: nothing is known here but member, request"],
    );
    check(
        |survey| survey["condition"] = json!({"member.segments": {"$in": ["nobody"]}}),
        &["condition asks for the segment nobody, which does not exist"],
    );
    check(
        |survey| survey["condition"] = json!({"member.id": {"$inGroup": "press"}}),
        &["condition asks for the group press, which is not in the offer settings"],
    );
}

#[test]
fn timings() {
    let with = |timing: Value, faults: &[&str]| check(|survey| survey["timing"] = timing, faults);
    with(json!({"at_delivery": {"for_hours": 0}}), &["timing.at_delivery.for_hours must be from 1 to 2,160"]);
    let message = "timing.after_delivery.until_hours must be after from_hours, and at most 2,160";
    with(json!({"after_delivery": {"from_hours": 12, "until_hours": 12}}), &[message]);
    with(json!({"after_delivery": {"from_hours": 12, "until_hours": 2_161}}), &[message]);
    with(
        json!({"after_large_order": {"at_least": 0, "from_days": 7, "until_days": 3}}),
        &[
            "timing.after_large_order.at_least must be from 1 to 10,000,000,000,000",
            "timing.after_large_order.until_days must be after from_days, and at most 90",
        ],
    );
    with(
        json!({"after_case": {"from_days": 1, "until_days": 91}}),
        &["timing.after_case.until_days must be after from_days, and at most 90"],
    );
    with(
        json!({"after_absence": {"days": 0, "for_days": 0}}),
        &["timing.after_absence.days must be from 1 to 3,650", "timing.after_absence.for_days must be from 1 to 90"],
    );
    with(json!({"anniversary": {"for_days": 91}}), &["timing.anniversary.for_days must be from 1 to 90"]);
    check(
        |survey| {
            survey["timing"] = json!({"anniversary": {"for_days": 7}});
            survey["about"] = json!({"labels": ["jazz"]});
        },
        &["about needs a timing that asks about orders"],
    );
}

#[test]
fn steps() {
    check(|survey| survey["steps"][1]["id"] = json!("score"), &["steps[1].id is used twice"]);
    check(|survey| survey["steps"][3]["id"] = json!("end"), &["steps[3].id is what ends a survey"]);
    check(
        |survey| survey["steps"][3]["id"] = json!("a b"),
        &["steps[3].id must have 1 to 64 letters, digits, dashes, underscores or dots"],
    );
    check(|survey| survey["steps"][0]["title"]["uk"] = json!(""), &["steps[0].title.uk is empty"]);
    check(
        |survey| survey["steps"][3]["ask"]["open"]["placeholder"] = json!({}),
        &["steps[3].ask.open.placeholder needs a text in at least one language"],
    );
    check(
        |survey| survey["steps"][2]["ask"]["choice"]["options"] = json!([{"id": "a", "label": {"en": "A"}}]),
        &["steps[2].ask.choice.options must have 2 to 12 options"],
    );
    check(
        |survey| survey["steps"][2]["ask"]["choice"]["options"][1]["id"] = json!("late"),
        &["steps[2].ask.choice.options[1].id is used twice"],
    );
    let back = json!([{"step": "score"}, {"step": "why"}]);
    check(|survey| survey["steps"][2]["next"] = back, &["steps[2].next[0].step is neither a later step nor end"]);
    let itself = json!([{"step": "why"}]);
    check(|survey| survey["steps"][3]["next"] = itself, &["steps[3].next[0].step is neither a later step nor end"]);
}

#[test]
fn what_follows_an_answer_fits_the_step() {
    let next = |place: usize, next: Value| move |survey: &mut Value| survey["steps"][place]["next"] = json!([next]);
    check(next(0, json!({"from": 11, "step": "end"})), &["steps[0].next[0].from is not a score of the step"]);
    check(next(0, json!({"from": 7, "to": 6, "step": "end"})), &["steps[0].next[0].to must not be below from"]);
    check(next(2, json!({"from": 1, "step": "end"})), &["steps[2].next[0].from is not a score of the step"]);
    let unknown = "options names an option that this step does not have";
    check(next(2, json!({"options": ["lost"], "step": "end"})), &[&format!("steps[2].next[0].{unknown}")]);
    check(next(0, json!({"options": ["late"], "step": "end"})), &[&format!("steps[0].next[0].{unknown}")]);
    check(|survey| survey["thanks"][0]["to"] = json!(11), &["thanks[0].to is not a score of the step"]);
    check(|survey| survey["thanks"][1]["text"] = json!({"en": ""}), &["thanks[1].text.en is empty"]);
}

#[test]
fn drafts_may_have_faults_and_a_name_is_used_once() {
    let draft = document(|survey| {
        survey["status"] = json!("draft");
        survey["steps"] = json!([]);
    });
    assert!(targeting(&[draft]).is_ok());
    let twice = targeting(&[document(|_| {}), document(|_| {})]).err().unwrap_or_default();
    assert_eq!(told(&twice), ["surveys[1].id is used twice"]);
    let many: Vec<_> = (0..51).map(|number| document(|survey| survey["id"] = json!(format!("s{number}")))).collect();
    assert_eq!(told(&targeting(&many).err().unwrap_or_default()), ["surveys has more than 50 published surveys"]);
}

#[test]
fn points_and_large_orders_need_a_program() {
    let survey = document(|survey| {
        survey["timing"] = json!({"after_large_order": {"at_least": 1, "from_days": 1, "until_days": 2}});
    });
    let document = json!({"settings": {}, "offers": [], "segments": [], "surveys": [{"version": 1, "survey": survey}]});
    let document = serde_json::from_value(document).unwrap();
    let found = loyalty::offer::Targeting::check(document, None, &loyalty::condition::Native::default());
    assert_eq!(
        told(&found.err().unwrap_or_default()),
        ["surveys[0].timing.after_large_order needs a program", "surveys[0].points needs a program",]
    );
}
