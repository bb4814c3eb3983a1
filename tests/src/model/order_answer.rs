//! What an order's state is answered with (3.3, 7.10 and 9.2).

use std::cmp::Ordering;

use super::documents::Order;
use super::fold::Fold;
use super::newest::{compare, is_ahead};
use super::operations::{Model, plain};
use super::summary::{Answer, CodeAnswer, Source};
use super::value::books;

impl Model {
    /// The shop tells an order's full state.
    pub fn order(&mut self, id: &str, state: Order, now: i64) -> Answer {
        if is_ahead(&state, now) {
            return plain("invalid");
        }
        let now = self.begin(now);
        let before = self.last.clone();
        let newest = self.facts.orders.get(id).and_then(|fact| fact.newest()).cloned();
        let outcome = match newest.map(|newest| compare(&state, &newest)) {
            None | Some(Ordering::Greater) => "applied",
            Some(Ordering::Equal) => "unchanged",
            Some(Ordering::Less) => "stale",
        };
        let untold = self.facts.orders.clone();
        self.facts.told(id, &state);
        if !self.facts.are_in_range() {
            self.facts.orders = untold;
            self.end(None);
            return plain("out_of_range");
        }
        self.end(Some(id));
        self.order_answer(id, outcome, &before, now)
    }

    fn order_answer(&self, id: &str, outcome: &str, before: &Fold, now: i64) -> Answer {
        let fact = &self.facts.orders[id];
        let waiting = self.facts.waiting(fact).map(str::to_owned);
        let points = |fold: &Fold| fold.counted.iter().filter(|one| one.id == id).map(|one| one.points()).sum::<i128>();
        let is_its = |source: &Source| matches!(source, Source::Order { order, .. } if order == id);
        let pending: Vec<_> = self
            .last
            .lots
            .iter()
            .filter(|lot| is_its(&lot.source) && lot.remaining > 0 && now < lot.available_at)
            .collect();
        let waits_for = pending.iter().find_map(|lot| lot.waits_for(now));
        Answer {
            code: if outcome == "applied" && waiting.is_some() { "waiting" } else { outcome }.to_owned(),
            points: points(&self.last),
            change: points(&self.last) - points(before),
            forgiven: (self.last.forgiven() - before.forgiven()).max(0),
            pending_until: pending.iter().map(|lot| lot.available_at).max().filter(|_| waits_for.is_none()),
            waits_for,
            version: fact.version.map(|version| version as i64),
            waiting,
            codes: self.facts.codes(id).into_iter().map(|code| self.code_answer(code, before)).collect(),
            remarks: fact.newest().map(|state| books(state).remarks).unwrap_or_default(),
        }
    }

    fn code_answer(&self, code: String, before: &Fold) -> CodeAnswer {
        let Some(redemption) = self.facts.by_code(&code) else {
            return CodeAnswer { code, status: "unknown".to_owned(), ..CodeAnswer::default() };
        };
        let standing = &self.last.standings[&redemption.id];
        let was = before.standings[&redemption.id].status;
        let is_used = !self.facts.listings(redemption).iter().all(|listing| !listing.is_live);
        CodeAnswer {
            code,
            status: standing.status.to_owned(),
            order: standing.order.clone().filter(|_| is_used),
            late: standing.status == "captured" && ["lapsed", "released", "returned"].contains(&was),
        }
    }
}
