//! Lots, the spend order, debt, and what the passing of time does to them.

use super::summary::Source;
use super::wallet::{Lot, Model};

/// What happens by itself, in the order in which it happens at one instant. Lots and holds go by position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    LotsArrive,
    HoldLapses(usize),
    LotExpires(usize),
}

impl Model {
    /// Does everything due up to `now`, one event after the other.
    pub(super) fn pass_time(&mut self, now: i64) {
        let now = now.max(self.clock);
        while let Some((due, event)) = self.next_event().filter(|(due, _)| *due <= now) {
            // What came back to a lot past its expiry was due before it came.
            self.clock = self.clock.max(due);
            match event {
                Event::LotsArrive => self.lots_arrive(),
                Event::HoldLapses(position) => self.hold_lapses(position),
                Event::LotExpires(position) => self.lot_expires(position),
            }
        }
        self.clock = now;
    }

    /// The next instant at which something happens by itself.
    pub fn next_due(&self) -> Option<i64> {
        self.next_event().map(|(due, _)| due)
    }

    fn next_event(&self) -> Option<(i64, Event)> {
        let arrivals = self.lots.iter().filter(|lot| !lot.arrived).map(|lot| (lot.available_at, Event::LotsArrive));
        let holds = self.holds.iter().enumerate().filter(|(_, hold)| hold.status == "held");
        let lapses = holds.map(|(position, hold)| (hold.held_until, Event::HoldLapses(position)));
        let lots = self.lots.iter().enumerate().filter(|(_, lot)| lot.remaining > 0);
        let expiries = lots.filter_map(|(position, lot)| Some((lot.expires_at?, Event::LotExpires(position))));
        arrivals.chain(lapses).chain(expiries).min()
    }

    fn lots_arrive(&mut self) {
        let clock = self.clock;
        for lot in self.lots.iter_mut().filter(|lot| lot.available_at <= clock) {
            lot.arrived = true;
        }
        self.pay_debt();
    }

    fn hold_lapses(&mut self, position: usize) {
        self.holds[position].status = "lapsed";
        let points = self.holds[position].points;
        self.write_of(position, "lapsed", 0, -points);
        self.give_back(position);
    }

    fn lot_expires(&mut self, position: usize) {
        let lot = &mut self.lots[position];
        let lost = lot.remaining;
        lot.remaining = 0;
        lot.lost += lost;
        let source = lot.source.clone();
        let entry = self.write("expired", -lost, 0);
        match source {
            Source::Order { order, rule } => (entry.order, entry.rule) = (Some(order), Some(rule)),
            Source::Offer { offer, .. } => entry.offer = Some(offer),
            Source::Adjustment(_) => {}
        }
    }

    /// An empty lot.
    pub(super) fn make_lot(&mut self, source: Source, available_at: i64, expires_at: Option<i64>) -> usize {
        let arrived = available_at <= self.clock;
        self.lots.push(Lot { source, remaining: 0, lost: 0, available_at, expires_at, arrived });
        self.lots.len() - 1
    }

    /// Credits a lot; debt is paid if it can be.
    pub(super) fn put_into(&mut self, position: usize, points: i128) {
        self.lots[position].remaining += points;
        self.pay_debt();
    }

    /// Returns the points of a hold to the lots they came from.
    pub(super) fn give_back(&mut self, position: usize) {
        for (lot, points) in self.holds[position].parts.clone() {
            self.lots[lot].remaining += points;
        }
        self.pay_debt();
    }

    fn pay_debt(&mut self) {
        let paid = self.debt.min(self.available());
        self.take_available(paid);
        self.debt -= paid;
    }

    /// Points in lots that have arrived.
    pub fn available(&self) -> i128 {
        self.lots.iter().filter(|lot| lot.arrived).map(|lot| lot.remaining).sum()
    }

    pub(super) fn pending(&self) -> i128 {
        self.lots.iter().filter(|lot| !lot.arrived).map(|lot| lot.remaining).sum()
    }

    /// Takes up to so many available points in spend order; says which lots gave how much.
    pub(super) fn take_available(&mut self, wanted: i128) -> Vec<(usize, i128)> {
        let mut in_spend_order: Vec<usize> = (0..self.lots.len()).filter(|at| self.lots[*at].arrived).collect();
        in_spend_order.sort_by_key(|at| {
            let lot = &self.lots[*at];
            (lot.expires_at.is_none(), lot.expires_at, lot.available_at, *at)
        });
        let mut missing = wanted;
        let mut parts = Vec::new();
        for position in in_spend_order {
            let taken = missing.min(self.lots[position].remaining);
            if taken > 0 {
                self.lots[position].remaining -= taken;
                missing -= taken;
                parts.push((position, taken));
            }
        }
        parts
    }
}
