//! An order as the results of offers count it, a member's or a guest's.

use serde::{Deserialize, Serialize};

use crate::{
    Instant, Money,
    ledger::{OrderOutcome, OrderRecord},
    order::{Order, OrderStatus},
    program::Program,
    range::OutOfRange,
};

/// An order as results count it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// When it was placed.
    pub placed_at: Instant,
    /// Whether it counts as an order: one that was cancelled does not.
    pub counts: bool,
    /// What is kept of its goods, in the program's currency: 0 when cancelled, none without a rate.
    pub value: Option<Money>,
}

impl Sale {
    /// What an order is by the shop's current program.
    pub fn of(order: &Order, program: Option<&Program>) -> Result<Self, OutOfRange> {
        let counts = order.status != OrderStatus::Cancelled;
        let conversion = program.and_then(|program| program.conversion(order.currency));
        let spend = if counts { order.spend()? } else { Money::ZERO };
        let value = conversion.map(|conversion| Money::shown(conversion.to_program(spend)));
        Ok(Self { placed_at: order.placed_at, counts, value })
    }

    /// What a member's order is. One that went to another member counts there.
    pub fn of_record(record: &OrderRecord, program: Option<&Program>) -> Result<Self, OutOfRange> {
        let sale = Self::of(&record.state, program)?;
        let is_own = record.is_own();
        Ok(if is_own { sale } else { Self { counts: false, value: sale.value.map(|_| Money::ZERO), ..sale } })
    }
}

/// A guest's order. There is no wallet that keeps it; all that is kept is what results need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestSale {
    /// Of the newest state.
    pub updated_at: Instant,
    /// What it is.
    pub sale: Sale,
}

impl GuestSale {
    /// What becomes of a state when this is what is stored: an older one changes nothing; of two with one `updated_at` the one
    /// that is told later stands.
    pub fn outcome(stored: Option<&Self>, told: &Self) -> OrderOutcome {
        match stored {
            Some(stored) if told.updated_at < stored.updated_at => OrderOutcome::Stale,
            Some(stored) if told == stored => OrderOutcome::Unchanged,
            _ => OrderOutcome::Applied,
        }
    }
}
