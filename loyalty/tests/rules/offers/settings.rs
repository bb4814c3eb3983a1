//! What holds for all offers of a shop: its clocks and its language.

use loyalty::{
    Instant, MemberId,
    condition::{Native, Value as Attributes},
    offer::{MemberOnPage, OfferSettings, Supply, Targeting, TargetingDocument, Visit},
    view::Snapshot,
};
use serde_json::{Value, json};

use crate::offers::{document, program, told};

/// The paths of what is wrong with settings.
#[track_caller]
fn check(settings: Value, expected: &[&str]) {
    let settings: OfferSettings = serde_json::from_value(settings).unwrap();
    let faults = settings.check().err().unwrap_or_default();
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), expected, "{:?}", told(&faults));
}

#[test]
fn a_time_zone_and_a_language_are_ones() {
    check(json!({"time_zone": "Asia/Tokyo", "language": "pt-BR"}), &[]);
    check(json!({"time_zone": "Mars/Olympus"}), &["time_zone"]);
    check(json!({"language": "Slovene, please"}), &["language"]);
}

/// An offer to everybody that gives nothing, as a member is sent it under these settings by a shop without a program.
fn sent(settings: Value, change: fn(&mut Value), language: &str) -> Value {
    let mut offer = document();
    (offer["condition"], offer["value"]) = (json!({}), Value::Null);
    change(&mut offer);
    let mut settings = settings;
    settings["picture_origins"] = json!(["https://cdn.example"]);
    let targeting: TargetingDocument =
        serde_json::from_value(json!({"settings": settings, "segments": [], "offers": [offer]})).unwrap();
    let targeting = Targeting::check(targeting, None, &Native::default());
    let targeting = targeting.unwrap_or_else(|faults| panic!("{:?}", told(&faults)));
    let visit = Visit {
        shop: "acme",
        program: None,
        member: Some(MemberOnPage { id: &MemberId::new("m").unwrap(), key: "key", snapshot: &Snapshot::default() }),
        visitor: None,
        request: &Attributes::default(),
        language,
        supply: Supply::FULL,
        now: Instant::parse("2026-04-01T12:00:00Z").unwrap(),
    };
    let page = targeting.for_page(&visit, None, &Native::default());
    page.map_or(Value::Null, |page| serde_json::to_value(&page.candidates[0]).unwrap())
}

#[test]
fn a_schedule_is_in_the_time_of_the_shops_clocks() {
    let same: fn(&mut Value) = |_| {};
    assert_eq!(sent(json!({"time_zone": "Asia/Tokyo"}), same, "en")["until"], "2026-04-19T23:00:00Z");
    let settings = |zone: Value| -> OfferSettings { serde_json::from_value(json!({"time_zone": zone})).unwrap() };
    let program = program();
    let start = |zone: Value| {
        let calendar = settings(zone).calendar(Some(&program))?;
        Some(calendar.start(loyalty::calendar::Period::Day, Instant::parse("2026-04-01T12:00:00Z")?).to_string())
    };
    assert_eq!(start(Value::Null).as_deref(), Some("2026-03-31T22:00:00Z"), "that of the program");
    assert_eq!(start(json!("Asia/Tokyo")).as_deref(), Some("2026-03-31T15:00:00Z"));
    assert!(settings(Value::Null).calendar(None).is_none());
}

#[test]
fn who_speaks_no_language_of_an_offer_is_shown_the_shops() {
    let slovene: fn(&mut Value) = |offer| {
        for variant in offer["variants"].as_array_mut().unwrap() {
            variant["content"] = json!({"headline": {"en": "Free delivery", "sl": "Brez poštnine"}});
        }
    };
    let lang = |own: Value, language: &str| {
        let settings = json!({"time_zone": "UTC", "language": own});
        sent(settings, slovene, language)["content"]["lang"].clone()
    };
    assert_eq!(lang(Value::Null, "de"), "en");
    assert_eq!(lang(json!("sl"), "de"), "sl");
    assert_eq!(lang(json!("sl"), "de,en-GB"), "en");
}
