//! One attention budget: each rule by a table, and all of them over random visits.

mod defaults;
mod pages;
mod rules;
mod visits;

use loyalty::{
    CandidateId, Instant,
    attention::{Candidate, Device, Event, Memory, Moment, Page, Settings},
};
use serde_json::{Value, json};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// A minute, counted from 1998-07-01.
fn minute(minutes: i64) -> Instant {
    Instant::from_ms(Instant::parse("1998-07-01T00:00:00Z").unwrap().as_ms() + minutes * 60_000)
}

fn id(name: &str) -> CandidateId {
    CandidateId::new(name).unwrap()
}

/// A slide-in that has nothing special, with changes.
fn candidate(name: &str, change: Value) -> Candidate {
    let mut document = json!({"id": name, "kind": "offer", "display": "slide_in", "trigger": "signal", "priority": 0});
    document.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    serde_json::from_value(document).unwrap()
}

/// A moment on a page just opened, on a desktop.
fn at(minutes: i64) -> Moment {
    Moment {
        now: minute(minutes),
        page: Page::Other,
        device: Device::Desktop,
        page_open_s: 0,
        on_display: Vec::new(),
        shown_on_page: 0,
        shown_in_session: 0,
    }
}

fn memory(events: &[(Event, &str, i64)]) -> Memory {
    let mut memory = Memory::default();
    events.iter().for_each(|(event, name, minutes)| memory.record(*event, &id(name), minute(*minutes)));
    memory
}

/// Settings with a budget that no table below exhausts unless it says so.
fn settings(change: Value) -> Settings {
    let mut document = json!({
        "per_page": 100, "per_session": 100, "per_week": 100, "pause_minutes": 0, "rest_after_dismissal_minutes": 0,
        "rest_of_dismissed_days": 0, "rest_after_conversion_minutes": 0, "rest_after_answer_days": 0,
        "phone_overlay_after_s": 15,
    });
    document.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let settings: Settings = serde_json::from_value(document).unwrap();
    let Ok(settings) = settings.check() else { panic!("the settings are sound") };
    settings.into_inner()
}
