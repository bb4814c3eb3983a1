//! What becomes of answers: step by step, to the end once, and points whatever was said.

use loyalty::{
    Points,
    attention::{self, CandidateKind, Device, Memory, Moment, Page, Settings},
    ledger::{EntryKind, Refusal},
    survey::SurveyAction,
    survey::{ResponseStatus, candidate},
};
use serde_json::{Value, json};

use crate::surveys::{Shopper, at, document, told};

const IN_TIME: &str = "2026-03-02T08:00:00Z";

/// A member whose order was delivered on the 1st of March, who is asked until the 4th.
fn asked() -> Shopper {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper
}

fn status(shopper: &Shopper) -> (ResponseStatus, Points, usize) {
    let response = &shopper.wallet.surveys().responses[0];
    (response.status, response.points, response.answers.len())
}

/// Answers one after the other: what follows each, and the points in all.
#[track_caller]
fn check(answers: &[Value], follows: &[Option<&str>], end: (ResponseStatus, i64, usize)) {
    let mut shopper = asked();
    let mut next = Vec::new();
    let mut points = Points::ZERO;
    for answer in answers {
        let responded = shopper.answer("order:1", answer.clone(), IN_TIME).unwrap();
        assert_eq!(responded.thanks.is_some(), responded.next.is_none());
        points = points.plus(responded.points).unwrap();
        next.push(responded.next);
    }
    assert_eq!(next.iter().map(Option::as_deref).collect::<Vec<_>>(), follows);
    assert_eq!(status(&shopper), (end.0, Points(end.1), end.2));
    assert_eq!((points, shopper.wallet.balance().balance), (Points(end.1), Points(end.1)));
}

#[test]
fn the_way_depends_on_the_answers() {
    check(&[json!({"step": "score", "score": 9})], &[None], (ResponseStatus::Complete, 50, 1));
    check(&[json!({"step": "score", "score": 7})], &[Some("praise")], (ResponseStatus::Partial, 0, 1));
    check(
        &[json!({"step": "score", "score": 8}), json!({"step": "praise", "text": "A bag"})],
        &[Some("praise"), None],
        (ResponseStatus::Complete, 50, 2),
    );
    check(
        &[
            json!({"step": "score", "score": 0}),
            json!({"step": "what", "options": ["late", "broken"]}),
            json!({"step": "why", "skipped": true}),
        ],
        &[Some("what"), Some("why"), None],
        (ResponseStatus::Complete, 50, 3),
    );
}

#[test]
fn an_answer_can_be_changed_until_the_end() {
    check(
        &[
            json!({"step": "score", "score": 3}),
            json!({"step": "what", "options": ["late"]}),
            // Not so bad after all: what is not on the way any more is forgotten.
            json!({"step": "score", "score": 8}),
            json!({"step": "praise", "skipped": true}),
        ],
        &[Some("what"), Some("why"), Some("praise"), None],
        (ResponseStatus::Complete, 50, 2),
    );
    let mut shopper = asked();
    shopper.answer("order:1", json!({"step": "score", "score": 10}), IN_TIME).unwrap();
    for score in [10, 0] {
        let again = shopper.answer("order:1", json!({"step": "score", "score": score}), IN_TIME);
        assert_eq!(again, Err(Refusal::AlreadyAnswered));
    }
    assert_eq!(status(&shopper), (ResponseStatus::Complete, Points(50), 1));
}

#[test]
fn only_what_is_asked_next_can_be_answered() {
    let mut shopper = asked();
    let skipped_ahead = shopper.answer("order:1", json!({"step": "why", "text": "Late"}), IN_TIME);
    assert_eq!(skipped_ahead, Err(Refusal::StepNotAsked));
    shopper.answer("order:1", json!({"step": "score", "score": 8}), IN_TIME).unwrap();
    let of_another_way = shopper.answer("order:1", json!({"step": "what", "options": ["late"]}), IN_TIME);
    assert_eq!(of_another_way, Err(Refusal::StepNotAsked));
}

#[test]
fn thanks_fit_the_first_score() {
    let thanks = |answers: &[Value]| {
        let mut shopper = asked();
        let last = answers.iter().map(|answer| shopper.answer("order:1", answer.clone(), IN_TIME).unwrap()).last();
        let thanks = last.unwrap().thanks.unwrap();
        (thanks.text, thanks.offers_case, thanks.recommends)
    };
    let low = [
        json!({"step": "score", "score": 6}),
        json!({"step": "what", "skipped": true}),
        json!({"step": "why", "text": "Late"}),
    ];
    assert_eq!(thanks(&low), ("We are sorry.".to_owned(), true, false));
    assert_eq!(thanks(&[json!({"step": "score", "score": 9})]), ("Thank you.".to_owned(), false, true));
}

#[test]
fn points_are_the_same_whatever_the_answer_and_once() {
    for score in 0..=10 {
        let mut shopper = asked();
        let mut next = shopper.answer("order:1", json!({"step": "score", "score": score}), IN_TIME).unwrap().next;
        while let Some(step) = next {
            next = shopper.answer("order:1", json!({"step": step, "skipped": true}), IN_TIME).unwrap().next;
        }
        assert_eq!(shopper.wallet.balance().available, Points(50), "{score}");
        let lot = shopper.wallet.lots().next().unwrap();
        assert_eq!(
            serde_json::to_value(&lot.source).unwrap(),
            json!({"survey": "after-delivery", "occasion": "order:1"})
        );
    }
}

#[test]
fn the_entry_names_the_survey() {
    let mut shopper = asked();
    let (version, survey) = shopper.targeting.survey("after-delivery").unwrap();
    let request = loyalty::survey::SurveyRequest {
        survey: survey.clone(),
        version,
        occasion: "order:1".to_owned().try_into().unwrap(),
        action: crate::surveys::given(json!({"step": "score", "score": 9})),
        at: None,
        language: "en".to_owned(),
        is_for_member: true,
        rest_after_answer: loyalty::Days(0),
        time_zone: None,
    };
    shopper.wallet.respond(request.check().unwrap(), &shopper.programs, at(IN_TIME)).unwrap();
    let changes = shopper.wallet.drain_changes().unwrap();
    let entry = &changes.entries[0];
    let survey = entry.survey.as_ref().map(loyalty::SurveyId::as_str);
    assert_eq!((entry.kind, entry.points, survey), (EntryKind::Answered, Points(50), Some("after-delivery")));
    assert_eq!(changes.member.responses.len(), 1);
    // Stored and restored it is the same wallet.
    let restored = loyalty::ledger::Wallet::restore(loyalty::ledger::Rows {
        head: changes.head,
        lots: changes.lots,
        credits: changes.credits,
        orders: shopper.wallet.orders().cloned().collect(),
        ..Default::default()
    });
    let restored = restored.with_surveys(loyalty::survey::SurveyHistory { responses: changes.member.responses });
    assert_eq!(restored.check(), Ok(()));
    assert_eq!(restored.surveys(), shopper.wallet.surveys());
}

/// I6: points that nobody's answer explains are a defect, and nothing is committed.
#[test]
fn points_without_an_answer_are_a_breach() {
    let mut shopper = asked();
    shopper.answer("order:1", json!({"step": "score", "score": 9}), IN_TIME).unwrap();
    let forgotten = shopper.wallet.clone().with_surveys(loyalty::survey::SurveyHistory::default());
    assert!(forgotten.check().is_err());
}

#[test]
fn leaving_every_step_out_is_no_answer() {
    let mut shopper = Shopper::of(&[document(|survey| {
        survey["steps"] = json!([{"id": "why", "ask": {"open": {}}, "title": {"en": "Why?"}, "optional": true}]);
        survey["thanks"] = json!([]);
    })]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.answer("order:1", json!({"step": "why", "skipped": true}), IN_TIME).unwrap();
    assert_eq!(status(&shopper), (ResponseStatus::Skipped, Points::ZERO, 1));
    // Words said later, from another page, count.
    shopper.answer("order:1", json!({"step": "why", "text": "  Ok \n"}), IN_TIME).unwrap();
    assert_eq!(status(&shopper), (ResponseStatus::Complete, Points(50), 1));
    let answers = serde_json::to_value(&shopper.wallet.surveys().responses[0].answers).unwrap();
    assert_eq!(answers, json!([{"step": "why", "text": "Ok"}]));
}

#[test]
fn outside_its_time_nothing_is_begun_and_what_was_begun_is_finished_within_a_day() {
    let mut shopper = asked();
    let score = || json!({"step": "score", "score": 8});
    assert_eq!(shopper.answer("order:1", score(), "2026-03-01T19:59:59Z"), Err(Refusal::SurveyOver));
    let mut late = Shopper { wallet: shopper.wallet.clone(), ..asked() };
    assert_eq!(late.answer("order:1", score(), "2026-03-04T08:00:00Z"), Err(Refusal::SurveyOver));
    assert_eq!(late.answer("order:2", score(), "2026-03-02T20:00:00Z"), Err(Refusal::SurveyOver));
    shopper.answer("order:1", score(), "2026-03-04T07:59:59Z").unwrap();
    let mut late = Shopper { wallet: shopper.wallet.clone(), ..asked() };
    let praise = || json!({"step": "praise", "text": "A bag"});
    shopper.answer("order:1", praise(), "2026-03-05T07:59:59Z").unwrap();
    assert_eq!(status(&shopper).0, ResponseStatus::Complete);
    assert_eq!(late.answer("order:1", praise(), "2026-03-05T08:00:00Z"), Err(Refusal::SurveyOver));
    assert_eq!(status(&late).0, ResponseStatus::Partial);
}

/// A case is often opened before the last step; the answer that led to it is still taken.
#[test]
fn what_holds_questions_back_does_not_keep_answers_out() {
    let mut shopper = asked();
    shopper.open_case("7f", at(IN_TIME));
    assert!(shopper.due(at(IN_TIME)).is_none());
    shopper.answer("order:1", json!({"step": "score", "score": 9}), IN_TIME).unwrap();
}

#[test]
fn while_the_survey_rests_another_occasion_gives_nothing() {
    let mut shopper = asked();
    shopper.order("2", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.answer("order:1", json!({"step": "score", "score": 9}), IN_TIME).unwrap();
    let other = shopper.answer("order:2", json!({"step": "score", "score": 9}), IN_TIME);
    assert_eq!(other, Err(Refusal::SurveyOver));
    assert_eq!(shopper.wallet.balance().balance, Points(50));
}

/// That the question was shown, at a time that the page does not tell.
fn shown(shopper: &Shopper) -> loyalty::survey::SurveyRequest {
    let (version, survey) = shopper.targeting.survey("after-delivery").unwrap();
    loyalty::survey::SurveyRequest {
        survey: survey.clone(),
        version,
        occasion: "order:1".to_owned().try_into().unwrap(),
        action: SurveyAction::Shown,
        at: None,
        language: "en".to_owned(),
        is_for_member: true,
        rest_after_answer: loyalty::Days(0),
        time_zone: None,
    }
}

#[test]
fn who_is_not_asked_cannot_answer() {
    let mut shopper = asked();
    let request = loyalty::survey::SurveyRequest { is_for_member: false, ..shown(&shopper) };
    let refused = shopper.wallet.respond(request.check().unwrap(), &shopper.programs, at(IN_TIME));
    assert_eq!(refused, Err(Refusal::SurveyNotFound));
}

#[test]
fn a_showing_is_remembered_as_of_when_the_page_says_and_is_believed() {
    let hours_before = |hours: i64| at(IN_TIME).as_ms() - hours * 3_600_000;
    for (told, expected) in
        [(hours_before(2), hours_before(2)), (hours_before(30), hours_before(24)), (hours_before(-1), hours_before(0))]
    {
        let mut shopper = asked();
        let request = loyalty::survey::SurveyRequest { at: Some(told), ..shown(&shopper) };
        shopper.wallet.respond(request.check().unwrap(), &shopper.programs, at(IN_TIME)).unwrap();
        let mut seen = Vec::new();
        shopper.wallet.offers().memory.each(&mut |_, _, at| seen.push(at.as_ms()));
        assert_eq!(seen, [expected]);
    }
}

#[test]
fn what_was_left_half_way_goes_on_where_it_was() {
    let mut shopper = asked();
    shopper.answer("order:1", json!({"step": "score", "score": 3}), IN_TIME).unwrap();
    let due = shopper.due(at("2026-03-03T08:00:00Z")).unwrap();
    assert_eq!(serde_json::to_value(&due.answered).unwrap(), json!([{"step": "score", "score": 3}]));
    shopper.say("after-delivery", "order:1", SurveyAction::Dismissed, at("2026-03-03T08:00:00Z")).unwrap();
    assert!(shopper.due(at("2026-03-03T08:00:00Z")).is_none());
    assert_eq!(status(&shopper).0, ResponseStatus::Partial);
}

/// A survey asks for attention as offers do: one thing at a time, and nothing for a while after an answer.
#[test]
fn one_question_at_a_time_together_with_offers() {
    let mut shopper = asked();
    let due = shopper.due(at(IN_TIME)).unwrap();
    let survey = candidate(&due.id, &due.occasion.to_string(), due.priority, false);
    let offer = attention::Candidate {
        id: loyalty::CandidateId::new("spring").unwrap(),
        kind: CandidateKind::Offer,
        priority: 1,
        ..survey.clone()
    };
    let decide = |memory: &Memory, now: &str, on_display: Option<&attention::Candidate>| {
        let moment = Moment {
            now: at(now),
            page: Page::Other,
            device: Device::Desktop,
            page_open_s: 20,
            on_display: on_display.iter().map(|one| (one.id.clone(), one.display)).collect(),
            shown_on_page: 0,
            shown_in_session: 0,
        };
        let both = [survey.clone(), offer.clone()];
        let shown = attention::choose(&Settings::default(), memory, &both, &moment).map(|one| one.id.to_string());
        let decision = attention::decide(&Settings::default(), memory, &both, &moment);
        assert_eq!(decision.show.map(|id| id.to_string()), shown);
        shown
    };
    let memory = |shopper: &Shopper| shopper.wallet.offers().memory.clone();
    assert_eq!(decide(&memory(&shopper), IN_TIME, None).as_deref(), Some("spring"));
    assert_eq!(decide(&memory(&shopper), IN_TIME, Some(&offer)), None);
    assert_eq!(decide(&memory(&shopper), IN_TIME, Some(&survey)), None);
    shopper.say("after-delivery", "order:1", SurveyAction::Shown, at(IN_TIME)).unwrap();
    // Something was shown a moment ago, on whatever device.
    assert_eq!(decide(&memory(&shopper), IN_TIME, None), None);
    shopper.answer("order:1", json!({"step": "score", "score": 9}), IN_TIME).unwrap();
    let alone = attention::decide(
        &Settings::default(),
        &memory(&shopper),
        std::slice::from_ref(&survey),
        &Moment {
            now: at("2026-03-20T08:00:00Z"),
            page: Page::Other,
            device: Device::Desktop,
            page_open_s: 20,
            on_display: Vec::new(),
            shown_on_page: 0,
            shown_in_session: 0,
        },
    );
    assert!(matches!(alone.reasons[0].1, attention::Reason::SurveyAnswered { .. }));
    // How a case ended is asked all the same.
    assert!(candidate(&due.id, "case:c1", 0, false).kind == CandidateKind::FollowUp);
}

#[track_caller]
fn check_faults(answer: Value, faults: &[&str]) {
    let shopper = asked();
    let (_, survey) = shopper.targeting.survey("after-delivery").unwrap();
    let mut answer: serde_json::Map<String, Value> = serde_json::from_value(answer).unwrap();
    let step = answer.remove("step").unwrap();
    let read = serde_json::from_value(Value::Object(answer)).unwrap();
    let found = survey.check_answer(step.as_str().unwrap(), read).map(|checked| checked.into_inner());
    assert_eq!(told(&found.unwrap_err()), faults);
}

#[test]
fn what_a_step_does_not_take() {
    let long = "a".repeat(2_001);
    check_faults(json!({"step": "score", "score": 11}), &["answer.score must be from 0 to 10"]);
    check_faults(json!({"step": "nothing", "score": 1}), &["step is not a step of this survey"]);
    check_faults(json!({"step": "score", "text": "ten"}), &["answer is not what this step asks for"]);
    check_faults(
        json!({"step": "score", "skipped": true}),
        &["answer.skipped must be true, and of a step that can be left out"],
    );
    check_faults(
        json!({"step": "why", "skipped": false}),
        &["answer.skipped must be true, and of a step that can be left out"],
    );
    check_faults(
        json!({"step": "what", "options": ["lost"]}),
        &["answer.options names an option that this step does not have"],
    );
    check_faults(json!({"step": "what", "options": ["late", "late"]}), &["answer.options names an option twice"]);
    check_faults(
        json!({"step": "what", "options": []}),
        &["answer.options must name one option, or some where many can be chosen"],
    );
    check_faults(json!({"step": "why", "text": long}), &["answer.text must have 1 to 2,000 characters"]);
    check_faults(json!({"step": "why", "text": " \n "}), &["answer.text must have 1 to 2,000 characters"]);
}
