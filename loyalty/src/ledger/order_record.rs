//! An order as the wallet keeps it, and what it answers when one arrives.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Instant, OrderId, Points, RuleId, TierId,
    order::{Order, OrderStatus},
    program::Version,
    tier::Fact,
};

/// Most states remembered of one `updated_at`. A shop's clock of whole seconds leaves room for a handful of edits in one.
pub const SUPERSEDED_MAX: usize = 16;

/// An order and what it has earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRecord {
    /// The order's name.
    pub id: OrderId,
    /// Its newest state.
    pub state: Order,
    /// States it had at the same `updated_at` before: delivered again they change nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<Order>,
    /// The version and level it is counted by, once it has earned.
    pub pin: Option<Pin>,
    /// What it has earned, by rule.
    pub earned: Vec<Earned>,
    /// Why it has not been counted, if it should have been.
    pub waiting: Option<WaitingReason>,
    /// When a state that was replaced since was completed, for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Instant>,
}

/// The version and level an order is counted by, whatever becomes of the program and the member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// The program's version.
    pub version: Version,
    /// The member's level when the order was placed.
    pub tier: Option<TierId>,
}

/// What an order has earned by one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earned {
    /// The rule.
    pub rule: RuleId,
    /// Credited, less what was reversed or waived.
    pub net: Points,
    /// What should have been taken back and was not: it was spent or had expired.
    pub waived: Points,
}

/// Why an order has not been counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingReason {
    /// The shop has not published a program.
    NoProgram,
    /// The program has no rate for the order's currency.
    NoRateForCurrency,
}

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
    /// What could not be taken back.
    pub waived: Points,
    /// When the last of its points arrive, if that is still to come.
    pub pending_until: Option<Instant>,
    /// The version it is counted by.
    pub program_version: Option<Version>,
    /// Why it is not counted yet.
    pub waiting_reason: Option<WaitingReason>,
    /// What became of its codes.
    pub coupons: Vec<CouponOutcome>,
}

impl OrderResult {
    /// What became of a guest's order. It earns nothing, and a code on it is no member's own.
    pub fn of_guest(order: OrderId, outcome: OrderOutcome, codes: Vec<Code>) -> Self {
        Self {
            order,
            outcome,
            points: Points::ZERO,
            change: Points::ZERO,
            waived: Points::ZERO,
            pending_until: None,
            program_version: None,
            waiting_reason: None,
            coupons: codes.into_iter().map(|code| CouponOutcome { code, status: CouponStatus::Unknown }).collect(),
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
    /// Used, and given back with its cancelled order.
    Returned,
    /// Not a code of this member.
    Unknown,
}

impl OrderRecord {
    /// What the order means to tiers and caps.
    pub fn fact(&self) -> Fact {
        Fact {
            order: self.id.clone(),
            placed_at: self.state.placed_at,
            status: self.state.status,
            currency: self.state.currency,
            spend: self.state.spend(),
            earned: self.earned.iter().map(|earned| (earned.rule.clone(), earned.net)).collect(),
        }
    }

    /// What the order has earned by now.
    pub fn net(&self) -> Points {
        self.earned.iter().map(|earned| earned.net).sum()
    }

    /// When the order was delivered, as far as it is known: when the shop says, else when it was first completed. Of a
    /// cancelled order nothing was.
    pub fn delivered_at(&self) -> Option<Instant> {
        match self.state.status {
            OrderStatus::Cancelled => None,
            OrderStatus::Completed => self.state.delivered_at.or_else(|| self.first_completed_at()),
            OrderStatus::Placed | OrderStatus::Paid => self.state.delivered_at,
        }
    }

    /// When it was completed for the first time: later edits do not move it.
    fn first_completed_at(&self) -> Option<Instant> {
        let is_completed = self.state.status == OrderStatus::Completed;
        self.completed_at.or_else(|| is_completed.then_some(self.state.updated_at))
    }

    /// How a state that arrives now relates to those that arrived before.
    pub(super) fn outcome_of(&self, state: &Order) -> OrderOutcome {
        if state.updated_at < self.state.updated_at {
            OrderOutcome::Stale
        } else if *state == self.state || self.superseded.contains(state) {
            OrderOutcome::Unchanged
        } else {
            OrderOutcome::Applied
        }
    }

    /// Takes a state in place of the one there was.
    pub(super) fn replace(&mut self, state: Order) {
        self.completed_at = self.first_completed_at();
        let replaced = std::mem::replace(&mut self.state, state);
        if replaced.updated_at == self.state.updated_at {
            self.superseded.push(replaced);
            if self.superseded.len() > SUPERSEDED_MAX {
                self.superseded.remove(0);
            }
        } else {
            self.superseded.clear();
        }
    }
}
