//! The program's own codes on an order: used by a live one, given back by a cancelled one.

use super::{CouponStatus, HoldStatus, Wallet, redemptions::HoldEnd};
use crate::{Code, Instant, OrderId, order::OrderStatus};

impl Wallet {
    /// Captures the codes of a live order; gives back what a cancelled one had captured.
    pub(super) fn settle_codes(&mut self, id: &OrderId, now: Instant) {
        let Some(record) = self.orders.get(id) else { return };
        let cancelled = record.state.status == OrderStatus::Cancelled;
        for code in record.state.coupon_codes.clone() {
            let Some(hold) = self.hold_with_code(&code).and_then(|hold| self.holds.get_mut(&hold)) else { continue };
            if hold.status == HoldStatus::Captured && hold.order.is_none() {
                hold.order = Some(id.clone());
                self.touched.holds.insert(hold.id.clone());
            } else if hold.status == HoldStatus::Held && !cancelled {
                let hold = hold.id.clone();
                self.capture_hold(&hold, Some(id.clone()), now);
            }
        }
        if cancelled {
            let captured = self
                .holds
                .values()
                .filter(|hold| hold.status == HoldStatus::Captured && hold.order.as_ref() == Some(id));
            let captured: Vec<_> = captured.map(|hold| hold.id.clone()).collect();
            for hold in &captured {
                self.end_hold(hold, HoldEnd::Returned, now);
                self.pay_debt(now);
            }
        }
    }

    /// What a code is now.
    pub(super) fn coupon_status(&self, code: &Code) -> CouponStatus {
        let hold = self.holds.values().find(|hold| hold.code == *code);
        hold.map_or(CouponStatus::Unknown, |hold| match hold.status {
            HoldStatus::Held => CouponStatus::Held,
            HoldStatus::Captured => CouponStatus::Captured,
            HoldStatus::Released => CouponStatus::Released,
            HoldStatus::Lapsed => CouponStatus::Lapsed,
            HoldStatus::Returned => CouponStatus::Returned,
        })
    }
}
