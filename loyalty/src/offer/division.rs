//! How a shop's people are divided: into those to whom nothing is offered and the others, and these again for each offer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Arms, CountedEvent, ReportedEvent};
use crate::{
    CandidateId, Instant, VariantKey,
    experiment::{self, Arm, Assignment, Experiment, Run, Share, in_program_holdout},
};

/// What the program-wide holdout is counted under: an offer to everybody, of everything.
pub const PROGRAM_HOLDOUT: &str = "program-holdout";

/// The arm of those who are not in it.
pub const PROGRAM: &str = "program";

/// How people are divided for some of a shop's offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divisions {
    /// The shop.
    pub shop: String,
    /// How many see no offer at all.
    pub holdout: Share,
    /// The run of that division.
    pub holdout_run: Run,
    /// The offers' own.
    pub offers: BTreeMap<CandidateId, Division>,
}

/// How people are divided for one offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    /// Since when: from one change of the division to the next.
    pub run: Run,
    /// Into which arms.
    pub experiment: Experiment,
}

impl Division {
    /// Where somebody is: where they were before in this run, if they were.
    pub(super) fn place(&self, offer: &CandidateId, subject: &str, arms: &Arms) -> Assignment {
        match arms.get(offer).filter(|kept| kept.run == self.run) {
            Some(kept) => experiment::assign_again(&self.experiment, subject, &kept.arm),
            None => experiment::assign(&self.experiment, subject),
        }
    }

    /// What they are counted under; nothing outside the experiment.
    pub(super) fn arm(&self, offer: &CandidateId, subject: &str, arms: &Arms) -> Option<Arm> {
        self.experiment.arm(self.place(offer, subject, arms))
    }
}

impl Divisions {
    /// What a person is counted under for an offer, or for [`PROGRAM_HOLDOUT`], and in which run, where `arms` are those the
    /// person had before. None for who is not in the experiment, and for an offer that is not one of these.
    pub fn arm(&self, offer: &CandidateId, subject: &str, arms: &Arms) -> Option<(Run, Arm)> {
        let held_out = in_program_holdout(&self.shop, self.holdout, subject);
        if offer.as_str() == PROGRAM_HOLDOUT {
            let program = || VariantKey::new(PROGRAM).ok().map(Arm::Variant);
            let arm = || if held_out { Some(Arm::Holdout) } else { program() };
            let arm = (self.holdout > Share::default()).then(arm).flatten()?;
            return Some((self.holdout_run, arm));
        }
        let division = self.offers.get(offer).filter(|_| !held_out)?;
        Some((division.run, division.arm(offer, subject, arms)?))
    }

    /// The events that count of those reported of a person: those of the arm that the person is in, each once and as of the
    /// earliest time reported.
    pub fn counted(&self, subject: &str, arms: &Arms, events: &[ReportedEvent], now: Instant) -> Vec<CountedEvent> {
        let mut counted: Vec<CountedEvent> = Vec::new();
        for event in events {
            let Some(run) = self.run_of(event, subject, arms) else { continue };
            let new = event.counted(run, now);
            match counted.iter_mut().find(|known| known.is_same(&new)) {
                Some(known) => known.at = known.at.min(new.at),
                None => counted.push(new),
            }
        }
        counted
    }

    /// The run in which an event counts, if it does: it was reported of the arm that the person is in, by a page that knew of
    /// this run.
    pub(crate) fn run_of(&self, event: &ReportedEvent, subject: &str, arms: &Arms) -> Option<Run> {
        let (run, arm) = self.arm(&event.offer, subject, arms)?;
        (arm == event.arm && event.run == run).then_some(run)
    }
}
