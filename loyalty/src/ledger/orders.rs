//! Orders: state in, difference out (`RULES.md`).

use super::{
    CouponOutcome, Earned, Entry, EntryKind, LotId, LotSource, OrderOutcome, OrderRecord, OrderResult, Pin, Refusal,
    WaitingReason, Wallet,
};
use crate::{
    Checked, Instant, OrderId, Points, RuleId, TierId,
    earn::{self, Purchase},
    order::{Order, OrderStatus},
    program::{DebtPolicy, Program, Programs, Rule},
    tier::Qualifying,
};

impl Wallet {
    /// Takes an order's full current state. After an error the wallet must be thrown away: see [`Refusal`].
    pub fn apply_order(
        &mut self,
        id: OrderId,
        state: Checked<Order>,
        programs: &Programs,
        now: Instant,
    ) -> Result<OrderResult, Refusal> {
        let now = self.begin(programs, now)?;
        let state = state.into_inner();
        let before = self.orders.get(&id).map_or(Points::ZERO, OrderRecord::net);
        let mut outcome = OrderOutcome::Applied;
        match self.orders.get_mut(&id) {
            None => {
                let record = OrderRecord {
                    id: id.clone(),
                    state,
                    superseded: Vec::new(),
                    pin: None,
                    earned: Vec::new(),
                    waiting: None,
                    completed_at: None,
                };
                self.orders.insert(id.clone(), record);
            }
            Some(record) => {
                outcome = record.outcome_of(&state);
                if outcome == OrderOutcome::Applied {
                    record.replace(state);
                }
            }
        }
        if outcome == OrderOutcome::Applied {
            self.count_order(&id, programs, now)?;
            self.settle_codes(&id, now);
            self.pass_time(now);
        }
        Ok(self.order_result(&id, outcome, before, now))
    }

    /// Gives up an order that names another member by now: it counts as cancelled, under the `updated_at` it had. One
    /// with a state newer than `updated_at` is kept.
    pub fn yield_order(
        &mut self,
        id: &OrderId,
        updated_at: Instant,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let Some(record) = self.orders.get(id).filter(|record| record.state.updated_at <= updated_at) else {
            return Ok(());
        };
        let state = Order { status: OrderStatus::Cancelled, ..record.state.clone() };
        self.apply_order(id.clone(), Checked::known(state), programs, now).map(drop)
    }

    /// Lets time pass and counts what was waiting: the beginning of every operation, and one by itself.
    pub fn touch(&mut self, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        self.begin(programs, now).map(drop)
    }

    pub(crate) fn begin(&mut self, programs: &Programs, now: Instant) -> Result<Instant, Refusal> {
        let now = self.pass_time(now);
        let waiting =
            self.orders.values().filter(|record| record.waiting.is_some() && can_be_counted(record, programs));
        let mut waiting: Vec<_> = waiting.map(|record| (record.state.placed_at, record.id.clone())).collect();
        // Caps and levels by points depend on the order of counting: it is that of the purchases.
        waiting.sort_unstable();
        for (_, id) in &waiting {
            self.count_order(id, programs, now)?;
        }
        Ok(self.pass_time(now))
    }

    /// Takes the difference between what an order should have earned and what it has.
    fn count_order(&mut self, id: &OrderId, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        self.touched.orders.insert(id.clone());
        let waiting = self.pin_order(id, programs);
        let Some(record) = self.orders.get_mut(id) else { return Ok(()) };
        record.waiting = waiting;
        let Some(pin) = record.pin.clone() else { return Ok(()) };
        let program = programs.get(pin.version).ok_or(Refusal::VersionNotLoaded(pin.version))?.clone();
        let earns = Order::earns(record.state.status, program.earn_on);
        if earns && program.conversion(record.state.currency).is_none() {
            record.waiting = Some(WaitingReason::NoRateForCurrency);
            return Ok(());
        }
        for rule in &program.rules {
            let target = if earns { self.target(id, rule, &program, pin.tier.as_ref()) } else { Points::ZERO };
            let net = self.earned(id, &rule.id).map_or(Points::ZERO, |earned| earned.net);
            if target > net {
                self.increase(id, rule, &program, target - net, now);
            } else if target < net {
                self.decrease(id, rule, &program, net - target, now);
            }
        }
        Ok(())
    }

    /// Pins an order that earns for the first time; otherwise says what it is waiting for, if anything.
    fn pin_order(&mut self, id: &OrderId, programs: &Programs) -> Option<WaitingReason> {
        let record = self.orders.get(id)?;
        if record.pin.is_some() {
            return None;
        }
        let Some((version, program)) = programs.newest() else {
            return (record.state.status != OrderStatus::Cancelled).then_some(WaitingReason::NoProgram);
        };
        if !Order::earns(record.state.status, program.earn_on) {
            return None;
        }
        if program.conversion(record.state.currency).is_none() {
            return Some(WaitingReason::NoRateForCurrency);
        }
        // The order itself has earned nothing yet, but by spend or count it would already lift its own level.
        let placed_at = record.state.placed_at;
        let others: Vec<_> = self.orders.values().filter(|other| other.id != *id).map(OrderRecord::fact).collect();
        let qualifying = Qualifying::new(program, &others);
        let tier = qualifying.and_then(|qualifying| qualifying.tier_at(placed_at)).cloned();
        self.orders.get_mut(id)?.pin = Some(Pin { version, tier });
        None
    }

    /// What an order should have earned by a rule, caps included.
    fn target(&self, id: &OrderId, rule: &Rule, program: &Program, tier: Option<&TierId>) -> Points {
        let Some(record) = self.orders.get(id) else { return Points::ZERO };
        let Some(conversion) = program.conversion(record.state.currency) else { return Points::ZERO };
        let points = earn::points(rule, &Purchase::of_order(&record.state, conversion, tier));
        let others = || {
            self.orders
                .values()
                .filter(|other| other.id != *id)
                .map(|other| (other.state.placed_at, net_by(other, &rule.id)))
        };
        points.min(earn::room(rule, program, record.state.placed_at, others))
    }

    fn increase(&mut self, id: &OrderId, rule: &Rule, program: &Program, increase: Points, now: Instant) {
        let Some(earned) = self.earned_mut(id, &rule.id) else { return };
        let unwaived = increase.min(earned.waived);
        earned.waived -= unwaived;
        earned.net += increase;
        let credited = increase - unwaived;
        if credited == Points::ZERO {
            return;
        }
        let lot = self.lot_of(id, &rule.id).unwrap_or_else(|| self.new_order_lot(id, rule, program));
        self.credit(lot, credited);
        self.append(Entry {
            order: Some(id.clone()),
            rule: Some(rule.id.clone()),
            ..Entry::new(EntryKind::Earned, now, credited)
        });
        self.pay_debt(now);
    }

    fn decrease(&mut self, id: &OrderId, rule: &Rule, program: &Program, decrease: Points, now: Instant) {
        let mut missing = decrease;
        let mut waived = Points::ZERO;
        if let Some(lot) = self.lot_of(id, &rule.id).and_then(|lot| self.lots.get_mut(&lot)) {
            let own = missing.min(lot.remaining);
            lot.remaining -= own;
            lot.points -= own;
            missing -= own;
            waived = missing.min(lot.expired);
            lot.expired -= waived;
            missing -= waived;
            self.touched.lots.insert(lot.id);
        }
        missing -= self.take_available(missing, now).iter().map(|part| part.1).sum();
        match program.debt {
            DebtPolicy::StopAtZero => waived += missing,
            DebtPolicy::GoNegative => self.head.debt += missing,
        }
        if let Some(earned) = self.earned_mut(id, &rule.id) {
            earned.net -= decrease;
            earned.waived += waived;
        }
        let reversed = decrease - waived;
        if reversed > Points::ZERO {
            self.append(Entry {
                order: Some(id.clone()),
                rule: Some(rule.id.clone()),
                ..Entry::new(EntryKind::Reversed, now, -reversed)
            });
        }
    }

    fn order_result(&self, id: &OrderId, outcome: OrderOutcome, before: Points, now: Instant) -> OrderResult {
        let record = self.orders.get(id);
        let waiting_reason = record.and_then(|record| record.waiting);
        let waiting = outcome == OrderOutcome::Applied && waiting_reason.is_some();
        let points = record.map_or(Points::ZERO, OrderRecord::net);
        let lots =
            self.lots.values().filter(|lot| matches!(&lot.source, LotSource::Order { order, .. } if order == id));
        let pending = lots.filter(|lot| lot.remaining > Points::ZERO && !lot.is_available(now));
        let codes = record.map(|record| record.state.coupon_codes.as_slice()).unwrap_or_default();
        OrderResult {
            order: id.clone(),
            outcome: if waiting { OrderOutcome::Waiting } else { outcome },
            points,
            change: points - before,
            waived: record.map_or(Points::ZERO, |record| record.earned.iter().map(|earned| earned.waived).sum()),
            pending_until: pending.map(|lot| lot.available_at).max(),
            program_version: record.and_then(|record| record.pin.as_ref()).map(|pin| pin.version),
            waiting_reason,
            coupons: codes
                .iter()
                .map(|code| CouponOutcome { code: code.clone(), status: self.coupon_status(code) })
                .collect(),
        }
    }

    fn lot_of(&self, id: &OrderId, rule: &RuleId) -> Option<LotId> {
        let source = LotSource::Order { order: id.clone(), rule: rule.clone() };
        self.lots.values().find(|lot| lot.source == source).map(|lot| lot.id)
    }

    fn new_order_lot(&mut self, id: &OrderId, rule: &Rule, program: &Program) -> LotId {
        let placed_at = self.orders.get(id).map_or(self.head.clock, |record| record.state.placed_at);
        let available_at = placed_at + rule.pending_days.unwrap_or(program.return_window_days);
        let expires_after = rule.expires_after_days.or(program.expires_after_days);
        let source = LotSource::Order { order: id.clone(), rule: rule.id.clone() };
        self.new_lot(source, available_at, expires_after.map(|days| available_at + days))
    }

    fn earned(&self, id: &OrderId, rule: &RuleId) -> Option<&Earned> {
        self.orders.get(id)?.earned.iter().find(|earned| earned.rule == *rule)
    }

    fn earned_mut(&mut self, id: &OrderId, rule: &RuleId) -> Option<&mut Earned> {
        let earned = &mut self.orders.get_mut(id)?.earned;
        let index = earned.iter().position(|earned| earned.rule == *rule).unwrap_or_else(|| {
            earned.push(Earned { rule: rule.clone(), net: Points::ZERO, waived: Points::ZERO });
            earned.len() - 1
        });
        earned.get_mut(index)
    }
}

fn net_by(record: &OrderRecord, rule: &RuleId) -> Points {
    record.earned.iter().find(|earned| earned.rule == *rule).map_or(Points::ZERO, |earned| earned.net)
}

/// Whether what a waiting order waits for may be there.
fn can_be_counted(record: &OrderRecord, programs: &Programs) -> bool {
    let Some((_, program)) = programs.newest() else { return false };
    let has_rate = program.conversion(record.state.currency).is_some();
    record.pin.is_none() && (has_rate || record.waiting == Some(WaitingReason::NoProgram))
}
