//! What an operation changed: the rows to write.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Adjustment, ArchiveChanges, Checkpoint, Credit, Debit, Entry, Head, Hold, Lot, LotSource, OrderRecord, Wallet,
};
use crate::{AdjustmentId, HoldId, OrderId, member::MemberChanges};

/// Rows to write in one transaction: entries are new, the rest replaces what is stored by the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The wallet's head.
    pub head: Head,
    /// Entries to append.
    pub entries: Vec<Entry>,
    /// Lots made or changed.
    pub lots: Vec<Lot>,
    /// Lots to delete: nothing comes from there any more.
    pub lots_gone: Vec<LotSource>,
    /// Redemptions made or changed.
    pub holds: Vec<Hold>,
    /// Orders made or changed.
    pub orders: Vec<OrderRecord>,
    /// Points given.
    pub credits: Vec<Credit>,
    /// Points taken by hand, or whose parts have changed.
    pub debits: Vec<Debit>,
    /// Adjustments made.
    pub adjustments: Vec<Adjustment>,
    /// Orders that this operation has changed, wherever they are stored now.
    pub changed_orders: BTreeSet<OrderId>,
    /// Redemptions that this operation has changed.
    pub changed_holds: BTreeSet<HoldId>,
    /// Lots that were archived and are open now, as they are archived. To be removed from the archive first.
    pub opened_lots: Vec<Lot>,
    /// Rows to archive.
    pub archive: ArchiveChanges,
    /// What the archived rows come to, if that has changed.
    pub checkpoint: Option<Checkpoint>,
    /// What changed beside the ledger.
    pub member: MemberChanges,
}

/// What has been touched since the changes were last taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    pub(super) entries: Vec<Entry>,
    pub(super) yields: bool,
    pub(super) lots: BTreeSet<LotSource>,
    pub(super) credits: BTreeSet<LotSource>,
    pub(super) debits: BTreeSet<AdjustmentId>,
    pub(super) holds: BTreeSet<HoldId>,
    pub(super) orders: BTreeSet<OrderId>,
    pub(super) adjustments: BTreeSet<AdjustmentId>,
    /// Lots that were loaded from the archive.
    pub(super) opened_lots: BTreeMap<LotSource, Lot>,
    pub(super) archive: Option<ArchiveChanges>,
}

impl Touched {
    /// Whether there is nothing to store. Lots that were only loaded are as they are stored.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_facts() && self.archive.is_none()
    }

    /// Whether something has become another.
    fn has_facts(&self) -> bool {
        let is_empty = self.entries.is_empty()
            && !self.yields
            && self.lots.is_empty()
            && self.credits.is_empty()
            && self.debits.is_empty()
            && self.holds.is_empty()
            && self.orders.is_empty()
            && self.adjustments.is_empty();
        !is_empty
    }
}

impl Wallet {
    /// What has changed since the last call, under the next `seq`; none if nothing has.
    pub fn drain_changes(&mut self) -> Option<Changes> {
        let mut touched = std::mem::take(&mut self.touched);
        let member = self.member.drain_changes();
        if touched.is_empty() && member.is_empty() {
            self.touched.opened_lots = touched.opened_lots;
            return None;
        }
        self.head.seq += 1;
        if !touched.has_facts() && member.is_empty() {
            // Rows were only put elsewhere: that moves no clock.
            self.head.clock = self.clock_before;
        }
        touched.lots.extend(touched.opened_lots.keys().cloned());
        let (changed_orders, changed_holds) = (touched.orders.clone(), touched.holds.clone());
        if touched.archive.as_ref().is_some_and(|archive| archive.is_whole) {
            self.touch_all_rows(&mut touched);
        }
        let has_new_checkpoint = touched.archive.is_some() || !touched.opened_lots.is_empty();
        Some(Changes {
            head: self.head.clone(),
            entries: touched.entries,
            lots: touched.lots.iter().filter_map(|source| self.flow.lots.get(source)).cloned().collect(),
            lots_gone: touched.lots.iter().filter(|source| !self.flow.lots.contains_key(source)).cloned().collect(),
            credits: touched.credits.iter().filter_map(|source| self.credits.get(source)).cloned().collect(),
            debits: touched.debits.iter().filter_map(|id| self.debits.get(id)).cloned().collect(),
            holds: touched.holds.iter().filter_map(|id| self.holds.get(id)).cloned().collect(),
            orders: touched.orders.iter().filter_map(|id| self.orders.get(id)).cloned().collect(),
            adjustments: touched.adjustments.iter().filter_map(|id| self.adjustments.get(id)).cloned().collect(),
            changed_orders,
            changed_holds,
            opened_lots: touched.opened_lots.into_values().collect(),
            archive: touched.archive.unwrap_or_default(),
            checkpoint: self.checkpoint.as_deref().filter(|_| has_new_checkpoint).cloned(),
            member,
        })
    }
}
