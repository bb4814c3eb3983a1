//! A redemption: what is known of it, and what becomes of that. It ends once (I4).

use serde::{Deserialize, Serialize};

use super::Taken;
use crate::{
    CandidateId, CaseId, Code, Days, HoldId, Instant, OrderId, Points, RewardId, Text,
    program::{DebtPolicy, PointsOnRefund, Program, Reward, RewardKind},
};

/// Most other redemptions that one remembers as having come back. Each is a checkout that was not finished; a hundred in
/// one wallet before the next redemption is a machine.
pub const HAD_COME_BACK_MAX: usize = 100;

/// A redemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its name.
    pub id: HoldId,
    /// What the shopper shows at the checkout.
    pub code: Code,
    /// What the points are for, as it was when they were held.
    pub reward: RewardTaken,
    /// How many points; none for a coupon that was given.
    pub points: Points,
    /// When it was made.
    pub created_at: Instant,
    /// What it was made under.
    pub terms: HoldTerms,
    /// When it was given back by hand, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Instant>,
    /// How it was captured by hand, if it was: a coupon that came back more than once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captured: Vec<HandCapture>,
    /// The offer that gave it, for no points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<CandidateId>,
    /// The case in which it was given, for no points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,

    /// Whether it still holds, or how it ended.
    pub status: HoldStatus,
    /// When it lapses.
    pub held_until: Instant,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
    /// The order that used it, or that it came back from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Of its points, those that count as never taken.
    #[serde(default)]
    pub not_taken: Points,
    /// Where the others were taken from.
    #[serde(default)]
    pub taken: Taken,
}

/// What a redemption was made under. Publishing another program does not change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTerms {
    /// When it lapses if nothing comes of it.
    pub held_until: Instant,
    /// What happens if facts that come later leave too few points.
    pub debt: DebtPolicy,
    /// What becomes of the points when the order is refunded.
    pub points_on_refund: PointsOnRefund,
    /// How long points that came back can be spent, at least.
    pub restored_days: Days,
    /// Other redemptions whose points had come back when this one was made: if they turn out to be used, points were spent
    /// twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub had_come_back: Vec<HoldId>,
}

/// A capture by the shop itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandCapture {
    /// When it happened.
    pub at: Instant,
    /// On which order, if the shop said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// Given back because no order uses the code any more: all were cancelled or refunded.
    Returned,
}

impl Hold {
    /// A redemption of a reward that was just made, for so many points.
    pub(crate) fn new(
        id: HoldId,
        code: Code,
        reward: &Reward,
        program: &Program,
        points: Points,
        now: Instant,
    ) -> Self {
        let held_until = now + reward.hold_minutes;
        Self {
            id,
            code,
            reward: RewardTaken { id: reward.id.clone(), name: reward.name.clone(), kind: reward.kind.clone() },
            points,
            created_at: now,
            terms: HoldTerms {
                held_until,
                debt: program.debt,
                points_on_refund: program.points_on_refund,
                restored_days: program.restored_days,
                had_come_back: Vec::new(),
            },
            released_at: None,
            captured: Vec::new(),
            offer: None,
            case: None,
            status: HoldStatus::Held,
            held_until,
            ended_at: None,
            order: None,
            not_taken: Points::ZERO,
            taken: Taken::default(),
        }
    }

    /// The same redemption, held until then.
    pub(crate) fn held_until(mut self, held_until: Instant) -> Self {
        self.held_until = held_until;
        self.terms.held_until = held_until;
        self
    }

    /// Whether its points are taken now: it is held or used.
    pub(super) fn counts_as_taken(&self) -> bool {
        self.points > Points::ZERO && self.status.counts_against_limit()
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

    /// Whether the points came back.
    pub fn has_come_back(self) -> bool {
        matches!(self, Self::Released | Self::Lapsed | Self::Returned)
    }
}
