//! What an experiment must satisfy before it can be published.

use loyalty::experiment::{Experiment, Share};
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "key": "spring-bar", "coverage": 5_000, "holdout": 1_000,
        "variants": [{"key": "short", "weight": 4_500}, {"key": "long", "weight": 4_500}],
    })
}

/// The paths of the faults of a sound experiment after `change`.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let mut document = document();
    change(&mut document);
    let experiment: Experiment = serde_json::from_value(document).unwrap();
    let faults = experiment.check().map_or_else(|faults| faults, |_| Vec::new());
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, expected);
}

#[test]
fn every_fault_is_told_with_its_path() {
    check(|_| {}, &[]);
    check(|e| e["coverage"] = json!(10_001), &["coverage"]);
    check(|e| e["holdout"] = json!(10_000), &["holdout", "variants"]);
    check(|e| e["variants"] = json!([]), &["variants"]);
    check(|e| e["variants"][1]["key"] = json!("short"), &["variants[1].key"]);
    check(|e| e["variants"][1]["weight"] = json!(60_000), &["variants[1].weight", "variants"]);
    check(|e| e["variants"][1]["weight"] = json!(null), &["variants", "variants"]);
    let eleven: Vec<_> = (0..11).map(|n| json!({"key": n.to_string()})).collect();
    check(|e| e["variants"] = json!(eleven), &["variants"]);
}

#[test]
fn weights_and_holdout_add_up_to_everybody_within_a_hundredth() {
    let last = |weight: u16| move |e: &mut Value| e["variants"][1]["weight"] = json!(weight);
    check(last(4_399), &["variants"]);
    check(last(4_400), &[]);
    check(last(4_600), &[]);
    check(last(4_601), &["variants"]);
}

#[test]
fn divisions_have_names_and_parts() {
    let namespace = |id: &str, from: u32, until: u32| json!({"id": id, "range": {"from": from, "until": until}});
    check(|e| e["namespace"] = namespace("popups", 0, 10_000), &[]);
    check(|e| e["namespace"] = namespace("", 0, 10_000), &["namespace.id"]);
    check(|e| e["namespace"] = namespace("popups", 5_000, 5_000), &["namespace.range"]);
    check(|e| e["namespace"] = namespace("popups", 5_000, 10_001), &["namespace.range"]);
    let filter = json!({"seed": "s", "ranges": [{"from": 0, "until": 1}]});
    check(|e| e["filters"] = json!([filter]), &[]);
    check(|e| e["filters"] = json!(vec![&filter; 11]), &["filters"]);
    check(|e| e["filters"] = json!([{"seed": "", "ranges": []}]), &["filters[0].seed", "filters[0].ranges"]);
    let backwards = json!({"seed": "s", "ranges": [{"from": 0, "until": 1}, {"from": 2, "until": 1}]});
    check(|e| e["filters"] = json!([backwards]), &["filters[0].ranges[1]"]);
    check(
        |e| {
            e["namespace"] = namespace("popups", 0, 10_000);
            e["filters"] = json!([filter]);
        },
        &["filters"],
    );
}

#[test]
fn an_experiment_that_says_nothing_holds_out_a_tenth_and_covers_everybody() {
    let experiment: Experiment = serde_json::from_value(json!({"key": "k", "variants": [{"key": "v"}]})).unwrap();
    assert_eq!(experiment.coverage, Share::ALL);
    assert_eq!(experiment.holdout, Share(1_000));
    assert!(experiment.check().is_ok());
}

#[test]
fn a_field_of_another_release_is_passed_over() {
    let mut document = document();
    document["weights"] = json!([5_000, 5_000]);
    assert!(serde_json::from_value::<Experiment>(document).is_ok());
}
