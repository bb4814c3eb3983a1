//! What those who wrote a survey are shown of it, whoever they are, and what is decided of it for them.

use loyalty::{
    Instant,
    condition::Native,
    offer::Visit,
    survey::{DueReason, Occasion, PreviewSurvey},
};
use serde_json::json;

use crate::surveys::{Shopper, at, document};

const NOW: &str = "2026-03-02T08:00:00Z";

/// A shop with this survey and one of lower priority, and a member whose parcel came a day ago.
fn shopper() -> Shopper {
    let other = document(|survey| {
        survey["id"] = json!("other");
        survey["priority"] = json!(-1);
    });
    let mut shopper = Shopper::of(&[document(|_| {}), other]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper
}

fn until() -> Instant {
    at("2026-03-02T20:00:00Z")
}

fn preview<'a>(shopper: &'a Shopper, survey: &str, visit: &Visit<'_>) -> Option<PreviewSurvey<'a>> {
    shopper.targeting.preview_survey(survey, visit, until(), &Native::default())
}

/// What is decided of each survey.
fn decided<'a>(preview: &'a PreviewSurvey<'_>) -> Vec<(&'a str, &'a DueReason)> {
    preview.surveys.iter().map(|explained| (explained.id.as_str(), &explained.why)).collect()
}

#[test]
fn it_is_what_would_be_sent_from_the_beginning() {
    let mut shopper = shopper();
    let sent = shopper.due(at(NOW)).unwrap();
    shopper.answer("order:1", json!({"step": "score", "score": 3}), NOW).unwrap();
    assert!(!shopper.due(at(NOW)).unwrap().answered.is_empty());
    shopper.on_page(at(NOW), |visit| {
        let preview = preview(&shopper, "after-delivery", visit).unwrap();
        assert_eq!(preview.name, "After delivery");
        assert_eq!(preview.survey.until, until());
        assert_eq!(json!(preview.survey), json!(loyalty::survey::DueSurvey { until: until(), ..sent }));
    });
}

#[test]
fn it_is_shown_whatever_is_decided_of_it() {
    let shopper = shopper();
    let first = "after-delivery";
    shopper.on_page(at(NOW), |visit| {
        let preview = preview(&shopper, "other", visit).unwrap();
        assert_eq!(preview.survey.occasion.to_string(), "order:1");
        let another = DueReason::AnotherFirst { survey: first.to_owned().try_into().unwrap() };
        assert_eq!(decided(&preview), [(first, &DueReason::Due), ("other", &another)]);
    });
    shopper.on_page(at("2026-03-01T12:00:00Z"), |visit| {
        let preview = preview(&shopper, first, visit).unwrap();
        assert_eq!(preview.survey.occasion.to_string(), "order:1", "which would be asked about");
        assert!(!preview.surveys[0].due);
    });
}

#[test]
fn where_nothing_is_asked_about_it_is_about_nothing() {
    let shopper = shopper();
    shopper.on_page(at(NOW), |visit| {
        let visitor = Visit { member: None, language: "uk", ..*visit };
        let preview = preview(&shopper, "after-delivery", &visitor).unwrap();
        assert_eq!(preview.survey.occasion, Occasion::NOTHING);
        assert_eq!(preview.survey.steps[0].title, "Чи порадите нас?");
        assert!(decided(&preview).is_empty(), "only members are asked");
        assert!(self::preview(&shopper, "unknown", visit).is_none());
    });
    let nobody = Shopper::of(&[document(|_| {})]);
    nobody.on_page(at(NOW), |visit| {
        let preview = preview(&nobody, "after-delivery", visit).unwrap();
        assert_eq!(preview.survey.occasion, Occasion::NOTHING);
        assert_eq!(decided(&preview), [("after-delivery", &DueReason::NoOccasion)]);
    });
}
