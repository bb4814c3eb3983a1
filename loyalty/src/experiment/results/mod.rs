//! What came of an experiment: each variant against the control.
//!
//! Floating point is allowed here and nowhere else in this crate: these are estimates with an error far above that of
//! rounding, and no money or points are ever made of them. Square roots are exact everywhere and the other functions are
//! `libm`'s, so a result is the same at the edge, in the console and in tests.
#![allow(clippy::float_arithmetic, reason = "statistics are estimates, not money or points")]

mod distribution;
mod estimate;
mod rate;
mod revenue;
mod sample_ratio;
mod totals;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use estimate::Estimate;
pub(crate) use rate::{rate, rate_difference};
pub use sample_ratio::{EXPECTED_VISITORS_MIN, MISMATCH_P_MAX, SampleRatio};
pub use totals::Totals;
pub use verdict::{CONVERSIONS_MIN, VISITORS_MIN, Verdict};

use super::{Arm, Experiment};
use revenue::Mean;
use sample_ratio::sample_ratio;

/// What came of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Whether the arms' sizes can be trusted.
    pub sample_ratio: SampleRatio,
    /// The control, then what is compared with it.
    ///
    /// The control is the holdout. An experiment without one compares its other variants with the first.
    pub arms: Vec<ArmResults>,
}

/// What came of one arm. Revenue is in minor units of the program's currency; rates are fractions of 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmResults {
    /// Which.
    pub arm: Arm,
    /// People assigned.
    pub visitors: u64,
    /// Of these, how many saw the offer.
    pub exposed: u64,
    /// How many clicked it.
    pub clicks: u64,
    /// How many dismissed it.
    pub dismissals: u64,
    /// How many took it up.
    pub taken: u64,
    /// How many ordered.
    pub conversions: u64,
    /// Their orders.
    pub orders: u64,
    /// What they spent.
    pub revenue: i64,
    /// What one spent on average; none with fewer than two visitors.
    pub revenue_per_visitor: Option<Estimate>,
    /// How many of the visitors ordered; none without visitors.
    pub conversion_rate: Option<Estimate>,
    /// The difference from the control; none in the control itself.
    pub against_control: Option<Comparison>,
}

/// A variant less the control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What may be concluded.
    pub verdict: Verdict,
    /// Revenue per visitor, in minor units.
    pub revenue_per_visitor: Option<Estimate>,
    /// The same as a fraction of the control's: 0.1 is 10 % more. None unless the control's is above 0.
    pub lift: Option<f64>,
    /// How likely the variant's visitors spend more, from 0 to 1, if nothing was known before (normal posterior, flat
    /// prior). None while nothing varies.
    pub probability_better: Option<f64>,
    /// Conversion rate, as a fraction.
    pub conversion_rate: Option<Estimate>,
}

/// The results of a checked experiment. An arm without totals has had no visitors; totals of an arm that the experiment
/// no longer has are left out.
pub fn results(experiment: &Experiment, totals: &BTreeMap<Arm, Totals>) -> Results {
    let variants = experiment.variants.iter().map(|variant| Arm::Variant(variant.key.clone()));
    let arms: Vec<_> = std::iter::once(Arm::Holdout)
        .chain(variants)
        .zip(experiment.ranges())
        .filter(|(arm, _)| *arm != Arm::Holdout || experiment.holdout.0 > 0)
        .map(|(arm, range)| (totals.get(&arm).copied().unwrap_or_default(), range.len(), arm))
        .collect();
    let sizes: Vec<_> = arms.iter().map(|(totals, buckets, _)| (totals.visitors, *buckets)).collect();
    let sample_ratio = sample_ratio(&sizes);
    let mut control = None;
    let mut results = Vec::with_capacity(arms.len());
    for (totals, _, arm) in arms {
        let against_control = control.as_ref().map(|control| compare(&totals, control, sample_ratio.mismatch));
        control.get_or_insert(totals);
        results.push(ArmResults::new(arm, &totals, against_control));
    }
    Results { sample_ratio, arms: results }
}

impl ArmResults {
    fn new(arm: Arm, totals: &Totals, against_control: Option<Comparison>) -> Self {
        Self {
            arm,
            visitors: totals.visitors,
            exposed: totals.exposed,
            clicks: totals.clicks,
            dismissals: totals.dismissals,
            taken: totals.taken,
            conversions: totals.conversions,
            orders: totals.orders,
            revenue: totals.revenue,
            revenue_per_visitor: Mean::of_revenue(totals).map(|mean| mean.estimate()),
            conversion_rate: rate(totals.conversions, totals.visitors),
            against_control,
        }
    }
}

fn compare(variant: &Totals, control: &Totals, mismatch: bool) -> Comparison {
    let means = Mean::of_revenue(variant).zip(Mean::of_revenue(control));
    let revenue = means.map(|(mean, control)| mean.above(&control));
    let rates = rate(variant.conversions, variant.visitors).zip(rate(control.conversions, control.visitors));
    Comparison {
        verdict: Verdict::new(mismatch, [variant, control], revenue.as_ref().map(|revenue| &revenue.estimate)),
        revenue_per_visitor: revenue.map(|revenue| revenue.estimate),
        lift: revenue.and_then(|revenue| revenue.lift),
        probability_better: revenue.and_then(|revenue| revenue.probability_better),
        conversion_rate: rates.map(|(rate, control)| rate_difference(&rate, &control)),
    }
}
