//! Adding a fact after which nothing has happened. The fold that stands goes on with it, so that it costs what the fact
//! costs, not what all open facts do. The result is the same as that of folding anew: whatever could make it another is
//! left to the fold.

use super::{Counted, Hold, HoldStatus, OrderRecord, Refusal, Wallet, count, fold, store::FactName, take::Taker};
use crate::{Instant, Points, program::Programs};

impl Wallet {
    /// Whether a fact that was just stored comes after all others and changes none of them.
    pub(super) fn can_append(&self, name: &FactName) -> bool {
        let at = match name {
            FactName::Order(id) => {
                self.orders.get(id).filter(|record| self.is_plain(record)).map(|it| it.state.placed_at)
            }
            FactName::Credit(source) => self.credits.get(source).map(|credit| credit.at),
            FactName::Debit(id) => self.debits.get(id).map(|debit| debit.at),
            FactName::Hold(id) => self.holds.get(id).filter(|hold| self.is_held(hold)).map(|hold| hold.created_at),
        };
        self.rules.can_append && at.is_some_and(|at| self.is_last(at))
    }

    /// An order that uses no code, and that no redemption was captured for by hand.
    fn is_plain(&self, record: &OrderRecord) -> bool {
        let names = |hold: &Hold| hold.captured.iter().any(|captured| captured.order.as_ref() == Some(&record.id));
        record.state.coupon_codes.is_empty() && !self.holds.values().any(names)
    }

    /// A redemption that holds, whose code nobody has used, made while no points were spent twice.
    fn is_held(&self, hold: &Hold) -> bool {
        let is_used = |id| self.holds.get(id).is_some_and(|other| other.status == HoldStatus::Captured);
        let is_listed = || self.orders.values().any(|record| record.state.coupon_codes.contains(&hold.code));
        hold.status == HoldStatus::Held
            && hold.released_at.is_none()
            && hold.captured.is_empty()
            && self.head.clock < hold.held_until
            && !hold.terms.had_come_back.iter().any(is_used)
            && !is_listed()
    }

    /// Whether one fact alone, the one that was stored, is dated `at` or later, and nothing has happened since then by itself.
    fn is_last(&self, at: Instant) -> bool {
        let clock = self.head.clock;
        let happened = |instant: Instant| at < instant && instant <= clock;
        let facts = (self.orders.values().map(|record| record.state.placed_at))
            .chain(self.credits.values().map(|credit| credit.at))
            .chain(self.debits.values().map(|debit| debit.at))
            .chain(self.holds.values().map(|hold| hold.created_at));
        let (mut lots, mut holds) = (self.flow.lots.values(), self.holds.values());
        self.facts_of_points().is_after_checkpoint(at)
            && at <= clock
            && facts.filter(|fact| at <= *fact).count() == 1
            && !lots.any(|lot| happened(lot.available_at) || lot.expires_at.is_some_and(happened))
            && !holds.any(|hold| hold.ended_at.is_some_and(happened) || happened(hold.held_until))
    }

    /// Goes on with the fact. When it fails, nothing is changed but the fact.
    pub(super) fn append_fact(&mut self, name: &FactName, programs: &Programs) -> Result<(), Refusal> {
        let (mut counted, mut lots, mut take) = (None, Vec::new(), None);
        match name {
            FactName::Order(id) => {
                if let Some(last) = self.orders.get(id) {
                    let count = self.count_last(last, programs)?;
                    lots.extend(fold::order_lots(id, last.state.placed_at, &count));
                    counted = Some((id, count));
                }
            }
            FactName::Credit(source) => lots.extend(self.credits.get(source).map(fold::credit_lot)),
            FactName::Debit(id) => {
                take = self.debits.get(id).map(|debit| (Taker::Debit(id.clone()), debit.as_new_take()));
            }
            FactName::Hold(id) => {
                let hold = self.holds.get(id).filter(|hold| hold.points > Points::ZERO);
                take = hold.map(|hold| (Taker::Redemption(id.clone()), hold.as_take(Some(hold.held_until))));
            }
        }
        // The fact is in these sums, but for what a new order is counted to be.
        let (credited, _) = self.facts_of_points().moved(Instant::from_ms(i64::MAX))?;
        if let Some((_, counted)) = &counted {
            credited.plus(counted.points()?)?;
        }
        let mut flow = self.flow.clone().with(lots, take);
        flow.advance(self.head.clock)?;
        self.flow = flow;
        if let Some((id, counted)) = counted
            && let Some(record) = self.orders.get_mut(id)
        {
            record.counted = counted;
        }
        self.adopt_flow();
        Ok(())
    }

    fn count_last(&self, last: &OrderRecord, programs: &Programs) -> Result<Counted, Refusal> {
        let past = self.checkpoint.as_ref().map(|checkpoint| &checkpoint.orders);
        let others = self.orders_after_checkpoint().filter(|record| record.id != last.id);
        count::count_last(past, others, last, programs)
    }
}
