//! Each rule by a table.

use loyalty::{
    Days,
    attention::{
        Candidate, Device, Display, Event, INSTANTS_MAX, KEPT_DAYS, Limits, Memory, Moment, Page, Settings, decide,
    },
    instant::Minutes,
};
use serde_json::{Value, json};

use super::{DAY, at, candidate, id, memory, minute, settings};

const DISPLAYS: [(Display, &str); 5] = [
    (Display::Bar, "bar"),
    (Display::Modal, "modal"),
    (Display::SlideIn, "slide_in"),
    (Display::Inline, "inline"),
    (Display::Badge, "badge"),
];

#[track_caller]
fn check(settings: &Settings, memory: &Memory, candidate: Candidate, moment: &Moment, expected: Value) {
    let decision = decide(settings, memory, std::slice::from_ref(&candidate), moment);
    assert_eq!(serde_json::to_value(&decision.reasons[0].1).unwrap(), expected);
    assert_eq!(decision.show.is_some(), expected["code"] == "shown");
}

fn shown() -> Value {
    json!({"code": "shown"})
}

#[test]
fn a_page_is_told_no_more_than_it_needs() {
    let shown = [("a", 0), ("b", 10 * DAY), ("c", 12 * DAY), ("d", 13 * DAY), ("e", 14 * DAY)];
    let mut events: Vec<_> = shown.map(|(name, at)| (Event::Seen, name, at)).to_vec();
    events.extend(shown.map(|(name, at)| (Event::Dismissed, name, at + 1)));
    let all = memory(&events);
    let told = |now: i64| all.for_page(&|name| name.as_str() == "a", 2, minute(now));
    let expected = |seen: &[usize]| {
        let mut events: Vec<_> = seen.iter().map(|place| (Event::Seen, shown[*place].0, shown[*place].1)).collect();
        events.extend([0, 4].map(|place: usize| (Event::Dismissed, shown[place].0, shown[place].1 + 1)));
        memory(&events)
    };
    assert!(told(14 * DAY) == expected(&[0, 3, 4]), "two of a week, and all of the candidate's own");
    assert!(told(20 * DAY) == expected(&[0, 4]), "one of the week");
    assert!(told(300 * DAY) == expected(&[0, 4]), "and the newest, whenever it was");
}

#[test]
fn what_nothing_speaks_against_is_shown() {
    check(&Settings::default(), &Memory::default(), candidate("a", json!({})), &at(0), shown());
    let decision = decide(&Settings::default(), &Memory::default(), &[], &at(0));
    assert!(decision.show.is_none() && decision.reasons.is_empty());
}

#[test]
fn nothing_is_shown_over_a_checkout() {
    let moment = Moment { page: Page::Checkout, ..at(0) };
    for display in ["bar", "modal", "slide_in", "inline", "badge"] {
        let candidate = candidate("a", json!({"display": display, "trigger": "click", "priority": i32::MAX}));
        check(&settings(json!({})), &Memory::default(), candidate, &moment, json!({"code": "checkout"}));
    }
}

#[test]
fn never_two_at_once() {
    let settings = settings(json!({}));
    let check = |shown: Display, asks: &str, display: &str, expected| {
        let moment = Moment { on_display: vec![(id("a"), shown)], shown_on_page: 1, ..at(0) };
        check(&settings, &Memory::default(), candidate(asks, json!({"display": display})), &moment, expected);
    };
    let another = || json!({"code": "another_on_display"});
    for (shown, name) in DISPLAYS {
        check(shown, "a", name, json!({"code": "on_display"}));
        check(shown, "b", name, another());
        // What stands over the page stands there alone, and nothing else is in its way or it in theirs.
        for (_, other) in DISPLAYS.iter().filter(|(_, other)| *other != name) {
            let are_over_page = [name, *other].iter().all(|name| ["modal", "slide_in"].contains(name));
            check(shown, "b", other, if are_over_page { another() } else { self::shown() });
        }
    }
}

/// With everything against it that a shop can set.
fn exhausted() -> (Settings, Memory, Moment) {
    let settings = settings(json!({
        "per_page": 1, "per_session": 1, "per_week": 1, "pause_minutes": 9, "rest_after_dismissal_minutes": 9,
        "rest_of_dismissed_days": 9, "rest_after_conversion_minutes": 9, "rest_after_answer_days": 9,
    }));
    let memory = memory(&[(Event::Seen, "a", 0), (Event::Dismissed, "a", 0), (Event::Converted, "b", 0)]);
    let on_display = DISPLAYS.map(|(display, name)| (id(name), display)).to_vec();
    let moment = Moment { device: Device::Phone, on_display, shown_on_page: 1, shown_in_session: 1, ..at(1) };
    (settings, memory, moment)
}

#[test]
fn what_is_clicked_for_is_shown_whatever_the_budget_says() {
    let (settings, memory, moment) = exhausted();
    let limits = json!({"total": 1, "per_day": 1, "days_between": 9});
    for (_, display) in DISPLAYS {
        let asks = |name: &str| candidate(name, json!({"display": display, "trigger": "click", "limits": limits}));
        check(&settings, &memory, asks("a"), &moment, shown());
        // But not what was taken up, not what is there, and not over a checkout.
        check(&settings, &memory, asks("b"), &moment, json!({"code": "converted", "at": minute(0)}));
        check(&settings, &memory, asks(display), &moment, json!({"code": "on_display"}));
        let checkout = Moment { page: Page::Checkout, ..moment.clone() };
        check(&settings, &memory, asks("a"), &checkout, json!({"code": "checkout"}));
    }
}

#[test]
fn what_interrupts_nothing_is_held_back_by_no_cap_and_no_pause() {
    let settings = settings(json!({"per_page": 0, "per_session": 0, "per_week": 0, "pause_minutes": 9}));
    let seen = memory(&[(Event::Seen, "a", 0)]);
    for display in ["bar", "inline", "badge"] {
        check(&settings, &seen, candidate("b", json!({"display": display})), &at(1), shown());
    }
    for display in ["modal", "slide_in"] {
        let capped = json!({"code": "cap_per_page", "shown": 0, "cap": 0});
        check(&settings, &seen, candidate("b", json!({"display": display})), &at(1), capped);
    }
}

#[test]
fn what_interrupted_nothing_counts_against_its_own_limits_alone() {
    let settings = settings(json!({"per_week": 1, "pause_minutes": 9}));
    let seen = memory(&[(Event::SeenQuietly, "a", 0)]);
    check(&settings, &seen, candidate("b", json!({})), &at(1), shown());
    let limited = candidate("a", json!({"limits": {"total": 1}}));
    check(&settings, &seen, limited, &at(1), json!({"code": "limit_total", "shown": 1, "limit": 1}));
}

#[test]
fn the_highest_priority_goes_first_and_of_equals_the_first_by_id() {
    let candidates =
        [("b", 1), ("c", 2), ("a", 1), ("d", 2)].map(|(name, priority)| candidate(name, json!({"priority": priority})));
    let decision = decide(&settings(json!({})), &Memory::default(), &candidates, &at(0));
    let first = json!({"code": "another_first", "shown": "c"});
    let expected = json!([["c", {"code": "shown"}], ["d", first], ["a", first], ["b", first]]);
    assert_eq!(serde_json::to_value(&decision.reasons).unwrap(), expected);
    // What cannot be shown stands in nobody's way.
    let decision = decide(&settings(json!({})), &memory(&[(Event::Converted, "c", -1)]), &candidates, &at(0));
    assert!(decision.show == Some(id("d")));
}

#[track_caller]
fn check_phone(display: &str, trigger: &str, page_open_s: u32, expected: Value) {
    let moment = Moment { device: Device::Phone, page_open_s, ..at(0) };
    let candidate = candidate("a", json!({"display": display, "trigger": trigger}));
    check(&settings(json!({})), &Memory::default(), candidate, &moment, expected);
}

#[test]
fn on_a_phone_nothing_covers_the_screen_on_arrival() {
    let never = json!({"code": "overlay_on_arrival", "after_s": null});
    check_phone("modal", "at_once", 0, never.clone());
    check_phone("modal", "at_once", 600, never);
    check_phone("modal", "signal", 14, json!({"code": "overlay_on_arrival", "after_s": 15}));
    check_phone("modal", "signal", 15, shown());
    check_phone("modal", "click", 0, shown());
    for display in ["bar", "slide_in", "inline", "badge"] {
        check_phone(display, "at_once", 0, shown());
    }
    let modal = candidate("a", json!({"display": "modal", "trigger": "at_once"}));
    for device in [Device::Desktop, Device::Tablet] {
        check(&settings(json!({})), &Memory::default(), modal.clone(), &Moment { device, ..at(0) }, shown());
    }
}

#[test]
fn a_page_a_session_and_a_week_have_their_caps() {
    let capped = settings(json!({"per_page": 1, "per_session": 2, "per_week": 3}));
    let check = |seen: &[i64], on_page, in_session, now, expected| {
        let seen: Vec<_> = seen.iter().map(|at| (Event::Seen, "other", *at)).collect();
        let moment = Moment { shown_on_page: on_page, shown_in_session: in_session, ..at(now) };
        check(&capped, &memory(&seen), candidate("a", json!({})), &moment, expected);
    };
    check(&[], 1, 1, 0, json!({"code": "cap_per_page", "shown": 1, "cap": 1}));
    check(&[], 0, 2, 0, json!({"code": "cap_per_session", "shown": 2, "cap": 2}));
    let week = |shown: u32, until| json!({"code": "cap_per_week", "shown": shown, "cap": 3, "until": minute(until)});
    check(&[0, 1], 0, 0, 7 * DAY - 1, shown());
    check(&[0, 1, 2], 0, 0, 7 * DAY - 1, week(3, 7 * DAY));
    check(&[0, 1, 2], 0, 0, 7 * DAY, shown());
    // Two devices have shown more than one may: it takes until the third last has left.
    check(&[0, 1, 2, 3, 4], 0, 0, 5, week(5, 7 * DAY + 2));
    let none = settings(json!({"per_week": 0}));
    let expected = json!({"code": "cap_per_week", "shown": 0, "cap": 0, "until": null});
    self::check(&none, &Memory::default(), candidate("a", json!({})), &at(0), expected);
}

#[test]
fn the_four_clocks_rest_each_for_its_own_time() {
    let resting = settings(json!({
        "pause_minutes": 2, "rest_after_dismissal_minutes": 30, "rest_after_conversion_minutes": 10,
        "rest_of_dismissed_days": 3, "rest_after_answer_days": 5,
    }));
    let check = |event, name, candidate: &Candidate, now, expected| {
        check(&resting, &memory(&[(event, name, 0)]), candidate.clone(), &at(now), expected);
    };
    let until = |code: &str, minutes| json!({"code": code, "until": minute(minutes)});
    let (a, survey) = (candidate("a", json!({})), candidate("a", json!({"kind": "survey"})));
    check(Event::Seen, "other", &a, 1, until("pause", 2));
    check(Event::Seen, "other", &a, 2, shown());
    check(Event::Dismissed, "other", &a, 29, until("rest_after_dismissal", 30));
    check(Event::Dismissed, "other", &a, 30, shown());
    check(Event::Dismissed, "a", &a, 3 * DAY - 1, until("dismissed", 3 * DAY));
    check(Event::Dismissed, "a", &a, 3 * DAY, shown());
    check(Event::Converted, "other", &a, 9, until("rest_after_conversion", 10));
    check(Event::Converted, "other", &a, 10, shown());
    check(Event::Answered, "other", &survey, 5 * DAY - 1, until("survey_answered", 5 * DAY));
    check(Event::Answered, "other", &survey, 5 * DAY, shown());
    check(Event::Answered, "other", &a, 0, shown());
    check(Event::Answered, "other", &candidate("a", json!({"kind": "follow_up"})), 3, shown());
}

#[test]
fn what_was_taken_up_or_answered_is_over_unless_it_is_repeatable() {
    let settings = settings(json!({}));
    let check = |event, change, expected| {
        check(&settings, &memory(&[(event, "a", 0)]), candidate("a", change), &at(1_000 * DAY), expected);
    };
    check(Event::Converted, json!({}), json!({"code": "converted", "at": minute(0)}));
    check(Event::Answered, json!({"kind": "survey"}), json!({"code": "answered", "at": minute(0)}));
    check(Event::Converted, json!({"repeatable": true}), shown());
    check(Event::Answered, json!({"kind": "survey", "repeatable": true}), shown());
}

#[test]
fn a_candidate_has_limits_of_its_own() {
    let settings = settings(json!({}));
    let check = |limits: Value, seen: &[i64], now, expected| {
        let mut seen: Vec<_> = seen.iter().map(|at| (Event::Seen, "a", *at)).collect();
        seen.extend((-9..0).map(|at| (Event::Seen, "other", at)));
        check(&settings, &memory(&seen), candidate("a", json!({"limits": limits})), &at(now), expected);
    };
    check(json!({"total": 2}), &[0], 1, shown());
    check(json!({"total": 2}), &[0, 1], 300 * DAY, json!({"code": "limit_total", "shown": 2, "limit": 2}));
    let per_day = |until| json!({"code": "limit_per_day", "shown": 2, "limit": 2, "until": minute(until)});
    check(json!({"per_day": 2}), &[0, 60], DAY - 1, per_day(DAY));
    check(json!({"per_day": 2}), &[0, 60], DAY, shown());
    let too_soon = json!({"code": "too_soon", "until": minute(3 * DAY)});
    check(json!({"days_between": 3}), &[0], 3 * DAY - 1, too_soon);
    check(json!({"days_between": 3}), &[0], 3 * DAY, shown());
}

/// Takes one hindrance after the other away: the reason is always the first that is left.
#[test]
fn the_reasons_come_in_their_order() {
    let mut settings = settings(json!({
        "per_page": 1, "per_session": 1, "per_week": 1, "pause_minutes": 9, "rest_after_dismissal_minutes": 9,
        "rest_of_dismissed_days": 9, "rest_after_conversion_minutes": 9, "rest_after_answer_days": 9,
    }));
    let limits = json!({"total": 1, "per_day": 1, "days_between": 9});
    let change = json!({"kind": "survey", "display": "modal", "trigger": "at_once", "limits": limits});
    let mut asks = candidate("a", change);
    let events = [Event::Seen, Event::Dismissed, Event::Converted, Event::Answered];
    let mut memory = memory(&events.map(|event| (event, "a", 0)));
    let mut moment = Moment {
        page: Page::Checkout,
        device: Device::Phone,
        on_display: vec![(id("a"), Display::Modal)],
        shown_on_page: 1,
        shown_in_session: 1,
        ..at(1)
    };
    let mut codes = Vec::new();
    loop {
        let decision = decide(&settings, &memory, std::slice::from_ref(&asks), &moment);
        let reason = serde_json::to_value(&decision.reasons[0].1).unwrap();
        let code = reason["code"].as_str().unwrap().to_owned();
        match code.as_str() {
            "checkout" => moment.page = Page::Other,
            "on_display" => moment.on_display = vec![(id("b"), Display::SlideIn)],
            "another_on_display" => moment.on_display.clear(),
            "converted" => {
                memory = serde_json::from_value({
                    let mut document = serde_json::to_value(&memory).unwrap();
                    let at = document["converted"].as_object_mut().unwrap().remove("a").unwrap();
                    document["converted"]["b"] = at;
                    document
                })
                .unwrap();
            }
            "answered" => asks.repeatable = true,
            "limit_total" => asks.limits.total = None,
            "dismissed" => settings.rest_of_dismissed_days = Days(0),
            "too_soon" => asks.limits.days_between = None,
            "limit_per_day" => asks.limits.per_day = None,
            "survey_answered" => settings.rest_after_answer_days = Days(0),
            "overlay_on_arrival" => moment.device = Device::Tablet,
            "cap_per_page" => moment.shown_on_page = 0,
            "cap_per_session" => moment.shown_in_session = 0,
            "cap_per_week" => settings.per_week = 2,
            "rest_after_dismissal" => settings.rest_after_dismissal_minutes = Minutes(0),
            "rest_after_conversion" => settings.rest_after_conversion_minutes = Minutes(0),
            "pause" => settings.pause_minutes = Minutes(0),
            _ => break,
        }
        assert!(!codes.contains(&code), "{code} again after {codes:?}");
        codes.push(code);
    }
    let expected = [
        "checkout",
        "on_display",
        "converted",
        "answered",
        "another_on_display",
        "limit_total",
        "dismissed",
        "too_soon",
        "limit_per_day",
        "survey_answered",
        "overlay_on_arrival",
        "cap_per_page",
        "cap_per_session",
        "cap_per_week",
        "rest_after_dismissal",
        "rest_after_conversion",
        "pause",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_clock_set_back_makes_no_room() {
    let ahead = memory(&[(Event::Seen, "a", 3 * DAY), (Event::Dismissed, "b", 3 * DAY)]);
    let settings = settings(json!({"per_week": 1, "rest_after_dismissal_minutes": 10}));
    let week = json!({"code": "cap_per_week", "shown": 1, "cap": 1, "until": minute(10 * DAY)});
    check(&settings, &ahead, candidate("c", json!({})), &at(0), week);
    let limited = candidate("a", json!({"limits": {"per_day": 1}}));
    let day = json!({"code": "limit_per_day", "shown": 1, "limit": 1, "until": minute(4 * DAY)});
    check(&settings, &ahead, limited, &at(0), day);
    // The wallet's clock is right: what another device remembers of the future is not taken over.
    let mut taken = ahead;
    taken.forget_the_future(minute(0));
    assert!(taken == Memory::default());
}

#[test]
fn what_no_longer_matters_is_forgotten() {
    let events = [Event::Seen, Event::Dismissed, Event::Converted, Event::Answered];
    let mut memory = memory(&events.map(|event| (event, "a", 0)));
    let whole = memory.clone();
    memory.prune(minute(i64::from(KEPT_DAYS.0) * DAY - 1));
    assert!(memory == whole);
    memory.prune(minute(i64::from(KEPT_DAYS.0) * DAY));
    let at = minute(0).as_ms();
    assert_eq!(serde_json::to_value(&memory).unwrap(), json!({"converted": {"a": at}, "answered": {"a": at}}));
}

#[test]
fn a_memory_is_bounded_and_keeps_the_newest() {
    let mut memory = Memory::default();
    for minutes in 0..1_000 {
        let name = id(&format!("offer{}", minutes % 300));
        memory.record(Event::Seen, &name, minute(minutes));
        memory.record(Event::Converted, &name, minute(minutes));
    }
    let document = serde_json::to_value(&memory).unwrap();
    let seen = document["seen"].as_object().unwrap();
    assert_eq!(seen.values().map(|times| times.as_array().unwrap().len()).sum::<usize>(), INSTANTS_MAX);
    let oldest = minute(1_000 - i64::try_from(INSTANTS_MAX).unwrap()).as_ms();
    assert!(seen.values().flat_map(|times| times.as_array().unwrap()).all(|at| at.as_i64().unwrap() >= oldest));
    let converted = document["converted"].as_object().unwrap();
    assert_eq!(converted.len(), INSTANTS_MAX);
    assert!(converted.values().all(|at| at.as_i64().unwrap() >= oldest));
}

#[track_caller]
fn check_fault(change: Value, path: &str) {
    let settings: Settings = serde_json::from_value(change).unwrap();
    let faults = settings.check().err().unwrap_or_default();
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), [path]);
}

#[test]
fn every_fault_is_told_with_its_path() {
    assert!(Settings::default().check().is_ok());
    for cap in ["per_page", "per_session", "per_week"] {
        check_fault(json!({cap: 101}), cap);
    }
    for minutes in ["pause_minutes", "rest_after_dismissal_minutes", "rest_after_conversion_minutes"] {
        check_fault(json!({minutes: 43_201}), minutes);
    }
    for days in ["rest_of_dismissed_days", "rest_after_answer_days"] {
        check_fault(json!({days: 367}), days);
    }
    check_fault(json!({"phone_overlay_after_s": 601}), "phone_overlay_after_s");
    let limits: Limits = serde_json::from_value(json!({"total": 0, "per_day": 51, "days_between": 367})).unwrap();
    let faults = limits.check().err().unwrap_or_default();
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["total", "per_day", "days_between"]);
}

#[test]
fn what_was_begun_goes_on_for_half_an_hour_and_counts_once() {
    let half = |change: Value| {
        let mut document = json!({"kind": "survey", "is_begun": true, "limits": {"per_day": 1}});
        document.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        candidate("a", document)
    };
    let budget = settings(json!({"per_page": 1, "per_session": 1, "per_week": 1, "pause_minutes": 60}));
    let spent = |minutes: i64| Moment { shown_on_page: 1, shown_in_session: 1, ..at(minutes) };
    let seen = memory(&[(Event::Seen, "a", 0)]);
    check(&budget, &seen, half(json!({})), &spent(29), shown());
    let limited = |until: i64| json!({"code": "limit_per_day", "shown": 1, "limit": 1, "until": minute(until)});
    check(&budget, &seen, half(json!({})), &spent(30), limited(DAY));
    check(&budget, &seen, half(json!({"is_begun": false})), &spent(1), limited(DAY));
    // Another has no part in it, nor what was never shown.
    let cap = json!({"code": "cap_per_page", "shown": 1, "cap": 1});
    check(&budget, &seen, candidate("b", json!({"is_begun": true})), &spent(1), cap.clone());
    check(&budget, &Memory::default(), half(json!({})), &spent(1), cap);
    // What was closed or answered, and a checkout, still speak against it.
    let closed = memory(&[(Event::Seen, "a", 0), (Event::Dismissed, "a", 1)]);
    let rests = settings(json!({"rest_of_dismissed_days": 7}));
    check(&rests, &closed, half(json!({})), &at(2), json!({"code": "dismissed", "until": minute(7 * DAY + 1)}));
    let answered = memory(&[(Event::Seen, "a", 0), (Event::Answered, "a", 1)]);
    check(&budget, &answered, half(json!({})), &at(2), json!({"code": "answered", "at": minute(1)}));
    check(&budget, &seen, half(json!({})), &Moment { page: Page::Checkout, ..at(1) }, json!({"code": "checkout"}));
}
