//! The two distributions that results are judged by.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Φ(z): the share of a standard normal distribution below `z`.
pub(super) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// The share of a χ² distribution with `degrees` of freedom (at least 1) above `x` (at least 0).
///
/// The finite sums for whole degrees: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.4.4 (odd) and
/// 26.4.5 (even). Every term is positive and has the factor e^(−x/2) from the start, so nothing cancels or overflows.
pub(super) fn chi_square_above(x: f64, degrees: usize) -> f64 {
    let decay = libm::exp(-0.5 * x);
    let (mut sum, mut term, first_divisor) = if degrees.is_multiple_of(2) {
        (0.0, decay, 2)
    } else {
        (libm::erfc((0.5 * x).sqrt()), decay * (2.0 * x / PI).sqrt(), 3)
    };
    for divisor in (first_divisor..).step_by(2).take(degrees / 2) {
        sum += term;
        term *= x / f64::from(divisor);
    }
    sum
}
