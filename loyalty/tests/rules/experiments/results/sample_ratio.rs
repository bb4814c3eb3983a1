//! Arms of the wrong size are found, and arms of the right size are left alone.

use std::collections::BTreeMap;

use loyalty::experiment::{
    Arm, Assignment, Experiment, assign,
    results::{MISMATCH_P_MAX, SampleRatio, Totals, results},
};
use serde_json::json;

use super::{random::Random, totals, variant};
use crate::experiments::people::{experiment, people};

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

/// Checks the probability of visitors by weights, as mpmath computes it to 40 digits.
#[track_caller]
fn check(weights: &[u16], visitors: &[u64], expected: f64) {
    let arms = (0..visitors.len()).map(|n| if n == 0 { Arm::Holdout } else { variant(&(n - 1).to_string()) });
    let visitors: Vec<_> = arms.zip(visitors.iter().copied()).collect();
    let ratio = of(&weighted(weights), &visitors);
    let p = ratio.p.expect("there are visitors");
    assert!((p / expected - 1.0).abs() < 1e-6, "{p}, expected {expected}");
    assert_eq!(ratio.mismatch, expected < MISMATCH_P_MAX);
}

#[test]
fn the_probability_is_that_of_the_sequential_test() {
    check(&[1_000, 4_500, 4_500], &[1_000, 4_500, 4_500], 1.0);
    check(&[1_000, 9_000], &[1, 0], 1.0);
    check(&[1_000, 9_000], &[100_000_000, 900_000_000], 1.0);
    check(&[5_000, 5_000], &[1_000, 1_100], 0.545_462_996_82);
    check(&[5_000, 5_000], &[5_000, 5_300], 0.127_983_508_835);
    check(&[5_000, 5_000], &[5_000, 5_600], 1.111_691_475_88e-6);
    check(&[5_000, 5_000], &[500_000, 504_000], 0.004_960_288_988_43);
    check(&[1_000, 4_500, 4_500], &[500, 4_700, 4_800], 3.889_481_440_5e-70);
    check(&[200, 1_800, 4_400, 3_600], &[100, 900, 2_300, 1_700], 0.437_382_464_418);
    // A holdout of a tenth that nobody comes to is found among the first two hundred.
    check(&[1_000, 9_000], &[0, 60], 0.548_238_611_803);
    check(&[1_000, 9_000], &[0, 200], 0.000_244_710_304_42);
}

#[test]
fn nothing_is_said_without_visitors_or_with_one_arm() {
    let tenth = weighted(&[1_000, 9_000]);
    assert_eq!(of(&tenth, &[]), SampleRatio { p: None, mismatch: false });
    assert!(of(&tenth, &[(variant("0"), 1)]).p.is_some());
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

/// Pearson's test at the same level, for who looks once: beyond ±3.2905 standard deviations for two arms.
fn is_flagged_by_pearson(holdout: u64, all: u64, share: f64) -> bool {
    let off = holdout as f64 - all as f64 * share;
    off * off > 3.290_526_731 * 3.290_526_731 * all as f64 * share * (1.0 - share)
}

/// Experiments of 10,000 people, looked at after every 25: chance alone makes the probability small as rarely as it says, at
/// whichever moment it is smallest. Pearson's test is not made for that.
#[test]
fn a_sound_experiment_is_rarely_flagged_however_often_somebody_looks() {
    const EXPERIMENTS: usize = 2_000;
    for holdout in [1_000, 5_000_u16] {
        let experiment = weighted(&[holdout, 10_000 - holdout]);
        let mut random = Random(20_261_128 + u64::from(holdout));
        let (mut smallest, mut pearson) = (Vec::new(), 0);
        for _ in 0..EXPERIMENTS {
            let (mut held_out, mut least, mut is_flagged) = (0_u64, 1.0_f64, false);
            for look in 1..=400_u64 {
                held_out += (0..25).filter(|_| random.below(10_000) < u64::from(holdout)).count() as u64;
                let all = 25 * look;
                let sizes = [(Arm::Holdout, held_out), (variant("0"), all - held_out)];
                least = least.min(of(&experiment, &sizes).p.unwrap());
                is_flagged |= is_flagged_by_pearson(held_out, all, f64::from(holdout) / 10_000.0);
            }
            smallest.push(least);
            pearson += usize::from(is_flagged);
        }
        for limit in [0.5, 0.05, 0.01, MISMATCH_P_MAX] {
            let flagged = smallest.iter().filter(|p| **p < limit).count();
            let most = (EXPERIMENTS as f64 * limit) as usize;
            assert!(flagged <= most, "holdout {holdout}: {flagged} of {EXPERIMENTS} below {limit}");
        }
        let most = (EXPERIMENTS as f64 * MISMATCH_P_MAX) as usize;
        assert!(pearson > 5 * most, "holdout {holdout}: {pearson} by Pearson's: looking often would do no harm");
    }
}

#[test]
fn losing_a_twentieth_of_one_arm_is_found() {
    let ids: Vec<_> = people().collect();
    let mut arms = assigned(&keyed(0), &ids);
    assert!(!of(&keyed(0), &arms).mismatch);
    arms[1].1 -= arms[1].1 / 20;
    assert!(of(&keyed(0), &arms).mismatch);
}
