//! Random orders, and what happens to them later.

use super::dice::Dice;
use super::programs::{CURRENCIES, LABELS, PRODUCTS};
use crate::model::documents::{Instant, Line, Order, Shipping};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A first state of an order, around `now`.
pub fn order(dice: &mut Dice, member: &str, now: i64) -> Order {
    // Whole hours, so that instants coincide.
    let hour = now - now.rem_euclid(HOUR_MS);
    let age_ms = dice.weighted(&[
        (40, 0),
        (20, HOUR_MS),
        (15, DAY_MS),
        (10, 29 * DAY_MS),
        (5, 90 * DAY_MS),
        (5, 400 * DAY_MS),
        // The shop's clock is a little ahead, which is taken, or a day, which is not.
        (4, hour - now - 5 * MINUTE_MS),
        (1, -DAY_MS),
    ]);
    let placed_at = Instant(hour - age_ms);
    let lines = (0..dice.weighted(&[(5, 0), (50, 1), (30, 2), (15, 3)])).map(|number| line(dice, number)).collect();
    Order {
        member: member.to_owned(),
        currency: dice
            .weighted(&[(50, CURRENCIES[0]), (25, CURRENCIES[1]), (15, CURRENCIES[2]), (10, CURRENCIES[3])])
            .to_owned(),
        status: dice.weighted(&[(15, "placed"), (45, "paid"), (35, "completed"), (5, "cancelled")]).to_owned(),
        placed_at,
        updated_at: placed_at,
        revision: None,
        delivered_at: None,
        returns: Vec::new(),
        prices_include_tax: dice.chance(40),
        lines,
        shipping: shipping(dice),
        coupon_codes: Vec::new(),
    }
}

fn line(dice: &mut Dice, number: i64) -> Line {
    let quantity =
        if dice.chance(85) { 1_000 * dice.between(1, 4) } else { *dice.pick(&[550, 1_500, 2_333, 3_005, 1]) };
    let price = dice.weighted(&[(20, 999), (20, 2_500), (20, 4_999), (10, 1), (10, 0), (20, 12_345)]);
    let amount = amount(price, quantity);
    let discount = if dice.chance(25) { dice.between(0, amount) } else { 0 };
    Line {
        id: (number + 1).to_string(),
        product: (*dice.pick(&PRODUCTS)).to_owned(),
        labels: dice.some_of(35, &LABELS),
        quantity,
        price,
        discount,
        tax: if dice.chance(60) { (amount - discount) / 5 } else { 0 },
        refunded: 0,
        refunded_tax: 0,
    }
}

/// What thousandths of a piece cost, about: shops round in ways of their own.
fn amount(price: i64, quantity: i64) -> i64 {
    price * quantity / 1_000
}

fn shipping(dice: &mut Dice) -> Shipping {
    if dice.chance(60) {
        return Shipping::default();
    }
    Shipping { price: 499, tax: *dice.pick(&[0, 83]), refunded: 0, refunded_tax: 0 }
}

/// The next state of an order: another status, other lines, a refund.
pub fn edited(dice: &mut Dice, order: &Order, now: i64) -> Order {
    let mut next = order.clone();
    let kinds = [
        "status", "status", "status", "refund", "refund", "lines", "lines", "shipping", "tax", "delivery", "books",
        "rare",
    ];
    match *dice.pick(&kinds) {
        "status" => next.status = (*dice.pick(&["placed", "paid", "completed", "cancelled"])).to_owned(),
        "refund" => refund(dice, &mut next),
        "lines" => change_lines(dice, &mut next),
        "shipping" => next.shipping = shipping(dice),
        "delivery" => next.delivered_at = dice.chance(80).then(|| delivery(dice, order, now)),
        "books" => misstate(dice, &mut next),
        "tax" => next.prices_include_tax = !next.prices_include_tax,
        _ => correct(dice, &mut next),
    }
    next
}

fn refund(dice: &mut Dice, order: &mut Order) {
    for line in &mut order.lines {
        let amount = amount(line.price, line.quantity) - line.discount;
        if dice.chance(70) {
            line.refunded = *dice.pick(&[amount, amount / 2, amount / 3, 0]);
            line.refunded_tax = if dice.chance(50) { dice.between(0, line.tax.max(0)) } else { line.tax };
        }
    }
    if dice.chance(30) {
        order.shipping.refunded = order.shipping.price;
        order.shipping.refunded_tax = order.shipping.tax;
    }
}

fn change_lines(dice: &mut Dice, order: &mut Order) {
    let number = order.lines.len() as i64;
    if order.lines.is_empty() || dice.chance(40) {
        order.lines.push(line(dice, number));
    } else if dice.chance(30) {
        order.lines.pop();
    } else {
        let at = dice.between(0, number - 1);
        for changed in order.lines.iter_mut().skip(at as usize).take(1) {
            *changed = line(dice, at);
        }
    }
}

/// Told once it was delivered, not before.
fn delivery(dice: &mut Dice, order: &Order, now: i64) -> Instant {
    Instant((order.placed_at.0 + *dice.pick(&[DAY_MS, 3 * DAY_MS, 20 * DAY_MS, -DAY_MS])).min(now))
}

/// What does not add up in a shop's books: refunds above the charge, discounts above the price, lines below zero.
fn misstate(dice: &mut Dice, order: &mut Order) {
    if dice.chance(50) {
        let id = (order.lines.len() + 1).to_string();
        let (price, tax) = dice.weighted(&[(50, (-500, 0)), (30, (-333, -66)), (10, (-100_000, 0)), (10, (-1, 20))]);
        // A credit, a piece that was taken back, or a credit of which half was used.
        let (price, quantity) =
            *dice.pick(&[(price, 1_000), (price, 2_000), (-price, -1_000), (price, 500), (price, -1_000)]);
        order.lines.push(Line { price, tax, quantity, discount: 0, id, ..line(dice, 0) });
    } else if let Some(line) = order.lines.last_mut() {
        let amount = amount(line.price, line.quantity);
        match *dice.pick(&["refunded", "refunded_tax", "discount", "tax"]) {
            "refunded" => line.refunded = amount - line.discount + 1,
            "refunded_tax" => line.refunded_tax = line.tax + 1,
            "discount" => line.discount = amount + 1,
            _ => line.tax = -1,
        }
    }
}

/// What shops should not do to an order, and do.
fn correct(dice: &mut Dice, order: &mut Order) {
    if dice.chance(50) {
        order.placed_at = Instant(order.placed_at.0 + *dice.pick(&[-40 * DAY_MS, -DAY_MS, HOUR_MS, DAY_MS]));
    } else {
        order.currency = (*dice.pick(&CURRENCIES)).to_owned();
    }
}
