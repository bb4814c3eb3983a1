//! Storing a fact, and what all facts come to with it.

use super::{
    Credit, Debit, Hold, LotSource, OrderRecord, Refusal, Wallet, difference::Figures, fold::Folded, take::Taker,
};
use crate::{AdjustmentId, HoldId, Instant, OrderId, program::Programs};

/// A fact to be stored in place of the one that has its name.
pub(super) enum NewFact {
    Order(OrderRecord),
    Credit(Credit),
    Debit(Debit),
    Hold(Hold),
}

/// A fact's name.
pub(super) enum FactName {
    Order(OrderId),
    Credit(LotSource),
    Debit(AdjustmentId),
    Hold(HoldId),
}

impl Wallet {
    /// Makes anew what is computed from the facts, from the checkpoint on. In a sound wallet this changes nothing.
    pub fn rebuild(&mut self, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        self.start_operation(programs, now)?;
        self.change_rules(programs)?;
        let before = Figures::new(self)?;
        self.refold(programs, &before, None)
    }

    /// Stores a fact and takes what all facts come to now. `cause` is the order that was told of, if one was.
    pub(super) fn store(&mut self, fact: NewFact, programs: &Programs, cause: Option<&OrderId>) -> Result<(), Refusal> {
        let (is_new, placed_at) = match &fact {
            NewFact::Order(record) => {
                let known = self.order(&record.id);
                let known_at = known.map(|known| known.state.placed_at);
                (known.is_none(), known_at.into_iter().chain([record.state.placed_at]).min())
            }
            NewFact::Credit(credit) => (!self.credits.contains_key(&credit.source), None),
            NewFact::Debit(debit) => (!self.debits.contains_key(&debit.adjustment), None),
            NewFact::Hold(hold) => (self.hold(&hold.id).is_none(), None),
        };
        if placed_at.is_some_and(|at| !self.facts_of_points().is_after_checkpoint(at)) {
            return Err(Refusal::HistoryNotLoaded);
        }
        self.change_rules(programs)?;
        let before = Figures::new(self)?;
        let (name, old) = self.replace(fact);
        let stored = if is_new && self.can_append(&name) {
            let appended = self.append_fact(&name, programs);
            appended.and_then(|()| Ok(self.append_difference(&before, cause)?))
        } else {
            self.refold(programs, &before, cause)
        };
        match stored {
            Ok(()) => match name {
                FactName::Order(id) => drop(self.touched.orders.insert(id)),
                FactName::Credit(source) => drop(self.touched.credits.insert(source)),
                FactName::Debit(id) => drop(self.touched.debits.insert(id)),
                FactName::Hold(id) => drop(self.touched.holds.insert(id)),
            },
            Err(_) => self.put_back(name, old),
        }
        stored
    }

    fn replace(&mut self, fact: NewFact) -> (FactName, Option<NewFact>) {
        match fact {
            NewFact::Order(record) => {
                let name = record.id.clone();
                let old = self.orders.insert(name.clone(), record);
                (FactName::Order(name), old.map(NewFact::Order))
            }
            NewFact::Credit(credit) => {
                let name = credit.source.clone();
                let old = self.credits.insert(name.clone(), credit);
                (FactName::Credit(name), old.map(NewFact::Credit))
            }
            NewFact::Debit(debit) => {
                let name = debit.adjustment.clone();
                let old = self.debits.insert(name.clone(), debit);
                (FactName::Debit(name), old.map(NewFact::Debit))
            }
            NewFact::Hold(hold) => {
                let name = hold.id.clone();
                let old = self.holds.insert(name.clone(), hold);
                (FactName::Hold(name), old.map(NewFact::Hold))
            }
        }
    }

    fn put_back(&mut self, name: FactName, old: Option<NewFact>) {
        if let Some(old) = old {
            self.replace(old);
            return;
        }
        match name {
            FactName::Order(id) => drop(self.orders.remove(&id)),
            FactName::Credit(source) => drop(self.credits.remove(&source)),
            FactName::Debit(id) => drop(self.debits.remove(&id)),
            FactName::Hold(id) => drop(self.holds.remove(&id)),
        }
    }

    /// Folds all facts anew and appends the difference. When it fails, only the facts are not what they were.
    pub(super) fn refold(
        &mut self,
        programs: &Programs,
        before: &Figures,
        cause: Option<&OrderId>,
    ) -> Result<(), Refusal> {
        let folded = (self.rules.fold)(self.facts_of_points(), programs, self.head.clock)?;
        self.adopt(folded);
        self.append_difference(before, cause)?;
        Ok(())
    }

    /// Takes what the facts have come to.
    pub(super) fn adopt(&mut self, folded: Folded) {
        let Folded { counted, settlements, flow } = folded;
        for (id, counted) in counted {
            if let Some(record) = self.orders.get_mut(&id).filter(|record| record.counted != counted) {
                record.counted = counted;
                self.touched.orders.insert(id);
            }
        }
        for (id, settlement) in &settlements {
            let Some(hold) = self.holds.get_mut(id) else { continue };
            let settled = hold.with_settlement(settlement, self.head.clock);
            if *hold != settled {
                *hold = settled;
                self.touched.holds.insert(id.clone());
            }
        }
        let old = std::mem::replace(&mut self.flow, flow);
        let changed = self.flow.lots.iter().filter(|(source, lot)| old.lots.get(source) != Some(lot));
        let gone = old.lots.keys().filter(|source| !self.flow.lots.contains_key(source));
        self.touched.lots.extend(changed.map(|(source, _)| source).chain(gone).cloned());
        // The fold has made all lots anew; those above are another than before.
        self.flow.changed.lots.clear();
        self.flow.changed.takers.extend(self.flow.takes.keys().cloned());
        self.adopt_flow();
        self.flow.changed = Default::default();
    }

    /// Takes over what the flow has changed.
    pub(super) fn adopt_flow(&mut self) {
        let changed = std::mem::take(&mut self.flow.changed);
        for taker in changed.takers {
            let Some(taken) = self.flow.takes.get(&taker).map(|take| &take.taken) else { continue };
            match taker {
                Taker::Debit(id) => {
                    if let Some(debit) = self.debits.get_mut(&id).filter(|debit| debit.taken != *taken) {
                        debit.taken = taken.clone();
                        self.touched.debits.insert(id);
                    }
                }
                Taker::Redemption(id) => {
                    if let Some(hold) = self.holds.get_mut(&id).filter(|hold| hold.taken != *taken) {
                        hold.taken = taken.clone();
                        self.touched.holds.insert(id);
                    }
                }
            }
        }
        self.touched.lots.extend(changed.lots);
    }
}
