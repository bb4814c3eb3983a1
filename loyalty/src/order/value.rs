//! What an order's lines are worth: what was charged, what is kept, and deductions spread over them (`RULES.md`, 4).

use super::{Line, Order, Shipping};
use crate::{Money, Quantity, range::OutOfRange};

/// An amount and its tax, in the order's currency, never below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    amount: Money,
    tax: Money,
}

/// What was charged for a line, and what is kept of that after refunds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineValue {
    /// As if nothing had been refunded.
    pub charged: Charge,
    /// What refunds have left.
    pub kept: Charge,
}

impl Charge {
    /// Its value, with the tax or without it.
    pub fn value(self, with_tax: bool, prices_include_tax: bool) -> Result<Money, OutOfRange> {
        match (with_tax, prices_include_tax) {
            (true, false) => self.amount.plus(self.tax),
            (false, true) => Ok(self.amount.left_after(self.tax)),
            _ => Ok(self.amount),
        }
    }
}

impl Line {
    /// Whether it takes something off the whole order instead of being bought: its price or its quantity is below zero, and
    /// the other above.
    pub fn is_deduction(&self) -> bool {
        let (price, quantity) = (self.price.cmp(&Money::ZERO), self.quantity.cmp(&Quantity::ZERO));
        price.is_ne() && price == quantity.reverse()
    }

    /// Whether it has a quantity and was not refunded whole. What was free is kept.
    pub(crate) fn is_kept(&self) -> bool {
        let has_rest = || self.refunded <= Money::ZERO || self.charge().is_ok_and(|charge| self.refunded < charge);
        self.quantity > Quantity::ZERO && !self.is_deduction() && has_rest()
    }

    /// Price times quantity, less the discount.
    fn charge(&self) -> Result<Money, OutOfRange> {
        Ok(self.price.times(self.quantity)?.max(Money::ZERO).left_after(self.discount))
    }

    /// The line's value: its charge less its part in the order's deductions.
    fn value(&self, charge: Money, deducted: Charge) -> LineValue {
        let cost = charge.left_after(deducted.amount);
        let tax = if self.quantity == Quantity::ZERO { Money::ZERO } else { self.tax.max(Money::ZERO) };
        let cost_tax = tax.left_after(deducted.tax);
        LineValue {
            charged: Charge { amount: cost, tax: cost_tax },
            kept: Charge {
                amount: cost.left_after(self.refunded),
                tax: cost_tax.left_after(refunded_tax(charge, self.refunded, tax, self.refunded_tax)),
            },
        }
    }
}

impl Shipping {
    /// What delivery is worth.
    pub fn value(&self) -> LineValue {
        let (price, tax) = (self.price.max(Money::ZERO), self.tax.max(Money::ZERO));
        LineValue {
            charged: Charge { amount: price, tax },
            kept: Charge {
                amount: price.left_after(self.refunded),
                tax: tax.left_after(refunded_tax(price, self.refunded, tax, self.refunded_tax)),
            },
        }
    }
}

/// What was refunded of a tax: all of it, where all that was charged was refunded, whatever a shop says of the tax.
fn refunded_tax(charge: Money, refunded: Money, tax: Money, refunded_tax: Money) -> Money {
    if charge > Money::ZERO && refunded >= charge { tax } else { refunded_tax }
}

/// The value of each line, in their order. A deduction's own is nothing.
///
/// Of the lines of a checked order none is out of range: each amount and each price × quantity is at most 10^13, so 500
/// deductions together are at most 5×10^15.
pub fn line_values(lines: &[Line]) -> Result<Vec<LineValue>, OutOfRange> {
    let charge = |line: &Line| if line.is_deduction() { Ok(Money::ZERO) } else { line.charge() };
    let charges = lines.iter().map(charge).collect::<Result<Vec<Money>, _>>()?;
    let mut deducted = Charge::default();
    for line in lines.iter().filter(|line| line.is_deduction()) {
        deducted.amount = deducted.amount.minus(line.price.times(line.quantity)?)?;
        deducted.tax = deducted.tax.minus(line.tax.min(Money::ZERO))?;
    }
    let (amounts, taxes) = (spread(deducted.amount, &charges)?, spread(deducted.tax, &charges)?);
    let parts = charges.into_iter().zip(amounts.into_iter().zip(taxes));
    let value = |(line, (charge, (amount, tax))): (&Line, (Money, (Money, Money)))| {
        if line.is_deduction() { LineValue::default() } else { line.value(charge, Charge { amount, tax }) }
    };
    Ok(lines.iter().zip(parts).map(value).collect())
}

/// Spreads an amount in proportion to weights: each part rounded down, what is left one unit each to the largest
/// remainders, of equals the first. Nothing is spread over nothing.
///
/// The proportions are whole numbers, not money: an amount and a weight are below 2^53, so their product is below 2^106,
/// and an i128 holds it. A part is no more than the amount.
fn spread(Money(amount): Money, weights: &[Money]) -> Result<Vec<Money>, OutOfRange> {
    let total: i128 = weights.iter().map(|weight| i128::from(weight.0)).sum();
    if amount == 0 || total == 0 {
        return Ok(vec![Money::ZERO; weights.len()]);
    }
    let exact = |weight: &Money| i128::from(amount) * i128::from(weight.0);
    let mut parts: Vec<i128> = weights.iter().map(|weight| exact(weight) / total).collect();
    let mut remainders: Vec<i128> = weights.iter().map(|weight| exact(weight) % total).collect();
    let left = i128::from(amount) - parts.iter().sum::<i128>();
    // At most 499 times over 500 lines. A sort would be 2 KB of every page.
    for _ in 0..left {
        let largest = remainders.iter().enumerate().rev().max_by_key(|(_, remainder)| **remainder);
        let Some(place) = largest.map(|(place, _)| place) else { break };
        parts[place] += 1;
        remainders[place] = -1;
    }
    parts.into_iter().map(Money::try_from).collect()
}

/// How much of an order's goods was refunded, of how much they cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundedShare {
    /// The amount refunded.
    pub refunded: Money,
    /// What the goods cost.
    pub cost: Money,
}

impl RefundedShare {
    /// Whether everything was refunded of what cost something.
    pub fn is_whole(self) -> bool {
        self.cost > Money::ZERO && self.refunded >= self.cost
    }

    /// The same share of a number, rounded down.
    pub fn of(self, number: i64) -> i64 {
        let part = (i128::from(number) * i128::from(self.refunded.0)).checked_div(self.cost.0.into()).unwrap_or(0);
        i64::try_from(part).unwrap_or(number)
    }
}

impl Order {
    /// What was spent on goods: the lines without tax and shipping, in the order's currency.
    pub fn spend(&self) -> Result<Money, OutOfRange> {
        let add = |sum: Money, value: &LineValue| sum.plus(value.kept.value(false, self.prices_include_tax)?);
        line_values(&self.lines)?.iter().try_fold(Money::ZERO, add)
    }

    /// How much of the goods was refunded.
    pub fn refunded_share(&self) -> Result<RefundedShare, OutOfRange> {
        let mut share = RefundedShare { refunded: Money::ZERO, cost: Money::ZERO };
        for LineValue { charged, kept } in line_values(&self.lines)? {
            share.refunded = share.refunded.plus(charged.amount.minus(kept.amount)?)?;
            share.cost = share.cost.plus(charged.amount)?;
        }
        Ok(share)
    }

    /// Everything that was charged, with shipping and taxes. Whatever a rule counts, no sum of the order's values is above
    /// it: where this is in range, they all are.
    pub(super) fn charged_in_all(&self) -> Result<Money, OutOfRange> {
        let mut values = line_values(&self.lines)?.into_iter().chain([self.shipping.value()]);
        let add = |sum: Money, value: LineValue| sum.plus(value.charged.value(true, self.prices_include_tax)?);
        values.try_fold(Money::ZERO, add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_to_the_largest_remainders_and_to_the_first_of_equals() {
        let check = |amount: i64, weights: &[i64], expected: &[i64]| {
            let weights: Vec<Money> = weights.iter().copied().map(Money).collect();
            assert_eq!(spread(Money(amount), &weights), Ok(expected.iter().copied().map(Money).collect()));
        };
        check(100, &[1, 1, 1], &[34, 33, 33]);
        check(10, &[50, 30, 0, 20], &[5, 3, 0, 2]);
        check(5, &[999, 1], &[5, 0]);
        check(7, &[0, 0], &[0, 0]);
    }
}
