//! An entry: one line of the ledger. Never changed, never removed (I2).

use serde::{Deserialize, Serialize};

use crate::{AdjustmentId, CandidateId, HoldId, Instant, OrderId, Points, RuleId, SurveyId, Text};

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the wallet, from 1.
    pub seq: u64,
    /// When it took effect.
    pub at: Instant,
    /// What happened.
    pub kind: EntryKind,
    /// Change of the balance.
    pub points: Points,
    /// Change of what is held.
    #[serde(default)]
    pub held: Points,
    /// The order it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Another order that caused it: by its points, caps and tiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<OrderId>,
    /// The rule it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// The redemption it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redemption: Option<HoldId>,
    /// The name of the redemption's reward.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<Text>,
    /// The adjustment it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentId>,
    /// The offer it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<CandidateId>,
    /// The survey it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyId>,
    /// Why, for the shopper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, for the shop alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What an entry says happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// An order earned points.
    Earned,
    /// An order's points were taken back.
    Reversed,
    /// Points were set aside for a redemption.
    Held,
    /// A redemption was given back.
    Released,
    /// A redemption's time ran out.
    Lapsed,
    /// A redemption was used.
    Spent,
    /// A used redemption came back: its order was cancelled or refunded.
    Returned,
    /// Points were lost.
    Expired,
    /// The shop gave or took points.
    Adjusted,
    /// An offer gave points, or an offer or the shop's people a coupon.
    Claimed,
    /// An answer was given points.
    Answered,
    /// What was told before is another number by what is known now.
    Corrected,
    /// The rules of a later release count differently.
    RulesChanged,
}

impl Entry {
    /// An entry that is about nothing in particular yet; the wallet numbers it.
    pub(crate) fn new(kind: EntryKind, at: Instant, points: Points) -> Self {
        Self {
            seq: 0,
            at,
            kind,
            points,
            held: Points::ZERO,
            order: None,
            cause: None,
            rule: None,
            redemption: None,
            reward: None,
            adjustment: None,
            offer: None,
            survey: None,
            reason: None,
            note: None,
        }
    }
}
