//! An estimate and how sure it is.

use serde::{Deserialize, Serialize};

/// The two-sided 95 % quantile of the normal distribution, Φ⁻¹(0.975).
pub(super) const Z_95: f64 = 1.959_963_984_540_054;

/// An estimate with its 95 % interval: of many such intervals, each looked at once, 95 in 100 have the truth in them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The most likely value.
    pub value: f64,
    /// Where the interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

impl Estimate {
    /// The normal interval: `value ± Φ⁻¹(0.975) × standard_error`.
    pub(crate) fn normal(value: f64, standard_error: f64) -> Self {
        Self::give_or_take(value, Z_95 * standard_error)
    }

    /// `value ± margin`.
    pub(super) fn give_or_take(value: f64, margin: f64) -> Self {
        Self { value, low: value - margin, high: value + margin }
    }
}
