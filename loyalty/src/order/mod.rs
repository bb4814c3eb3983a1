//! An order as the shop sends it: always its full current state.
//!
//! | file | what it says |
//! |---|---|
//! | `adjust` | what of a state is left out, shortened or rounded when it is read |
//! | `check` | what a state must satisfy to be taken, and what of it is bounded |
//! | `value` | what the lines are worth |
//! | `version` | which of two states is the newer one |

mod adjust;
mod check;
mod value;
mod version;

use serde::{Deserialize, Serialize};

pub use check::Remark;
pub use value::{Charge, LineValue, RefundedShare, line_values};

use crate::{Code, Currency, Instant, MemberId, Money, Quantity, program::EarnOn, written};

/// Most lines of one order.
pub const LINES_MAX: usize = 500;
/// Most labels kept of one line.
pub const LABELS_MAX: usize = 50;
/// Longest line id, product id or label that is kept, in characters.
pub const LABEL_LEN_MAX: usize = 128;
/// Most coupon codes kept of one order.
pub const COUPON_CODES_MAX: usize = 20;
/// Most returns kept of one order: one for each line.
pub const RETURNS_MAX: usize = 500;
/// Highest quantity of one line; the lowest is as far below zero.
pub const QUANTITY_MAX: Quantity = Quantity::pieces(1_000_000);

/// The full current state of an order. Amounts are minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Order {
    /// Who bought; nobody known, if a guest did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What the amounts are in.
    pub currency: Currency,
    /// How far the order has come.
    pub status: OrderStatus,
    /// When it was placed. Rules, tiers and waiting times count from here.
    pub placed_at: Instant,
    /// When this state came about. An older one than the last never changes anything.
    pub updated_at: Instant,
    /// The state's number, if the shop counts them: it goes before `updated_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// Whether `price`, `discount` and `refunded` contain the tax.
    #[serde(default)]
    pub prices_include_tax: bool,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What its delivery cost.
    #[serde(default)]
    pub shipping: Shipping,
    /// Codes used on it, the program's own among them.
    #[serde(default, deserialize_with = "adjust::read_codes")]
    pub coupon_codes: Vec<Code>,
    /// When it was delivered, the last time if more than once. Without it an order is delivered when it is first completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
    /// What the customer has sent, or wants to send, back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<Return>,
    /// What [`Order::adjust`] has left out, shortened or rounded. A shop does not send it: it is made anew from its state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjusted: Vec<Remark>,
}

/// Something of an order on its way back. It is open until it says that it was closed, but not for ever: see
/// [`OpenReturn`](crate::survey::OpenReturn).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Return {
    /// When the customer asked for it.
    pub opened_at: Instant,
    /// When everything about it was settled.
    #[serde(default)]
    pub closed_at: Option<Instant>,
}

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Ordered, not paid.
    Placed,
    /// Paid.
    Paid,
    /// Paid and delivered.
    Completed,
    /// Called off. Nothing of it counts.
    Cancelled,
}

impl OrderStatus {
    /// Whether an order of this status is a purchase: it was paid, and not called off.
    pub fn is_purchase(self) -> bool {
        matches!(self, Self::Paid | Self::Completed)
    }
}

/// One line of an order. Refunds are on the same basis as the price.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// The line, as the shop names it; its place in the order, from 1, if the shop does not name it.
    #[serde(default, deserialize_with = "written::from_id")]
    pub id: String,
    /// The product, as the shop names it. Empty for what is no product, such as a fee, or is one no longer.
    #[serde(default, deserialize_with = "written::from_id")]
    pub product: String,
    /// Its categories, collections and tags.
    #[serde(default, deserialize_with = "written::ids")]
    pub labels: Vec<String>,
    /// How many, or how much. Below zero it was taken back: the line is a deduction.
    pub quantity: Quantity,
    /// Price of one.
    pub price: Money,
    /// Taken off the whole line.
    #[serde(default)]
    pub discount: Money,
    /// Tax of the whole line.
    #[serde(default)]
    pub tax: Money,
    /// Refunded of the whole line, by now.
    #[serde(default)]
    pub refunded: Money,
    /// Refunded of its tax, by now.
    #[serde(default)]
    pub refunded_tax: Money,
}

/// Delivery of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shipping {
    /// What it cost.
    #[serde(default)]
    pub price: Money,
    /// Tax on it.
    #[serde(default)]
    pub tax: Money,
    /// Refunded of it, by now.
    #[serde(default)]
    pub refunded: Money,
    /// Refunded of its tax, by now.
    #[serde(default)]
    pub refunded_tax: Money,
}

impl Order {
    /// Whether an order in this status earns.
    pub fn earns(status: OrderStatus, earn_on: EarnOn) -> bool {
        match status {
            OrderStatus::Completed => true,
            OrderStatus::Paid => earn_on == EarnOn::Paid,
            OrderStatus::Placed | OrderStatus::Cancelled => false,
        }
    }
}
