//! An order as the shop sees it: what it has come to, and why.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{OrderExplanation, Viewer};
use crate::{
    Code, Currency, Instant, MemberId, OrderId, Points,
    ledger::{CouponOutcome, CouponStatus, OrderRecord, WaitingReason, Wallet},
    order::{OrderStatus, Remark},
    program::{Program, Programs, Version},
};

/// What an order has come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSummary {
    /// The order's id.
    pub id: OrderId,
    /// Its state: see [`OrderStatus`].
    pub status: OrderStatus,
    /// What its amounts are in.
    pub currency: Currency,
    /// When it was placed.
    pub placed_at: Instant,
    /// When its state came about.
    pub updated_at: Instant,
    /// What it has earned.
    pub points: Points,
    /// The version it is counted by.
    pub program_version: Option<Version>,
    /// Why it is not counted yet.
    pub waiting_reason: Option<WaitingReason>,
    /// The terms whose sum its points are, in the viewer's language; absent until it is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<OrderExplanation>,
}

/// One order, with whose it is and what the answer to its state says beside points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDetail {
    /// Whose it is.
    pub member: MemberId,
    /// What it has come to.
    #[serde(flatten)]
    pub summary: OrderSummary,
    /// What its codes are now.
    pub coupons: Vec<CouponView>,
    /// What of its state does not add up, and how it is taken.
    pub remarks: Vec<Remark>,
}

/// What a code on an order is now. Whether it was late, only the answer to the state that listed it can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponView {
    /// The code.
    pub code: Code,
    /// What it is.
    pub status: CouponStatus,
    /// The order that uses it, which may be another one.
    pub order: Option<OrderId>,
}

impl OrderSummary {
    pub(super) fn new(record: &OrderRecord, programs: &Programs, language: &str, now: Instant) -> Self {
        let program = record.version.and_then(|version| programs.get(version));
        let explain = |program: &Rc<Program>| OrderExplanation::new(record, program, language, now).ok().flatten();
        Self {
            explanation: program.and_then(explain),
            id: record.id.clone(),
            status: record.state.status,
            currency: record.state.currency,
            placed_at: record.state.placed_at,
            updated_at: record.state.updated_at,
            points: record.points().unwrap_or(Points::SUM_MAX),
            program_version: record.version,
            waiting_reason: record.counted.waiting,
        }
    }
}

impl OrderDetail {
    /// An order of a member's wallet, with time passed up to the viewer's now; none if the wallet does not know it, or has
    /// yielded it.
    pub fn new(
        member: MemberId,
        wallet: &mut Wallet,
        order: &OrderId,
        viewer: &Viewer,
        programs: &Programs,
    ) -> Option<Self> {
        let now = wallet.pass_time(viewer.now);
        let record = wallet.order(order).filter(|record| record.is_own())?;
        Some(Self {
            member,
            summary: OrderSummary::new(record, programs, viewer.language, now),
            coupons: wallet.coupons(record).into_iter().map(CouponView::from).collect(),
            // In range: the fold has counted it.
            remarks: record.state.remarks().unwrap_or_default(),
        })
    }
}

impl From<CouponOutcome> for CouponView {
    fn from(CouponOutcome { code, status, order, late: _ }: CouponOutcome) -> Self {
        Self { code, status, order }
    }
}
