//! What came of an experiment: each variant against the control.
//!
//! Floating point is allowed here and nowhere else in this crate: these are estimates with an error far above that of
//! rounding, and no money or points are ever made of them. Square roots are exact everywhere and the other functions are
//! `libm`'s, so a result is the same at the edge, in the console and in tests.
#![allow(clippy::float_arithmetic, reason = "statistics are estimates, not money or points")]

mod comparison;
mod distribution;
mod estimate;
mod rate;
mod revenue;
mod sample_ratio;
mod sequence;
mod totals;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use comparison::Comparison;
pub use estimate::Estimate;
pub(crate) use rate::{rate, rate_difference};
pub use sample_ratio::{MISMATCH_P_MAX, SampleRatio};
pub use sequence::{FALSE_VERDICTS_MAX, NARROWEST_AT_PEOPLE};
pub use totals::Totals;
pub use verdict::{CONVERSIONS_MIN, VISITORS_MIN, Verdict};

use super::{Arm, Experiment};
use revenue::Mean;
use sample_ratio::sample_ratio;
use verdict::visitors_needed;

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
    /// The arm of the experiment.
    pub arm: Arm,
    /// People counted: the offer was shown to them, or would have been.
    pub visitors: u64,
    /// Of these, how many's orders still count: their window is open.
    pub window_open: u64,
    /// How many more are needed before the arm is judged, if they go on ordering as they have; none while nobody has ordered.
    pub visitors_needed: Option<u64>,
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
    let comparisons = arms.len().saturating_sub(1);
    let mut control = None;
    let mut results = Vec::with_capacity(arms.len());
    for (totals, _, arm) in arms {
        let against_control = control.as_ref().map(|control| match sample_ratio.mismatch {
            true => Comparison::without_numbers(Verdict::SampleRatioMismatch),
            false => Comparison::new(&totals, control, comparisons),
        });
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
            window_open: totals.window_open,
            visitors_needed: visitors_needed(totals),
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
