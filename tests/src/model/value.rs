//! What an order is worth (section 4): its books are taken as they are, and bounded when they are used.

use super::documents::{Line, Order, Program};

/// What of one line, or of shipping, was charged and is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amounts {
    /// The price of all pieces less discount and the share of the deductions.
    pub cost: i128,
    /// Its tax, less the share of the deducted tax.
    pub tax: i128,
    /// What was given back of the amount.
    pub refunded: i128,
    /// What was given back of the tax.
    pub refunded_tax: i128,
    /// Whether the amount includes the tax.
    pub includes_tax: bool,
}

/// An order's lines and shipping after all bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Books {
    /// Each line that is no deduction: its position in the order, and what it comes to.
    pub lines: Vec<(usize, Amounts)>,
    /// Sending it.
    pub shipping: Amounts,
    /// The fields that were bounded, by name.
    pub remarks: Vec<String>,
}

impl Amounts {
    /// What is left after refunds (4.5).
    pub fn kept(&self) -> Self {
        let cost = (self.cost - self.refunded).max(0);
        let tax = (self.tax - self.refunded_tax).max(0);
        Self { cost, tax, refunded: 0, refunded_tax: 0, includes_tax: self.includes_tax }
    }

    /// The value of what was charged, with or without tax (4.6).
    pub fn value(&self, with_tax: bool) -> i128 {
        match (with_tax, self.includes_tax) {
            (true, true) | (false, false) => self.cost,
            (true, false) => self.cost + self.tax,
            (false, true) => (self.cost - self.tax).max(0),
        }
    }
}

impl Books {
    /// Spend: what is kept of the lines without tax (4.7).
    pub fn spend(&self) -> i128 {
        self.lines.iter().map(|(_, amounts)| amounts.kept().value(false)).sum()
    }

    /// Refunded of charged goods, as a fraction (4.8).
    pub fn refunded_of_charged(&self) -> (i128, i128) {
        let refunded = self.lines.iter().map(|(_, amounts)| amounts.cost - amounts.kept().cost).sum();
        (refunded, self.lines.iter().map(|(_, amounts)| amounts.cost).sum())
    }

    /// Whether something was charged and all of it was refunded (4.8).
    pub fn is_wholly_refunded(&self) -> bool {
        let (refunded, charged) = self.refunded_of_charged();
        charged > 0 && refunded == charged
    }
}

/// An amount of an order's currency in the program's (4.9); nothing without a rate.
pub fn converted(program: &Program, currency: &str, amount: i128) -> Option<i128> {
    let of_order = i128::from(*program.rates.get(currency)?);
    let of_program = i128::from(*program.rates.get(&program.currency)?);
    Some((amount * of_program).div_euclid(of_order))
}

/// Whether a state has reached the status at which a program's orders earn (4.10).
pub fn has_reached(program: &Program, state: &Order) -> bool {
    match program.earn_on.as_str() {
        "paid" => ["paid", "completed"].contains(&state.status.as_str()),
        "completed" => state.status == "completed",
        other => panic!("no such status to earn on: {other}"),
    }
}

/// An order's books, bounded (4.3) and with its deductions spread (4.4).
pub fn books(order: &Order) -> Books {
    let mut remarks = Vec::new();
    let mut lines = Vec::new();
    let (mut deducted, mut deducted_tax) = (0, 0);
    for (at, line) in order.lines.iter().enumerate() {
        let mut bound = |field: &str, told: i64, least: i128, most: i128| {
            let used = i128::from(told).min(most).max(least);
            if used != i128::from(told) {
                remarks.push(format!("lines[{at}].{field}"));
            }
            used
        };
        let gross = gross(line);
        // One of the two is below zero, the other above.
        if line.price.signum() * line.quantity.signum() < 0 {
            bound("discount", line.discount, 0, 0);
            deducted -= gross;
            deducted_tax -= bound("tax", line.tax, i128::MIN, 0);
            bound("refunded", line.refunded, 0, 0);
            bound("refunded_tax", line.refunded_tax, 0, 0);
            continue;
        }
        let cost = gross - bound("discount", line.discount, 0, gross);
        let tax = bound("tax", line.tax, 0, i128::MAX);
        let refunded = bound("refunded", line.refunded, 0, cost);
        let refunded_tax = bound("refunded_tax", line.refunded_tax, 0, tax);
        let tax = if line.quantity == 0 { 0 } else { tax };
        let refunded_tax = whole(cost, refunded, tax).unwrap_or(refunded_tax);
        let includes_tax = order.prices_include_tax;
        lines.push((at, Amounts { cost, tax, refunded, refunded_tax, includes_tax }));
    }
    let charges: Vec<i128> = lines.iter().map(|(_, amounts)| amounts.cost).collect();
    let (shares, tax_shares) = (spread(deducted, &charges), spread(deducted_tax, &charges));
    for (at, (_, amounts)) in lines.iter_mut().enumerate() {
        amounts.cost = (amounts.cost - shares[at]).max(0);
        amounts.tax = (amounts.tax - tax_shares[at]).max(0);
    }
    let shipping = shipping(order, &mut remarks);
    remarks.sort();
    Books { lines, shipping, remarks }
}

fn shipping(order: &Order, remarks: &mut Vec<String>) -> Amounts {
    let mut bound = |field: &str, told: i64, most: i128| {
        let used = i128::from(told).min(most).max(0);
        if used != i128::from(told) {
            remarks.push(format!("shipping.{field}"));
        }
        used
    };
    let cost = bound("price", order.shipping.price, i128::MAX);
    let tax = bound("tax", order.shipping.tax, i128::MAX);
    let refunded = bound("refunded", order.shipping.refunded, cost);
    let refunded_tax = bound("refunded_tax", order.shipping.refunded_tax, tax);
    let refunded_tax = whole(cost, refunded, tax).unwrap_or(refunded_tax);
    Amounts { cost, tax, refunded, refunded_tax, includes_tax: order.prices_include_tax }
}

/// All of the tax, if the charge was refunded whole (4.5).
fn whole(charge: i128, refunded: i128, tax: i128) -> Option<i128> {
    (charge > 0 && refunded == charge).then_some(tax)
}

/// Price times quantity, rounded half up; of what is below zero its opposite is rounded so (4.3, 4.4).
fn gross(line: &Line) -> i128 {
    let thousandths = i128::from(line.price) * i128::from(line.quantity);
    if thousandths < 0 { -((500 - thousandths) / 1_000) } else { (thousandths + 500) / 1_000 }
}

/// An amount in shares proportional to the charges, in whole units: the largest remainders get what is left.
fn spread(amount: i128, charges: &[i128]) -> Vec<i128> {
    let sum: i128 = charges.iter().sum();
    if sum == 0 {
        return vec![0; charges.len()];
    }
    let mut shares: Vec<i128> = charges.iter().map(|charge| amount * charge / sum).collect();
    let left = amount - shares.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..charges.len()).collect();
    // Sorting is stable: of equals the first stays first.
    by_remainder.sort_by_key(|at| -(amount * charges[*at] % sum));
    for at in by_remainder.into_iter().take(left as usize) {
        shares[at] += 1;
    }
    shares
}
