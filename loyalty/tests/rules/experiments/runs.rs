//! When a run goes on: as long as nobody would be somewhere else.

use serde_json::{Value, json};

use crate::experiments::assignment::spring;

/// Whether the example, changed, divides people as it did.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: bool) {
    let (before, after) = (spring(|_| {}), spring(change));
    assert_eq!((before.divides_as(&after), after.divides_as(&before)), (expected, expected), "{after:?}");
}

#[test]
fn a_run_goes_on_while_nobody_changes_arm() {
    check(|_| {}, true);
    check(|e| e["coverage"] = json!(2_000), true);
    // What is said is what was so.
    check(|e| [0, 1].into_iter().for_each(|index| e["variants"][index]["weight"] = json!(4_500)), true);
}

#[test]
fn whatever_changes_the_division_begins_another() {
    check(|e| e["key"] = json!("autumn"), false);
    check(|e| e["holdout"] = json!(1_001), false);
    check(|e| e["variants"][1]["key"] = json!("longer"), false);
    check(|e| e["variants"].as_array_mut().unwrap().reverse(), false);
    check(|e| e["variants"].as_array_mut().unwrap().push(json!({"key": "third"})), false);
    check(|e| e["namespace"] = json!({"id": "n", "range": {"from": 0, "until": 10_000}}), false);
    check(|e| e["filters"] = json!([{"seed": "s", "ranges": [{"from": 0, "until": 10_000}]}]), false);
    check(
        |e| {
            [(0, 4_000), (1, 5_000)]
                .into_iter()
                .for_each(|(index, weight)| e["variants"][index]["weight"] = json!(weight))
        },
        false,
    );
}
