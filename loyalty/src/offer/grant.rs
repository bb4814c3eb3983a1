//! What of value an offer gives to those who take it up.

use serde::{Deserialize, Serialize};

use super::Claim;
use crate::{
    CandidateId, Days, Instant, Points, RewardId,
    check::Faults,
    program::{LimitPerMember, Program},
};

/// Most times an offer may give: as many as a shop can have stock of.
pub const BUDGET_MAX: u32 = 10_000_000;
/// Longest reason, in characters.
pub const REASON_LEN_MAX: usize = 100;
/// How long a coupon can be used. Nobody who is given something plans to shop on the same day.
pub const COUPON_DAYS_DEFAULT: Days = Days(30);
/// Longest time for which a coupon can be used: a year, for which it takes one of the reward's stock.
pub const COUPON_DAYS_MAX: Days = Days(366);

/// What of value an offer gives. A browser asks for it, so it always names what one member can have and what all can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferValue {
    /// What it gives.
    pub gives: ValueKind,
    /// How often one member may have it.
    pub limit_per_member: LimitPerMember,
    /// How often all members together may have it.
    pub budget: u32,
}

/// What is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// A coupon for one of the program's rewards, without points being held for it.
    Coupon {
        /// The reward that the coupon is for.
        reward: RewardId,
        /// For how long it can be used.
        #[serde(default = "coupon_days_default")]
        valid_days: Days,
    },
    /// Points.
    Points {
        /// How many points each claim gives.
        points: Points,
        /// What for, in the member's history.
        reason: String,
    },
}

impl OfferValue {
    /// Whether who has made these claims may have it once more, whatever became of what they were given.
    pub(crate) fn has_room(&self, offer: &CandidateId, claims: &[Claim], now: Instant) -> bool {
        let LimitPerMember { count, days } = self.limit_per_member;
        let since = |claim: &&Claim| days.is_none_or(|days| claim.at > now - days);
        let had = claims.iter().filter(|claim| claim.offer == *offer).filter(since).count();
        had < count as usize
    }

    pub(super) fn check(&self, program: Option<&Program>, faults: &mut Faults) {
        let at = |field: &'static str| move || format!("value.{field}");
        faults.require(program.is_some(), at("gives"), "needs a program");
        faults.require((1..=BUDGET_MAX).contains(&self.budget), at("budget"), "must be from 1 to 10,000,000");
        let LimitPerMember { count, days } = self.limit_per_member;
        faults.require(count >= 1, at("limit_per_member.count"), "must be at least 1");
        let days = days.is_none_or(|days| (Days(1)..=Days::MAX).contains(&days));
        faults.require(days, at("limit_per_member.days"), "must be from 1 to 36,525 days");
        match &self.gives {
            ValueKind::Coupon { reward, valid_days } => {
                let known = program.is_none_or(|program| program.reward(reward.as_str()).is_some());
                faults.require(known, at("gives.coupon.reward"), "is not a reward of the program");
                let sound = (Days(1)..=COUPON_DAYS_MAX).contains(valid_days);
                faults.require(sound, at("gives.coupon.valid_days"), "must be from 1 to 366");
            }
            ValueKind::Points { points, reason } => {
                let all = points.0.checked_mul(self.budget.into());
                let sound = *points > Points::ZERO && all.is_some_and(|all| all <= Points::MAX.0);
                let message = "must be at least 1, and times the budget at most 900,000,000,000";
                faults.require(sound, at("gives.points.points"), message);
                let reason = (1..=REASON_LEN_MAX).contains(&reason.chars().count());
                faults.require(reason, at("gives.points.reason"), "must have 1 to 100 characters");
            }
        }
    }
}

fn coupon_days_default() -> Days {
    COUPON_DAYS_DEFAULT
}
