//! What a wallet knows, as far as it moves points: everything else is computed from it (`RULES.md`, 2).
//!
//! Orders are in `order_record`, redemptions in `hold`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Checkpoint, Hold, LotSource, OrderRecord, Taken};
use crate::{AdjustmentId, HoldId, Instant, OrderId, Points, program::DebtPolicy};

/// Points that were given, and not for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// What for.
    pub source: LotSource,
    /// How many points.
    pub points: Points,
    /// When it happened.
    pub at: Instant,
    /// When they are lost, if ever.
    pub expires_at: Option<Instant>,
    /// Why, for the shopper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, for the shop alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Points that were taken by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debit {
    /// The adjustment.
    pub adjustment: AdjustmentId,
    /// How many, above zero.
    pub points: Points,
    /// When it happened.
    pub at: Instant,
    /// What happens if facts that come later leave too few.
    pub debt: DebtPolicy,
    /// Where they were taken from.
    #[serde(default)]
    pub taken: Taken,
}

/// All facts that move points: those after the checkpoint if there is one, and those before it that can still change.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) checkpoint: Option<&'a Checkpoint>,
    pub(super) orders: &'a BTreeMap<OrderId, OrderRecord>,
    pub(super) credits: &'a BTreeMap<LotSource, Credit>,
    pub(super) debits: &'a BTreeMap<AdjustmentId, Debit>,
    pub(super) holds: &'a BTreeMap<HoldId, Hold>,
}

impl Facts<'_> {
    /// Whether a fact with this instant is not in the checkpoint.
    pub(super) fn is_after_checkpoint(self, at: Instant) -> bool {
        self.checkpoint.is_none_or(|checkpoint| checkpoint.at() < at)
    }
}
