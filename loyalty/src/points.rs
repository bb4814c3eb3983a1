//! Points: whole numbers, never money. All arithmetic is checked: what leaves the range is [`OutOfRange`], never wrong.

use serde::{Deserialize, Serialize};

pub use crate::range::OutOfRange;
use crate::range::{EXACT_MAX, exact};

/// A number of points, or a change of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// Most points one rule gives for one order, and one adjustment moves. 10,000 of them still fit the 2^53 whole
    /// numbers that JSON readers and SQLite's bridge keep exact: 10^4 × 9×10^11 < 9.007×10^15.
    pub const MAX: Self = Self(900_000_000_000);

    /// Most points any sum comes to: 2^53 − 1.
    pub const SUM_MAX: Self = Self(EXACT_MAX);

    /// These and others.
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        exact(self.0.checked_add(other.0)).map(Self)
    }

    /// These without others.
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        exact(self.0.checked_sub(other.0)).map(Self)
    }

    /// As many with the other sign.
    pub fn negated(self) -> Result<Self, OutOfRange> {
        exact(self.0.checked_neg()).map(Self)
    }

    /// All of them together.
    pub fn sum(points: impl IntoIterator<Item = Self>) -> Result<Self, OutOfRange> {
        points.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_beyond_the_range_is_an_error() {
        assert_eq!(Points::SUM_MAX.plus(Points(1)), Err(OutOfRange));
        assert_eq!(Points(i64::MAX).plus(Points(1)), Err(OutOfRange));
        assert_eq!(Points(i64::MIN).negated(), Err(OutOfRange));
        assert_eq!(Points(-9_007_199_254_740_991).minus(Points(1)), Err(OutOfRange));
        assert_eq!(Points::sum([Points::SUM_MAX, Points(-1)]), Ok(Points(9_007_199_254_740_990)));
    }
}
