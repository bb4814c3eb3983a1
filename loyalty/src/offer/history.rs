//! What a member has had to do with offers: kept in the wallet, and published in its snapshot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::OFFERS_MAX;
use crate::{
    CandidateId, ClaimId, HoldId, Instant, Points,
    attention::Memory,
    experiment::{Arm, Run},
};

/// Most arms remembered: one for each offer that can be published. With names of 16 bytes an arm takes some 40 B, so these
/// are 20 KB of a snapshot at the very most; a member who has met fifty offers has 2 KB. Who is in more experiments is
/// divided by the same name as ever, and leaves an arm there only when its coverage shrinks.
pub const ARMS_MAX: usize = OFFERS_MAX;

/// Most visitor ids remembered, the newest: a person has a phone, a tablet and two computers, each with a browser or two. With
/// 52 bytes each they are half a kilobyte of a snapshot. One that is forgotten is told again on its device's next page.
pub const VISITORS_MAX: usize = 10;

/// Where somebody was found to be in experiments, by offer.
pub type Arms = BTreeMap<CandidateId, RememberedArm>;

/// An arm, and the run in which somebody is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedArm {
    /// The run. In another it says nothing.
    pub run: Run,
    /// The arm.
    pub arm: Arm,
}

/// What a member has had to do with offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferHistory {
    /// Who the member is for experiments, once that was said: the visitor id of the first device that reported, or else
    /// the wallet's own name. It never changes, so that nobody changes arm by signing in or by another device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The devices that the member was signed in on, by their visitor ids, the newest last: what the shop counted of them
    /// before is the member's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visitors: Vec<String>,
    /// What was shown on any device, and what became of it.
    pub memory: Memory,
    /// Where the member is in experiments: the first arm of each run stays.
    #[serde(rename = "runs", skip_serializing_if = "BTreeMap::is_empty")]
    pub arms: Arms,
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
    /// In which run of the offer's experiment.
    #[serde(default)]
    pub run: Run,
    /// When it happened.
    pub at: Instant,
    /// What it gave.
    pub gave: ClaimedValue,
}

/// What was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimedValue {
    /// Points.
    Points {
        /// How many points.
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
            visitors: self.visitors.clone(),
            memory: self.memory.clone(),
            arms: self.arms.clone(),
            claims: self.claims.iter().skip(older).cloned().collect(),
        }
    }

    /// Remembers an arm, unless one is known of this run, or there are [`ARMS_MAX`] of other offers. Tells whether it is new.
    pub(crate) fn remember(&mut self, offer: &CandidateId, run: Run, arm: &Arm) -> bool {
        let known = self.arms.get(offer);
        let has_room = known.is_some() || self.arms.len() < ARMS_MAX;
        let is_new = has_room && known.is_none_or(|kept| kept.run != run);
        if is_new {
            self.arms.insert(offer.clone(), RememberedArm { run, arm: arm.clone() });
        }
        is_new
    }

    /// Remembers a device, unless it is known; of more than [`VISITORS_MAX`] the newest. The first one says who the member is
    /// for experiments, if nothing did before. Tells whether it is new.
    pub(crate) fn add_visitor(&mut self, visitor: &str) -> bool {
        if self.visitors.iter().any(|known| known == visitor) {
            return false;
        }
        self.subject.get_or_insert_with(|| visitor.to_owned());
        self.visitors.push(visitor.to_owned());
        let excess = self.visitors.len().saturating_sub(VISITORS_MAX);
        self.visitors.drain(..excess);
        true
    }
}
