//! Schedules: windows by the shop's clocks, also where these are changed.

use loyalty::{
    Instant,
    calendar::Calendar,
    instant::Minutes,
    offer::{PAGE_LIFE_MINUTES, Schedule},
};
use serde_json::{Value, json};

/// Holds the window within half an hour of `now` in Ljubljana: `from until`, with a dash for what has no end.
#[track_caller]
fn check(schedule: &Value, now: &str, expected: Option<&str>) {
    let schedule: Schedule = serde_json::from_value(schedule.clone()).unwrap();
    let now = Instant::parse(now).unwrap();
    let window = schedule.window(&Calendar::new("Europe/Ljubljana").unwrap(), now, now + PAGE_LIFE_MINUTES);
    let written = |instant: Option<Instant>| instant.map_or_else(|| "-".to_owned(), |instant| instant.to_string());
    let window = window.map(|window| format!("{} {}", written(window.from), written(window.until)));
    assert_eq!(window.as_deref(), expected, "at {now}");
}

#[test]
fn between_two_times() {
    let spring = json!({"from": "2026-03-20T08:00", "until": "2026-04-20T08:00"});
    let window = Some("2026-03-20T07:00:00Z 2026-04-20T06:00:00Z");
    check(&spring, "2026-03-20T06:29:59Z", None);
    check(&spring, "2026-03-20T06:30:00Z", window);
    check(&spring, "2026-04-20T05:59:59Z", window);
    check(&spring, "2026-04-20T06:00:00Z", None);
    check(&json!({}), "2026-04-20T06:00:00Z", Some("- -"));
    check(&json!({"until": "2026-04-20T08:00"}), "2026-04-20T05:00:00Z", Some("- 2026-04-20T06:00:00Z"));
}

#[test]
fn hours_of_days() {
    let nights = json!({"days": ["friday"], "hours": {"from": "22:00", "until": "02:00"}});
    let window = Some("2026-07-03T20:00:00Z 2026-07-04T00:00:00Z");
    check(&nights, "2026-07-03T19:29:59Z", None);
    check(&nights, "2026-07-03T19:30:00Z", window);
    check(&nights, "2026-07-03T23:59:59Z", window);
    check(&nights, "2026-07-04T00:00:00Z", None);
    check(&nights, "2026-07-04T20:00:00Z", None);
}

#[test]
fn days_that_meet_are_one_window_within_the_whole() {
    let weekend = json!({"days": ["saturday", "sunday"]});
    check(&weekend, "2026-07-04T10:00:00Z", Some("2026-07-03T22:00:00Z 2026-07-05T22:00:00Z"));
    let cut = json!({"days": ["saturday", "sunday"], "from": "2026-07-04T09:00", "until": "2026-07-05T09:00"});
    check(&cut, "2026-07-04T10:00:00Z", Some("2026-07-04T07:00:00Z 2026-07-05T07:00:00Z"));
    check(&cut, "2026-07-05T07:00:00Z", None);
    check(&cut, "2026-07-04T06:00:00Z", None);
}

#[test]
fn an_hour_that_is_skipped_is_not_there() {
    // On the 29th of March 2026 the clocks go from 2:00 to 3:00, at 01:00 UTC.
    let early = json!({"hours": {"from": "02:15", "until": "03:15"}});
    check(&early, "2026-03-29T01:05:00Z", Some("2026-03-29T01:00:00Z 2026-03-29T01:15:00Z"));
    check(&json!({"hours": {"from": "02:15", "until": "02:45"}}), "2026-03-29T00:55:00Z", None);
    check(&json!({"from": "2026-03-29T02:30"}), "2026-03-29T01:00:00Z", Some("2026-03-29T01:00:00Z -"));
}

#[test]
fn an_hour_that_comes_twice_begins_and_ends_the_first_time() {
    // On the 25th of October 2026 the clocks go from 3:00 to 2:00, at 01:00 UTC.
    let early = json!({"hours": {"from": "02:15", "until": "02:45"}});
    check(&early, "2026-10-25T00:20:00Z", Some("2026-10-25T00:15:00Z 2026-10-25T00:45:00Z"));
    check(&early, "2026-10-25T01:20:00Z", None);
    let long = json!({"hours": {"from": "02:15", "until": "03:15"}});
    check(&long, "2026-10-25T01:20:00Z", Some("2026-10-25T00:15:00Z 2026-10-25T02:15:00Z"));
}

/// Against every minute of a week with a clock change, told by the clocks alone.
#[test]
fn a_window_is_open_when_the_clocks_say_so() {
    let schedule: Schedule =
        serde_json::from_value(json!({"days": ["sunday"], "hours": {"from": "09:00", "until": "17:00"}})).unwrap();
    let calendar = Calendar::new("Europe/Ljubljana").unwrap();
    let mut now = Instant::parse("2026-03-26T00:00:00Z").unwrap();
    let (opens, closes) = (Instant::parse("2026-03-29T07:00:00Z"), Instant::parse("2026-03-29T15:00:00Z"));
    for _ in 0..7 * 24 * 60 {
        let is_open = schedule.window(&calendar, now, now).is_some();
        assert_eq!(is_open, opens.unwrap() <= now && now < closes.unwrap(), "at {now}");
        now = now + Minutes(1);
    }
}
