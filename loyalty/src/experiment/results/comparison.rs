//! One variant beside the control.

use serde::{Deserialize, Serialize};

use super::{
    estimate::Estimate,
    rate::{rate, rate_difference},
    revenue::Mean,
    totals::Totals,
    verdict::{Verdict, is_enough},
};

/// A variant less the control. Until there are enough people to judge, and when their counting cannot be trusted, there is a
/// verdict that says so and no number that could be mistaken for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What may be concluded.
    pub verdict: Verdict,
    /// Revenue per visitor, in minor units, with the interval for whoever looks once, at a moment chosen in advance.
    pub revenue_per_visitor: Option<Estimate>,
    /// The same with the interval for whoever looks often, and at several variants: what the verdict rests on.
    pub revenue_per_visitor_at_any_time: Option<Estimate>,
    /// The same as a fraction of the control's: 0.1 is 10 % more. None unless the control's is above 0.
    pub lift: Option<f64>,
    /// How likely the variant's visitors spend more, from 0 to 1, if nothing was known before (normal posterior, flat
    /// prior). None while nothing varies. Like any number of its kind it wanders: it is not what to wait for.
    pub probability_better: Option<f64>,
    /// Conversion rate, as a fraction, with the interval for whoever looks once.
    pub conversion_rate: Option<Estimate>,
}

impl Comparison {
    /// One of so many with the same control.
    pub(super) fn new(variant: &Totals, control: &Totals, comparisons: usize) -> Self {
        let means = Mean::of_revenue(variant).zip(Mean::of_revenue(control));
        let Some((mean, mean_of_control)) = means.filter(|_| is_enough(variant) && is_enough(control)) else {
            return Self::without_numbers(Verdict::TooFewToTell);
        };
        let difference = mean.above(&mean_of_control);
        let people = variant.visitors.saturating_add(control.visitors);
        let at_any_time = difference.at_any_time(people, comparisons);
        let rates = rate(variant.conversions, variant.visitors).zip(rate(control.conversions, control.visitors));
        Self {
            verdict: Verdict::of(&at_any_time),
            revenue_per_visitor: Some(difference.estimate()),
            revenue_per_visitor_at_any_time: Some(at_any_time),
            lift: difference.lift(),
            probability_better: difference.probability_better(),
            conversion_rate: rates.map(|(rate, control)| rate_difference(&rate, &control)),
        }
    }

    pub(super) fn without_numbers(verdict: Verdict) -> Self {
        Self {
            verdict,
            revenue_per_visitor: None,
            revenue_per_visitor_at_any_time: None,
            lift: None,
            probability_better: None,
            conversion_rate: None,
        }
    }
}
