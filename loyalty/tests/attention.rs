//! One attention budget: each rule by a table, and all of them over random visits.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

use loyalty::{
    CandidateId, Days, Instant,
    attention::{
        Candidate, Decision, Device, Event, INSTANTS_MAX, KEPT_DAYS, Limits, Memory, Moment, Page, Settings, decide,
    },
    instant::Minutes,
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
        on_display: None,
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
    let moment = Moment { on_display: Some(id("a")), shown_on_page: 1, ..at(0) };
    let settings = settings(json!({}));
    check(&settings, &Memory::default(), candidate("a", json!({})), &moment, json!({"code": "on_display"}));
    check(&settings, &Memory::default(), candidate("b", json!({})), &moment, json!({"code": "another_on_display"}));
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
        on_display: Some(id("a")),
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
            "on_display" => moment.on_display = Some(id("b")),
            "another_on_display" => moment.on_display = None,
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
        "another_on_display",
        "converted",
        "answered",
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

/// Random choices that a seed decides (Steele, Lea and Flood's SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn number(&mut self, end: u32) -> i64 {
        i64::try_from(self.below(u64::from(end))).unwrap()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    fn settings(&mut self) -> Settings {
        settings(json!({
            "per_page": 1 + self.number(2), "per_session": 1 + self.number(4), "per_week": 1 + self.number(9),
            "pause_minutes": self.number(20), "rest_after_dismissal_minutes": self.number(100),
            "rest_of_dismissed_days": self.number(4), "rest_after_conversion_minutes": self.number(50),
            "rest_after_answer_days": self.number(10), "phone_overlay_after_s": self.number(30),
        }))
    }

    fn candidates(&mut self) -> Vec<Candidate> {
        let count = 1 + self.number(6);
        let candidate = |number| {
            let mut limits = serde_json::Map::new();
            for (field, end) in [("total", 5), ("per_day", 3), ("days_between", 4)] {
                if self.chance(40) {
                    limits.insert(field.to_owned(), json!(1 + self.number(end)));
                }
            }
            let change = json!({
                "kind": self.pick(&["offer", "nudge", "survey"]),
                "display": self.pick(&["bar", "modal", "slide_in", "inline", "badge"]),
                "trigger": self.pick(&["at_once", "signal", "click"]),
                "priority": self.number(3), "repeatable": self.chance(40), "limits": limits,
            });
            candidate(&format!("c{number}"), change)
        };
        (0..count).map(candidate).collect()
    }

    fn memory(&mut self, names: u32, events: u32) -> Memory {
        let mut memory = Memory::default();
        for _ in 0..self.number(events) {
            let event = self.pick(&[Event::Seen, Event::Dismissed, Event::Converted, Event::Answered]);
            memory.record(event, &id(&format!("c{}", self.number(names))), minute(self.number(500 * 1_440)));
        }
        memory
    }
}

/// What a visit has come to, written down naively: every showing ever, with the device's time.
#[derive(Default)]
struct Witness {
    shown: Vec<(CandidateId, Instant)>,
    over: Vec<CandidateId>,
}

impl Witness {
    /// Holds a showing against every limit.
    fn check(&self, settings: &Settings, shown: &Candidate, moment: &Moment, seed: u64) {
        let now = moment.now;
        assert!(moment.page != Page::Checkout, "seed {seed}: over a checkout");
        assert!(moment.on_display.is_none(), "seed {seed}: two at once");
        assert!(moment.shown_on_page < settings.per_page, "seed {seed}: per page");
        assert!(moment.shown_in_session < settings.per_session, "seed {seed}: per session");
        let since = |window: Days| self.shown.iter().filter(move |(_, at)| now < *at + window);
        assert!(since(Days(7)).count() < settings.per_week as usize, "seed {seed}: per week");
        assert!(self.shown.iter().all(|(_, at)| now >= *at + settings.pause_minutes), "seed {seed}: pause");
        let Candidate { id, limits, .. } = shown;
        let own = || self.shown.iter().filter(|(name, _)| name == id);
        assert!(limits.total.is_none_or(|limit| own().count() < limit as usize), "seed {seed}: total");
        let today = since(Days(1)).filter(|(name, _)| name == id).count();
        assert!(limits.per_day.is_none_or(|limit| today < limit as usize), "seed {seed}: per day");
        let between = limits.days_between.is_none_or(|days| own().all(|(_, at)| now >= *at + days));
        assert!(between, "seed {seed}: days between");
        assert!(shown.repeatable || !self.over.contains(id), "seed {seed}: it was over");
        let overlay = moment.device == Device::Phone && shown.display.is_overlay();
        let asked = serde_json::to_value(shown.trigger).unwrap();
        let waited = moment.page_open_s >= settings.phone_overlay_after_s && asked != "at_once";
        assert!(!overlay || asked == "click" || waited, "seed {seed}: an overlay on arrival");
    }
}

/// Plays the visits of one person, whose clock jumps back now and then, and gives how much was shown.
fn play(seed: u64) -> usize {
    let mut dice = Dice(seed);
    let (settings, candidates) = (dice.settings(), dice.candidates());
    let (mut memory, mut witness) = (Memory::default(), Witness::default());
    let (mut minutes, mut on_page, mut in_session) = (0, 0, 0);
    let mut on_display: Option<CandidateId> = None;
    for _ in 0..200 {
        minutes += match dice.below(20) {
            0 => -dice.number(10 * 1_440),
            1..=3 => dice.number(4 * 1_440),
            _ => dice.number(30),
        };
        if dice.chance(50) {
            (on_page, on_display) = (0, None);
            in_session = if dice.chance(30) { 0 } else { in_session };
        }
        let moment = Moment {
            page: if dice.chance(10) { Page::Checkout } else { Page::Other },
            device: dice.pick(&[Device::Desktop, Device::Tablet, Device::Phone]),
            page_open_s: u32::try_from(dice.number(60)).unwrap(),
            on_display: on_display.clone(),
            shown_on_page: on_page,
            shown_in_session: in_session,
            ..at(minutes)
        };
        let decision = decide(&settings, &memory, &candidates, &moment);
        let shown = decision.show.as_ref().and_then(|name| candidates.iter().find(|one| one.id == *name));
        check_decision(&decision, &candidates, seed);
        if let Some(shown) = shown {
            witness.check(&settings, shown, &moment, seed);
            witness.shown.push((shown.id.clone(), moment.now));
            memory.record(Event::Seen, &shown.id, moment.now);
            on_display = Some(shown.id.clone());
            (on_page, in_session) = (on_page + 1, in_session + 1);
        } else if let Some(closed) = on_display.take_if(|_| dice.chance(60)) {
            let event = dice.pick(&[Event::Dismissed, Event::Converted, Event::Answered]);
            memory.record(event, &closed, moment.now);
            if event != Event::Dismissed {
                witness.over.push(closed);
            }
        }
        if dice.chance(10) {
            memory = serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
            memory.prune(moment.now);
        }
    }
    witness.shown.len()
}

fn check_decision(decision: &Decision, candidates: &[Candidate], seed: u64) {
    assert_eq!(decision.reasons.len(), candidates.len(), "seed {seed}: each has a reason");
    let reasons = serde_json::to_value(&decision.reasons).unwrap();
    let shown = reasons.as_array().unwrap().iter().filter(|reason| reason[1]["code"] == "shown");
    let shown: Vec<&str> = shown.map(|reason| reason[0].as_str().unwrap()).collect();
    assert_eq!(shown, decision.show.iter().map(CandidateId::as_str).collect::<Vec<_>>(), "seed {seed}");
}

#[test]
fn no_visit_exceeds_what_is_allowed() {
    let shown: usize = (0..2_000).map(play).sum();
    // Visits in which nothing is ever shown would prove nothing.
    assert!(shown > 10_000, "only {shown} were shown");
}

#[test]
fn the_order_of_the_candidates_makes_no_difference() {
    for seed in 0..500 {
        let mut dice = Dice(seed);
        let (settings, memory, mut candidates) = (dice.settings(), dice.memory(6, 8), dice.candidates());
        let moment = at(dice.number(500 * 1_440));
        let decision = decide(&settings, &memory, &candidates, &moment);
        for other in (1..candidates.len()).rev() {
            let swapped = usize::try_from(dice.below(other as u64 + 1)).unwrap();
            candidates.swap(other, swapped);
        }
        assert!(decision == decide(&settings, &memory, &candidates, &moment), "seed {seed}");
    }
}

#[test]
fn merging_is_commutative_associative_and_idempotent() {
    for seed in 0..300 {
        let mut dice = Dice(seed);
        // Some memories are small, some are beyond what one may keep.
        let (names, events) = dice.pick(&[(3, 10), (5, 600), (400, 1_500)]);
        let [a, b, c] = [0; 3].map(|_| dice.memory(names, events));
        let merged = a.clone().merge(b.clone());
        assert!(merged == b.clone().merge(a.clone()), "seed {seed}: commutative");
        let left = merged.clone().merge(c.clone());
        assert!(left == a.clone().merge(b.clone().merge(c.clone())), "seed {seed}: associative");
        assert!(a.clone().merge(a.clone()) == a, "seed {seed}: idempotent");
        assert!(merged.clone().merge(a.clone()) == merged, "seed {seed}: absorbs");

        let now = minute(dice.number(900 * 1_440));
        let prune = |mut memory: Memory| {
            memory.prune(now);
            memory
        };
        assert!(prune(merged) == prune(a).merge(prune(b)), "seed {seed}: pruning before or after");
    }
}
