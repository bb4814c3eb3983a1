//! Which variant a person gets.

use serde::{Deserialize, Serialize};

use super::{Experiment, choose_variation, hash::bucket};
use crate::VariantKey;

/// A person's place in an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// Not in the experiment: sees nothing and is not counted.
    Outside,
    /// In the holdout: sees nothing and is counted.
    Holdout,
    /// Sees the variant at this place.
    Variant(usize),
}

/// What people in an experiment are counted under, and what is remembered of an assignment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// Those who see nothing.
    Holdout,
    /// Those who see this variant.
    Variant(VariantKey),
}

/// A person's place in a checked experiment. Nobody without an id is in one.
pub fn assign(experiment: &Experiment, id: &str) -> Assignment {
    let admitted = experiment.namespace.as_ref().is_none_or(|namespace| namespace.contains(id))
        && experiment.filters.iter().all(|filter| filter.contains(id));
    if id.is_empty() || !admitted {
        return Assignment::Outside;
    }
    match choose_variation(bucket(experiment.key.as_str(), id), experiment.ranges()) {
        None => Assignment::Outside,
        Some(0) => Assignment::Holdout,
        Some(range) => Assignment::Variant(range - 1),
    }
}

/// A person's place, where `earlier` is where the person was before in the same run.
///
/// It stays so whatever became of the coverage, and whoever the person is taken for by now; in an experiment that has no
/// such arm the person is assigned anew.
pub fn assign_again(experiment: &Experiment, id: &str, earlier: &Arm) -> Assignment {
    experiment.place(earlier).unwrap_or_else(|| assign(experiment, id))
}

impl Experiment {
    /// Where people of an arm are, if the experiment still has it.
    fn place(&self, arm: &Arm) -> Option<Assignment> {
        match arm {
            Arm::Holdout => (self.holdout.0 > 0).then_some(Assignment::Holdout),
            Arm::Variant(key) => self.variant_index(key).map(Assignment::Variant),
        }
    }

    /// What to count a person under and to remember; none outside the experiment.
    pub fn arm(&self, assignment: Assignment) -> Option<Arm> {
        match assignment {
            Assignment::Outside => None,
            Assignment::Holdout => Some(Arm::Holdout),
            Assignment::Variant(index) => self.variants.get(index).map(|variant| Arm::Variant(variant.key.clone())),
        }
    }
}
