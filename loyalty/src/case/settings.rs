//! What a shop sets for cases: its targets, and what may be given as a gesture.

use serde::{Deserialize, Serialize};

use super::{GestureLimits, Targets};
use crate::{Checked, Days, Fault, check::Faults};

/// Longest time after which an answered case closes by itself.
pub const CLOSE_DAYS_MAX: Days = Days(90);

/// What holds for all cases of a shop. What is absent is as it is by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackSettings {
    /// How soon cases are to be answered and solved.
    pub targets: Targets,
    /// Who may give how many points as a gesture.
    pub gestures: GestureLimits,
    /// How long after the shop's last answer a case closes by itself, unless the shopper writes.
    pub close_answered_after_days: Days,
}

impl Default for FeedbackSettings {
    /// A week is long enough to say that it was no answer.
    fn default() -> Self {
        Self { targets: Targets::default(), gestures: GestureLimits::default(), close_answered_after_days: Days(7) }
    }
}

impl FeedbackSettings {
    /// Proves the settings sound, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        self.targets.check(&mut faults);
        self.gestures.check(&mut faults);
        let is_sound = (Days(1)..=CLOSE_DAYS_MAX).contains(&self.close_answered_after_days);
        faults.require(is_sound, || "close_answered_after_days".to_owned(), "must be from 1 to 90");
        faults.finish(self)
    }
}
