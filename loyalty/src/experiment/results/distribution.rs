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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(actual: f64, expected: f64) {
        assert!((actual - expected).abs() <= expected * 1e-13, "{actual}, expected {expected}");
    }

    // Expected values have been computed to 30 digits with mpmath.

    #[test]
    fn the_normal_distribution() {
        check(normal_cdf(0.0), 0.5);
        check(normal_cdf(0.5), 0.691_462_461_274_013);
        check(normal_cdf(-1.0), 0.158_655_253_931_457);
        check(normal_cdf(super::super::estimate::Z_95), 0.975);
        check(normal_cdf(-3.0), 0.001_349_898_031_630_09);
        check(normal_cdf(5.0), 0.999_999_713_348_428);
        check(normal_cdf(-8.0), 6.220_960_574_271_78e-16);
    }

    #[test]
    fn the_chi_square_distribution() {
        check(chi_square_above(0.0, 1), 1.0);
        check(chi_square_above(0.0, 6), 1.0);
        check(chi_square_above(3.841_458_820_694_124, 1), 0.05);
        check(chi_square_above(10.827_566_170_662_733, 1), 0.001);
        check(chi_square_above(5.0, 2), 0.082_084_998_623_898_8);
        check(chi_square_above(7.814_727_903_251_179, 3), 0.05);
        check(chi_square_above(0.5, 4), 0.973_500_978_839_256);
        check(chi_square_above(11.0, 5), 0.051_379_983_483_069_5);
        check(chi_square_above(40.0, 7), 1.258_790_387_371_31e-6);
        check(chi_square_above(18.307_038_053_275_15, 10), 0.05);
        check(chi_square_above(100.0, 10), 5.449_701_982_920_53e-17);
        check(chi_square_above(1e20, 10), 0.0);
    }
}
