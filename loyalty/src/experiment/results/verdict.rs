//! What may be concluded of a variant.

use serde::{Deserialize, Serialize};

use super::{estimate::Estimate, totals::Totals};

/// Fewest visitors of an arm that is judged: intervals use the normal distribution, and with 999 degrees of freedom
/// Student's would be 0.12 % wider.
pub const VISITORS_MIN: u64 = 1_000;
/// Fewest conversions of an arm that is judged.
///
/// What a visitor spends is skewed: mostly nothing, now and then much. A small holdout that happens to lack large orders
/// has too low a mean *and* too narrow an interval, and a variant nine times its size then looks better: with orders
/// as varied as lognormal ones of σ = 1, in 9 of 100 harmless experiments at 25 conversions in the holdout and in 5 at
/// 200, where 2.5 are meant (σ = 0.5: 5 and 3). Little is lost by waiting: where orders vary by as much as their mean,
/// the standard error is √(2 ÷ 200) = 10 % of the control's revenue, so fewer conversions show only lifts above 20 %.
pub const CONVERSIONS_MIN: u64 = 200;

/// What may be concluded of a variant, by the interval of its difference in revenue per visitor that holds at any time: look
/// as often as you like, and stop when there is something to see. In order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The arms have not the sizes they should: something is wrong in the counting, and nothing else here can be trusted.
    SampleRatioMismatch,
    /// This variant or the control has fewer than [`VISITORS_MIN`] visitors or [`CONVERSIONS_MIN`] conversions.
    TooFewToTell,
    /// Visitors spend more than in the control: the interval is above 0.
    Better,
    /// Visitors spend less: the interval is below 0.
    Worse,
    /// The interval has 0 in it. That is not proof of no difference: it may be as large as the interval's ends.
    NoDifferenceShown,
}

impl Verdict {
    pub(super) fn of(at_any_time: &Estimate) -> Self {
        if at_any_time.low > 0.0 {
            Self::Better
        } else if at_any_time.high < 0.0 {
            Self::Worse
        } else {
            Self::NoDifferenceShown
        }
    }
}

/// Whether an arm is judged.
pub(super) fn is_enough(arm: &Totals) -> bool {
    visitors_needed(arm) == Some(0)
}

/// How many more visitors an arm needs before it is judged, if its visitors go on ordering as they have: one in
/// `visitors ÷ conversions`. None while nobody has ordered, and that cannot be said.
pub(super) fn visitors_needed(arm: &Totals) -> Option<u64> {
    let for_conversions = match CONVERSIONS_MIN.saturating_sub(arm.conversions) {
        0 => 0,
        missing if arm.conversions > 0 => missing.saturating_mul(arm.visitors).div_ceil(arm.conversions),
        _ => return None,
    };
    Some(VISITORS_MIN.saturating_sub(arm.visitors).max(for_conversions))
}
