//! The few who bring most of the spend: Pareto's 20 % who bring 80 %, whatever the shares are in this shop.

use serde::{Deserialize, Serialize};

use crate::Money;

/// The share of all spend that the top buyers bring together, in percent.
pub const TOP_PERCENT: u8 = 80;

/// The smallest group of best buyers that brings [`TOP_PERCENT`] of the spend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// Least spend of a buyer in it; none if nobody has spent anything.
    pub threshold: Option<Money>,
    /// How many buyers are in it, all those at the threshold included.
    pub members: u64,
    /// What they have spent together.
    pub spend: Money,
    /// What all buyers have spent together.
    pub total: Money,
}

impl Top {
    /// The highest threshold at which those who reach it bring [`TOP_PERCENT`] of what all have spent.
    pub fn new(spends: impl IntoIterator<Item = Money>) -> Self {
        let mut spends: Vec<Money> = spends.into_iter().filter(|spend| *spend > Money::ZERO).collect();
        spends.sort_unstable_by(|a, b| b.cmp(a));
        // Every buyer's spend together, without a limit: shares are compared, and what is shown is bounded.
        let sum = |spends: &[Money]| spends.iter().map(|spend| i128::from(spend.0)).sum::<i128>();
        let total = sum(&spends);
        let mut top = Self { total: Money::shown(total), ..Self::default() };
        let mut spend = 0;
        for same in spends.chunk_by(|a, b| a == b) {
            spend += sum(same);
            top = Self {
                threshold: same.first().copied(),
                members: top.members + same.len() as u64,
                spend: Money::shown(spend),
                ..top
            };
            if spend * 100 >= total * i128::from(TOP_PERCENT) {
                break;
            }
        }
        top
    }

    /// Whether a buyer with this spend is one of them.
    pub fn includes(&self, spend: Money) -> bool {
        self.threshold.is_some_and(|threshold| spend >= threshold)
    }
}
