//! An order as the shop sends it: always its full current state.

use serde::{Deserialize, Serialize};

use crate::{Checked, Code, Currency, Days, Fault, Instant, MemberId, check::Faults, program::EarnOn};

/// Most lines of one order.
pub const LINES_MAX: usize = 500;
/// Most labels of one line.
pub const LABELS_MAX: usize = 50;
/// Longest product id or label, in characters.
pub const LABEL_LEN_MAX: usize = 128;
/// Most coupon codes of one order.
pub const COUPON_CODES_MAX: usize = 20;
/// Most returns of one order: each of a few parcels sent back more than once.
pub const RETURNS_MAX: usize = 10;
/// Highest amount of one line, in minor units. 500 lines of it are 5×10^15 and stay within 2^53 ≈ 9×10^15.
pub const AMOUNT_MAX: i64 = 10_000_000_000_000;
/// Highest quantity of one line.
pub const QUANTITY_MAX: i64 = 1_000_000;

/// The full current state of an order. Amounts are minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Whether `price`, `discount` and `refunded` contain the tax.
    #[serde(default)]
    pub prices_include_tax: bool,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What its delivery cost.
    #[serde(default)]
    pub shipping: Shipping,
    /// Codes used on it, the program's own among them.
    #[serde(default)]
    pub coupon_codes: Vec<Code>,
    /// When it was delivered, the last time if more than once. Without it an order is delivered when it is first completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
    /// What the customer has sent, or wants to send, back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<Return>,
}

/// Something of an order on its way back. It is open until it says that it was closed, but not for ever: see
/// [`OpenReturn`](crate::survey::OpenReturn).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Return {
    /// When the customer asked for it.
    pub opened_at: Instant,
    /// When everything about it was settled.
    #[serde(default)]
    pub closed_at: Option<Instant>,
}

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// One line of an order. Refunds are on the same basis as the price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The line, as the shop names it.
    pub id: String,
    /// The product, as the shop names it.
    pub product: String,
    /// Its categories, collections and tags.
    #[serde(default)]
    pub labels: Vec<String>,
    /// How many.
    pub quantity: i64,
    /// Price of one.
    pub price: i64,
    /// Taken off the whole line.
    #[serde(default)]
    pub discount: i64,
    /// Tax of the whole line.
    #[serde(default)]
    pub tax: i64,
    /// Refunded of the whole line, by now.
    #[serde(default)]
    pub refunded: i64,
    /// Refunded of its tax, by now.
    #[serde(default)]
    pub refunded_tax: i64,
}

/// Delivery of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipping {
    /// What it cost.
    pub price: i64,
    /// Tax on it.
    #[serde(default)]
    pub tax: i64,
    /// Refunded of it, by now.
    #[serde(default)]
    pub refunded: i64,
    /// Refunded of its tax, by now.
    #[serde(default)]
    pub refunded_tax: i64,
}

/// What is left of an amount and its tax after discounts and refunds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    amount: i64,
    tax: i64,
}

impl Kept {
    /// Minor units, with the tax or without it.
    pub(crate) fn value(self, with_tax: bool, prices_include_tax: bool) -> i64 {
        match (with_tax, prices_include_tax) {
            (true, false) => self.amount + self.tax,
            (false, true) => (self.amount - self.tax).max(0),
            _ => self.amount,
        }
    }
}

impl Line {
    /// Whether it has a quantity and was not refunded whole. What was free is kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.quantity > 0
            && (self.refunded == 0 || self.refunded < self.price.saturating_mul(self.quantity) - self.discount)
    }

    pub(crate) fn kept(&self) -> Kept {
        let amount =
            self.price.saturating_mul(self.quantity).saturating_sub(self.discount).saturating_sub(self.refunded);
        Kept { amount: amount.max(0), tax: self.tax.saturating_sub(self.refunded_tax).max(0) }
    }
}

impl Shipping {
    pub(crate) fn kept(&self) -> Kept {
        Kept {
            amount: self.price.saturating_sub(self.refunded).max(0),
            tax: self.tax.saturating_sub(self.refunded_tax).max(0),
        }
    }
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

    /// What was spent on goods: the lines without tax and shipping, in minor units of the order's currency.
    pub fn spend(&self) -> i64 {
        self.lines.iter().map(|line| line.kept().value(false, self.prices_include_tax)).sum()
    }

    /// Proves the order sound, or tells everything that is wrong with it.
    pub fn check(self, now: Instant) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let at = |path: &str| {
            let path = path.to_owned();
            move || path
        };
        faults.require(self.placed_at <= now + Days(1), at("placed_at"), "is more than a day in the future");
        faults.require(self.updated_at <= now + Days(1), at("updated_at"), "is more than a day in the future");
        faults.require(self.lines.len() <= LINES_MAX, at("lines"), "has more than 500 lines");
        faults.require(self.coupon_codes.len() <= COUPON_CODES_MAX, at("coupon_codes"), "has more than 20 codes");
        for (index, line) in self.lines.iter().enumerate() {
            line.check(&format!("lines[{index}]"), &mut faults);
        }
        let delivered = self.delivered_at.is_none_or(|delivered_at| delivered_at <= now + Days(1));
        faults.require(delivered, at("delivered_at"), "is more than a day in the future");
        faults.require(self.returns.len() <= RETURNS_MAX, at("returns"), "has more than 10 returns");
        for (index, Return { opened_at, closed_at }) in self.returns.iter().enumerate() {
            let path = |field: &str| format!("returns[{index}].{field}");
            faults.require(*opened_at <= now + Days(1), || path("opened_at"), "is more than a day in the future");
            let ends = closed_at.is_none_or(|closed_at| *opened_at <= closed_at && closed_at <= now + Days(1));
            faults.require(ends, || path("closed_at"), "is before opened_at, or more than a day in the future");
        }
        let Shipping { price, tax, refunded, refunded_tax } = self.shipping;
        check_amounts("shipping", price, [("price", price), ("tax", tax)], refunded, (tax, refunded_tax), &mut faults);
        faults.finish(self)
    }
}

impl Line {
    fn check(&self, path: &str, faults: &mut Faults) {
        let at = |field: &str| {
            let path = format!("{path}.{field}");
            move || path
        };
        for (field, text) in [("id", &self.id), ("product", &self.product)] {
            faults.require(is_label(text), at(field), "must have 1 to 128 characters");
        }
        faults.require(self.labels.len() <= LABELS_MAX, at("labels"), "has more than 50 labels");
        faults.require(
            self.labels.iter().all(|label| is_label(label)),
            at("labels"),
            "has a label that is empty or longer than 128 characters",
        );
        faults.require((0..=QUANTITY_MAX).contains(&self.quantity), at("quantity"), "must be from 0 to 1,000,000");
        let amount = self.price.checked_mul(self.quantity).filter(|amount| (0..=AMOUNT_MAX).contains(amount));
        faults.require(amount.is_some(), at("price"), "times quantity must be from 0 to 10,000,000,000,000");
        let Some(amount) = amount else { return };
        faults.require((0..=amount).contains(&self.discount), at("discount"), "must be from 0 to price × quantity");
        let charged = amount.saturating_sub(self.discount);
        let fields = [("price", self.price), ("tax", self.tax)];
        check_amounts(path, charged, fields, self.refunded, (self.tax, self.refunded_tax), faults);
    }
}

fn check_amounts(
    path: &str,
    charged: i64,
    fields: [(&str, i64); 2],
    refunded: i64,
    (tax, refunded_tax): (i64, i64),
    faults: &mut Faults,
) {
    for (field, amount) in fields {
        faults.require(
            (0..=AMOUNT_MAX).contains(&amount),
            || format!("{path}.{field}"),
            "must be from 0 to 10,000,000,000,000",
        );
    }
    faults.require(
        (0..=charged.max(0)).contains(&refunded),
        || format!("{path}.refunded"),
        "must be from 0 to what was charged",
    );
    faults.require(
        (0..=tax.max(0)).contains(&refunded_tax),
        || format!("{path}.refunded_tax"),
        "must be from 0 to the tax",
    );
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LABEL_LEN_MAX
}
