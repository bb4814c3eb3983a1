//! What a program must satisfy before it can be published.

use loyalty::program::Program;
use serde_json::{Value, json};

/// The paths of the faults of a sound program after `change`.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let mut document = serde_json::to_value(crate::scenario::program(|_| {})).unwrap();
    change(&mut document);
    let program: Program = serde_json::from_value(document).unwrap();
    let faults = program.check().map_or_else(|faults| faults, |_| Vec::new());
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, expected);
}

#[test]
fn every_fault_is_told_with_its_path() {
    check(|_| {}, &[]);
    check(|p| p["currency"] = json!("GBP"), &["rates"]);
    check(|p| p["rates"]["EUR"] = json!(0), &["rates.EUR"]);
    check(|p| p["time_zone"] = json!("Mars/Olympus"), &["time_zone"]);
    check(|p| p["name"] = json!({}), &["name"]);
    check(|p| p["name"]["e n"] = json!("x"), &["name.e n"]);
    check(|p| p["expires_after_days"] = json!(0), &["expires_after_days"]);
    check(|p| p["rules"][0]["minimum"] = json!(-1), &["rules[0].minimum"]);
    check(|p| p["rules"][0]["caps"]["per_day"] = json!(-1), &["rules[0].caps.per_day"]);
    check(|p| p["rules"][0]["only"]["labels"] = json!([""]), &["rules[0].only.labels"]);
    check(|p| p["rewards"][0]["points"] = json!(0), &["rewards[0].points"]);
    check(|p| p["rewards"][0]["kind"] = json!({"type": "percent_off", "percent": 101}), &["rewards[0].kind.percent"]);
    check(|p| p["rewards"][0]["hold_minutes"] = json!(0), &["rewards[0].hold_minutes"]);
}

#[test]
fn ids_are_used_once_and_levels_exist_and_rise() {
    check(
        |p| {
            let rule = p["rules"][0].clone();
            p["rules"] = json!([rule.clone(), rule]);
        },
        &["rules[1].id"],
    );
    check(|p| p["rewards"][0]["tiers"] = json!(["gold"]), &["rewards[0].tiers[0]"]);
    let level = |id: &str, threshold: i64| json!({"id": id, "name": {"en": id}, "threshold": threshold});
    let tiers =
        |levels: Value| json!({"by": "orders", "period": {"rolling_days": 365}, "grace_days": 0, "levels": levels});
    check(|p| p["tiers"] = tiers(json!([level("a", 2), level("b", 2)])), &["tiers.levels[1].threshold"]);
    check(|p| p["tiers"] = tiers(json!([])), &["tiers.levels"]);
}

#[test]
fn a_field_of_another_release_is_passed_over() {
    let mut document = serde_json::to_value(crate::scenario::program(|_| {})).unwrap();
    document["point_per_unit"] = json!(1);
    assert!(serde_json::from_value::<Program>(document).is_ok());
}
