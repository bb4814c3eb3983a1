//! What a shop sets for cases: its targets, and what may be given as a gesture.

use serde::{Deserialize, Serialize};

use super::{GestureLimits, Targets};
use crate::{Checked, Fault, check::Faults};

/// What holds for all cases of a shop. What is absent is as it is by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackSettings {
    /// How soon cases are to be answered and solved.
    pub targets: Targets,
    /// Who may give how many points as a gesture.
    pub gestures: GestureLimits,
}

impl FeedbackSettings {
    /// Proves the settings sound, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        self.targets.check(&mut faults);
        self.gestures.check(&mut faults);
        faults.finish(self)
    }
}
