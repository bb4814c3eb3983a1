//! What an order's lines are worth: what was charged, what is kept, and deductions spread over them (`RULES.md`, 4).

use super::{Line, Order, Shipping};

/// An amount and its tax, in minor units of the order's currency, never below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    amount: i64,
    tax: i64,
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
    /// Minor units, with the tax or without it.
    pub fn value(self, with_tax: bool, prices_include_tax: bool) -> i64 {
        match (with_tax, prices_include_tax) {
            // Both are at most `AMOUNT_MAX`.
            (true, false) => self.amount.saturating_add(self.tax),
            (false, true) => self.amount.saturating_sub(self.tax).max(0),
            _ => self.amount,
        }
    }
}

impl Line {
    /// Whether it takes something off the whole order instead of being bought.
    pub fn is_deduction(&self) -> bool {
        self.price < 0 && self.quantity > 0
    }

    /// Whether it has a quantity and was not refunded whole. What was free is kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.quantity > 0 && !self.is_deduction() && (self.refunded <= 0 || self.refunded < self.charge())
    }

    /// Price times quantity, less the discount.
    fn charge(&self) -> i64 {
        let amount = self.price.saturating_mul(self.quantity).max(0);
        amount.saturating_sub(self.discount.clamp(0, amount))
    }

    /// The line's value when its part in the order's deductions is taken off.
    fn value(&self, deducted: Charge) -> LineValue {
        let charge = self.charge();
        let cost = charge.saturating_sub(deducted.amount).max(0);
        let tax = if self.quantity == 0 { 0 } else { self.tax.max(0) };
        let cost_tax = tax.saturating_sub(deducted.tax).max(0);
        LineValue {
            charged: Charge { amount: cost, tax: cost_tax },
            kept: Charge {
                amount: cost.saturating_sub(self.refunded.clamp(0, charge)).max(0),
                tax: cost_tax.saturating_sub(refunded_tax(charge, self.refunded, tax, self.refunded_tax)).max(0),
            },
        }
    }
}

impl Shipping {
    /// What delivery is worth.
    pub fn value(&self) -> LineValue {
        let (price, tax) = (self.price.max(0), self.tax.max(0));
        LineValue {
            charged: Charge { amount: price, tax },
            kept: Charge {
                amount: price.saturating_sub(self.refunded.clamp(0, price)),
                tax: tax.saturating_sub(refunded_tax(price, self.refunded, tax, self.refunded_tax)),
            },
        }
    }
}

/// What was refunded of a tax: all of it, where all that was charged was refunded, whatever a shop says of the tax.
fn refunded_tax(charge: i64, refunded: i64, tax: i64, refunded_tax: i64) -> i64 {
    if charge > 0 && refunded >= charge { tax } else { refunded_tax.clamp(0, tax) }
}

/// The value of each line, in their order. A deduction's own is nothing.
pub fn line_values(lines: &[Line]) -> Vec<LineValue> {
    let charges: Vec<i64> = lines.iter().map(|line| if line.is_deduction() { 0 } else { line.charge() }).collect();
    let deductions = || lines.iter().filter(|line| line.is_deduction());
    let amount = deductions().map(|line| line.price.saturating_mul(line.quantity).saturating_neg()).sum();
    let tax = deductions().map(|line| line.tax.min(0).saturating_neg()).sum();
    let (amounts, taxes) = (spread(amount, &charges), spread(tax, &charges));
    let parts = amounts.into_iter().zip(taxes);
    lines
        .iter()
        .zip(parts)
        .map(
            |(line, (amount, tax))| {
                if line.is_deduction() { LineValue::default() } else { line.value(Charge { amount, tax }) }
            },
        )
        .collect()
}

/// Spreads an amount in proportion to weights: each part rounded down, what is left one unit each to the largest
/// remainders, of equals the first. Nothing is spread over nothing.
fn spread(amount: i64, weights: &[i64]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if amount == 0 || total == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &i64| i128::from(amount) * i128::from(*weight);
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
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX)).collect()
}

/// How much of an order's goods was refunded, of how much they cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundedShare {
    /// Minor units refunded.
    pub refunded: i128,
    /// Minor units the goods cost.
    pub cost: i128,
}

impl RefundedShare {
    /// Whether everything was refunded of what cost something.
    pub fn is_whole(self) -> bool {
        self.cost > 0 && self.refunded >= self.cost
    }

    /// The same share of a number, rounded down.
    pub fn of(self, number: i64) -> i64 {
        let part = (i128::from(number) * self.refunded).checked_div(self.cost).unwrap_or(0);
        i64::try_from(part).unwrap_or(number)
    }
}

impl Order {
    /// What was spent on goods: the lines without tax and shipping, in minor units of the order's currency.
    pub fn spend(&self) -> i64 {
        // 500 lines of `AMOUNT_MAX` are 5×10^15.
        line_values(&self.lines).iter().map(|value| value.kept.value(false, self.prices_include_tax)).sum()
    }

    /// How much of the goods was refunded.
    pub fn refunded_share(&self) -> RefundedShare {
        let none = RefundedShare { refunded: 0, cost: 0 };
        line_values(&self.lines).iter().fold(none, |sum, LineValue { charged, kept }| RefundedShare {
            refunded: sum.refunded + i128::from(charged.amount.saturating_sub(kept.amount)),
            cost: sum.cost + i128::from(charged.amount),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_to_the_largest_remainders_and_to_the_first_of_equals() {
        assert_eq!(spread(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(spread(10, &[50, 30, 0, 20]), [5, 3, 0, 2]);
        assert_eq!(spread(5, &[999, 1]), [5, 0]);
        assert_eq!(spread(7, &[0, 0]), [0, 0]);
    }
}
