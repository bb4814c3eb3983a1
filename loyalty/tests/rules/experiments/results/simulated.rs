//! Intervals and verdicts are right as often as they say, in experiments whose truth is known.

use loyalty::experiment::results::{CONVERSIONS_MIN, Comparison, Estimate, Verdict};

use super::{
    compare_beside, of_two, one_variant,
    random::{Random, Shoppers},
};
use crate::experiments::people::check_share;

const EXPERIMENTS: usize = 10_000;
const SHOPPERS: Shoppers = Shoppers { rate: 0.05, mean: 5_000.0, sigma: 0.5 };

/// What is concluded of [`EXPERIMENTS`], each with its own people.
fn run(control: (Shoppers, u64), variant: (Shoppers, u64)) -> Vec<Comparison> {
    let mut random = Random(20_261_121);
    let holdout = (control.1 * 10_000 / (control.1 + variant.1)) as u16;
    let experiment = |_| {
        let control = control.0.visit(control.1, &mut random);
        compare_beside(holdout, control, variant.0.visit(variant.1, &mut random))
    };
    regulars_kit::counts::add(EXPERIMENTS, "simulated experiments");
    (0..EXPERIMENTS).map(experiment).collect()
}

fn has(estimate: Option<Estimate>, truth: f64) -> bool {
    estimate.is_some_and(|estimate| estimate.low <= truth && truth <= estimate.high)
}

/// The difference, with the interval for looking once.
fn revenue(comparison: &Comparison) -> Estimate {
    comparison.revenue_per_visitor.expect("there are enough people")
}

fn count(comparisons: &[Comparison], holds: impl Fn(&Comparison) -> bool) -> usize {
    comparisons.iter().filter(|comparison| holds(comparison)).count()
}

#[test]
fn the_interval_for_looking_once_is_off_in_five_of_a_hundred() {
    let comparisons = run((SHOPPERS, 6_000), (SHOPPERS, 6_000));
    check_share(count(&comparisons, |c| revenue(c).low > 0.0), EXPERIMENTS, 250.0);
    check_share(count(&comparisons, |c| revenue(c).high < 0.0), EXPERIMENTS, 250.0);
    let below = |limit: f64| count(&comparisons, |c| c.probability_better.expect("revenue varies") < limit);
    check_share(below(0.5), EXPERIMENTS, 5_000.0);
    check_share(below(0.2), EXPERIMENTS, 2_000.0);
}

#[test]
fn intervals_have_the_truth_in_ninety_five_of_a_hundred() {
    let more = Shoppers { rate: 0.06, mean: 5_500.0, sigma: 0.5 };
    let comparisons = run((SHOPPERS, 6_000), (more, 9_000));
    let difference = more.revenue_per_visitor() - SHOPPERS.revenue_per_visitor();
    check_share(count(&comparisons, |c| has(c.revenue_per_visitor, difference)), EXPERIMENTS, 9_500.0);
    check_share(count(&comparisons, |c| has(c.conversion_rate, more.rate - SHOPPERS.rate)), EXPERIMENTS, 9_500.0);
}

#[test]
fn a_large_difference_is_found_and_has_the_right_sign() {
    let more = Shoppers { mean: 7_500.0, ..SHOPPERS };
    let better = run((SHOPPERS, 10_000), (more, 10_000));
    assert!(count(&better, |c| c.verdict == Verdict::Better) > EXPERIMENTS * 99 / 100);
    let worse = run((more, 10_000), (SHOPPERS, 10_000));
    assert!(count(&worse, |c| c.verdict == Verdict::Worse) > EXPERIMENTS * 99 / 100);
}

/// Why `CONVERSIONS_MIN` is what it is: how often the ninefold variant seems better though nothing differs.
#[test]
fn a_small_holdout_of_skewed_orders_flatters_the_variant_less_with_more_conversions() {
    const TIMES: usize = 2_000;
    let skewed = Shoppers { rate: 0.03, mean: 5_000.0, sigma: 1.0 };
    let flattered = |conversions: u64| {
        let holdout = conversions * 100 / 3;
        let mut random = Random(20_261_121);
        let is_above = |_: &usize| {
            let (control, variant) = (skewed.visit(holdout, &mut random), skewed.visit(holdout * 9, &mut random));
            let arms = of_two(&one_variant(1_000), control, variant).arms;
            let [control, variant] = [0, 1].map(|arm: usize| arms[arm].revenue_per_visitor.expect("there are people"));
            // The interval of a difference of independent means is made of theirs.
            let [of_control, of_variant] = [control, variant].map(|mean| mean.high - mean.value);
            variant.value - control.value > of_control.hypot(of_variant)
        };
        (0..TIMES).filter(is_above).count()
    };
    check_share(flattered(25), TIMES, 900.0);
    check_share(flattered(CONVERSIONS_MIN), TIMES, 500.0);
}
