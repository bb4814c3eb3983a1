//! Until there are enough people nothing is told that could be mistaken for a result, but how many are missing.

use loyalty::experiment::results::{CONVERSIONS_MIN, Comparison, Totals, VISITORS_MIN, Verdict};

use super::{compare, of_two, one_variant, totals};

/// As few people as are judged, with orders of 100.00, give or take 100.00.
fn enough() -> Totals {
    let orders = i128::from(CONVERSIONS_MIN);
    totals(VISITORS_MIN, CONVERSIONS_MIN, CONVERSIONS_MIN as i64 * 10_000, orders * 200_000_000)
}

#[test]
fn nothing_is_told_of_too_few() {
    let nothing = Comparison {
        verdict: Verdict::TooFewToTell,
        revenue_per_visitor: None,
        revenue_per_visitor_at_any_time: None,
        lift: None,
        probability_better: None,
        conversion_rate: None,
    };
    let fewer_visitors = Totals { visitors: VISITORS_MIN - 1, ..enough() };
    let fewer_conversions = Totals { conversions: CONVERSIONS_MIN - 1, ..enough() };
    for few in [fewer_visitors, fewer_conversions, Totals::default()] {
        assert_eq!(compare(few, few), nothing);
    }
    for few in [fewer_visitors, fewer_conversions] {
        assert_eq!([compare(enough(), few), compare(few, enough())], [nothing.clone(), nothing.clone()]);
    }
    let told = compare(enough(), enough());
    assert!(told.verdict == Verdict::NoDifferenceShown && told.lift == Some(0.0) && told.conversion_rate.is_some());
}

#[test]
fn an_arm_says_how_many_are_missing() {
    #[track_caller]
    fn check(visitors: u64, conversions: u64, expected: Option<u64>) {
        let arm = totals(visitors, conversions, 0, 0);
        let arms = of_two(&one_variant(5_000), arm, arm).arms;
        assert_eq!(arms.iter().map(|arm| arm.visitors_needed).collect::<Vec<_>>(), [expected; 2]);
    }
    check(1_000, 200, Some(0));
    check(990, 300, Some(10));
    // One in fifty orders: 60 more orders are 3,000 people.
    check(7_000, 140, Some(3_000));
    // Two in 301 do: 198 more are 29,799.
    check(301, 2, Some(29_799));
    check(998, 199, Some(6));
    check(400, 0, None);
    check(0, 0, None);
    check(u64::MAX, 1, Some(u64::MAX));
}
