//! A member's redemptions as they are shown.

use serde::{Deserialize, Serialize};

use super::REDEMPTIONS_SHOWN_DAYS;
use crate::{
    CandidateId, CaseId, Code, HoldId, Instant, OrderId, Points, RewardId,
    ledger::{Hold, HoldStatus, Wallet},
    program::RewardKind,
};

/// A redemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedemptionView {
    /// Its name.
    pub id: HoldId,
    /// What to show at the checkout.
    pub code: Code,
    /// What it is for.
    pub reward: TakenView,
    /// How many points.
    pub points: Points,
    /// Whether it holds, or how it ended.
    pub status: HoldStatus,
    /// When it was made.
    pub created_at: Instant,
    /// When it lapses, or would have.
    pub held_until: Instant,
    /// When it ended, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
    /// The order that used it.
    pub order: Option<OrderId>,
    /// The offer that gave it, for no points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<CandidateId>,
    /// The case in which it was given, for no points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// A reward as it was when it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenView {
    /// The reward's id.
    pub id: RewardId,
    /// Its name in the viewer's language.
    pub name: String,
    /// What it costs.
    pub points: Points,
    /// What it gives.
    pub kind: RewardKind,
}

impl RedemptionView {
    /// A redemption with its texts in one language.
    pub fn new(hold: &Hold, language: &str) -> Self {
        let reward = TakenView {
            id: hold.reward.id.clone(),
            name: hold.reward.name.in_language(language).to_owned(),
            points: hold.points,
            kind: hold.reward.kind.clone(),
        };
        Self {
            id: hold.id.clone(),
            code: hold.code.clone(),
            reward,
            points: hold.points,
            status: hold.status,
            created_at: hold.created_at,
            held_until: hold.held_until,
            ended_at: hold.ended_at,
            order: hold.order.clone(),
            offer: hold.offer.clone(),
            case: hold.case.clone(),
        }
    }
}

/// What holds, and what was used lately; the newest first.
pub(super) fn redemptions(wallet: &Wallet, language: &str, now: Instant) -> Vec<RedemptionView> {
    let lately = |hold: &&Hold| match hold.status {
        HoldStatus::Held => true,
        HoldStatus::Captured => hold.ended_at.is_some_and(|at| now < at + REDEMPTIONS_SHOWN_DAYS),
        _ => false,
    };
    let mut shown: Vec<_> = wallet.holds().filter(lately).collect();
    shown.sort_by_key(|hold| (std::cmp::Reverse(hold.created_at), hold.id.clone()));
    shown.into_iter().map(|hold| RedemptionView::new(hold, language)).collect()
}
