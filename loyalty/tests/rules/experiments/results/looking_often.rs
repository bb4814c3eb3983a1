//! Whoever looks every day, and at several variants, is told of a difference that there is not in at most 5 of 100 experiments.

use std::collections::BTreeMap;

use loyalty::experiment::{
    Arm, Experiment,
    results::{ArmResults, FALSE_VERDICTS_MAX, Totals, Verdict, results},
};
use serde_json::json;

use super::{
    one_variant,
    random::{Random, Shoppers, sum},
    variant,
};
use crate::experiments::people::experiment;

const LOOKS: u64 = 30;
const SHOPPERS: Shoppers = Shoppers { rate: 0.05, mean: 5_000.0, sigma: 0.5 };

/// An experiment that people come to day by day.
struct Daily {
    experiment: Experiment,
    /// The arms, the control first, each with those who come to it and how many do every day.
    arms: Vec<(Arm, Shoppers, u64)>,
}

impl Daily {
    /// What is told on every day.
    fn looks(&self, random: &mut Random) -> Vec<Vec<ArmResults>> {
        let mut sums: BTreeMap<Arm, Totals> = BTreeMap::new();
        let mut day = || {
            for (arm, shoppers, people) in &self.arms {
                let total = sums.entry(arm.clone()).or_default();
                *total = sum(*total, shoppers.visit(*people, random));
            }
            results(&self.experiment, &sums).arms
        };
        (0..LOOKS).map(|_| day()).collect()
    }

    /// In how many of so many experiments something holds of a variant on at least one day.
    fn count_ever(&self, experiments: usize, holds: impl Fn(&ArmResults) -> bool) -> usize {
        let mut random = Random(20_261_122);
        let ever = |_: &usize| self.looks(&mut random).iter().any(|arms| arms[1..].iter().any(&holds));
        regulars_kit::counts::add(experiments, "simulated experiments");
        (0..experiments).filter(ever).count()
    }
}

/// Something is concluded.
fn is_judged(arm: &ArmResults) -> bool {
    let verdict = arm.against_control.as_ref().map(|comparison| comparison.verdict);
    matches!(verdict, Some(Verdict::Better | Verdict::Worse))
}

/// Something would be concluded by the interval for looking once.
fn is_judged_by_the_other(arm: &ArmResults) -> bool {
    let revenue = arm.against_control.as_ref().and_then(|comparison| comparison.revenue_per_visitor);
    revenue.is_some_and(|revenue| revenue.low > 0.0 || revenue.high < 0.0)
}

/// The most false verdicts in so many experiments: the share that is promised.
fn most_false(experiments: usize) -> usize {
    (experiments as f64 * FALSE_VERDICTS_MAX) as usize
}

/// A holdout of as many as the variant.
fn halves(v: Shoppers, people: u64) -> Daily {
    Daily { experiment: one_variant(5_000), arms: vec![(Arm::Holdout, SHOPPERS, people), (variant("v"), v, people)] }
}

#[test]
fn a_variant_that_changes_nothing_is_rarely_judged_in_thirty_looks() {
    const EXPERIMENTS: usize = 1_000;
    let nothing = halves(SHOPPERS, 1_500);
    let falsely = nothing.count_ever(EXPERIMENTS, is_judged);
    assert!(falsely <= most_false(EXPERIMENTS), "{falsely} of {EXPERIMENTS}");
    let by_the_other = nothing.count_ever(EXPERIMENTS, is_judged_by_the_other);
    assert!(
        by_the_other > 3 * most_false(EXPERIMENTS),
        "{by_the_other} of {EXPERIMENTS}: looking often would do no harm"
    );
}

/// The hardest case: a holdout of a tenth, and orders as varied as lognormal ones of σ = 1.
#[test]
fn nor_is_it_beside_a_small_holdout_of_skewed_orders() {
    const EXPERIMENTS: usize = 250;
    let skewed = Shoppers { rate: 0.05, mean: 5_000.0, sigma: 1.0 };
    let arms = vec![(Arm::Holdout, skewed, 800), (variant("v"), skewed, 7_200)];
    let falsely = Daily { experiment: one_variant(1_000), arms }.count_ever(EXPERIMENTS, is_judged);
    assert!(falsely <= most_false(EXPERIMENTS), "{falsely} of {EXPERIMENTS}");
}

#[test]
fn nor_is_any_of_several_variants() {
    const EXPERIMENTS: usize = 400;
    let keys = ["a", "b", "c", "d", "e"];
    let variants: Vec<_> = keys.iter().map(|key| json!({"key": key, "weight": 1_600})).collect();
    let experiment = experiment(json!({"key": "k", "holdout": 2_000, "variants": variants}));
    let mut arms = vec![(Arm::Holdout, SHOPPERS, 2_000)];
    arms.extend(keys.map(|key| (variant(key), SHOPPERS, 1_600)));
    let falsely = Daily { experiment, arms }.count_ever(EXPERIMENTS, is_judged);
    assert!(falsely <= most_false(EXPERIMENTS), "{falsely} of {EXPERIMENTS}");
}

/// What waiting for certainty costs: a fifth more is found within the thirty days in nearly all experiments.
#[test]
fn a_difference_that_there_is_is_found_and_has_the_right_sign() {
    const EXPERIMENTS: usize = 400;
    let more = halves(Shoppers { rate: 0.06, ..SHOPPERS }, 1_500);
    let told = |verdict: Verdict| {
        more.count_ever(EXPERIMENTS, |arm| arm.against_control.as_ref().is_some_and(|c| c.verdict == verdict))
    };
    let (better, worse) = (told(Verdict::Better), told(Verdict::Worse));
    assert!(better > EXPERIMENTS * 97 / 100 && worse == 0, "better in {better}, worse in {worse} of {EXPERIMENTS}");
}
