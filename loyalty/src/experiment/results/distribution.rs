//! The distribution that results are judged by.

use std::f64::consts::FRAC_1_SQRT_2;

/// Φ(z): the share of a standard normal distribution below `z`.
pub(super) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
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
}
