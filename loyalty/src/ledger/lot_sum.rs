//! Lots of one date in one sum: what a page needs to know of lots to which nothing goes back.

use serde::{Deserialize, Serialize};

use super::{Lot, LotSource};
use crate::{Instant, Points, points::OutOfRange, program::WindowStart};

/// What is left of lots that become available and expire together. Which of them is spent first cannot be told apart in
/// any sum.
///
/// Stored as a list with its instants in milliseconds: a tenth of the bytes that the lots would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct LotSum {
    remaining: Points,
    available_at: Instant,
    expires_at: Option<Instant>,
    waits_for: Option<WindowStart>,
}

type Stored = (Points, i64, Option<i64>, Option<WindowStart>);

impl LotSum {
    /// Of these lots, in the order in which they are spent.
    pub(crate) fn of<'l>(lots: impl IntoIterator<Item = &'l Lot>) -> Result<Vec<Self>, OutOfRange> {
        let mut lots: Vec<&Lot> = lots.into_iter().collect();
        lots.sort_by_key(|lot| (lot.expires_at.is_none(), lot.expires_at, lot.available_at, lot.waits_for));
        let mut sums: Vec<Self> = Vec::new();
        for lot in lots {
            let sum = Self::new(lot);
            match sums.last_mut().filter(|last| (Self { remaining: sum.remaining, ..**last }) == sum) {
                Some(last) => last.remaining = last.remaining.plus(sum.remaining)?,
                None => sums.push(sum),
            }
        }
        Ok(sums)
    }

    fn new(lot: &Lot) -> Self {
        let Lot { remaining, available_at, expires_at, waits_for, .. } = *lot;
        Self { remaining, available_at, expires_at, waits_for }
    }

    /// One lot in place of those that are in the sum. `number` is the sum's place among all.
    pub(crate) fn lot(self, number: u32) -> Lot {
        let Self { remaining, available_at, expires_at, waits_for } = self;
        let source = LotSource::Sum { number };
        let (points, expired, made_at) = (remaining, Points::ZERO, available_at);
        Lot { source, points, remaining, expired, made_at, available_at, expires_at, waits_for }
    }
}

impl From<Stored> for LotSum {
    fn from((remaining, available_at, expires_at, waits_for): Stored) -> Self {
        let expires_at = expires_at.map(Instant::from_ms);
        Self { remaining, available_at: Instant::from_ms(available_at), expires_at, waits_for }
    }
}

impl From<LotSum> for Stored {
    fn from(sum: LotSum) -> Self {
        (sum.remaining, sum.available_at.as_ms(), sum.expires_at.map(Instant::as_ms), sum.waits_for)
    }
}
