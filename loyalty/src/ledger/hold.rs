//! A hold: points set aside for a redemption. It ends once (I4).

use serde::{Deserialize, Serialize};

use super::LotId;
use crate::{
    CandidateId, CaseId, Code, HoldId, Instant, OrderId, Points, RewardId, Text,
    program::{Reward, RewardKind},
};

/// A redemption and the points it holds or held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its name.
    pub id: HoldId,
    /// What the shopper shows at the checkout.
    pub code: Code,
    /// What the points are for, as it was when they were held.
    pub reward: RewardTaken,
    /// How many points.
    pub points: Points,
    /// Which lots they came from, and go back to.
    pub parts: Vec<(LotId, Points)>,
    /// Whether it still holds, or how it ended.
    pub status: HoldStatus,
    /// When it was made.
    pub created_at: Instant,
    /// When it lapses.
    pub held_until: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// The order that captured it.
    pub order: Option<OrderId>,
    /// The offer that gave it, for no points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<CandidateId>,
    /// The case in which it was given, for no points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// A reward as it was when a member took it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardTaken {
    /// Which reward.
    pub id: RewardId,
    /// Its name.
    pub name: Text,
    /// What it gives.
    pub kind: RewardKind,
}

/// Whether a hold still holds, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldStatus {
    /// The points are set aside.
    Held,
    /// The points are spent.
    Captured,
    /// Given back by the shopper or the shop.
    Released,
    /// Given back because its time ran out.
    Lapsed,
    /// Captured, and given back because the order was cancelled.
    Returned,
}

impl Hold {
    /// A reward as it is given, for no points: by an offer, or in a case.
    pub(crate) fn given(id: HoldId, code: Code, reward: &Reward, now: Instant) -> Self {
        Self {
            id,
            code,
            reward: RewardTaken { id: reward.id.clone(), name: reward.name.clone(), kind: reward.kind.clone() },
            points: Points::ZERO,
            parts: Vec::new(),
            status: HoldStatus::Held,
            created_at: now,
            held_until: now + reward.hold_minutes,
            ended_at: None,
            order: None,
            offer: None,
            case: None,
        }
    }

    /// Whether the member was given it, and paid no points.
    pub fn is_given(&self) -> bool {
        self.offer.is_some() || self.case.is_some()
    }
}

impl HoldStatus {
    /// Whether the member has, or had, what the points were for.
    pub fn counts_against_limit(self) -> bool {
        matches!(self, Self::Held | Self::Captured)
    }
}
