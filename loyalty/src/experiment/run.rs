//! Runs of an experiment: within one nobody is divided anew, so what is counted in it can be compared.

use serde::{Deserialize, Serialize};

use super::{Experiment, Share};

/// Which run of an experiment it is, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Run(pub u32);

impl Run {
    /// The first one.
    pub const FIRST: Self = Self(1);

    /// Whether there was none before it, which goes without saying.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub fn is_first(&self) -> bool {
        *self == Self::FIRST
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Default for Run {
    /// What does not say which run it is of is from before there was a second one.
    fn default() -> Self {
        Self::FIRST
    }
}

impl Experiment {
    /// Whether everybody is where the other would have them, so that its run goes on.
    ///
    /// Coverage makes no difference: who comes in or stays away with it changes nobody's arm.
    pub fn divides_as(&self, other: &Self) -> bool {
        let everybody = |experiment: &Self| Self { coverage: Share::ALL, ..experiment.clone() };
        let keys =
            |experiment: &Self| experiment.variants.iter().map(|variant| variant.key.clone()).collect::<Vec<_>>();
        self.key == other.key
            && self.namespace == other.namespace
            && self.filters == other.filters
            && keys(self) == keys(other)
            && everybody(self).ranges().eq(everybody(other).ranges())
    }
}
