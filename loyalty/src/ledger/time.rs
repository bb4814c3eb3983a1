//! What happens by itself as time passes: points arrive, holds lapse, lots expire; answered cases are closed.

use super::{Entry, EntryKind, HoldStatus, LotId, LotSource, Wallet, redemptions::HoldEnd};
use crate::{HoldId, Instant, Points};

/// Something that is due. At one instant they happen in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Arrival,
    Lapse(HoldId),
    Expiry(LotId),
}

impl Wallet {
    /// Does everything that is due up to `now`. Gives the wallet's own time, which never runs backwards.
    pub fn pass_time(&mut self, now: Instant) -> Instant {
        let now = now.max(self.head.clock);
        while let Some((at, due)) = self.next_due(now) {
            // What came back late is due in the past; it happens when it came back.
            self.head.clock = self.head.clock.max(at);
            let at = self.head.clock;
            match due {
                Due::Arrival => {}
                Due::Lapse(id) => self.end_hold(&id, HoldEnd::Lapsed, at),
                Due::Expiry(id) => self.expire(id, at),
            }
            self.pay_debt(at);
        }
        self.head.clock = now;
        self.pay_debt(now);
        self.close_cases(now);
        now
    }

    fn next_due(&self, now: Instant) -> Option<(Instant, Due)> {
        let lots = || self.lots.values().filter(|lot| lot.remaining > Points::ZERO);
        // Arrivals matter only to debt, which they pay before later lots do.
        let waiting = || lots().filter(|lot| self.head.debt > Points::ZERO && lot.available_at > self.head.clock);
        let arrivals = waiting().map(|lot| (lot.available_at, Due::Arrival));
        let held = self.holds.values().filter(|hold| hold.status == HoldStatus::Held);
        let lapses = held.map(|hold| (hold.held_until, Due::Lapse(hold.id.clone())));
        let expiries = lots().filter_map(|lot| Some((lot.expires_at?, Due::Expiry(lot.id))));
        arrivals.chain(lapses).chain(expiries).filter(|(at, _)| *at <= now).min()
    }

    fn expire(&mut self, id: LotId, at: Instant) {
        let Some(lot) = self.lots.get_mut(&id) else { return };
        let lost = std::mem::take(&mut lot.remaining);
        lot.expired += lost;
        let mut entry = Entry::new(EntryKind::Expired, at, -lost);
        match &lot.source {
            LotSource::Order { order, rule } => {
                entry.order = Some(order.clone());
                entry.rule = Some(rule.clone());
            }
            LotSource::Adjustment { adjustment } => entry.adjustment = Some(adjustment.clone()),
            LotSource::Offer { offer, .. } => entry.offer = Some(offer.clone()),
            LotSource::Survey { survey, .. } => entry.survey = Some(survey.clone()),
        }
        self.touched.lots.insert(id);
        self.append(entry);
    }
}
