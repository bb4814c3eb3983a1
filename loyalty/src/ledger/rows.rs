//! A wallet as rows: from stored ones, and to those that are to be stored.

use std::rc::Rc;

use super::{
    Adjustment, Checkpoint, Counted, Credit, Debit, Head, Hold, HoldStatus, Lot, OrderRecord, Refusal, Taken, Wallet,
    changes::Touched,
    difference::Figures,
    flow::Flow,
    take::{Take, Taker},
};
use crate::{Instant, Points, program::Programs};

/// The rows of a wallet that move points.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// What the wallet knows beside its rows.
    pub head: Head,
    /// Lots as they are.
    pub lots: Vec<Lot>,
    /// Orders.
    pub orders: Vec<OrderRecord>,
    /// Points that were given.
    pub credits: Vec<Credit>,
    /// Points that were taken by hand.
    pub debits: Vec<Debit>,
    /// Redemptions.
    pub holds: Vec<Hold>,
    /// Adjustments as they were told.
    pub adjustments: Vec<Adjustment>,
    /// What the archived rows come to; none if all rows are here.
    pub checkpoint: Option<Checkpoint>,
    /// Whether some of these rows are archived though all are here.
    pub is_reopened: bool,
}

impl Rows {
    /// The facts alone, with nothing that was computed from them: what another wallet can be made of.
    pub fn without_results(mut self) -> Self {
        (self.lots, self.checkpoint, self.is_reopened) = (Vec::new(), None, false);
        self.orders.iter_mut().for_each(|record| record.counted = Counted::default());
        self.debits.iter_mut().for_each(|debit| debit.taken = Taken::default());
        for hold in &mut self.holds {
            (hold.status, hold.held_until) = (HoldStatus::Held, hold.terms.held_until);
            (hold.ended_at, hold.order) = (None, None);
            (hold.not_taken, hold.taken) = (Points::ZERO, Taken::default());
        }
        self
    }
}

impl Wallet {
    /// A wallet from its stored rows; [`Wallet::with_profile`], [`Wallet::with_offers`], [`Wallet::with_cases`],
    /// [`Wallet::with_surveys`] and [`Wallet::with_testimonials`] add what moves no points.
    pub fn restore(rows: Rows) -> Self {
        let Rows { head, lots, orders, credits, debits, holds, adjustments, checkpoint, is_reopened } = rows;
        let mut wallet = Self {
            clock_before: head.clock,
            head,
            orders: orders.into_iter().map(|record| (record.id.clone(), record)).collect(),
            credits: credits.into_iter().map(|credit| (credit.source.clone(), credit)).collect(),
            debits: debits.into_iter().map(|debit| (debit.adjustment.clone(), debit)).collect(),
            holds: holds.into_iter().map(|hold| (hold.id.clone(), hold)).collect(),
            adjustments: adjustments.into_iter().map(|adjustment| (adjustment.id.clone(), adjustment)).collect(),
            checkpoint: checkpoint.map(Rc::new),
            is_reopened,
            ..Self::default()
        };
        wallet.flow = wallet.flow_of_rows(lots);
        wallet
    }

    /// The flow at the clock, from what the rows say has come of it.
    pub(super) fn flow_of_rows(&self, lots: Vec<Lot>) -> Flow {
        let redemptions = self.holds.values().filter(|hold| hold.points > Points::ZERO).map(|hold| {
            let gives_back_at = Some(hold.held_until).filter(|_| hold.status == HoldStatus::Held);
            let take = Take { taken: hold.taken.clone(), ..hold.as_take(gives_back_at) };
            (Taker::Redemption(hold.id.clone()), take)
        });
        let debits = self.debits.values().map(|debit| (Taker::Debit(debit.adjustment.clone()), debit.as_take()));
        let mut flow = Flow::restore(lots, debits.chain(redemptions), self.head.clock);
        flow.rest = self.checkpoint.as_ref().map(|checkpoint| checkpoint.rest.clone()).unwrap_or_default();
        flow
    }

    /// A new wallet of facts that are known from elsewhere: what else the rows say is computed anew.
    pub fn from_facts(facts: Rows, programs: &Programs, now: Instant) -> Result<Self, Refusal> {
        let mut wallet = Self::restore(Rows { head: Head::default(), ..facts.without_results() });
        wallet.pass_time(now);
        wallet.refold(programs, &Figures::default(), None)?;
        wallet.head.rules = wallet.rules.number;
        let mut touched = std::mem::take(&mut wallet.touched);
        wallet.touch_all_rows(&mut touched);
        wallet.touched = touched;
        Ok(wallet)
    }

    /// All rows are to be written.
    pub(super) fn touch_all_rows(&self, touched: &mut Touched) {
        touched.lots.extend(self.flow.lots.keys().cloned());
        touched.orders.extend(self.orders.keys().cloned());
        touched.holds.extend(self.holds.keys().cloned());
        touched.credits.extend(self.credits.keys().cloned());
        touched.debits.extend(self.debits.keys().cloned());
        touched.adjustments.extend(self.adjustments.keys().cloned());
    }

    /// Its rows that move points.
    pub fn rows(&self) -> Rows {
        Rows {
            head: self.head.clone(),
            lots: self.flow.lots.values().cloned().collect(),
            orders: self.orders.values().cloned().collect(),
            credits: self.credits.values().cloned().collect(),
            debits: self.debits.values().cloned().collect(),
            holds: self.holds.values().cloned().collect(),
            adjustments: self.adjustments.values().cloned().collect(),
            checkpoint: self.checkpoint.as_deref().cloned(),
            is_reopened: self.is_reopened,
        }
    }
}
