//! A lot: points with one origin, one day they arrive and one day they expire.

use serde::{Deserialize, Serialize};

use crate::{AdjustmentId, CandidateId, ClaimId, Instant, OrderId, Points, RuleId, SurveyId, survey::Occasion};

/// A lot's number in its wallet; a later lot has a higher one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LotId(pub u64);

/// Points with one origin and one expiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its number.
    pub id: LotId,
    /// Where the points come from.
    pub source: LotSource,
    /// All points ever credited to it, less those reversed from it.
    pub points: Points,
    /// What is left to spend.
    pub remaining: Points,
    /// What was lost by expiry, less what a refund has accounted for since.
    #[serde(default)]
    pub expired: Points,
    /// When the points can be spent.
    pub available_at: Instant,
    /// When they are lost, if ever.
    pub expires_at: Option<Instant>,
}

/// Where a lot's points come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LotSource {
    /// An order, by one of the program's rules.
    Order {
        /// The order.
        order: OrderId,
        /// The rule.
        rule: RuleId,
    },
    /// An adjustment.
    Adjustment {
        /// The adjustment.
        adjustment: AdjustmentId,
    },
    /// What an offer gave.
    Offer {
        /// The offer.
        offer: CandidateId,
        /// The claim.
        claim: ClaimId,
    },
    /// An answer.
    Survey {
        /// To which survey.
        survey: SurveyId,
        /// About what.
        occasion: Occasion,
    },
}

impl Lot {
    /// Whether the points can be spent at `now`, if any are left.
    pub fn is_available(&self, now: Instant) -> bool {
        self.available_at <= now
    }

    /// Whether the points are lost at `now`.
    pub fn is_expired(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// What is spent first: earliest expiry (never last), then earliest available, then first made.
    pub(super) fn spend_order(&self) -> (bool, Option<Instant>, Instant, LotId) {
        (self.expires_at.is_none(), self.expires_at, self.available_at, self.id)
    }
}
