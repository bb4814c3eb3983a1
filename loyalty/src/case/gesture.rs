//! Gestures of goodwill: points given in a case, and who may give how many (I6).

use serde::{Deserialize, Serialize};

use super::{GestureReason, StaffName};
use crate::{Days, Instant, Points, check::Faults};

/// How long a gesture counts against what one member may be given.
pub const GESTURE_DAYS: Days = Days(90);
/// Most gestures in one case: an apology that is made twenty times is none.
pub const GESTURES_MAX: usize = 20;

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

/// Points to be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Giving {
    /// How many.
    pub points: Points,
    /// Why, for the shopper.
    pub reason: GestureReason,
    /// Who gives them.
    pub by: StaffName,
    /// As what.
    pub role: Role,
}

/// Points that were given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gesture {
    /// How many.
    pub points: Points,
    /// Why, as the shopper reads it.
    pub reason: GestureReason,
    /// Who gave them.
    pub by: StaffName,
    /// As what.
    pub role: Role,
    /// When.
    pub at: Instant,
}

/// Who may give how many points. Nobody may give any before the shop says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
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
        let had: Points = given.filter(counts).map(|gesture| gesture.points).sum();
        self.of(role).min(self.per_member - had).max(Points::ZERO)
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
