//! What a wallet answers when an order's state arrives.

use serde::{Deserialize, Serialize};

use super::WaitingReason;
use crate::{
    Code, Instant, OrderId, Points,
    order::Remark,
    program::{Version, WindowStart},
};

/// What became of an order's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderResult {
    /// The order.
    pub order: OrderId,
    /// What was done with the state.
    pub outcome: OrderOutcome,
    /// What the order has earned by now.
    pub points: Points,
    /// What this state changed.
    pub change: Points,
    /// How much more is forgiven in the whole wallet than before: it was spent already.
    pub forgiven: Points,
    /// When the last of its pending points arrive, if that is known of all of them.
    pub pending_until: Option<Instant>,
    /// What has to happen before that is known.
    pub waits_for: Option<WindowStart>,
    /// The version it is counted by.
    pub program_version: Option<Version>,
    /// Why it is not counted yet.
    pub waiting_reason: Option<WaitingReason>,
    /// What became of its codes.
    pub coupons: Vec<CouponOutcome>,
    /// What of the state did not add up, and how it was taken.
    pub remarks: Vec<Remark>,
}

impl OrderResult {
    /// What became of a guest's order. It earns nothing, and a code on it is no member's own.
    pub fn of_guest(order: OrderId, outcome: OrderOutcome, codes: Vec<Code>) -> Self {
        let unknown = |code| CouponOutcome { code, status: CouponStatus::Unknown, order: None, late: false };
        Self {
            order,
            outcome,
            points: Points::ZERO,
            change: Points::ZERO,
            forgiven: Points::ZERO,
            pending_until: None,
            waits_for: None,
            program_version: None,
            waiting_reason: None,
            coupons: codes.into_iter().map(unknown).collect(),
            remarks: Vec::new(),
        }
    }
}

/// What was done with an order's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderOutcome {
    /// It is the order's state now.
    Applied,
    /// It had been delivered before.
    Unchanged,
    /// A newer one had been delivered before.
    Stale,
    /// It is the order's state now, and cannot be counted yet.
    Waiting,
}

/// What became of a code on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponOutcome {
    /// The code.
    pub code: Code,
    /// What it is now.
    pub status: CouponStatus,
    /// The order that uses it, which may be another one.
    pub order: Option<OrderId>,
    /// Whether its time had run out or it had been given back before this state came.
    pub late: bool,
}

/// What a code on an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponStatus {
    /// Still to be used.
    Held,
    /// Used.
    Captured,
    /// Given back.
    Released,
    /// Its time ran out.
    Lapsed,
    /// Used, and given back: all orders with it were cancelled or refunded.
    Returned,
    /// Not a code of this member.
    Unknown,
}
