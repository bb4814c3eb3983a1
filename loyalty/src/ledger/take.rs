//! Points that are taken from lots: by whom, how many, and what was missing.

use serde::{Deserialize, Serialize};

use super::LotSource;
use crate::{AdjustmentId, Days, HoldId, Instant, Points, points::OutOfRange, program::DebtPolicy};

/// What points were taken for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Taker {
    Debit(AdjustmentId),
    Redemption(HoldId),
}

/// Where points were taken from, and what was missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The lots, and how many points of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(LotSource, Points)>,
    /// What is owed still.
    #[serde(default)]
    pub owed: Points,
    /// What was missing and is not owed.
    #[serde(default)]
    pub forgiven: Points,
}

/// Points to be taken, or that were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Take {
    pub(super) at: Instant,
    pub(super) points: Points,
    pub(super) debt: DebtPolicy,
    /// Of this redemption's points, so many were never taken in the end, and can be spent until later than their lots say.
    pub(super) restored: Option<Restored>,
    /// Redemptions that had come back when this one was made and are used by now, with their points.
    pub(super) spent_twice: Vec<(HoldId, Points)>,
    /// What it was made to owe because of each of these.
    pub(super) owed_for: Vec<(HoldId, Points)>,
    /// When everything is given back, if it is.
    pub(super) gives_back_at: Option<Instant>,
    pub(super) taken: Taken,
}

impl Take {
    /// Whether it holds or owes at an instant that has passed.
    pub(super) fn is_open(&self, at: Instant) -> bool {
        self.taken.owed > Points::ZERO || self.gives_back_at.is_some_and(|gives_back_at| at < gives_back_at)
    }
}

/// Points of a redemption that count as never taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Restored {
    pub(super) points: Points,
    /// When their order was last changed.
    pub(super) at: Instant,
    /// How long they can be spent from then, at least.
    pub(super) days: Days,
}

impl Taken {
    /// What was taken and what is owed.
    pub(super) fn spent(&self) -> Result<Points, OutOfRange> {
        Points::sum(self.parts.iter().map(|part| part.1).chain([self.owed]))
    }
}
