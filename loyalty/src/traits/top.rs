//! The few who bring most of the spend: Pareto's 20 % who bring 80 %, whatever the shares are in this shop.

use serde::{Deserialize, Serialize};

/// The share of all spend that the top buyers bring together, in percent.
pub const TOP_PERCENT: u8 = 80;

/// The smallest group of best buyers that brings [`TOP_PERCENT`] of the spend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// Least spend of a buyer in it; none if nobody has spent anything.
    pub threshold: Option<i64>,
    /// How many buyers are in it, all those at the threshold included.
    pub members: u64,
    /// What they have spent together.
    pub spend: i64,
    /// What all buyers have spent together.
    pub total: i64,
}

impl Top {
    /// The highest threshold at which those who reach it bring [`TOP_PERCENT`] of what all have spent.
    pub fn new(spends: impl IntoIterator<Item = i64>) -> Self {
        let mut spends: Vec<i64> = spends.into_iter().filter(|spend| *spend > 0).collect();
        spends.sort_unstable_by(|a, b| b.cmp(a));
        let total: i128 = spends.iter().copied().map(i128::from).sum();
        let mut top = Self { total: saturated(total), ..Self::default() };
        let mut spend = 0;
        for same in spends.chunk_by(|a, b| a == b) {
            spend += same.iter().copied().map(i128::from).sum::<i128>();
            top = Self {
                threshold: same.first().copied(),
                members: top.members + same.len() as u64,
                spend: saturated(spend),
                ..top
            };
            if spend * 100 >= total * i128::from(TOP_PERCENT) {
                break;
            }
        }
        top
    }

    /// Whether a buyer with this spend is one of them.
    pub fn includes(&self, spend: i64) -> bool {
        self.threshold.is_some_and(|threshold| spend >= threshold)
    }
}

/// A sum that no i64 holds is cut off: it is shown, never counted with.
fn saturated(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(i64::MAX)
}
