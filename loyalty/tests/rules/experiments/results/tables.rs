//! Results agree with values computed elsewhere (mpmath, to 30 digits; means and variances in exact fractions), each from its
//! formula as it was published.

use std::collections::BTreeMap;

use loyalty::experiment::{
    Arm,
    results::{Estimate, Totals, results},
};
use serde_json::json;

use super::{of_two, one_variant, totals, variant};
use crate::experiments::people::experiment;

#[track_caller]
fn near(actual: f64, expected: f64) {
    let tolerance = expected.abs().max(1e-12) * 1e-8;
    assert!((actual - expected).abs() <= tolerance, "{actual}, expected {expected}");
}

#[track_caller]
fn near_estimate(actual: Option<Estimate>, [value, low, high]: [f64; 3]) {
    let actual = actual.expect("there is an estimate");
    near(actual.value, value);
    near(actual.low, low);
    near(actual.high, high);
}

/// What is expected of a variant against a control. Intervals are value, low and high.
struct Expected {
    control_revenue: [f64; 3],
    control_rate: [f64; 3],
    rate: [f64; 3],
    revenue_difference: [f64; 3],
    revenue_difference_at_any_time: [f64; 3],
    rate_difference: [f64; 3],
    lift: f64,
    probability_better: f64,
}

#[track_caller]
fn check(holdout: u16, control: Totals, variant: Totals, expected: &Expected) {
    let results = of_two(&one_variant(holdout), control, variant);
    near_estimate(results.arms[0].revenue_per_visitor, expected.control_revenue);
    near_estimate(results.arms[0].conversion_rate, expected.control_rate);
    near_estimate(results.arms[1].conversion_rate, expected.rate);
    let comparison = results.arms[1].against_control.as_ref().expect("the variant is compared");
    near_estimate(comparison.revenue_per_visitor, expected.revenue_difference);
    near_estimate(comparison.revenue_per_visitor_at_any_time, expected.revenue_difference_at_any_time);
    near_estimate(comparison.conversion_rate, expected.rate_difference);
    near(comparison.lift.expect("the control has revenue"), expected.lift);
    near(comparison.probability_better.expect("revenue varies"), expected.probability_better);
}

#[test]
fn a_small_gain() {
    check(
        5_000,
        totals(4_000, 200, 1_000_000, 6_000_000_000),
        totals(4_000, 240, 1_320_000, 8_400_000_000),
        &Expected {
            control_revenue: [250.0, 212.839_947_8, 287.160_052_2],
            control_rate: [0.05, 0.043_667_138_34, 0.057_196_360_62],
            rate: [0.06, 0.053_053_924_84, 0.067_790_385_26],
            revenue_difference: [80.0, 22.610_716_94, 137.389_283_1],
            revenue_difference_at_any_time: [80.0, -11.466_702_42, 171.466_702_4],
            rate_difference: [0.01, -1.778_158_757e-6, 0.020_039_683_22],
            lift: 0.32,
            probability_better: 0.996_854_040_3,
        },
    );
}

#[test]
fn a_variant_nine_times_the_holdout() {
    check(
        1_000,
        totals(1_200, 240, 1_234_567, 9_876_543_210),
        totals(10_800, 2_300, 11_900_000, 98_765_432_100),
        &Expected {
            control_revenue: [1_234_567.0 / 1_200.0, 877.219_872_8, 1_180.391_794],
            control_rate: [0.2, 0.178_341_453_5, 0.223_573_146_8],
            rate: [2_300.0 / 10_800.0, 0.205_344_502_8, 0.220_785_543_3],
            revenue_difference: [73.046_018_52, -87.576_211_52, 233.668_248_5],
            revenue_difference_at_any_time: [73.046_018_52, -177.794_692_6, 323.886_729_6],
            rate_difference: [0.012_962_962_96, -0.011_810_696_17, 0.035_990_889_45],
            lift: 0.071_000_781_83,
            probability_better: 0.813_624_176_4,
        },
    );
}

#[test]
fn a_clear_loss() {
    check(
        5_000,
        totals(5_000, 400, 2_000_000, 12_000_000_000),
        totals(5_000, 300, 1_400_000, 8_000_000_000),
        &Expected {
            control_revenue: [400.0, 358.511_232_7, 441.488_767_3],
            control_rate: [0.08, 0.072_798_683_93, 0.087_846_185_7],
            rate: [0.06, 0.053_748_973_26, 0.066_926_604_46],
            revenue_difference: [-120.0, -173.764_155_5, -66.235_844_5],
            revenue_difference_at_any_time: [-120.0, -204.585_976_7, -35.414_023_33],
            rate_difference: [-0.02, -0.030_031_847_56, -0.010_008_163_21],
            lift: -0.3,
            probability_better: 6.083_284_099e-6,
        },
    );
}

/// Each of three variants is judged by an interval that holds for all three together: 1 − 0.05 ÷ 3 instead of 0.95.
#[test]
fn one_of_three_variants() {
    let experiment =
        experiment(json!({"key": "k", "holdout": 2_500, "variants": [{"key": "a"}, {"key": "b"}, {"key": "c"}]}));
    let control = totals(5_000, 400, 2_000_000, 12_000_000_000);
    let worse = totals(5_000, 300, 1_400_000, 8_000_000_000);
    let sums = BTreeMap::from([
        (Arm::Holdout, control),
        (variant("a"), worse),
        (variant("b"), control),
        (variant("c"), control),
    ]);
    let results = results(&experiment, &sums);
    let comparison = results.arms[1].against_control.as_ref().expect("the variant is compared");
    near_estimate(comparison.revenue_per_visitor, [-120.0, -173.764_155_5, -66.235_844_5]);
    near_estimate(comparison.revenue_per_visitor_at_any_time, [-120.0, -214.779_718_3, -25.220_281_7]);
}

#[test]
fn a_handful_of_people() {
    let results = of_two(&one_variant(5_000), totals(2, 1, 100, 10_000), totals(3, 1, 250, 62_500));
    near_estimate(results.arms[0].revenue_per_visitor, [50.0, -47.998_199_23, 147.998_199_2]);
    near_estimate(results.arms[0].conversion_rate, [0.5, 0.094_531_205_73, 0.905_468_794_3]);
    near_estimate(results.arms[1].conversion_rate, [1.0 / 3.0, 0.061_491_944_72, 0.792_340_399_2]);
}

#[test]
fn a_million_people() {
    check(
        1_000,
        totals(100_000, 3_000, 24_000_000_000, 290_000_000_000_000_000),
        totals(900_000, 27_500, 221_000_000_000, 2_700_000_000_000_000_000),
        &Expected {
            control_revenue: [240_000.0, 229_550.563_8, 250_449.436_2],
            control_rate: [0.03, 0.028_960_629_21, 0.031_075_479_11],
            rate: [27_500.0 / 900_000.0, 0.030_201_977_61, 0.030_913_140_94],
            revenue_difference: [5_555.555_556, -5_477.949_187, 16_589.060_3],
            revenue_difference_at_any_time: [5_555.555_556, -13_951.594_44, 25_062.705_55],
            rate_difference: [0.000_555_555_555_6, -0.000_576_554_286_1, 0.001_654_718_392],
            lift: 0.023_148_148_15,
            probability_better: 0.838_148_012_9,
        },
    );
}

/// A billion people who spend nine billion each, give or take a hundred million: in floating point alone the sum of
/// squares is too coarse to say by how much they differ.
#[test]
fn variance_survives_sums_far_larger_than_itself() {
    let visitors = 1_000_000_000;
    let revenue = 9_000_000_000_000_000_000;
    let about_mean = 10_i128.pow(25);
    let squares = i128::from(revenue) * i128::from(revenue) / i128::from(visitors) + about_mean;
    let arm = totals(visitors, visitors, revenue, squares);
    let results = of_two(&one_variant(5_000), arm, arm);
    near_estimate(results.arms[0].revenue_per_visitor, [9e9, 8_999_993_802.049_673, 9_000_006_197.950_327]);
}

/// Examples that Newcombe gives in Statistics in Medicine 17 (1998), to the four digits printed there.
#[test]
fn intervals_of_rates_are_those_of_the_literature() {
    let digits = |x: f64| (x * 10_000.0).round() / 10_000.0;
    let wilson = |successes, trials| {
        let arm = totals(trials, successes, 0, 0);
        let rate = of_two(&one_variant(5_000), arm, arm).arms[0].conversion_rate.expect("there were visitors");
        (digits(rate.low), digits(rate.high))
    };
    assert_eq!(wilson(81, 263), (0.2553, 0.3662));
    assert_eq!(wilson(1, 29), (0.0061, 0.1718));
    assert_eq!(wilson(0, 20), (0.0, 0.1611));
}
