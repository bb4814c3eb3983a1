//! What a member has had to do with offers: kept in the wallet, and published in its snapshot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::OFFERS_MAX;
use crate::{CandidateId, ClaimId, ExperimentKey, HoldId, Instant, Points, attention::Memory, experiment::Arm};

/// Most arms remembered: one for each offer that can be published. With names of 16 bytes an arm takes some 40 B, so these
/// are 20 KB of a snapshot at the very most; a member who has met fifty offers has 2 KB. Who is in more experiments is
/// divided by the same name as ever, and changes arm there only when their weights change.
pub const ARMS_MAX: usize = OFFERS_MAX;

/// What a member has had to do with offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferHistory {
    /// Who the member is for experiments, once that was said: the visitor id of the first device that reported, or else
    /// the wallet's own name. It never changes, so that nobody changes arm by signing in or by another device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What was shown on any device, and what became of it.
    pub memory: Memory,
    /// Where the member is in experiments: the first arm of each stays.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub arms: BTreeMap<ExperimentKey, Arm>,
    /// What offers have given, in the order in which they gave it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// Something of value that an offer has given. It is never taken back, whatever becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its name.
    pub id: ClaimId,
    /// The offer.
    pub offer: CandidateId,
    /// What the member is counted under.
    pub arm: Arm,
    /// When.
    pub at: Instant,
    /// What it gave.
    pub gave: Gave,
}

/// What was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gave {
    /// Points.
    Points {
        /// How many.
        points: Points,
        /// What for.
        reason: String,
    },
    /// A coupon.
    Coupon {
        /// The redemption, for which no points are held.
        redemption: HoldId,
    },
}

impl OfferHistory {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The history with its newest claims only.
    pub(crate) fn newest(&self, claims: usize) -> Self {
        let older = self.claims.len().saturating_sub(claims);
        Self {
            subject: self.subject.clone(),
            memory: self.memory.clone(),
            arms: self.arms.clone(),
            claims: self.claims.iter().skip(older).cloned().collect(),
        }
    }

    /// Remembers an arm, unless the experiment has one, or there are [`ARMS_MAX`].
    pub(crate) fn remember(&mut self, experiment: &ExperimentKey, arm: &Arm) {
        if self.arms.len() < ARMS_MAX && !self.arms.contains_key(experiment) {
            self.arms.insert(experiment.clone(), arm.clone());
        }
    }
}
