//! When a question is due, and why not: histories and instants.

use serde_json::{Value, json};

use crate::surveys::{Shopper, at, document, given};

/// What is decided at an instant, in brief: `due order:1` or `too_early`.
fn decided(shopper: &Shopper, now: &str) -> String {
    let explained = shopper.explain(at(now)).remove(0);
    let why = serde_json::to_value(&explained.why).unwrap();
    let code = why["code"].as_str().unwrap();
    let due = shopper.due(at(now));
    assert_eq!(due.is_some(), explained.due, "at {now}");
    assert_eq!(due.as_ref().map(|due| due.until), explained.until.filter(|_| due.is_some()), "at {now}");
    match explained.due {
        true => format!("{code} {}", due.unwrap().occasion),
        false => code.to_owned(),
    }
}

#[track_caller]
fn check(shopper: &Shopper, table: &[(&str, &str)]) {
    let decisions: Vec<_> = table.iter().map(|(now, _)| (*now, decided(shopper, now))).collect();
    let expected: Vec<_> = table.iter().map(|(now, decision)| (*now, (*decision).to_owned())).collect();
    assert_eq!(decisions, expected);
}

fn asking(timing: Value) -> Shopper {
    Shopper::of(&[document(|survey| survey["timing"] = timing)])
}

#[test]
fn after_delivery_from_twelve_hours_to_three_days() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    check(&shopper, &[("2026-03-01T00:00:00Z", "no_occasion")]);
    shopper.order("1", "2026-03-01T10:00:00Z", json!({}));
    check(&shopper, &[("2026-03-02T00:00:00Z", "no_occasion")]);
    shopper.order("1", "2026-03-02T09:00:00Z", json!({"delivered_at": "2026-03-02T08:00:00Z"}));
    check(
        &shopper,
        &[
            ("2026-03-02T09:00:00Z", "too_early"),
            ("2026-03-02T19:59:59.999Z", "too_early"),
            ("2026-03-02T20:00:00Z", "due order:1"),
            ("2026-03-05T07:59:59.999Z", "due order:1"),
            ("2026-03-05T08:00:00Z", "over"),
            ("2026-05-05T08:00:00Z", "over"),
        ],
    );
    // Long after, nothing of it is published any more.
    shopper.order("2", "2026-12-01T10:00:00Z", json!({"status": "placed"}));
    check(&shopper, &[("2026-12-01T10:00:00Z", "no_occasion")]);
}

#[test]
fn without_a_delivery_it_is_when_the_order_is_first_completed() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"status": "completed"}));
    // An edit, and a way back and forth, do not move it.
    shopper.order("1", "2026-03-02T08:00:00Z", json!({"status": "completed", "coupon_codes": ["X"]}));
    shopper.order("1", "2026-03-02T09:00:00Z", json!({}));
    check(&shopper, &[("2026-03-02T20:00:00Z", "no_occasion")]);
    shopper.order("1", "2026-03-02T10:00:00Z", json!({"status": "completed"}));
    check(&shopper, &[("2026-03-02T20:00:00Z", "due order:1"), ("2026-03-04T08:00:00Z", "over")]);
    shopper.order("1", "2026-03-02T11:00:00Z", json!({"status": "cancelled"}));
    check(&shopper, &[("2026-03-02T20:00:00Z", "no_occasion")]);
}

#[test]
fn delivered_again_is_asked_again() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.order("1", "2026-03-10T08:00:00Z", json!({"delivered_at": "2026-03-10T08:00:00Z"}));
    check(&shopper, &[("2026-03-10T19:00:00Z", "too_early"), ("2026-03-10T20:00:00Z", "due order:1")]);
    shopper.answer("order:1", json!({"step": "score", "score": 9}), "2026-03-10T20:00:00Z").unwrap();
    shopper.order("1", "2026-03-20T08:00:00Z", json!({"delivered_at": "2026-03-20T08:00:00Z"}));
    check(&shopper, &[("2026-03-21T08:00:00Z", "answered")]);
}

#[test]
fn a_return_holds_questions_about_everything_back() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    let open = json!([{"opened_at": "2026-02-01T00:00:00Z"}]);
    shopper.order("old", "2026-02-01T08:00:00Z", json!({"returns": open}));
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    check(&shopper, &[("2026-03-02T08:00:00Z", "open_return")]);
    let closed = json!([{"opened_at": "2026-02-01T00:00:00Z", "closed_at": "2026-03-02T08:00:00Z"}]);
    shopper.order("old", "2026-03-02T08:00:00Z", json!({"returns": closed}));
    check(&shopper, &[("2026-03-02T08:00:00Z", "due order:1")]);
    let again = json!([{"opened_at": "2026-03-02T09:00:00Z"}]);
    shopper.order("1", "2026-03-02T09:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z", "returns": again}));
    check(&shopper, &[("2026-03-02T10:00:00Z", "open_return")]);
    shopper.order("1", "2026-03-02T11:00:00Z", json!({"status": "cancelled", "returns": again}));
    check(&shopper, &[("2026-03-02T12:00:00Z", "no_occasion")]);
}

#[test]
fn an_open_case_holds_back_and_a_closed_one_is_asked_about() {
    let mut shopper = asking(json!({"after_case": {"from_days": 1, "until_days": 2}}));
    check(&shopper, &[("2026-03-02T00:00:00Z", "no_occasion")]);
    shopper.open_case("7f", at("2026-02-28T08:00:00Z"));
    shopper.close_case("7f", at("2026-03-01T08:00:00Z"));
    let mut with_another = asking(json!({"after_case": {"from_days": 1, "until_days": 2}}));
    with_another.wallet = shopper.wallet.clone();
    with_another.open_case("8f", at("2026-03-02T08:00:00Z"));
    check(&with_another, &[("2026-03-02T08:00:00Z", "open_case")]);
    check(
        &shopper,
        &[
            ("2026-03-02T07:59:59Z", "too_early"),
            ("2026-03-02T08:00:00Z", "due case:7f"),
            ("2026-03-03T08:00:00Z", "over"),
        ],
    );
}

#[test]
fn a_case_that_has_closed_by_itself_is_asked_about_although_nothing_was_written_down() {
    let mut shopper = asking(json!({"after_case": {"from_days": 1, "until_days": 2}}));
    shopper.open_case("7f", at("2026-02-28T08:00:00Z"));
    shopper.answer_case("7f", at("2026-03-01T08:00:00Z"));
    check(
        &shopper,
        &[
            ("2026-03-08T07:59:59Z", "no_occasion"),
            ("2026-03-08T08:00:00Z", "too_early"),
            ("2026-03-09T08:00:00Z", "due case:7f"),
            ("2026-03-10T08:00:00Z", "over"),
        ],
    );
}

#[test]
fn as_soon_as_it_is_delivered() {
    let mut shopper = asking(json!({"at_delivery": {"for_hours": 24}}));
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    check(
        &shopper,
        &[
            // Time in a wallet does not run backwards: what is delivered is delivered.
            ("2026-03-01T07:00:00Z", "due order:1"),
            ("2026-03-01T08:00:00Z", "due order:1"),
            ("2026-03-02T08:00:00Z", "over"),
        ],
    );
}

#[test]
fn after_a_large_order_in_the_programs_currency() {
    let timing = json!({"after_large_order": {"at_least": 10_000, "from_days": 3, "until_days": 7}});
    let line = |price: i64| json!([{"id": "1", "product": "cd-1", "quantity": 1, "price": price}]);
    let mut shopper = asking(timing);
    shopper.order("small", "2026-03-01T08:00:00Z", json!({"lines": line(9_999)}));
    check(&shopper, &[("2026-03-05T08:00:00Z", "no_occasion")]);
    // 80.00 EUR are 100.00 USD.
    shopper.order("large", "2026-03-01T09:00:00Z", json!({"currency": "EUR", "lines": line(8_000)}));
    check(
        &shopper,
        &[
            ("2026-03-04T08:59:59Z", "too_early"),
            ("2026-03-04T09:00:00Z", "due order:large"),
            ("2026-03-08T09:00:00Z", "over"),
        ],
    );
    shopper.order("unpaid", "2026-03-10T09:00:00Z", json!({"status": "placed", "lines": line(50_000)}));
    check(&shopper, &[("2026-03-14T09:00:00Z", "over")]);
    shopper.order("no-rate", "2026-03-10T09:00:00Z", json!({"currency": "GBP", "lines": line(50_000)}));
    check(&shopper, &[("2026-03-14T09:00:00Z", "over")]);
}

#[test]
fn after_a_long_absence() {
    let mut shopper = asking(json!({"after_absence": {"days": 90, "for_days": 14}}));
    shopper.order("1", "2026-01-01T08:00:00Z", json!({}));
    shopper.order("2", "2026-02-01T08:00:00Z", json!({}));
    shopper.order("3", "2026-03-01T08:00:00Z", json!({"status": "cancelled"}));
    check(
        &shopper,
        &[
            ("2026-05-02T07:59:59Z", "too_early"),
            ("2026-05-02T08:00:00Z", "due absence:2"),
            ("2026-05-16T08:00:00Z", "over"),
        ],
    );
    shopper.order("4", "2026-05-10T08:00:00Z", json!({}));
    check(&shopper, &[("2026-05-10T08:00:00Z", "too_early"), ("2026-08-08T08:00:00Z", "due absence:4")]);
}

/// Days of the shop's calendar: its midnight is an hour earlier in summer.
#[test]
fn on_an_anniversary_by_the_shops_clocks() {
    let mut shopper = asking(json!({"anniversary": {"for_days": 7}}));
    shopper.order("1", "2024-02-28T23:30:00Z", json!({}));
    check(
        &shopper,
        &[
            ("2024-02-29T12:00:00Z", "no_occasion"),
            ("2025-02-27T22:59:59Z", "no_occasion"),
            // Joined on the 29th where the shop is; in 2025 that is the 28th.
            ("2025-02-27T23:00:00Z", "due anniversary:1"),
            ("2025-03-06T23:00:00Z", "over"),
            ("2026-02-27T23:00:00Z", "due anniversary:2"),
            ("2028-02-28T22:59:59Z", "over"),
            ("2028-02-28T23:00:00Z", "due anniversary:4"),
        ],
    );
    let mut shopper = asking(json!({"anniversary": {"for_days": 1}}));
    shopper.order("1", "2024-03-31T12:00:00Z", json!({}));
    check(
        &shopper,
        &[
            // The clocks were changed on the 30th in 2025: from the 31st on midnight is at 22:00 UTC. In 2024 that was the
            // day itself.
            ("2025-03-30T21:59:59Z", "no_occasion"),
            ("2025-03-30T22:00:00Z", "due anniversary:1"),
            ("2025-03-31T21:59:59Z", "due anniversary:1"),
            ("2025-03-31T22:00:00Z", "over"),
        ],
    );
    let profile = serde_json::from_value::<loyalty::profile::Profile>(json!({"joined_at": "2020-06-01T12:00:00Z"}));
    let profile = profile.unwrap().check().unwrap();
    shopper.wallet.set_profile(profile, &shopper.programs, at("2025-05-01T00:00:00Z")).unwrap();
    check(&shopper, &[("2025-06-01T12:00:00Z", "due anniversary:5")]);
}

/// Hours and days after something are durations: a clock change in between neither adds nor takes an hour.
#[test]
fn a_clock_change_does_not_move_what_is_counted_in_hours() {
    let mut shopper = asking(json!({"after_delivery": {"from_hours": 24, "until_hours": 48}}));
    // The clocks in Ljubljana go forward at 01:00 UTC on the 29th of March 2026.
    shopper.order("1", "2026-03-28T20:00:00Z", json!({"delivered_at": "2026-03-28T20:00:00Z"}));
    check(&shopper, &[("2026-03-29T19:59:59Z", "too_early"), ("2026-03-29T20:00:00Z", "due order:1")]);
    // And back on the 25th of October.
    shopper.order("2", "2026-10-24T20:00:00Z", json!({"delivered_at": "2026-10-24T20:00:00Z"}));
    check(&shopper, &[("2026-10-25T19:59:59Z", "too_early"), ("2026-10-25T20:00:00Z", "due order:2")]);
}

#[test]
fn a_schedule_is_in_times_of_the_shops_clocks() {
    let hours = json!({"from": "09:00", "until": "17:00"});
    let mut shopper = Shopper::of(&[document(|survey| survey["schedule"] = json!({"hours": hours}))]);
    shopper.order("1", "2026-03-28T08:00:00Z", json!({"delivered_at": "2026-03-28T08:00:00Z"}));
    check(
        &shopper,
        &[
            ("2026-03-28T20:00:00Z", "schedule"),
            // Nine o'clock is an hour earlier from the 29th on.
            ("2026-03-29T06:59:59Z", "schedule"),
            ("2026-03-29T07:00:00Z", "due order:1"),
            ("2026-03-29T15:00:00Z", "schedule"),
        ],
    );
}

#[test]
fn whom_it_is_for_is_asked_first() {
    let regulars = json!({"member.segments": {"$in": ["regulars"]}});
    let mut shopper = Shopper::of(&[document(|survey| survey["condition"] = regulars)]);
    check(&shopper, &[("2026-03-01T00:00:00Z", "not_for_member")]);
    for (id, now) in [("1", "2026-03-01T08:00:00Z"), ("2", "2026-03-02T08:00:00Z"), ("3", "2026-03-03T08:00:00Z")] {
        shopper.order(id, now, json!({"delivered_at": now}));
    }
    check(&shopper, &[("2026-03-02T20:00:00Z", "due order:2"), ("2026-03-03T20:00:00Z", "due order:3")]);
}

#[test]
fn about_some_products_only() {
    let about = |names: Value| Shopper::of(&[document(|survey| survey["about"] = names)]);
    let delivered = json!({"delivered_at": "2026-03-01T08:00:00Z"});
    for (names, decision) in [
        (json!({"products": ["cd-1"]}), "due order:1"),
        (json!({"labels": ["jazz"]}), "due order:1"),
        (json!({"products": ["cd-2"], "labels": ["jazz"]}), "due order:1"),
        (json!({"products": ["cd-2"], "labels": ["pop"]}), "no_occasion"),
    ] {
        let mut shopper = about(names);
        shopper.order("1", "2026-03-01T08:00:00Z", delivered.clone());
        check(&shopper, &[("2026-03-02T08:00:00Z", decision)]);
    }
    let refunded = json!([{"id": "1", "product": "cd-1", "quantity": 1, "price": 2_000, "refunded": 2_000}]);
    let mut shopper = about(json!({"products": ["cd-1"]}));
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z", "lines": refunded}));
    check(&shopper, &[("2026-03-02T08:00:00Z", "no_occasion")]);
}

#[test]
fn a_survey_rests_after_it_has_asked_about_something_else() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.say("after-delivery", "order:1", loyalty::ledger::Said::Shown, at("2026-03-02T08:00:00Z")).unwrap();
    shopper.order("2", "2026-03-10T08:00:00Z", json!({"delivered_at": "2026-03-10T08:00:00Z"}));
    check(
        &shopper,
        &[
            ("2026-03-11T08:00:00Z", "resting"),
            ("2026-03-12T07:59:59Z", "resting"),
            ("2026-03-12T08:00:00Z", "due order:2"),
        ],
    );
}

#[test]
fn every_survey_rests_after_any_was_answered() {
    let other = document(|survey| {
        survey["id"] = json!("at-once");
        survey["timing"] = json!({"at_delivery": {"for_hours": 72}});
    });
    let mut shopper = Shopper::of(&[document(|_| {}), other]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper
        .say("at-once", "order:1", given(json!({"step": "score", "score": 10})), at("2026-03-01T09:00:00Z"))
        .unwrap();
    shopper.order("2", "2026-03-05T08:00:00Z", json!({"delivered_at": "2026-03-05T08:00:00Z"}));
    check(&shopper, &[("2026-03-06T08:59:59Z", "resting"), ("2026-03-06T09:00:00Z", "due order:2")]);
}

#[test]
fn how_a_case_ended_is_asked_whatever_was_answered_before() {
    let after_case = document(|survey| {
        survey["id"] = json!("after-case");
        survey["timing"] = json!({"after_case": {"from_days": 1, "until_days": 3}});
    });
    let mut shopper = Shopper::of(&[after_case, document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    let low = given(json!({"step": "score", "score": 3}));
    shopper.say("after-delivery", "order:1", low, at("2026-03-02T08:00:00Z")).unwrap();
    shopper.open_case("c1", at("2026-03-02T08:01:00Z"));
    shopper.close_case("c1", at("2026-03-05T08:00:00Z"));
    check(&shopper, &[("2026-03-06T07:59:59Z", "too_early"), ("2026-03-06T08:00:00Z", "due case:c1")]);
    // Its own rest holds it back all the same: ten cases are not ten questions.
    shopper.say("after-case", "case:c1", loyalty::ledger::Said::Shown, at("2026-03-06T08:00:00Z")).unwrap();
    shopper.open_case("c2", at("2026-03-07T08:00:00Z"));
    shopper.close_case("c2", at("2026-03-07T09:00:00Z"));
    check(&shopper, &[("2026-03-08T09:00:00Z", "resting")]);
}

#[test]
fn of_two_surveys_one_asks() {
    let other = |priority: i32| {
        document(|survey| {
            survey["id"] = json!("at-once");
            survey["timing"] = json!({"at_delivery": {"for_hours": 72}});
            survey["priority"] = json!(priority);
        })
    };
    for (priority, first) in [(0, "after-delivery"), (1, "at-once"), (-1, "after-delivery")] {
        let mut shopper = Shopper::of(&[document(|_| {}), other(priority)]);
        shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
        let now = at("2026-03-02T08:00:00Z");
        assert_eq!(shopper.due(now).unwrap().id.as_str(), first);
        let codes: Vec<_> = shopper.explain(now).iter().map(|one| (one.id.to_string(), one.due)).collect();
        assert_eq!(codes.iter().filter(|(_, due)| *due).count(), 1);
        assert!(codes.contains(&(first.to_owned(), true)));
    }
    // What has been shown goes on, whatever has a higher priority by now.
    let mut shopper = Shopper::of(&[document(|_| {}), other(1)]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.say("after-delivery", "order:1", loyalty::ledger::Said::Shown, at("2026-03-02T08:00:00Z")).unwrap();
    assert_eq!(shopper.due(at("2026-03-02T08:00:00Z")).unwrap().id.as_str(), "after-delivery");
}

#[test]
fn closed_is_not_shown_again() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.say("after-delivery", "order:1", loyalty::ledger::Said::Dismissed, at("2026-03-02T08:00:00Z")).unwrap();
    check(&shopper, &[("2026-03-02T08:00:00Z", "dismissed"), ("2026-03-09T08:00:00Z", "dismissed")]);
}
