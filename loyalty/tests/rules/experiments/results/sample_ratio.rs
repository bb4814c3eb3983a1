//! Arms of the wrong size are found, and arms of the right size are left alone.

use std::collections::BTreeMap;

use loyalty::experiment::{
    Arm, Assignment, Experiment, assign,
    results::{MISMATCH_P_MAX, SampleRatio, Totals, results},
};
use serde_json::json;

use super::{totals, variant};
use crate::experiments::people::{check_share, experiment, people};

fn of(experiment: &Experiment, visitors: &[(Arm, u64)]) -> SampleRatio {
    let sums: BTreeMap<_, Totals> = visitors.iter().map(|(arm, n)| (arm.clone(), totals(*n, 0, 0, 0))).collect();
    results(experiment, &sums).sample_ratio
}

/// An experiment with these weights, the first that of the holdout.
fn weighted(weights: &[u16]) -> Experiment {
    let variants: Vec<_> =
        weights[1..].iter().enumerate().map(|(n, weight)| json!({"key": n.to_string(), "weight": weight})).collect();
    experiment(json!({"key": "k", "holdout": weights[0], "variants": variants}))
}

/// Checks the probability of visitors by weights, as SciPy's `chisquare` gives it.
#[track_caller]
fn check(weights: &[u16], visitors: &[u64], expected: f64) {
    let arms = (0..visitors.len()).map(|n| if n == 0 { Arm::Holdout } else { variant(&(n - 1).to_string()) });
    let visitors: Vec<_> = arms.zip(visitors.iter().copied()).collect();
    let ratio = of(&weighted(weights), &visitors);
    let p = ratio.p.expect("there are enough");
    assert!((p / expected - 1.0).abs() < 1e-8, "{p}, expected {expected}");
    assert_eq!(ratio.mismatch, expected < MISMATCH_P_MAX);
}

#[test]
fn the_probability_is_that_of_pearsons_test() {
    check(&[1_000, 4_500, 4_500], &[1_000, 4_500, 4_500], 1.0);
    check(&[1_000, 4_500, 4_500], &[1_060, 4_450, 4_490], 0.123_824_642_3);
    check(&[5_000, 5_000], &[1_000, 1_100], 0.029_096_331_74);
    check(&[5_000, 5_000], &[5_000, 5_300], 0.003_116_693_84);
    check(&[1_000, 4_500, 4_500], &[500, 4_700, 4_800], 2.754_528_345e-61);
    check(&[200, 1_800, 4_400, 3_600], &[100, 900, 2_300, 1_700], 0.017_726_741_41);
}

#[test]
fn too_few_are_not_checked() {
    let tenth = weighted(&[1_000, 9_000]);
    assert_eq!(of(&tenth, &[(variant("0"), 49)]), SampleRatio { p: None, mismatch: false });
    assert!(of(&tenth, &[(variant("0"), 50)]).p.is_some());
    assert_eq!(of(&tenth, &[]).p, None);
    assert_eq!(of(&weighted(&[0, 10_000]), &[(variant("0"), 1_000)]).p, None);
}

#[test]
fn visitors_of_an_arm_that_was_closed_are_no_mismatch() {
    let closed = weighted(&[5_000, 5_000, 0]);
    let ratio = of(&closed, &[(Arm::Holdout, 1_000), (variant("0"), 1_000), (variant("1"), 700)]);
    assert_eq!(ratio, SampleRatio { p: Some(1.0), mismatch: false });
}

/// How many of so many people are in the holdout and in each of two variants.
fn assigned(experiment: &Experiment, ids: &[String]) -> Vec<(Arm, u64)> {
    let mut arms = vec![(Arm::Holdout, 0), (variant("a"), 0), (variant("b"), 0)];
    for id in ids {
        match assign(experiment, id) {
            Assignment::Outside => {}
            Assignment::Holdout => arms[0].1 += 1,
            Assignment::Variant(index) => arms[index + 1].1 += 1,
        }
    }
    arms
}

fn keyed(key: usize) -> Experiment {
    experiment(json!({"key": format!("experiment {key}"), "coverage": 9_000, "variants": [{"key": "a"}, {"key": "b"}]}))
}

/// Of a thousand sound experiments, 5 % are below 0.05 and hardly any below the limit.
#[test]
fn sound_experiments_are_flagged_as_often_as_meant() {
    const EXPERIMENTS: usize = 1_000;
    let ids: Vec<_> = people().take(5_000).collect();
    let of_key = |key| of(&keyed(key), &assigned(&keyed(key), &ids));
    let ratios: Vec<_> = (0..EXPERIMENTS).map(of_key).collect();
    let below = |limit: f64| ratios.iter().filter(|ratio| ratio.p.expect("there are enough") < limit).count();
    check_share(below(0.05), EXPERIMENTS, 500.0);
    check_share(below(0.5), EXPERIMENTS, 5_000.0);
    check_share(below(MISMATCH_P_MAX), EXPERIMENTS, MISMATCH_P_MAX * 10_000.0);
}

#[test]
fn losing_a_twentieth_of_one_arm_is_found() {
    let ids: Vec<_> = people().collect();
    let mut arms = assigned(&keyed(0), &ids);
    assert!(!of(&keyed(0), &arms).mismatch);
    arms[1].1 -= arms[1].1 / 20;
    assert!(of(&keyed(0), &arms).mismatch);
}
