//! How a shop's people are divided: into those to whom nothing is offered and the others, and these again for each offer.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Counted, PROGRAM_HOLDOUT, Reported};
use crate::{
    CandidateId, ExperimentKey, VariantKey,
    experiment::{self, Arm, Experiment, Share, in_program_holdout},
};

/// The arm of those who are not in it.
pub const PROGRAM: &str = "program";

/// How people are divided for some of a shop's offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divisions {
    /// The shop.
    pub shop: String,
    /// How many see no offer at all.
    pub holdout: Share,
    /// The offers' experiments.
    pub offers: BTreeMap<CandidateId, Experiment>,
}

impl Divisions {
    /// What a person is counted under for an offer, or for [`PROGRAM_HOLDOUT`], where `arms` are those the person had
    /// before. None for who is not in the experiment, and for an offer that is not one of these.
    pub fn arm(&self, offer: &CandidateId, subject: &str, arms: &BTreeMap<ExperimentKey, Arm>) -> Option<Arm> {
        let held_out = in_program_holdout(&self.shop, self.holdout, subject);
        if offer.as_str() == PROGRAM_HOLDOUT {
            let program = || VariantKey::new(PROGRAM).ok().map(Arm::Variant);
            let arm = || if held_out { Some(Arm::Holdout) } else { program() };
            return (self.holdout > Share::default()).then(arm).flatten();
        }
        let experiment = self.offers.get(offer).filter(|_| !held_out)?;
        let assignment = match arms.get(&experiment.key) {
            Some(earlier) => experiment::assign_again(experiment, subject, earlier),
            None => experiment::assign(experiment, subject),
        };
        experiment.arm(assignment)
    }

    /// What counts of what was told of a person, each once: what was told of the arms that they are in.
    pub fn counted(&self, subject: &str, arms: &BTreeMap<ExperimentKey, Arm>, events: &[Reported]) -> Vec<Counted> {
        let believed = events.iter().filter(|event| self.believes(event, subject, arms));
        let counted: BTreeSet<Counted> = believed.map(Reported::counted).collect();
        counted.into_iter().collect()
    }

    /// Whether an event was told of the arm that the person is in.
    pub(crate) fn believes(&self, event: &Reported, subject: &str, arms: &BTreeMap<ExperimentKey, Arm>) -> bool {
        self.arm(&event.offer, subject, arms).as_ref() == Some(&event.arm)
    }
}
