//! Reading offers from an answer. One that this build does not know how to show is left out.

use std::rc::Rc;

use loyalty::{
    CandidateId, Days, SurveyId,
    attention::{Event, Limits, Memory, Settings},
    condition::Value,
    instant::Minutes,
    offer::{CaptureKind, Trigger},
    survey::candidate,
};

use super::model::{Button, Capture, Content, Display, Offer, Picture, Question, Span};
use crate::js::Js;

/// The offers of an answer.
pub fn offers(js: &Js) -> Vec<Rc<Offer>> {
    let mut offers = Vec::new();
    for js in js.list("candidates", Js::clone) {
        if let Some(offer) = offer(&js) {
            offers.push(Rc::new(offer));
        }
    }
    offers
}

/// The question of an answer, if one is due.
pub fn question(js: &Js) -> Option<Question> {
    let id = SurveyId::new(js.text("id")).ok()?;
    let is_begun = !js.get("answered").is_none();
    let candidate = candidate(&id, &js.text("occasion"), priority(js), is_begun);
    Some(Question { candidate, until: js.instant("until")?, due: js.clone() })
}

fn priority(js: &Js) -> i32 {
    i32::try_from(js.int("priority")).unwrap_or_default()
}

pub(super) fn offer(js: &Js) -> Option<Offer> {
    let limits = js.get("limits");
    Some(Offer {
        id: CandidateId::new(js.text("id")).ok()?,
        display: display(&js.get("display"))?,
        triggers: triggers(js),
        condition: js.opt("condition", value),
        from: js.instant("from"),
        until: js.instant("until"),
        limits: Limits {
            total: limits.opt("total", count),
            per_day: limits.opt("per_day", count),
            days_between: limits.opt("days_between", |days| Days(count(days))),
        },
        repeatable: js.get("repeatable").as_flag(),
        priority: priority(js),
        arm: js.get("arm").raw().clone(),
        run: run(js, "run"),
        content: js.opt("content", content),
    })
}

/// The run of a division: the first, if nothing is said.
pub fn run(js: &Js, key: &str) -> i64 {
    js.int(key).max(1)
}

fn display(js: &Js) -> Option<Display> {
    Some(match js.text("type").as_str() {
        "bar" => Display::Bar { at_top: js.text("edge") == "top" },
        "modal" => Display::Modal,
        "slide_in" => Display::SlideIn,
        "inline" => Display::Inline { place: js.text("place") },
        "badge" => Display::Badge,
        _ => return None,
    })
}

fn triggers(js: &Js) -> Vec<Trigger> {
    let mut triggers = Vec::new();
    for js in js.list("triggers", Js::clone) {
        if let Some(trigger) = trigger(&js) {
            triggers.push(trigger);
        }
    }
    triggers
}

fn trigger(js: &Js) -> Option<Trigger> {
    let seconds = || count(&js.get("seconds"));
    Some(match js.text("type").as_str() {
        "at_once" => Trigger::AtOnce {},
        "time_on_page" => Trigger::TimeOnPage { seconds: seconds() },
        "time_on_site" => Trigger::TimeOnSite { seconds: seconds() },
        "scroll_depth" => Trigger::ScrollDepth { percent: u8::try_from(js.int("percent")).ok()? },
        "exit_intent" => Trigger::ExitIntent {},
        "inactivity" => Trigger::Inactivity { seconds: seconds() },
        "cart_value" => Trigger::CartValue { minimum: js.money("minimum") },
        "click" => Trigger::Click { mark: js.text("mark") },
        "event" => Trigger::Event { name: js.text("name") },
        _ => return None,
    })
}

fn content(js: &Js) -> Content {
    Content {
        language: js.opt("lang", Js::as_text),
        headline: js.text("headline"),
        body: js.list("body", |paragraph| paragraph.items(span)),
        picture: js.opt("picture", |picture| Picture { address: picture.text("address"), alt: picture.text("alt") }),
        button: js
            .opt("button", |button| Button { label: button.text("label"), href: button.opt("href", Js::as_text) }),
        countdown: js.instant("countdown"),
        capture: js.opt("capture", |capture| Capture {
            kind: match capture.text("kind").as_str() {
                "birthday" => CaptureKind::Birthday,
                "name_day" => CaptureKind::NameDay,
                _ => CaptureKind::Email,
            },
            consent: capture.text("consent"),
        }),
        has_value: js.get("has_value").as_flag(),
    }
}

fn span(js: &Js) -> Span {
    if !js.get("strong").is_none() {
        Span::Strong(js.list("strong", span))
    } else if !js.get("em").is_none() {
        Span::Emphasis(js.list("em", span))
    } else if !js.get("link").is_none() {
        Span::Link(js.list("link", span), js.text("href"))
    } else {
        Span::Text(js.as_text())
    }
}

/// Any value as conditions know it.
pub(super) fn value(js: &Js) -> Value {
    let raw = js.raw();
    if let Some(flag) = raw.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = raw.as_f64() {
        Value::Number(number)
    } else if let Some(text) = raw.as_string() {
        Value::String(text)
    } else if js_sys::Array::is_array(raw) {
        Value::List(js.items(value))
    } else if raw.is_object() {
        // Already in the order in which JavaScript keeps them.
        Value::Object(js.members().into_iter().map(|(name, member)| (name, value(&member))).collect())
    } else {
        Value::Null
    }
}

/// How much attention the shop asks for; what the answer does not say, as ever.
pub fn settings(js: &Js) -> Settings {
    let ever = Settings::default();
    let number = |key: &str, ever: u32| js.opt(key, count).unwrap_or(ever);
    let minutes = |key: &str, ever: Minutes| Minutes(number(key, ever.0));
    let days = |key: &str, ever: Days| Days(number(key, ever.0));
    Settings {
        per_page: number("per_page", ever.per_page),
        per_session: number("per_session", ever.per_session),
        per_week: number("per_week", ever.per_week),
        pause_minutes: minutes("pause_minutes", ever.pause_minutes),
        rest_after_dismissal_minutes: minutes("rest_after_dismissal_minutes", ever.rest_after_dismissal_minutes),
        rest_of_dismissed_days: days("rest_of_dismissed_days", ever.rest_of_dismissed_days),
        rest_after_conversion_minutes: minutes("rest_after_conversion_minutes", ever.rest_after_conversion_minutes),
        rest_after_answer_days: days("rest_after_answer_days", ever.rest_after_answer_days),
        phone_overlay_after_s: number("phone_overlay_after_s", ever.phone_overlay_after_s),
    }
}

/// What the wallet remembers of a member.
pub fn memory(js: &Js) -> Memory {
    let mut memory = Memory::default();
    let mut record = |event: Event, id: &str, at: &Js| {
        if let Ok(id) = CandidateId::new(id) {
            memory.record(event, &id, loyalty::Instant::from_ms(at.as_int()));
        }
    };
    let quiet = js.get("quiet");
    for (id, times) in js.entries("seen") {
        let quiet = quiet.list(&id, Js::as_int);
        for at in times.items(Js::clone) {
            let is_quiet = quiet.contains(&at.as_int());
            record(if is_quiet { Event::SeenQuietly } else { Event::Seen }, &id, &at);
        }
    }
    for (key, event) in
        [("dismissed", Event::Dismissed), ("converted", Event::Converted), ("answered", Event::Answered)]
    {
        js.entries(key).iter().for_each(|(id, at)| record(event, id, at));
    }
    memory
}

/// A count. What is below zero or above all reason is none.
fn count(js: &Js) -> u32 {
    u32::try_from(js.as_int()).unwrap_or_default()
}
