//! Revenue per visitor: its mean, and the difference between two arms.

use super::{distribution::normal_cdf, estimate::Estimate, sequence::at_any_time, totals::Totals};

/// A mean per visitor and the variance of that mean, in minor units and their square.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mean {
    value: f64,
    /// s²/n: the square of the standard error.
    variance: f64,
}

/// How much more a variant's visitors spend than the control's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    value: f64,
    standard_error: f64,
    control: f64,
}

impl Mean {
    /// Revenue per visitor; none with fewer than two visitors, who do not vary, and for sums that cannot be.
    pub(super) fn of_revenue(totals: &Totals) -> Option<Self> {
        if totals.visitors < 2 {
            return None;
        }
        let n = i128::from(totals.visitors);
        let sum = i128::from(totals.revenue);
        // Σ(x − x̄)² = Σx² − (Σx)²/n. The two are nearly equal where everybody spends much the same, so the difference
        // is taken of whole numbers: (2^63)² fits an i128, and only the last fraction of a square unit is rounded.
        let squared = sum * sum;
        let whole = totals.revenue_squares.checked_sub(squared / n)?;
        let squares_about_mean = whole as f64 - (squared % n) as f64 / n as f64;
        if squares_about_mean < 0.0 {
            return None;
        }
        let n = n as f64;
        Some(Self { value: sum as f64 / n, variance: squares_about_mean / (n - 1.0) / n })
    }

    /// The mean with its interval.
    pub(super) fn estimate(&self) -> Estimate {
        Estimate::normal(self.value, self.variance.sqrt())
    }

    /// How much more this is than `control`, by Welch's standard error: the arms differ in size and in variance.
    ///
    /// Welch, "The Generalization of 'Student's' Problem when Several Different Population Variances are Involved",
    /// Biometrika 34 (1947). The quantile is the normal one: with the fewest visitors that are judged there are at least
    /// 999 degrees of freedom, for which Student's is 1.9623 instead of 1.9600.
    pub(super) fn above(&self, control: &Self) -> Difference {
        Difference {
            value: self.value - control.value,
            standard_error: (self.variance + control.variance).sqrt(),
            control: control.value,
        }
    }
}

impl Difference {
    /// With the interval for looking once.
    pub(super) fn estimate(&self) -> Estimate {
        Estimate::normal(self.value, self.standard_error)
    }

    /// With the interval for looking often, of so many people and for so many comparisons.
    pub(super) fn at_any_time(&self, people: u64, comparisons: usize) -> Estimate {
        at_any_time(self.value, self.standard_error, people, comparisons)
    }

    /// As a fraction of the control's; none unless that is above 0.
    pub(super) fn lift(&self) -> Option<f64> {
        (self.control > 0.0).then(|| self.value / self.control)
    }

    /// How likely it is above 0; none while nothing varies. With a flat prior the posterior of the difference is normal
    /// about its estimate.
    pub(super) fn probability_better(&self) -> Option<f64> {
        (self.standard_error > 0.0).then(|| normal_cdf(self.value / self.standard_error))
    }
}
