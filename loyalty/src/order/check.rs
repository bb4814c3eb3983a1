//! What an order's state must satisfy to be taken. Amounts that do not add up are taken and bounded: the answer says so.

use serde::{Deserialize, Serialize};

use super::{LINES_MAX, Line, Order, QUANTITY_MAX, Return, Shipping};
use crate::{Checked, Fault, Instant, Money, Quantity, check::Faults, range::OutOfRange};

/// A field that was taken as something else than was told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// Which, as in `lines[0].refunded`.
    pub field: String,
    /// How it was taken.
    pub message: String,
}

impl Order {
    /// Proves the order sound, or tells everything that is wrong with it. Nothing in it has not happened yet, as far as clocks
    /// agree.
    pub fn check(self, now: Instant) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        faults.require_past(|| "placed_at".to_owned(), self.placed_at, now);
        faults.require_past(|| "updated_at".to_owned(), self.updated_at, now);
        if let Some(delivered_at) = self.delivered_at {
            faults.require_past(|| "delivered_at".to_owned(), delivered_at, now);
        }
        for (index, Return { opened_at, closed_at }) in self.returns.iter().enumerate() {
            faults.require_past(|| format!("returns[{index}].opened_at"), *opened_at, now);
            let Some(closed_at) = closed_at else { continue };
            faults.require(opened_at <= closed_at, || format!("returns[{index}].closed_at"), "is before opened_at");
            faults.require_past(|| format!("returns[{index}].closed_at"), *closed_at, now);
        }
        faults.require(self.lines.len() <= LINES_MAX, || "lines".to_owned(), "has more than 500 lines");
        for (index, line) in self.lines.iter().enumerate() {
            line.check(&format!("lines[{index}]"), &mut faults);
        }
        let Shipping { price, tax, refunded, refunded_tax } = self.shipping;
        let shipping = [("price", price), ("tax", tax), ("refunded", refunded), ("refunded_tax", refunded_tax)];
        check_amounts("shipping", shipping, &mut faults);
        // 500 lines of 10^13 with as much tax each are above 2^53: the one sum that bounded amounts do not bound.
        if faults.is_empty() {
            let message = "come to more than 9,007,199,254,740,991 with their taxes and shipping";
            faults.require(self.charged_in_all().is_ok(), || "lines".to_owned(), message);
        }
        faults.finish(self)
    }

    /// Every field that was taken as something else than was told: first what was left out, shortened or rounded, then what
    /// does not add up.
    pub fn remarks(&self) -> Result<Vec<Remark>, OutOfRange> {
        let mut remarks = self.adjusted.clone();
        for (index, line) in self.lines.iter().enumerate() {
            line.remark(&format!("lines[{index}]."), &mut remarks)?;
        }
        let Shipping { price, tax, refunded, refunded_tax } = self.shipping;
        bound(&mut remarks, "shipping.", ("price", price), None);
        bound(&mut remarks, "shipping.", ("tax", tax), None);
        bound(&mut remarks, "shipping.", ("refunded", refunded), Some((price.max(Money::ZERO), "what was charged")));
        bound(&mut remarks, "shipping.", ("refunded_tax", refunded_tax), Some((tax.max(Money::ZERO), "the tax")));
        Ok(remarks)
    }
}

impl Line {
    fn check(&self, path: &str, faults: &mut Faults) {
        let at = |field: &str| {
            let path = format!("{path}.{field}");
            move || path
        };
        let least = Quantity::from_thousandths(-QUANTITY_MAX.thousandths());
        let quantity = (least..=QUANTITY_MAX).contains(&self.quantity.exact());
        faults.require(quantity, at("quantity"), "must be from -1,000,000 to 1,000,000");
        let has_amount = self.price.times(self.quantity).is_ok_and(is_amount);
        faults.require(
            has_amount,
            at("price"),
            "times quantity must be from -10,000,000,000,000 to 10,000,000,000,000",
        );
        if !has_amount {
            return;
        }
        let amounts = [
            ("price", self.price),
            ("discount", self.discount),
            ("tax", self.tax),
            ("refunded", self.refunded),
            ("refunded_tax", self.refunded_tax),
        ];
        check_amounts(path, amounts, faults);
    }

    fn remark(&self, path: &str, remarks: &mut Vec<Remark>) -> Result<(), OutOfRange> {
        let Self { discount, tax, refunded, refunded_tax, .. } = *self;
        if self.is_deduction() {
            for (field, amount) in [("discount", discount), ("refunded", refunded), ("refunded_tax", refunded_tax)] {
                if amount != Money::ZERO {
                    remark(remarks, path, field, "is taken as 0: the line is a deduction");
                }
            }
            if tax > Money::ZERO {
                remark(remarks, path, "tax", "is taken as 0: the line is a deduction");
            }
            return Ok(());
        }
        let amount = self.price.times(self.quantity)?;
        let charge = amount.left_after(discount);
        bound(remarks, path, ("discount", discount), Some((amount, "price × quantity")));
        bound(remarks, path, ("tax", tax), None);
        bound(remarks, path, ("refunded", refunded), Some((charge, "what was charged")));
        bound(remarks, path, ("refunded_tax", refunded_tax), Some((tax.max(Money::ZERO), "the tax")));
        Ok(())
    }
}

/// Notes an amount below zero, or above what it may be.
fn bound(remarks: &mut Vec<Remark>, path: &str, (field, amount): (&str, Money), most: Option<(Money, &str)>) {
    if amount < Money::ZERO {
        remark(remarks, path, field, "is below 0 and taken as 0");
    } else if let Some((most, name)) = most.filter(|(most, _)| amount > *most) {
        remark(remarks, path, field, &format!("is above {name} and taken as {}", most.0));
    }
}

fn remark(remarks: &mut Vec<Remark>, path: &str, field: &str, message: &str) {
    remarks.push(Remark { field: format!("{path}{field}"), message: message.to_owned() });
}

fn check_amounts<const N: usize>(path: &str, amounts: [(&str, Money); N], faults: &mut Faults) {
    for (field, amount) in amounts {
        faults.require(
            is_amount(amount),
            || format!("{path}.{field}"),
            "must be from -10,000,000,000,000 to 10,000,000,000,000",
        );
    }
}

/// Whether an amount is one a line may have.
fn is_amount(amount: Money) -> bool {
    (Money(-Money::MAX.0)..=Money::MAX).contains(&amount)
}
