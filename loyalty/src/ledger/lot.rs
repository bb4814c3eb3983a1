//! A lot: points with one source, one day they become available and one day they expire.

use serde::{Deserialize, Serialize};

use crate::{
    AdjustmentId, CandidateId, ClaimId, HoldId, Instant, OrderId, Points, RuleId, SurveyId, program::WindowStart,
    survey::Occasion,
};

/// Points with one source and one expiry. The source is its name: there is one lot of each.
///
/// Stored as a list with its instants in milliseconds: a wallet is mostly lots, and so this is less than half the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Lot {
    /// Where the points come from.
    pub source: LotSource,
    /// All points credited to it.
    pub points: Points,
    /// What is left to spend.
    pub remaining: Points,
    /// What was lost by expiry.
    pub expired: Points,
    /// When it was made.
    pub made_at: Instant,
    /// When the points can be spent.
    pub available_at: Instant,
    /// When they are lost, if ever.
    pub expires_at: Option<Instant>,
    /// What they wait for, if `available_at` is only the latest it can be.
    pub waits_for: Option<WindowStart>,
}

/// Points, remaining and expired; made, available and expiring at.
type Stored = (LotSource, [Points; 3], (i64, i64, Option<i64>), Option<WindowStart>);

impl From<Stored> for Lot {
    fn from((source, [points, remaining, expired], (made, available, expires), waits_for): Stored) -> Self {
        let (made_at, available_at) = (Instant::from_ms(made), Instant::from_ms(available));
        let expires_at = expires.map(Instant::from_ms);
        Self { source, points, remaining, expired, made_at, available_at, expires_at, waits_for }
    }
}

impl From<Lot> for Stored {
    fn from(lot: Lot) -> Self {
        let instants = (lot.made_at.as_ms(), lot.available_at.as_ms(), lot.expires_at.map(Instant::as_ms));
        (lot.source, [lot.points, lot.remaining, lot.expired], instants, lot.waits_for)
    }
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
    /// Several sources: only a published state knows lots by their sums.
    #[serde(skip)]
    Sum {
        /// Which of the sums.
        number: u32,
    },
}

/// What is spent first: earliest expiry (never last), then earliest available, then first made, then by source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpendOrder {
    never_expires: bool,
    pub(super) expires_at: Option<Instant>,
    pub(super) available_at: Instant,
    made_at: Instant,
    pub(super) source: LotSource,
}

impl SpendOrder {
    /// All but the source as a text: three instants of 15 digits.
    pub(super) fn key(&self) -> String {
        let since_year_one = |at: Instant| at.after(Instant::from_ms(i64::MIN));
        let never = u8::from(self.never_expires);
        let expires_at = since_year_one(self.expires_at.unwrap_or(Instant::from_ms(i64::MAX)));
        let (available_at, made_at) = (since_year_one(self.available_at), since_year_one(self.made_at));
        format!("{never}{expires_at:015}{available_at:015}{made_at:015}")
    }

    /// Whether two lots come one after the other by their sources alone.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let key = |order: &Self| (order.expires_at, order.available_at, order.made_at);
        key(self) == key(other)
    }
}

impl Lot {
    /// Whether the points can be spent at `now`, if any are left.
    pub fn is_available(&self, now: Instant) -> bool {
        self.available_at <= now
    }

    /// Whether it is known at `now` when its points can be spent, and so when they are lost.
    pub fn has_date(&self, now: Instant) -> bool {
        self.is_available(now) || self.waits_for.is_none()
    }

    /// Whether the points are lost at `now`.
    pub fn is_expired(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// A text by which lots are in the order in which they are spent, up to their sources.
    pub fn spend_key(&self) -> String {
        self.spend_order().key()
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
