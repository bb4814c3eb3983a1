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
        let program = fact.version.map_or(current, |version| self.program(version));
        let has_rate = program.rates.contains_key(&state.currency);
        (has_reached(&program, state) && !has_rate).then_some("no_rate_for_currency")
    }

    /// Ends the waiting of orders without a version that the current program can count; says whether there were any
    /// (5.2). Beyond the range they go on waiting.
    pub fn end_waiting(&mut self) -> bool {
        let Some((current, program)) = self.current() else { return false };
        let before = self.orders.clone();
        let waits = |fact: &OrderFact| fact.version.is_none() && fact.waited.is_some() && !fact.is_yielded();
        let mut ended = false;
        for fact in self.orders.values_mut().filter(|fact| waits(fact)) {
            if fact.newest().is_some_and(|state| can_count(&program, state)) {
                fact.version = Some(current);
                ended = true;
            }
        }
        if ended && !self.are_in_range() {
            self.orders = before;
            return false;
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
        self.orders.insert(id.to_owned(), fact);
    }

    /// Remembers which orders wait: the next operation asks whether that has ended.
    pub fn remember_waiting(&mut self) {
        for id in self.orders.keys().cloned().collect::<Vec<_>>() {
            let waits = self.waiting(&self.orders[&id]);
            self.orders.entry(id).and_modify(|fact| fact.waited = waits);
        }
    }
}
