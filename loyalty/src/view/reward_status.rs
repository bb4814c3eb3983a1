//! Whether a member can have each reward now, or why not.

use serde::{Deserialize, Serialize};

use super::Viewer;
use crate::{
    Points, RewardId,
    ledger::{Eligibility, Refusal, Wallet, refusal},
    program::Reward,
};

/// Whether a reward can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardStatusView {
    /// The reward's id.
    pub id: RewardId,
    /// Whether, or why not.
    pub status: RewardStatus,
    /// How many more points it takes; 0 unless points are what is missing.
    pub missing: Points,
}

/// Whether a reward can be had, or the first reason why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RewardStatus {
    /// It can be had.
    Available,
    /// Not yet, or no longer.
    RewardNotAvailable,
    /// Only on another level.
    TierRequired,
    /// The member has had as many as one may.
    LimitReached,
    /// There are not enough points.
    InsufficientPoints,
    /// There are none left.
    OutOfStock,
}

pub(super) fn reward_statuses(wallet: &Wallet, eligibility: Eligibility, viewer: &Viewer) -> Vec<RewardStatusView> {
    let Some(program) = viewer.program else { return Vec::new() };
    let redeemed = |reward: &Reward| wallet.redeemed().and_then(|redeemed| redeemed.get(&reward.id));
    let status = |reward: &Reward| match refusal(reward, eligibility, wallet.holds(), redeemed(reward)) {
        Some(Refusal::RewardNotAvailable) => (RewardStatus::RewardNotAvailable, Points::ZERO),
        Some(Refusal::TierRequired) => (RewardStatus::TierRequired, Points::ZERO),
        Some(Refusal::LimitReached) => (RewardStatus::LimitReached, Points::ZERO),
        Some(Refusal::InsufficientPoints { missing }) => (RewardStatus::InsufficientPoints, missing),
        _ if reward.stock.is_some() && viewer.left.get(&reward.id) == Some(&0) => {
            (RewardStatus::OutOfStock, Points::ZERO)
        }
        _ => (RewardStatus::Available, Points::ZERO),
    };
    let view = |reward: &Reward| {
        let (status, missing) = status(reward);
        RewardStatusView { id: reward.id.clone(), status, missing }
    };
    program.rewards.iter().map(view).collect()
}
