//! A line of history.

use serde::{Deserialize, Serialize};

use crate::{
    AdjustmentId, CandidateId, HoldId, Instant, OrderId, Points, RuleId, SurveyId,
    ledger::{Entry, EntryKind, Wallet},
};

/// A ledger entry with its texts in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// Its number in the wallet, from 1.
    pub seq: u64,
    /// When it took effect.
    pub at: Instant,
    /// What happened.
    pub kind: EntryKind,
    /// Change of the balance.
    pub points: Points,
    /// Change of what is held.
    pub held: Points,
    /// The order it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Another order that caused it: by its points, caps and tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<OrderId>,
    /// When that order was placed: long before it took effect, where old orders were brought in later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordered_at: Option<Instant>,
    /// The rule it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// The redemption it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redemption: Option<HoldId>,
    /// The name of the redemption's reward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reward: Option<String>,
    /// The adjustment it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentId>,
    /// The offer it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<CandidateId>,
    /// The survey it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyId>,
    /// Why, for the shopper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, for the shop alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl EntryView {
    /// An entry of a wallet as the shopper sees it: without the shop's note.
    pub fn for_shopper(entry: Entry, wallet: &Wallet, language: &str) -> Self {
        Self { note: None, ..Self::for_shop(entry, wallet, language) }
    }

    /// An entry of a wallet as the shop sees it.
    pub fn for_shop(entry: Entry, wallet: &Wallet, language: &str) -> Self {
        let order = entry.order.as_ref().and_then(|id| wallet.order(id));
        Self {
            ordered_at: order.map(|record| record.state.placed_at),
            seq: entry.seq,
            at: entry.at,
            kind: entry.kind,
            points: entry.points,
            held: entry.held,
            order: entry.order,
            cause: entry.cause,
            rule: entry.rule,
            redemption: entry.redemption,
            reward: entry.reward.map(|name| name.in_language(language).to_owned()),
            adjustment: entry.adjustment,
            offer: entry.offer,
            survey: entry.survey,
            reason: entry.reason,
            note: entry.note,
        }
    }
}
