//! What answers and cases make of a member's traits.

use loyalty::{
    Days,
    condition::Value as Attribute,
    feedback::NpsClass,
    survey::SurveyAction,
    traits::{StageSettings, Traits, TraitsContext},
    view::Snapshot,
};
use serde_json::json;

use crate::surveys::{Shopper, at, document};

const IN_TIME: &str = "2026-03-02T08:00:00Z";

fn traits(shopper: &Shopper, now: loyalty::Instant) -> Traits {
    // What is published is what traits are made of.
    let published = serde_json::to_string(&shopper.wallet.snapshot()).unwrap();
    let snapshot: Snapshot = serde_json::from_str(&published).unwrap();
    Traits::new(
        &snapshot,
        &TraitsContext {
            program: None,
            stages: &StageSettings::default(),
            calendar: &loyalty::calendar::Calendar::utc(),
            quantiles: None,
            now,
        },
    )
}

fn attribute(traits: &Traits, name: &str) -> Option<Attribute> {
    let Attribute::Object(attributes) = traits.attributes() else { panic!("traits are an object") };
    attributes.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

#[test]
fn the_newest_answer_says_whether_somebody_recommends_for_a_year() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    let nps = |shopper: &Shopper, now: loyalty::Instant| traits(shopper, now).nps;
    for (order, score, class) in
        [("1", 6, NpsClass::Detractor), ("2", 8, NpsClass::Passive), ("3", 9, NpsClass::Promoter)]
    {
        let delivered = at("2026-03-01T08:00:00Z") + Days(60 * score);
        shopper.order(order, &delivered.to_string(), json!({"delivered_at": delivered}));
        let now = delivered + Days(1);
        let occasion = format!("order:{order}");
        let before = nps(&shopper, now);
        shopper.say("after-delivery", &occasion, SurveyAction::Shown, now).unwrap();
        assert_eq!(nps(&shopper, now), before, "who was asked has said nothing");
        // The first tap counts, whether or not more is said.
        shopper.answer(&occasion, json!({"step": "score", "score": score}), &now.to_string()).unwrap();
        assert_eq!(nps(&shopper, now), Some(class));
        assert_eq!(attribute(&traits(&shopper, now), "nps"), Some(Attribute::String(class.as_str().into())));
        let millisecond_less = loyalty::Instant::from_ms((now + Days(365)).as_ms() - 1);
        assert_eq!(nps(&shopper, millisecond_less), Some(class));
        assert_eq!(nps(&shopper, now + Days(365)), None);
        assert_eq!(attribute(&traits(&shopper, now + Days(365)), "nps"), None);
    }
}

#[test]
fn who_changes_their_mind_is_what_they_said_last() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.answer("order:1", json!({"step": "score", "score": 3}), IN_TIME).unwrap();
    assert_eq!(traits(&shopper, at(IN_TIME)).nps, Some(NpsClass::Detractor));
    shopper.answer("order:1", json!({"step": "score", "score": 10}), IN_TIME).unwrap();
    assert_eq!(traits(&shopper, at(IN_TIME)).nps, Some(NpsClass::Promoter));
}

#[test]
fn a_case_is_open_until_it_is_closed() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    let is_open = |shopper: &Shopper| attribute(&traits(shopper, at(IN_TIME)), "open_case");
    assert_eq!(is_open(&shopper), Some(Attribute::Bool(false)));
    shopper.open_case("c", at(IN_TIME));
    assert_eq!(is_open(&shopper), Some(Attribute::Bool(true)));
    shopper.close_case("c", at(IN_TIME));
    assert_eq!(is_open(&shopper), Some(Attribute::Bool(false)));
}
