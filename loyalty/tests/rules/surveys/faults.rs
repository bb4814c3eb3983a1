//! What is a fault in a survey, and where.

use loyalty::survey::{Answer, Ask, Follows, StepAnswer, Survey};
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
        &["condition asks for cart.total, but here only member and request are known"],
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
    check(
        |survey| survey["about"] = json!({"labels": ["ja\u{1}zz"]}),
        &["about.labels has a name that is empty, longer than 128 characters, or has a control character"],
    );
}

#[test]
fn steps() {
    check(|survey| survey["steps"][1]["id"] = json!("score"), &["steps[1].id is used twice"]);
    check(|survey| survey["steps"][3]["id"] = json!("end"), &["steps[3].id is reserved: it ends a survey"]);
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
    let found = loyalty::targeting::Targeting::check(document, None, &loyalty::condition::Native::default());
    assert_eq!(
        told(&found.err().unwrap_or_default()),
        ["surveys[0].timing.after_large_order needs a program", "surveys[0].points needs a program",]
    );
}

#[test]
fn points_do_not_depend_on_what_is_answered() {
    // A high score that spares steps would be paid.
    let steps = |optional: bool, next: Value| {
        json!([
            {"id": "score", "ask": {"nps": {}}, "title": {"en": "How likely?"}, "next": next},
            {"id": "what", "ask": {"ces": {}}, "title": {"en": "Was it easy?"}, "optional": optional},
            {"id": "why", "ask": {"open": {}}, "title": {"en": "Why?"}, "optional": optional},
            {"id": "last", "ask": {"open": {}}, "title": {"en": "Anything else?"}},
        ])
    };
    let with = |points: Value, steps: Value, faults: &[&str]| {
        let change = |survey: &mut Value| {
            survey["steps"] = steps;
            survey["points"] = points;
        };
        check(change, faults);
    };
    let fault = |place: u8| {
        format!(
            "steps[{place}].optional must be true: some answers lead past this step, and points are the same for all answers"
        )
    };
    let to_the_end = json!([{"from": 9, "step": "end"}]);
    with(json!(50), steps(false, to_the_end.clone()), &[&fault(1), &fault(2), &fault(3)]);
    with(json!(50), steps(true, to_the_end.clone()), &[&fault(3)]);
    with(Value::Null, steps(false, to_the_end), &[]);
    let to_the_last = json!([{"from": 9, "step": "last"}]);
    with(json!(50), steps(false, to_the_last.clone()), &[&fault(1), &fault(2)]);
    with(json!(50), steps(true, to_the_last), &[]);
    // What all answers lead to is required of all.
    with(json!(50), steps(false, json!([{"from": 0, "step": "last"}])), &[]);
    with(json!(50), steps(false, json!([])), &[]);
    with(json!(50), steps(false, json!([{"to": 4, "step": "why"}, {"from": 5, "step": "why"}])), &[]);
}

/// Random surveys with points: what is published is as much work on every path, and what is refused is not.
#[test]
fn a_survey_with_points_is_as_much_work_on_every_path() {
    let mut rng = fastrand::Rng::with_seed(20_261_128);
    let (mut sound, mut unequal) = (0, 0);
    for _ in 0..1_000 {
        let survey = random_survey(&mut rng);
        let mut ways = std::collections::BTreeSet::new();
        collect_required(&serde_json::from_value(survey.clone()).unwrap(), &mut Vec::new(), &mut ways);
        match targeting(std::slice::from_ref(&survey)) {
            Ok(_) => assert_eq!(ways.len(), 1, "{survey}: {ways:?}"),
            Err(faults) => {
                assert!(faults.iter().all(|fault| fault.path.ends_with(".optional")), "{faults:?}");
                assert!(ways.len() > 1, "{survey}");
            }
        }
        if ways.len() == 1 { sound += 1 } else { unequal += 1 }
    }
    assert!(sound > 100 && unequal > 100, "{sound} sound, {unequal} not");
}

fn random_survey(rng: &mut fastrand::Rng) -> Value {
    let count = rng.usize(1..=5);
    let step = |place: usize, rng: &mut fastrand::Rng| {
        let ask = match rng.u8(0..3) {
            0 => json!({"ces": {}}),
            1 => json!({"choice": {"options": [
                {"id": "a", "label": {"en": "A"}}, {"id": "b", "label": {"en": "B"}}, {"id": "c", "label": {"en": "C"}},
            ], "many": rng.bool()}}),
            _ => json!({"open": {}}),
        };
        let next = (0..rng.usize(0..=2)).map(|_| {
            let to = rng.usize(place + 1..=count);
            let to = if to == count { "end".to_owned() } else { format!("s{to}") };
            match rng.u8(0..2) {
                0 if ask.get("ces").is_some() => json!({"from": rng.u8(1..=7), "step": to}),
                0 if ask.get("choice").is_some() => json!({"options": [rng.choice(["a", "b", "c"])], "step": to}),
                _ => json!({"step": to}),
            }
        });
        let next: Vec<Value> = next.collect();
        json!({"id": format!("s{place}"), "ask": ask, "title": {"en": "?"}, "optional": rng.bool(), "next": next})
    };
    let steps: Vec<Value> = (0..count).map(|place| step(place, rng)).collect();
    document(|survey| {
        survey["steps"] = json!(steps);
        survey["thanks"] = json!([]);
    })
}

/// All that somebody can answer, step by step: the steps that they could not leave out.
fn collect_required(
    survey: &Survey,
    answers: &mut Vec<StepAnswer>,
    ways: &mut std::collections::BTreeSet<Vec<String>>,
) {
    let (path, follows) = survey.path(answers);
    let Follows::Step(step) = follows else {
        let required = path.iter().filter(|given| !survey.step(&given.step).unwrap().optional);
        ways.insert(required.map(|given| given.step.clone()).collect());
        return;
    };
    let mut possible: Vec<Answer> = match &step.ask {
        Ask::Choice { options, many } => {
            let sets = 1..(1_u8 << options.len());
            let sets = sets.filter(|set| *many || set.count_ones() == 1);
            let chosen = |set: u8| {
                let ids = options.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
                Answer::Options(ids.map(|(_, option)| option.id.clone()).collect())
            };
            sets.map(chosen).collect()
        }
        Ask::Open { .. } => vec![Answer::Text("Words".to_owned())],
        _ => (1..=7).map(Answer::Score).collect(),
    };
    possible.extend(step.optional.then_some(Answer::Skipped(true)));
    let id = step.id.clone();
    for answer in possible {
        answers.push(StepAnswer { step: id.clone(), answer });
        collect_required(survey, answers, ways);
        answers.pop();
    }
}
