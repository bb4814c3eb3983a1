//! Whatever the sums, every number is one and every interval is in order.

use loyalty::experiment::results::{Comparison, Estimate, Results, Totals, Verdict};

use super::{compare, of_two, one_variant, totals};

fn sums() -> Vec<Totals> {
    let mut sums = Vec::new();
    for visitors in [0, 1, 2, 3, 1_000, 1_000_000_007, u64::MAX] {
        for conversions in [0, 1, visitors / 2, visitors, visitors.saturating_add(1)] {
            for revenue in [i64::MIN, -1, 0, 1, 999, i64::MAX] {
                let square = i128::from(revenue) * i128::from(revenue);
                // Impossible; nobody varies; one spent it all; far too much.
                let even = square / i128::from(visitors.max(1));
                for squares in [i128::MIN, -1, 0, even, square, i128::MAX] {
                    sums.push(totals(visitors, conversions, revenue, squares));
                }
            }
        }
    }
    sums
}

#[track_caller]
fn check_estimate(estimate: Option<Estimate>, [least, most]: [f64; 2]) {
    let Some(Estimate { value, low, high }) = estimate else { return };
    assert!(value.is_finite() && low.is_finite() && high.is_finite(), "{estimate:?}");
    assert!(least <= low && low <= value && value <= high && high <= most, "{estimate:?}");
}

#[track_caller]
fn check_comparison(comparison: &Comparison) {
    check_estimate(comparison.revenue_per_visitor, [f64::MIN, f64::MAX]);
    check_estimate(comparison.revenue_per_visitor_at_any_time, [f64::MIN, f64::MAX]);
    check_estimate(comparison.conversion_rate, [-1.0, 1.0]);
    assert!(comparison.lift.is_none_or(f64::is_finite), "{comparison:?}");
    assert!(comparison.probability_better.is_none_or(|p| (0.0..=1.0).contains(&p)), "{comparison:?}");
}

#[track_caller]
fn check(results: &Results) {
    assert!(results.sample_ratio.p.is_none_or(|p| (0.0..=1.0).contains(&p)), "{results:?}");
    for arm in &results.arms {
        check_estimate(arm.revenue_per_visitor, [f64::MIN, f64::MAX]);
        check_estimate(arm.conversion_rate, [0.0, 1.0]);
        arm.against_control.iter().for_each(check_comparison);
    }
}

#[test]
fn no_sums_give_anything_but_numbers() {
    let experiment = one_variant(1_000);
    let ordinary = totals(1_000, 250, 1_000_000, 5_000_000_000);
    for sums in sums() {
        check(&of_two(&experiment, ordinary, sums));
        check(&of_two(&experiment, sums, ordinary));
        check(&of_two(&experiment, sums, sums));
    }
}

#[test]
fn who_do_not_vary_have_an_interval_of_no_width_and_no_probability() {
    let same = totals(1_000, 1_000, 5_000_000, 25_000_000_000);
    let comparison = compare(same, same);
    let nothing = Some(Estimate { value: 0.0, low: 0.0, high: 0.0 });
    assert_eq!((comparison.revenue_per_visitor, comparison.revenue_per_visitor_at_any_time), (nothing, nothing));
    assert_eq!(comparison.probability_better, None);
    assert_eq!(comparison.lift, Some(0.0));
}

#[test]
fn one_visitor_has_no_interval_and_impossible_sums_have_none_either() {
    let ordinary = totals(1_000, 250, 1_000_000, 5_000_000_000);
    let revenue = |sums| of_two(&one_variant(5_000), ordinary, sums).arms[1].revenue_per_visitor;
    assert_eq!(revenue(totals(1, 1, 100, 10_000)), None);
    assert_eq!(revenue(totals(2, 1, 100, 4_999)), None);
    assert!(revenue(totals(2, 1, 100, 5_000)).is_some());
    let impossible = compare(ordinary, totals(1_000, 250, 1_000_000, 999_999_999));
    assert_eq!((impossible.verdict, impossible.revenue_per_visitor), (Verdict::TooFewToTell, None));
}

#[test]
fn there_is_no_lift_over_a_control_that_earns_nothing() {
    let ordinary = totals(1_000, 250, 1_000_000, 5_000_000_000);
    let lift_over = |control| compare(control, ordinary).lift;
    assert!(lift_over(ordinary).is_some());
    assert_eq!(lift_over(totals(1_000, 250, 0, 0)), None);
    assert_eq!(lift_over(totals(1_000, 250, -5, 25)), None);
}
