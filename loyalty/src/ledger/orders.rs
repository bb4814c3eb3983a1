//! Orders: state in, difference out (`RULES.md`, 9.2).

use super::{
    CouponOutcome, CouponStatus, Hold, HoldStatus, LotSource, OrderOutcome, OrderRecord, OrderResult, Refusal, Wallet,
    store::NewFact,
};
use crate::{Checked, Code, Instant, OrderId, Points, order::Order, program::Programs};

/// What is compared with what came of an order's state.
struct Before {
    points: Points,
    forgiven: Points,
    /// Codes whose points had come back.
    had_come_back: Vec<Code>,
}

impl Wallet {
    /// Takes an order's full current state, in whatever order states arrive.
    pub fn apply_order(
        &mut self,
        id: OrderId,
        state: Checked<Order>,
        programs: &Programs,
        now: Instant,
    ) -> Result<OrderResult, Refusal> {
        self.start_operation(programs, now)?;
        let state = state.into_inner();
        let before = self.before(&id)?;
        let known = self.order(&id).cloned();
        let mut record = known.clone().unwrap_or_else(|| OrderRecord {
            yielded_at: self.head.yields.get(&id).copied(),
            ..OrderRecord::new(id.clone(), state.clone())
        });
        let taken = record.apply_state(&state, programs);
        let outcome = if known.is_none() { OrderOutcome::Applied } else { taken };
        if known.as_ref() != Some(&record) {
            self.require_open(&record.state.coupon_codes)?;
            self.store(NewFact::Order(record), programs, Some(&id))?;
            self.touched.yields |= self.head.yields.remove(&id).is_some();
        }
        self.order_result(&id, outcome, before)
    }

    /// Gives up an order that names another member by now, unless a state newer than `updated_at` is known. It keeps what it
    /// had, should it come back, and the codes it has used.
    pub fn yield_order(
        &mut self,
        id: &OrderId,
        updated_at: Instant,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.start_operation(programs, now)?;
        let Some(known) = self.order(id) else {
            let yielded_at = self.head.yields.entry(id.clone()).or_insert(updated_at);
            *yielded_at = updated_at.max(*yielded_at);
            self.touched.yields = true;
            return Ok(());
        };
        let mut record = known.clone();
        record.yield_to_other(updated_at);
        if *known == record { Ok(()) } else { self.store(NewFact::Order(record), programs, Some(id)) }
    }

    /// What lists a code of an archived redemption may change what became of it.
    fn require_open(&self, codes: &[Code]) -> Result<(), Refusal> {
        let is_archived = |code: &Code| self.named.holds.values().any(|hold| hold.code == *code);
        if codes.iter().any(is_archived) { Err(Refusal::HistoryNotLoaded) } else { Ok(()) }
    }

    fn before(&self, id: &OrderId) -> Result<Before, Refusal> {
        let points = self.order(id).map_or(Ok(Points::ZERO), OrderRecord::points)?;
        let holds = self.holds().chain(self.named.holds.values());
        let had_come_back = holds.filter(|hold| hold.status.has_come_back()).map(|hold| hold.code.clone());
        Ok(Before { points, forgiven: self.forgiven(), had_come_back: had_come_back.collect() })
    }

    fn order_result(&self, id: &OrderId, outcome: OrderOutcome, before: Before) -> Result<OrderResult, Refusal> {
        let record = self.order(id);
        let waiting_reason = record.and_then(|record| record.counted.waiting);
        let is_waiting = outcome == OrderOutcome::Applied && waiting_reason.is_some();
        let points = record.map_or(Ok(Points::ZERO), OrderRecord::points)?;
        let is_of_order = |source: &LotSource| matches!(source, LotSource::Order { order, .. } if order == id);
        let lots = self.lots().filter(|lot| is_of_order(&lot.source) && lot.remaining > Points::ZERO);
        let pending: Vec<_> = lots.filter(|lot| !lot.is_available(self.head.clock)).collect();
        let waits_for = pending.iter().find_map(|lot| lot.waits_for);
        let pending_until = pending.iter().map(|lot| lot.available_at).max();
        let codes = record.map(|record| record.state.coupon_codes.as_slice()).unwrap_or_default();
        Ok(OrderResult {
            order: id.clone(),
            outcome: if is_waiting { OrderOutcome::Waiting } else { outcome },
            points,
            change: points.minus(before.points)?,
            forgiven: self.forgiven().minus(before.forgiven)?.max(Points::ZERO),
            pending_until: pending_until.filter(|_| waits_for.is_none()),
            waits_for,
            program_version: record.and_then(|record| record.version),
            waiting_reason,
            coupons: codes.iter().map(|code| self.coupon_outcome(code, &before.had_come_back)).collect(),
            remarks: record.map_or(Ok(Vec::new()), |record| record.state.remarks())?,
        })
    }

    /// What the codes on an order are now; none of them is late by that.
    pub fn coupons(&self, record: &OrderRecord) -> Vec<CouponOutcome> {
        record.state.coupon_codes.iter().map(|code| self.coupon_outcome(code, &[])).collect()
    }

    fn coupon_outcome(&self, code: &Code, had_come_back: &[Code]) -> CouponOutcome {
        let hold = self.hold_by_code(code);
        let status = hold.map_or(CouponStatus::Unknown, Hold::coupon_status);
        let is_used = status == CouponStatus::Captured;
        CouponOutcome {
            code: code.clone(),
            status,
            order: hold.and_then(|hold| hold.order.clone()).filter(|_| is_used),
            late: is_used && had_come_back.contains(code),
        }
    }
}

impl Hold {
    fn coupon_status(&self) -> CouponStatus {
        match self.status {
            HoldStatus::Held => CouponStatus::Held,
            HoldStatus::Captured => CouponStatus::Captured,
            HoldStatus::Released => CouponStatus::Released,
            HoldStatus::Lapsed => CouponStatus::Lapsed,
            HoldStatus::Returned => CouponStatus::Returned,
        }
    }
}
