//! Adding a fact after which nothing has happened. The fold that stands goes on with it, so that it costs what the fact
//! costs, not what all open facts do. The result is the same as that of folding anew: whatever could make it another is
//! left to the fold.

use super::{
    Counted, Hold, HoldStatus, Lot, LotSource, OrderRecord, Refusal, Wallet, count, fold, store::FactName, take::Taker,
};
use crate::{Instant, OrderId, Points, points::OutOfRange, program::Programs};

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
        self.rules.can_append && at.is_some_and(|at| self.is_last(name, at))
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

    /// Whether every other fact is dated before `at`, and nothing has happened since then by itself.
    fn is_last(&self, name: &FactName, at: Instant) -> bool {
        let clock = self.head.clock;
        let is_before_checkpoint = !self.facts_of_points().is_after_checkpoint(at);
        let happened = |instant: Instant| at < instant && instant <= clock;
        let orders = self.orders.values().filter(|record| *name != FactName::Order(record.id.clone()));
        let credits = self.credits.values().filter(|credit| *name != FactName::Credit(credit.source.clone()));
        let debits = self.debits.values().filter(|debit| *name != FactName::Debit(debit.adjustment.clone()));
        let holds = || self.holds.values().filter(|hold| *name != FactName::Hold(hold.id.clone()));
        let mut facts = (orders.map(|record| record.state.placed_at))
            .chain(credits.map(|credit| credit.at))
            .chain(debits.map(|debit| debit.at))
            .chain(holds().map(|hold| hold.created_at));
        let lots = || self.flow.lots.values();
        !is_before_checkpoint
            && at <= clock
            && facts.all(|fact| fact < at)
            && !lots().any(|lot| happened(lot.available_at) || lot.expires_at.is_some_and(happened))
            && !holds().any(|hold| hold.ended_at.is_some_and(happened) || happened(hold.held_until))
    }

    /// Goes on with the fact. When it fails, nothing is changed but the fact.
    pub(super) fn append_fact(&mut self, name: &FactName, programs: &Programs) -> Result<(), Refusal> {
        let counted = match name {
            FactName::Order(id) => Some((id, self.count_last(id, programs)?)),
            FactName::Credit(_) | FactName::Debit(_) | FactName::Hold(_) => None,
        };
        let (lots, take) = match name {
            FactName::Order(_) => (self.new_lots(counted.as_ref()), None),
            FactName::Credit(source) => (self.credits.get(source).map(fold::credit_lot).into_iter().collect(), None),
            FactName::Debit(id) => {
                let take = self.debits.get(id).map(|debit| (Taker::Debit(id.clone()), debit.as_new_take()));
                (Vec::new(), take)
            }
            FactName::Hold(id) => {
                let hold = self.holds.get(id).filter(|hold| hold.points > Points::ZERO);
                let take = |hold: &Hold| (Taker::Redemption(id.clone()), hold.as_take(Some(hold.held_until)));
                (Vec::new(), hold.map(take))
            }
        };
        self.require_range(&lots)?;
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

    fn count_last(&self, id: &OrderId, programs: &Programs) -> Result<Counted, Refusal> {
        let Some(last) = self.orders.get(id) else { return Ok(Counted::default()) };
        let past = self.checkpoint.as_ref().map(|checkpoint| &checkpoint.orders);
        let others = self.orders_after_checkpoint().filter(|record| record.id != *id);
        count::count_last(past, others, last, programs)
    }

    fn new_lots(&self, counted: Option<&(&OrderId, Counted)>) -> Vec<Lot> {
        let lots = |(id, counted): &(&OrderId, Counted)| {
            let placed_at = self.orders.get(*id).map(|record| record.state.placed_at).unwrap_or_default();
            fold::order_lots(id, placed_at, counted).collect()
        };
        counted.map_or_else(Vec::new, lots)
    }

    /// Points that were ever credited, and that were ever taken, stay in range; the new fact is among those that are known,
    /// but for what an order is counted to be.
    fn require_range(&self, new_lots: &[Lot]) -> Result<(), OutOfRange> {
        let facts = self.facts_of_points();
        let past = self.checkpoint.as_deref();
        let (credited, taken) = past.map_or_else(Default::default, |past| (past.credited, past.taken));
        let of_orders = self.orders_after_checkpoint().flat_map(|record| &record.counted.rules).map(|rule| rule.points);
        let credits = self.credits.values().filter(|credit| facts.is_after_checkpoint(credit.at));
        let credits = credits.map(|credit| credit.points);
        let of_new_order = new_lots.iter().filter(|lot| matches!(lot.source, LotSource::Order { .. }));
        credited.plus(Points::sum(of_orders.chain(credits).chain(of_new_order.map(|lot| lot.points)))?)?;
        let debits = self.debits.values().filter(|debit| facts.is_after_checkpoint(debit.at)).map(|debit| debit.points);
        let holds = self.holds.values().filter(|hold| facts.is_after_checkpoint(hold.created_at));
        taken.plus(Points::sum(debits.chain(holds.map(|hold| hold.points)))?).map(drop)
    }
}
