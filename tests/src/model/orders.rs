//! Orders: state in, difference out.

use super::calendar::DAY_MS;
use super::documents::{Order, Program, Rule};
use super::summary::{Answer, Source};
use super::targets::earns;
use super::wallet::{KnownOrder, Lot, Model, Pinned, RuleCount};

impl Model {
    /// Takes an order's full current state.
    pub fn order(&mut self, id: &str, state: Order, now: i64) -> Answer {
        self.operate(now, |wallet| Ok(wallet.take_state(id, state)))
    }

    fn take_state(&mut self, id: &str, state: Order) -> Answer {
        let known = self.orders.iter().position(|order| order.id == id);
        let before = known.map_or(0, |position| self.orders[position].net());
        let no_effect = match known {
            Some(position) => self.next_state(position, state),
            None => {
                self.orders.push(KnownOrder {
                    id: id.to_owned(),
                    state,
                    replaced: Vec::new(),
                    pinned: None,
                    waiting: None,
                    counts: Vec::new(),
                });
                None
            }
        };
        let position = known.unwrap_or(self.orders.len() - 1);
        if no_effect.is_none() {
            self.earn(position);
            self.use_coupons(position);
        }
        let waiting = self.orders[position].waiting.is_some();
        let code = no_effect.unwrap_or(if waiting { "waiting" } else { "applied" });
        let points = self.orders[position].net();
        let is_own = |lot: &&Lot| matches!(&lot.source, Source::Order { order, .. } if order == id);
        let pending = self.lots.iter().filter(is_own).filter(|lot| !lot.arrived && lot.remaining > 0);
        Answer {
            code: code.to_owned(),
            points,
            change: points - before,
            waived: self.orders[position].counts.iter().map(|count| count.waived).sum(),
            pending_until: pending.map(|lot| lot.available_at).max(),
            coupons: self.coupons(position),
        }
    }

    /// Replaces the stored state, or says why not.
    fn next_state(&mut self, position: usize, state: Order) -> Option<&'static str> {
        let order = &mut self.orders[position];
        if state.updated_at < order.state.updated_at {
            return Some("stale");
        }
        if state.updated_at > order.state.updated_at {
            order.replaced.clear();
        } else if state == order.state || order.replaced.contains(&state) {
            return Some("unchanged");
        } else {
            order.replaced.push(order.state.clone());
        }
        order.state = state;
        None
    }

    /// Orders that waited are counted under a version that can, in the order they were placed.
    pub(super) fn retry_waiting(&mut self) {
        let Some(program) = self.current() else { return };
        let can_be_counted = |order: &KnownOrder| match order.waiting {
            Some("no_program") => true,
            Some(_) => order.pinned.is_none() && program.rates.contains_key(&order.state.currency),
            None => false,
        };
        let mut waiting: Vec<usize> = (0..self.orders.len()).filter(|at| can_be_counted(&self.orders[*at])).collect();
        waiting.sort_by_key(|at| (self.orders[*at].state.placed_at, self.orders[*at].id.clone()));
        for position in waiting {
            self.earn(position);
        }
    }

    /// Pins the order if it earns for the first time, then takes the difference to what it should have earned.
    fn earn(&mut self, position: usize) {
        self.orders[position].waiting = None;
        if self.orders[position].pinned.is_none() {
            self.pin(position);
        }
        let order = &self.orders[position];
        let Some(pinned) = &order.pinned else { return };
        let program = self.version(pinned.version);
        if earns(&program, &order.state) && !program.rates.contains_key(&order.state.currency) {
            self.orders[position].waiting = Some("no_rate_for_currency");
            return;
        }
        for rule in &program.rules {
            self.take_difference(position, &program, rule);
        }
    }

    fn pin(&mut self, position: usize) {
        let order = &self.orders[position];
        let Some(program) = self.current() else {
            if order.state.status != "cancelled" {
                self.orders[position].waiting = Some("no_program");
            }
            return;
        };
        if !earns(&program, &order.state) {
            return;
        }
        if program.rates.contains_key(&order.state.currency) {
            let tier = self.tier_at(order.state.placed_at.0, Some(&order.id));
            self.orders[position].pinned = Some(Pinned { version: self.programs.len(), tier });
        } else {
            self.orders[position].waiting = Some("no_rate_for_currency");
        }
    }

    fn take_difference(&mut self, position: usize, program: &Program, rule: &Rule) {
        let target = self.target(program, rule, position);
        let net = self.orders[position].net_of(&rule.id);
        if target > net {
            self.increase(position, rule, target - net);
        } else if target < net {
            self.decrease(position, program, rule, net - target);
        }
    }

    fn increase(&mut self, position: usize, rule: &Rule, points: i128) {
        let cancelled = points.min(self.count(position, &rule.id).waived);
        self.count(position, &rule.id).waived -= cancelled;
        let credit = points - cancelled;
        if credit == 0 {
            return;
        }
        self.count(position, &rule.id).credited += credit;
        let id = self.orders[position].id.clone();
        let source = Source::Order { order: id.clone(), rule: rule.id.clone() };
        let lot = match self.lots.iter().position(|lot| lot.source == source) {
            Some(lot) => lot,
            None => self.make_order_lot(source, position, rule),
        };
        let entry = self.write("earned", credit, 0);
        (entry.order, entry.rule) = (Some(id), Some(rule.id.clone()));
        self.put_into(lot, credit);
    }

    fn make_order_lot(&mut self, source: Source, position: usize, rule: &Rule) -> usize {
        let order = &self.orders[position];
        let program = self.version(order.pinned.as_ref().map_or(0, |pinned| pinned.version));
        let pending_days = rule.pending_days.unwrap_or(program.return_window_days);
        let available_at = order.state.placed_at.0 + pending_days * DAY_MS;
        let expires_after_days = rule.expires_after_days.or(program.expires_after_days);
        self.make_lot(source, available_at, expires_after_days.map(|days| available_at + days * DAY_MS))
    }

    fn decrease(&mut self, position: usize, program: &Program, rule: &Rule, points: i128) {
        let id = self.orders[position].id.clone();
        let own = Source::Order { order: id.clone(), rule: rule.id.clone() };
        let (mut reversed, mut waived) = (0, 0);
        if let Some(lot) = self.lots.iter_mut().find(|lot| lot.source == own) {
            reversed = points.min(lot.remaining);
            lot.remaining -= reversed;
            waived = (points - reversed).min(lot.lost);
            lot.lost -= waived;
        }
        let others = self.take_available(points - reversed - waived);
        reversed += others.iter().map(|(_, taken)| taken).sum::<i128>();
        let missing = points - reversed - waived;
        if program.debt == "go_negative" {
            self.debt += missing;
            reversed += missing;
        } else {
            waived += missing;
        }
        let count = self.count(position, &rule.id);
        count.reversed += reversed;
        count.waived += waived;
        if reversed > 0 {
            let entry = self.write("reversed", -reversed, 0);
            (entry.order, entry.rule) = (Some(id), Some(rule.id.clone()));
        }
    }

    fn count(&mut self, position: usize, rule: &str) -> &mut RuleCount {
        let counts = &mut self.orders[position].counts;
        let at = counts.iter().position(|count| count.rule == rule).unwrap_or(counts.len());
        if at == counts.len() {
            counts.push(RuleCount { rule: rule.to_owned(), credited: 0, reversed: 0, waived: 0 });
        }
        &mut counts[at]
    }
}
