//! Which rows stay open when the past is closed: those that may change without a fact before the checkpoint.

use std::collections::BTreeSet;

use super::{Debit, Hold, HoldStatus, OrderRecord, Wallet, checkpoint::OpenTake, take::Taker};
use crate::{AdjustmentId, Code, HoldId, Instant, OrderId, Points, view::REDEMPTIONS_SHOWN_DAYS};

/// Orders, redemptions and debits that stay open though they lie before a checkpoint: what may change without a fact
/// before it.
pub(super) struct Open {
    pub(super) orders: BTreeSet<OrderId>,
    pub(super) holds: BTreeSet<HoldId>,
    pub(super) debits: BTreeSet<AdjustmentId>,
}

impl Open {
    /// `takes` are those that hold or owe at the instant.
    pub(super) fn new(wallet: &Wallet, takes: &[OpenTake], at: Instant) -> Self {
        let clock = wallet.head.clock;
        // A paid order without a version may begin to wait with the next program.
        let may_wait =
            |record: &OrderRecord| record.version.is_none() && record.is_own() && record.state.status.is_purchase();
        let is_open_order =
            |record: &&OrderRecord| at < record.state.placed_at || record.counted.waiting.is_some() || may_wait(record);
        let is_open_hold = |hold: &&Hold| {
            let is_shown = hold.ended_at.is_none_or(|ended_at| clock < ended_at + REDEMPTIONS_SHOWN_DAYS);
            let is_shown = is_shown && hold.status.counts_against_limit();
            at < hold.created_at || is_shown || hold.is_given() || hold.taken.owed > Points::ZERO
        };
        let is_open_debit = |debit: &&Debit| at < debit.at || debit.taken.owed > Points::ZERO;
        let mut open = Self {
            debits: wallet.debits.values().filter(is_open_debit).map(|debit| debit.adjustment.clone()).collect(),
            orders: wallet.orders.values().filter(is_open_order).map(|record| record.id.clone()).collect(),
            holds: wallet.holds.values().filter(is_open_hold).map(|hold| hold.id.clone()).collect(),
        };
        for take in takes {
            match &take.taker {
                Taker::Debit(id) => drop(open.debits.insert(id.clone())),
                Taker::Redemption(id) => drop(open.holds.insert(id.clone())),
            }
        }
        // An open redemption keeps its orders open, and an open order its redemptions: until no more are found.
        while open.open_orders(wallet) | open.open_holds(wallet) {}
        open
    }

    /// Opens the orders that list a code of an open redemption.
    fn open_orders(&mut self, wallet: &Wallet) -> bool {
        let holds: Vec<&Hold> = wallet.holds.values().filter(|hold| self.holds.contains(&hold.id)).collect();
        let codes: BTreeSet<&Code> = holds.iter().map(|hold| &hold.code).collect();
        let captured = holds.iter().flat_map(|hold| &hold.captured).filter_map(|captured| captured.order.as_ref());
        let captured: BTreeSet<&OrderId> = captured.collect();
        let lists = |record: &&OrderRecord| {
            captured.contains(&record.id) || record.state.coupon_codes.iter().any(|code| codes.contains(code))
        };
        let before = self.orders.len();
        self.orders.extend(wallet.orders.values().filter(lists).map(|record| record.id.clone()));
        before < self.orders.len()
    }

    /// Opens the redemptions whose codes open orders list, and those of which another one has to know that they are used.
    fn open_holds(&mut self, wallet: &Wallet) -> bool {
        let orders = wallet.orders.values().filter(|record| self.orders.contains(&record.id));
        let codes: BTreeSet<&Code> = orders.flat_map(|record| &record.state.coupon_codes).collect();
        let open = wallet.holds.values().filter(|hold| self.holds.contains(&hold.id));
        let known: BTreeSet<&HoldId> = open.flat_map(|hold| &hold.terms.had_come_back).collect();
        // A capture by hand may name an order that is told of later.
        let is_captured_for = |hold: &Hold| {
            let mut orders = hold.captured.iter().filter_map(|captured| captured.order.as_ref());
            orders.any(|order| self.orders.contains(order) || !wallet.orders.contains_key(order))
        };
        let is_needed = |hold: &&Hold| {
            let is_used = known.contains(&hold.id) && hold.status == HoldStatus::Captured;
            codes.contains(&hold.code) || is_used || is_captured_for(hold)
        };
        let before = self.holds.len();
        let needed: Vec<HoldId> = wallet.holds.values().filter(is_needed).map(|hold| hold.id.clone()).collect();
        self.holds.extend(needed);
        before < self.holds.len()
    }
}
