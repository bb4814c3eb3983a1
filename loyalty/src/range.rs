//! The whole numbers that every reader keeps exact: points and money stay within them.

use std::fmt;

/// 2^53 − 1, the largest whole number that JSON readers and SQLite's bridge keep exact.
pub(crate) const EXACT_MAX: i64 = 9_007_199_254_740_991;

/// A result that is beyond the numbers every reader keeps exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number is out of range")
    }
}

impl std::error::Error for OutOfRange {}

/// A result that is within the range; none is what an `i64` does not hold.
pub(crate) fn exact(number: Option<i64>) -> Result<i64, OutOfRange> {
    number.filter(|number| (-EXACT_MAX..=EXACT_MAX).contains(number)).ok_or(OutOfRange)
}
