//! A lot: points with one source, one day they become available and one day they expire.

use serde::{Deserialize, Serialize};

use crate::{
    AdjustmentId, CandidateId, ClaimId, HoldId, Instant, OrderId, Points, RuleId, SurveyId, program::WindowStart,
    survey::Occasion,
};

/// Points with one source and one expiry. The source is its name: there is one lot of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Where the points come from.
    pub source: LotSource,
    /// All points credited to it.
    pub points: Points,
    /// What is left to spend.
    pub remaining: Points,
    /// What was lost by expiry.
    #[serde(default)]
    pub expired: Points,
    /// When it was made.
    pub made_at: Instant,
    /// When the points can be spent.
    pub available_at: Instant,
    /// When they are lost, if ever.
    pub expires_at: Option<Instant>,
    /// What they wait for, if `available_at` is only the latest it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WindowStart>,
}

/// Where a lot's points come from. Sources are in the order in which lots are spent that are otherwise equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
        /// The claim.
        claim: ClaimId,
        /// The offer.
        offer: CandidateId,
    },
    /// An answer.
    Survey {
        /// To which survey.
        survey: SurveyId,
        /// About what.
        occasion: Occasion,
    },
    /// Points that came back with a refund, with more time to spend them.
    Restored {
        /// The redemption they came back from.
        redemption: HoldId,
        /// Where they came from at first.
        from: Box<LotSource>,
    },
    /// What a change of the rules would have taken.
    Rules {
        /// The number of the rules.
        rules: u32,
    },
}

/// What is spent first: earliest expiry (never last), then earliest available, then first made, then by source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SpendOrder {
    never_expires: bool,
    expires_at: Option<Instant>,
    pub(super) available_at: Instant,
    made_at: Instant,
    pub(super) source: LotSource,
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

    pub(super) fn spend_order(&self) -> SpendOrder {
        SpendOrder {
            never_expires: self.expires_at.is_none(),
            expires_at: self.expires_at,
            available_at: self.available_at,
            made_at: self.made_at,
            source: self.source.clone(),
        }
    }
}

impl LotSource {
    /// Where the points came from at first, however often they have been given back since.
    pub(super) fn first(&self) -> &Self {
        match self {
            Self::Restored { from, .. } => from.first(),
            source => source,
        }
    }
}
