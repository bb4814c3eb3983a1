//! Gestures of goodwill: points or a reward given in a case, and who may give how much (I6).

use serde::{Deserialize, Serialize};

use super::{GestureReason, StaffName};
use crate::{Days, HoldId, Instant, Points, RewardId, check::Faults};

/// How long a gesture counts against what one member may be given.
pub const GESTURE_DAYS: Days = Days(90);
/// Most gestures in one case: an apology that is made twenty times is none.
pub const GESTURES_MAX: usize = 20;
/// How long a reward is held that was given, at least: whoever is given one does not stand at the checkout.
pub const GIFT_HELD_DAYS: Days = Days(30);

/// Who gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who answers.
    Support,
    /// Who steers the program.
    Marketer,
    /// Whose shop it is.
    Owner,
}

/// What is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GestureContent {
    /// So many points.
    Points(Points),
    /// One of the program's rewards. It counts with its price in points.
    Reward(RewardId),
}

/// A gesture to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GestureDraft {
    /// What is given.
    pub gift: GestureContent,
    /// Why, for the shopper.
    pub reason: GestureReason,
    /// Who gives it.
    pub by: StaffName,
    /// The role of whoever gives it: it has a limit.
    pub role: Role,
}

/// A gesture that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gesture {
    /// How many points; of a reward its price, of which the member has paid nothing.
    pub points: Points,
    /// The reward, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<GestureReward>,
    /// Why, as the shopper reads it.
    pub reason: GestureReason,
    /// Who made it.
    pub by: StaffName,
    /// The role of whoever gives it: it has a limit.
    pub role: Role,
    /// When it happened.
    pub at: Instant,
}

/// A reward that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GestureReward {
    /// The reward's id.
    pub id: RewardId,
    /// The redemption that holds its code.
    pub redemption: HoldId,
}

/// Who may give how many points. Nobody may give any before the shop says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GestureLimits {
    /// Most points in one gesture of somebody who answers.
    pub support: Points,
    /// Most points in one gesture of a marketer.
    pub marketer: Points,
    /// Most points in one gesture of the shop's owner.
    pub owner: Points,
    /// Most points in all gestures to one member within [`GESTURE_DAYS`].
    pub per_member: Points,
}

impl GestureLimits {
    /// Most points in one gesture.
    pub fn of(&self, role: Role) -> Points {
        match role {
            Role::Support => self.support,
            Role::Marketer => self.marketer,
            Role::Owner => self.owner,
        }
    }

    /// How many points somebody may give now to a member who was given these.
    pub fn left<'g>(&self, role: Role, given: impl Iterator<Item = &'g Gesture>, now: Instant) -> Points {
        let counts = |gesture: &&Gesture| now < gesture.at + GESTURE_DAYS;
        let had = Points::sum(given.filter(counts).map(|gesture| gesture.points));
        let left = had.and_then(|had| self.per_member.minus(had)).unwrap_or(Points::ZERO);
        self.of(role).min(left).max(Points::ZERO)
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        let limits = [
            ("support", self.support),
            ("marketer", self.marketer),
            ("owner", self.owner),
            ("per_member", self.per_member),
        ];
        for (field, points) in limits {
            let sound = (Points::ZERO..=Points::MAX).contains(&points);
            faults.require(sound, || format!("gestures.{field}"), "must be from 0 to 900,000,000,000");
        }
    }
}
