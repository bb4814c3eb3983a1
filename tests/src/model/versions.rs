//! By which program an order is counted, and for what it waits (5.1 and 5.2).

use super::documents::{Order, Program};
use super::facts::{Facts, OrderFact};
use super::value::has_reached;

/// Whether a state earns by a program, and its currency has a rate in it.
fn can_count(program: &Program, state: &Order) -> bool {
    has_reached(program, state) && program.rates.contains_key(&state.currency)
}

impl Facts {
    /// Why an order waits, if it does (5.2).
    pub fn waiting(&self, fact: &OrderFact) -> Option<&'static str> {
        let state = fact.newest()?;
        if fact.is_yielded() || state.status == "cancelled" {
            return None;
        }
        let Some((_, current)) = self.current() else { return Some("no_program") };
        let version = fact.version.map(|version| self.program(version));
        let earns = has_reached(version.as_ref().unwrap_or(&current), state);
        let has_rate = |program: &Program| program.rates.contains_key(&state.currency);
        let can_be_valued = has_rate(&current) || version.is_some_and(|version| has_rate(&version));
        (earns && !can_be_valued).then_some("no_rate_for_currency")
    }

    /// Ends the waiting of orders that the current program can count; says whether there were any (9.1).
    pub fn end_waiting(&mut self) -> bool {
        let Some((current, program)) = self.current() else { return false };
        let mut ended = false;
        for id in self.orders.keys().cloned().collect::<Vec<_>>() {
            let mut fact = self.orders[&id].clone();
            let Some(state) = fact.newest() else { continue };
            if fact.version.is_none() && fact.waited.is_some() && !fact.is_yielded() && can_count(&program, state) {
                fact.version = Some(current);
                ended = true;
            }
            ended |= self.replace_version(&mut fact);
            self.orders.insert(id, fact);
        }
        ended
    }

    /// An order gets its version when it is first told in a state that the current program can count (5.1).
    pub fn told(&mut self, id: &str, state: &Order) {
        let mut fact = self.orders.get(id).cloned().unwrap_or_default();
        fact.tell(state.clone());
        if let Some((current, program)) = self.current()
            && fact.version.is_none()
            && can_count(&program, state)
        {
            fact.version = Some(current);
        }
        self.replace_version(&mut fact);
        self.orders.insert(id.to_owned(), fact);
    }

    /// The one exception: the current version takes the place of one that has no rate for the order's currency.
    fn replace_version(&self, fact: &mut OrderFact) -> bool {
        let (Some(state), Some(version), Some((current, program))) = (fact.newest(), fact.version, self.current())
        else {
            return false;
        };
        if self.program(version).rates.contains_key(&state.currency) || !can_count(&program, state) {
            return false;
        }
        fact.version = Some(current);
        true
    }

    /// Remembers which orders wait: the next operation asks whether that has ended.
    pub fn remember_waiting(&mut self) {
        for id in self.orders.keys().cloned().collect::<Vec<_>>() {
            let waits = self.waiting(&self.orders[&id]);
            self.orders.entry(id).and_modify(|fact| fact.waited = waits);
        }
    }
}
