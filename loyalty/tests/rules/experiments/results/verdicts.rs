//! What may be concluded, and from how many people.

use std::collections::BTreeMap;

use loyalty::experiment::{
    Arm,
    results::{CONVERSIONS_MIN, Totals, VISITORS_MIN, Verdict, results},
};
use serde_json::json;

use super::{compare, of_two, one_variant, totals, variant};
use crate::experiments::people::experiment;

/// As few people as are judged, with orders of `cents` each, give or take 10,000.
fn arm(cents: i64) -> Totals {
    let spread = i128::from(cents) * i128::from(cents) + 100_000_000;
    let orders = CONVERSIONS_MIN as i64;
    totals(VISITORS_MIN, CONVERSIONS_MIN, orders * cents, i128::from(orders) * spread)
}

#[track_caller]
fn check(control: Totals, variant: Totals, expected: Verdict) {
    assert_eq!(compare(control, variant).verdict, expected);
}

#[test]
fn a_verdict_follows_the_interval_of_the_difference() {
    check(arm(10_000), arm(20_000), Verdict::Better);
    check(arm(20_000), arm(10_000), Verdict::Worse);
    check(arm(10_000), arm(10_100), Verdict::NoDifferenceShown);
    check(arm(10_000), arm(10_000), Verdict::NoDifferenceShown);
}

#[test]
fn a_wrong_ratio_comes_before_everything() {
    let many = Totals { visitors: VISITORS_MIN * 2, ..arm(20_000) };
    check(arm(10_000), many, Verdict::SampleRatioMismatch);
    check(totals(200, 0, 0, 0), totals(100, 0, 0, 0), Verdict::SampleRatioMismatch);
    let comparison = compare(arm(10_000), many);
    assert_eq!(
        (comparison.revenue_per_visitor, comparison.probability_better),
        (None, None),
        "nothing to be misled by"
    );
}

#[test]
fn every_variant_is_compared_with_the_holdout() {
    let experiment = experiment(json!({
        "key": "k", "holdout": 3_000,
        "variants": [{"key": "a", "weight": 3_500}, {"key": "b", "weight": 3_500}],
    }));
    let scaled = |cents: i64| Totals { visitors: 3_500, ..arm(cents) };
    let sums = BTreeMap::from([
        (Arm::Holdout, Totals { visitors: 3_000, ..arm(10_000) }),
        (variant("a"), scaled(20_000)),
        (variant("b"), scaled(2_000)),
        (variant("gone"), scaled(1)),
    ]);
    let results = results(&experiment, &sums);
    let seen: Vec<_> =
        results.arms.iter().map(|arm| (&arm.arm, arm.against_control.as_ref().map(|c| c.verdict))).collect();
    let (a, b) = (variant("a"), variant("b"));
    assert_eq!(seen, [(&Arm::Holdout, None), (&a, Some(Verdict::Better)), (&b, Some(Verdict::Worse))]);
}

#[test]
fn without_a_holdout_the_first_variant_is_the_control() {
    let experiment = experiment(json!({"key": "k", "holdout": 0, "variants": [{"key": "a"}, {"key": "b"}]}));
    let sums = BTreeMap::from([(variant("a"), arm(20_000)), (variant("b"), arm(10_000))]);
    let results = results(&experiment, &sums);
    assert_eq!(results.arms.len(), 2);
    assert_eq!(results.arms[0].against_control, None);
    assert_eq!(results.arms[1].against_control.as_ref().expect("it is compared").verdict, Verdict::Worse);
}

#[test]
fn results_are_shown_as_they_are() {
    let control = Totals { window_open: 900, ..totals(1_000, 0, 0, 0) };
    let variant = Totals { window_open: 950, clicks: 80, dismissals: 400, ..totals(1_000, 0, 0, 0) };
    let results = of_two(&one_variant(5_000), control, variant);
    let shown = serde_json::to_value(&results).unwrap();
    assert_eq!(shown["sample_ratio"], json!({"p": 1.0, "mismatch": false}));
    assert_eq!(shown["arms"][0]["arm"], "holdout");
    assert_eq!(shown["arms"][0]["against_control"], json!(null));
    assert_eq!(shown["arms"][1]["arm"], json!({"variant": "v"}));
    assert_eq!((&shown["arms"][1]["window_open"], &shown["arms"][1]["clicks"]), (&json!(950), &json!(80)));
    assert_eq!(shown["arms"][1]["visitors_needed"], json!(null));
    let comparison = json!({"verdict": "too_few_to_tell", "revenue_per_visitor": null, "lift": null,
        "revenue_per_visitor_at_any_time": null, "probability_better": null, "conversion_rate": null});
    assert_eq!(shown["arms"][1]["against_control"], comparison);
    assert_eq!(serde_json::from_value::<loyalty::experiment::results::Results>(shown).unwrap(), results);
}
