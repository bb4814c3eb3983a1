//! Shares of people: how many of those who could, did.

use super::estimate::{Estimate, Z_95};

/// `successes` of `trials` with the Wilson score interval; none without trials.
///
/// Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927). It stays within 0
/// and 1 and holds for few successes, where the usual ± does not.
pub(crate) fn rate(successes: u64, trials: u64) -> Option<Estimate> {
    if trials == 0 {
        return None;
    }
    let n = trials as f64;
    // Events arrive in any order: a conversion may be counted before its visitor.
    let value = successes.min(trials) as f64 / n;
    let z_squared = Z_95 * Z_95;
    let shrink = 1.0 + z_squared / n;
    let centre = (value + z_squared / (2.0 * n)) / shrink;
    let margin = Z_95 / shrink * (value * (1.0 - value) / n + z_squared / (4.0 * n * n)).sqrt();
    // Rounding must not put 0 of n above 0, nor n of n below 1. (`clamp` can panic with the numbers in its message, which
    // would bring 16 KB of printing floats to the edge.)
    Some(Estimate { value, low: (centre - margin).max(0.0).min(value), high: (centre + margin).max(value).min(1.0) })
}

/// How much higher a rate is than the control's.
///
/// Newcombe's hybrid of the two Wilson intervals: "Interval estimation for the difference between independent
/// proportions", Statistics in Medicine 17 (1998), method 10.
pub(crate) fn rate_difference(rate: &Estimate, control: &Estimate) -> Estimate {
    let value = rate.value - control.value;
    let both = |one: f64, other: f64| (one * one + other * other).sqrt();
    let below = both(rate.value - rate.low, control.high - control.value);
    let above = both(rate.high - rate.value, control.value - control.low);
    Estimate { value, low: value - below, high: value + above }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that Newcombe gives, to the four digits printed there.
    #[test]
    fn the_difference_of_two_rates() {
        let difference = rate(56, 70).zip(rate(48, 80)).map(|(one, other)| rate_difference(&one, &other));
        let digits = |x: f64| (x * 10_000.0).round() / 10_000.0;
        let ends = difference.map(|difference| (digits(difference.low), digits(difference.high)));
        assert_eq!(ends, Some((0.0524, 0.3339)));
    }
}
