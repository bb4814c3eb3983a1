//! How far a member has come: histories and instants, stage by stage.

use crate::scenario::{Member, day, order, program};
use loyalty::traits::{Stage, StageSettings, Traits, TraitsContext};
use serde_json::{Value, json};

/// A member with orders on these days and so many recommendations.
fn member(orders: &[u32], recommendations: u32) -> Member {
    let mut member = Member::of(program(|_| {}));
    for (number, on) in orders.iter().enumerate() {
        let order = order(1_000, *on, |order| order["placed_at"] = json!(day(*on)));
        member.on(*on).order(&number.to_string(), order);
    }
    member.profile(json!({"recommendations": recommendations}));
    member
}

/// Every day on which the stage becomes another, from the last order to 1,000 days after it.
#[track_caller]
fn check(settings: Value, orders: &[u32], recommendations: u32, expected: &[(u32, Stage)]) {
    let settings: StageSettings = serde_json::from_value(settings).unwrap();
    let settings = settings.check().unwrap();
    let snapshot = member(orders, recommendations).wallet.snapshot();
    let program = program(|_| {});
    let stage = |on| {
        let basis = TraitsContext {
            program: Some(&program),
            stages: &settings,
            calendar: &loyalty::calendar::Calendar::utc(),
            quantiles: None,
            now: day(on),
        };
        Traits::new(&snapshot, &basis).stage
    };
    let first = orders.last().copied().unwrap_or_default();
    let mut turns: Vec<(u32, Stage)> = Vec::new();
    for on in first..first + 1_000 {
        if turns.last().is_none_or(|(_, last)| *last != stage(on)) {
            turns.push((on, stage(on)));
        }
    }
    assert_eq!(turns, expected);
}

#[test]
fn a_known_member_without_an_order_stays_a_prospect() {
    check(json!({}), &[], 0, &[(0, Stage::Prospect)]);
    // Recommending alone makes no advocate.
    check(json!({}), &[], 5, &[(0, Stage::Prospect)]);
}

#[test]
fn one_order_is_forgotten_after_the_shops_time() {
    check(json!({}), &[0], 0, &[(0, Stage::FirstTime), (181, Stage::Lapsed)]);
    check(json!({"lapse_days": 10}), &[0], 0, &[(0, Stage::FirstTime), (11, Stage::Lapsed)]);
}

#[test]
fn two_orders_are_silent_after_three_of_their_own_gaps() {
    check(json!({}), &[0, 20], 0, &[(20, Stage::Repeat), (20 + 61, Stage::Lapsed)]);
    check(json!({"lapse_gap_percent": 150}), &[0, 21], 0, &[(21, Stage::Repeat), (21 + 32, Stage::Lapsed)]);
    // However often somebody has bought, a month is no silence.
    check(json!({}), &[0, 2], 0, &[(2, Stage::Repeat), (2 + 31, Stage::Lapsed)]);
    // Both orders of one day: no gap of their own, so the shop's time.
    check(json!({}), &[5, 5], 0, &[(5, Stage::Repeat), (5 + 181, Stage::Lapsed)]);
}

#[test]
fn a_client_is_regular_by_count_and_gap() {
    check(json!({}), &[0, 90, 180], 0, &[(180, Stage::Client), (180 + 271, Stage::Lapsed)]);
    check(json!({}), &[0, 91, 182], 0, &[(182, Stage::Repeat), (182 + 274, Stage::Lapsed)]);
    check(json!({"client_orders": 4}), &[0, 10, 20], 0, &[(20, Stage::Repeat), (20 + 31, Stage::Lapsed)]);
    check(json!({"client_gap_days": 9}), &[0, 10, 20], 0, &[(20, Stage::Repeat), (20 + 31, Stage::Lapsed)]);
    // Three orders, but no gap between them.
    check(json!({}), &[0, 0, 0], 0, &[(0, Stage::Repeat), (181, Stage::Lapsed)]);
}

#[test]
fn an_advocate_recommends_and_buys_and_can_lapse() {
    check(json!({}), &[0], 1, &[(0, Stage::Advocate), (181, Stage::Lapsed)]);
    check(json!({}), &[0, 10, 20], 1, &[(20, Stage::Advocate), (20 + 31, Stage::Lapsed)]);
    check(json!({"advocate_recommendations": 2}), &[0], 1, &[(0, Stage::FirstTime), (181, Stage::Lapsed)]);
}

#[test]
fn another_order_ends_the_silence() {
    let mut member = member(&[0, 10], 0);
    assert_eq!(member.on(300).traits().stage, Stage::Lapsed);
    member.order("back", order(1_000, 300, |order| order["placed_at"] = json!(day(300))));
    // The gaps are 10 and 290 days now, 150 by the median: too far apart for a client.
    assert_eq!(member.on(300).traits().stage, Stage::Repeat);
    member.order("back", order(1_000, 301, |order| order["status"] = json!("cancelled")));
    assert_eq!(member.on(301).traits().stage, Stage::Lapsed);
}

#[track_caller]
fn check_fault(settings: Value, path: &str) {
    let settings: StageSettings = serde_json::from_value(settings).unwrap();
    let faults = settings.check().unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), [path]);
}

#[test]
fn every_fault_is_told_with_its_path() {
    assert!(StageSettings::default().check().is_ok());
    check_fault(json!({"client_orders": 1}), "client_orders");
    check_fault(json!({"client_gap_days": 0}), "client_gap_days");
    check_fault(json!({"advocate_recommendations": 0}), "advocate_recommendations");
    check_fault(json!({"lapse_gap_percent": 99}), "lapse_gap_percent");
    check_fault(json!({"lapse_days_min": 36_526}), "lapse_days_min");
    check_fault(json!({"lapse_days": 0}), "lapse_days");
}
