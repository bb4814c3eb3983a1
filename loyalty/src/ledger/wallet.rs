//! Time that passes, and the member's numbers.

use std::{collections::BTreeMap, rc::Rc};

use serde::{Deserialize, Serialize};

use super::{
    Debit, Entry, Facts, Head, Hold, HoldStatus, Lot, OrderRecord, Redeemed, Refusal, Rest, Wallet, difference::Figures,
};
use crate::{
    Code, HoldId, Instant, OrderId, Points, RewardId,
    history::OrderHistory,
    points::OutOfRange,
    program::{Program, Programs, Version},
    survey::RecentOrders,
    traits::{Bought, PastBought},
};

/// The numbers a member goes by, at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// All points, less debt.
    pub balance: Points,
    /// Points that can be spent; below zero only by debt.
    pub available: Points,
    /// Points that are not available yet.
    pub pending: Points,
    /// Points set aside for redemptions.
    pub held: Points,
    /// Points owed: spent, and not earned any more.
    pub debt: Points,
}

impl Wallet {
    /// Number of commits so far; it grows with every one, and newer states have higher ones.
    pub fn seq(&self) -> u64 {
        self.head.seq
    }

    /// The instant up to which time has passed in this wallet.
    pub fn clock(&self) -> Instant {
        self.head.clock
    }

    /// What the wallet knows beside its rows.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Entries appended since the changes were last taken.
    pub fn new_entries(&self) -> &[Entry] {
        &self.touched.entries
    }

    /// All lots that are loaded, in the order of their sources.
    pub fn lots(&self) -> impl Iterator<Item = &Lot> {
        self.flow.lots.values()
    }

    /// Points in lots that are not loaded.
    pub(crate) fn rest(&self) -> &Rest {
        &self.flow.rest
    }

    /// Redemptions that count against limits and are not loaded.
    pub(crate) fn redeemed(&self) -> Option<&BTreeMap<RewardId, Redeemed>> {
        self.checkpoint.as_ref().map(|checkpoint| &checkpoint.redeemed)
    }

    /// All redemptions that are loaded.
    pub fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.values()
    }

    /// All orders that are loaded, those that have gone to another member included.
    pub fn orders(&self) -> impl Iterator<Item = &OrderRecord> {
        self.orders.values()
    }

    /// How many orders the wallet was told of.
    pub fn order_count(&self) -> usize {
        let before = self.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.order_count);
        before + self.orders_after_checkpoint().count()
    }

    pub(super) fn orders_after_checkpoint(&self) -> impl Iterator<Item = &OrderRecord> {
        let is_after = |record: &&OrderRecord| self.facts_of_points().is_after_checkpoint(record.state.placed_at);
        self.orders.values().filter(is_after)
    }

    /// The member's orders that are not in the checkpoint.
    fn own_orders(&self) -> impl Iterator<Item = &OrderRecord> {
        self.orders_after_checkpoint().filter(|record| record.is_own())
    }

    /// The member's orders as levels, caps, traits and questions look at them.
    pub fn order_history(&self) -> OrderHistory {
        // In range: the fold has counted them.
        let facts = self.own_orders().filter_map(|record| record.fact().ok()?).collect();
        OrderHistory { past: self.checkpoint.as_ref().map(|checkpoint| checkpoint.orders.clone()), facts }
    }

    /// The latest of the member's orders at `now`.
    pub(crate) fn recent_orders(&self, now: Instant) -> RecentOrders {
        let past = self.checkpoint.as_ref().map(|checkpoint| checkpoint.orders.recent.clone()).unwrap_or_default();
        past.with(self.own_orders(), now)
    }

    /// What the member's orders have brought.
    pub(crate) fn bought(&self) -> Bought {
        let nothing = PastBought::default();
        let past = self.checkpoint.as_ref().map_or(&nothing, |checkpoint| &checkpoint.orders.bought);
        Bought::new(past, self.own_orders().map(|record| &record.state))
    }

    /// Adjustments that owe.
    pub fn owing_debits(&self) -> impl Iterator<Item = &Debit> {
        self.debits.values().filter(|debit| debit.taken.owed > Points::ZERO)
    }

    /// An order.
    pub fn order(&self, id: &OrderId) -> Option<&OrderRecord> {
        self.orders.get(id).or_else(|| self.named.orders.get(id))
    }

    /// A redemption.
    pub fn hold(&self, id: &HoldId) -> Option<&Hold> {
        self.holds.get(id).or_else(|| self.named.holds.get(id))
    }

    /// The redemption with this code.
    pub fn hold_by_code(&self, code: &Code) -> Option<&Hold> {
        self.holds.values().chain(self.named.holds.values()).find(|hold| hold.code == *code)
    }

    /// The program versions that the orders are counted by which are loaded.
    pub fn program_versions(&self) -> std::collections::BTreeSet<Version> {
        self.orders.values().chain(self.named.orders.values()).filter_map(|record| record.version).collect()
    }

    /// The numbers as of the wallet's clock.
    pub fn balance(&self) -> Balance {
        let remaining = |is_available: bool| {
            let lots = self.lots().filter(move |lot| lot.is_available(self.head.clock) == is_available);
            sum(lots.map(|lot| lot.remaining))
        };
        let held = self.holds.values().filter(|hold| hold.status == HoldStatus::Held);
        let held = sum(held.map(|hold| hold.taken.spent().unwrap_or(Points::SUM_MAX)));
        let debt = sum(self.flow.takes.values().map(|take| take.taken.owed));
        let pending = sum([remaining(false), self.flow.rest.pending]);
        let ready = sum([remaining(true), self.flow.rest.available]);
        let available = ready.minus(debt).unwrap_or_default();
        Balance { balance: sum([pending, available, held]), available, pending, held, debt }
    }

    /// What is forgiven in the whole wallet: it was spent, is not there any more, and is not owed.
    pub(super) fn forgiven(&self) -> Points {
        let archived = self.checkpoint.as_ref().map_or(Points::ZERO, |checkpoint| checkpoint.forgiven);
        let redemptions = self.holds.values().map(|hold| hold.taken.forgiven);
        let debits = self.debits.values().map(|debit| debit.taken.forgiven);
        sum(redemptions.chain(debits).chain([archived]))
    }

    pub(super) fn facts_of_points(&self) -> Facts<'_> {
        let checkpoint = self.checkpoint.as_deref();
        Facts { checkpoint, orders: &self.orders, credits: &self.credits, debits: &self.debits, holds: &self.holds }
    }

    /// Lets time pass and counts what was waiting: the beginning of every operation, and one by itself.
    pub fn touch(&mut self, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        self.start_operation(programs, now).map(drop)
    }

    /// Whether all rows are here.
    pub(super) fn require_history(&self) -> Result<(), Refusal> {
        if self.checkpoint.is_none() { Ok(()) } else { Err(Refusal::HistoryNotLoaded) }
    }

    pub(crate) fn start_operation(&mut self, programs: &Programs, now: Instant) -> Result<Instant, Refusal> {
        let knows = |program: &Rc<Program>| {
            self.checkpoint.as_ref().is_none_or(|checkpoint| checkpoint.orders.are_enough_for(program))
        };
        if !programs.newest().is_none_or(|(_, program)| knows(program)) {
            // Levels and caps are shown by the newest program.
            return Err(Refusal::HistoryNotLoaded);
        }
        if self.needs_lots(now) {
            return Err(Refusal::LotsNotLoaded);
        }
        let now = self.pass_time(now);
        match self.end_waiting(programs) {
            // They go on waiting.
            Ok(()) | Err(Refusal::OutOfRange) => Ok(now),
            Err(refusal) => Err(refusal),
        }
    }

    /// Does everything that is due up to `now`. Gives the wallet's own time, which never runs backwards.
    pub fn pass_time(&mut self, now: Instant) -> Instant {
        self.clock_before = self.head.clock;
        let now = now.max(self.head.clock);
        let lapses = |hold: &&Hold| hold.status == HoldStatus::Held && hold.held_until <= now;
        if self.flow.is_due(now) || self.holds.values().any(|hold| lapses(&hold)) {
            let before = Figures::new(self);
            // No sum is greater than when the facts were folded.
            let passed = self.flow.advance(now);
            self.head.clock = now;
            self.adopt_flow();
            for hold in self.holds.values_mut().filter(|hold| lapses(&&**hold)) {
                hold.status = HoldStatus::Lapsed;
                hold.ended_at = Some(hold.held_until);
                self.touched.holds.insert(hold.id.clone());
            }
            let written = before.and_then(|before| self.append_difference(&before, None));
            debug_assert!(passed.is_ok() && written.is_ok(), "points out of range by themselves");
        }
        self.head.clock = now;
        self.close_cases(now);
        now
    }

    /// Ends the waiting of orders that the current program can count.
    fn end_waiting(&mut self, programs: &Programs) -> Result<(), Refusal> {
        let changed = |record: &&OrderRecord| record.waiting(programs) != record.counted.waiting;
        let is_waiting = |record: &&OrderRecord| record.counted.waiting.is_some() || changed(record);
        let waiting: Vec<OrderRecord> = self.orders.values().filter(is_waiting).cloned().collect();
        let mut ended = waiting.clone();
        ended.iter_mut().for_each(|record| record.end_waiting(programs));
        if ended == waiting && !waiting.iter().any(|record| changed(&record)) {
            return Ok(());
        }
        if waiting.iter().any(|record| !self.facts_of_points().is_after_checkpoint(record.state.placed_at)) {
            return Err(Refusal::HistoryNotLoaded);
        }
        self.change_rules(programs)?;
        let before = Figures::new(self)?;
        self.orders.extend(ended.into_iter().map(|record| (record.id.clone(), record)));
        let counted = self.refold(programs, &before, None);
        match counted {
            Ok(()) => self.touched.orders.extend(waiting.into_iter().map(|record| record.id)),
            Err(_) => self.orders.extend(waiting.into_iter().map(|record| (record.id.clone(), record))),
        }
        counted
    }

    /// Numbers an entry and appends it.
    pub(super) fn append(&mut self, entry: Entry) -> Result<u64, OutOfRange> {
        self.head.points_sum = self.head.points_sum.plus(entry.points)?;
        self.head.held_sum = self.head.held_sum.plus(entry.held)?;
        self.head.entries += 1;
        let seq = self.head.entries;
        self.touched.entries.push(Entry { seq, ..entry });
        Ok(seq)
    }
}

/// A sum of parts of what a wallet has: the fold has refused facts with which it could leave the range.
fn sum(points: impl IntoIterator<Item = Points>) -> Points {
    let sum = Points::sum(points);
    debug_assert!(sum.is_ok(), "the fold let a sum out of range");
    sum.unwrap_or(Points::SUM_MAX)
}
