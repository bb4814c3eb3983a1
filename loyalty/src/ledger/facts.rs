//! What a wallet knows, as far as it moves points: everything else is computed from it (`RULES.md`, 2).
//!
//! Orders are in `order_record`, redemptions in `hold`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Checkpoint, Hold, LotSource, OrderRecord, Taken};
use crate::{AdjustmentId, HoldId, Instant, OrderId, Points, points::OutOfRange, program::DebtPolicy};

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

    /// All points ever credited and all ever taken by the facts up to an instant, orders as they are counted.
    pub(super) fn moved(self, until: Instant) -> Result<(Points, Points), OutOfRange> {
        let (credited, taken) = self.checkpoint.map_or_else(Default::default, |past| (past.credited, past.taken));
        let is_after = |at: Instant| self.is_after_checkpoint(at) && at <= until;
        let orders = self.orders.values().filter(|record| is_after(record.state.placed_at));
        let of_orders = orders.flat_map(|record| &record.counted.rules).map(|rule| rule.points);
        let credits = self.credits.values().filter(|credit| is_after(credit.at)).map(|credit| credit.points);
        let debits = self.debits.values().filter(|debit| is_after(debit.at)).map(|debit| debit.points);
        let holds = self.holds.values().filter(|hold| is_after(hold.created_at)).map(|hold| hold.points);
        Ok((credited.plus(Points::sum(of_orders.chain(credits))?)?, taken.plus(Points::sum(debits.chain(holds))?)?))
    }
}
