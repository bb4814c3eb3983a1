//! What an order is worth, and what a rule should have given for it.

use super::calendar::{same_day, same_month};
use super::documents::{Filter, Line, Multiplier, Order, Program, Rule, Shipping};
use super::wallet::{KnownOrder, Model};

/// A line's or the shipping's value: what was paid and not given back.
fn value(amount: i64, tax: i64, order: &Order, with_tax: bool) -> i128 {
    let (amount, tax) = (i128::from(amount), i128::from(tax));
    let value = match (with_tax, order.prices_include_tax) {
        (true, true) | (false, false) => amount,
        (true, false) => amount + tax,
        (false, true) => amount - tax,
    };
    value.max(0)
}

fn line_value(line: &Line, order: &Order, with_tax: bool) -> i128 {
    let amount = line.price * line.quantity - line.discount - line.refunded;
    value(amount, line.tax - line.refunded_tax, order, with_tax)
}

fn shipping_value(shipping: &Shipping, order: &Order, with_tax: bool) -> i128 {
    value(shipping.price - shipping.refunded, shipping.tax - shipping.refunded_tax, order, with_tax)
}

fn names(filter: &Filter, line: &Line) -> bool {
    filter.products.contains(&line.product) || line.labels.iter().any(|label| filter.labels.contains(label))
}

fn is_empty(filter: &Filter) -> bool {
    filter.products.is_empty() && filter.labels.is_empty()
}

fn matches(only: &Filter, except: &Filter, line: &Line) -> bool {
    (is_empty(only) || names(only, line)) && !names(except, line)
}

/// Whether an order in this state earns.
pub(super) fn earns(program: &Program, order: &Order) -> bool {
    match order.status.as_str() {
        "completed" => true,
        "paid" => program.earn_on == "paid",
        _ => false,
    }
}

/// Minor units of the order's currency in the program's; nothing when there is no rate.
fn converted(program: &Program, order: &Order, amount: i128) -> Option<i128> {
    let own = i128::from(*program.rates.get(&program.currency)?);
    let theirs = i128::from(*program.rates.get(&order.currency)?);
    Some(amount * own / theirs)
}

/// The lines of an order without tax and shipping, in the program's currency; 0 without a rate.
pub(super) fn spend(program: &Program, order: &Order) -> i128 {
    let lines = order.lines.iter().map(|line| line_value(line, order, false)).sum();
    converted(program, order, lines).unwrap_or(0)
}

fn factor<'a>(applying: impl Iterator<Item = &'a Multiplier>) -> i128 {
    applying.map(|multiplier| i128::from(multiplier.percent)).max().unwrap_or(100)
}

/// Points for an order by a rule before caps.
fn uncapped(program: &Program, rule: &Rule, order: &Order, tier: Option<&str>) -> i128 {
    let for_order: Vec<&Multiplier> = rule
        .multipliers
        .iter()
        .filter(|multiplier| {
            (multiplier.tiers.is_empty() || tier.is_some_and(|tier| multiplier.tiers.iter().any(|one| one == tier)))
                && multiplier.from.is_none_or(|from| from <= order.placed_at)
                && multiplier.until.is_none_or(|until| order.placed_at < until)
        })
        .collect();

    let mut sum = 0;
    let mut weighted = 0;
    for line in order.lines.iter().filter(|line| matches(&rule.only, &rule.except, line)) {
        let value = line_value(line, order, rule.counts.tax);
        let applying = for_order.iter().filter(|one| matches(&one.only, &one.except, line)).copied();
        sum += value;
        weighted += value * factor(applying);
    }
    if rule.counts.shipping {
        let value = shipping_value(&order.shipping, order, rule.counts.tax);
        let applying = for_order.iter().filter(|one| is_empty(&one.only) && is_empty(&one.except)).copied();
        sum += value;
        weighted += value * factor(applying);
    }

    let Some(sum) = converted(program, order, sum) else { return 0 };
    if sum < i128::from(rule.minimum) {
        return 0;
    }
    let numerator = weighted * i128::from(rule.points_per_unit);
    let denominator = i128::from(program.rates[&order.currency]) * 100;
    match rule.rounding.as_str() {
        "down" => numerator / denominator,
        "nearest" => (2 * numerator + denominator) / (2 * denominator),
        "up" => (numerator + denominator - 1) / denominator,
        other => panic!("no such rounding: {other}"),
    }
}

impl Model {
    /// What a rule should have given for an order by now.
    pub(super) fn target(&self, program: &Program, rule: &Rule, position: usize) -> i128 {
        let order = &self.orders[position];
        if !earns(program, &order.state) {
            return 0;
        }
        let tier = order.pinned.as_ref().and_then(|pinned| pinned.tier.as_deref());
        let others = |counts: &dyn Fn(&KnownOrder) -> bool| -> i128 {
            self.orders
                .iter()
                .filter(|other| other.id != order.id && counts(other))
                .map(|other| other.net_of(&rule.id))
                .sum()
        };
        let (zone, placed_ms) = (program.time_zone.as_str(), order.state.placed_at.0);
        let mut points = uncapped(program, rule, &order.state, tier);
        if let Some(cap) = rule.caps.per_order {
            points = points.min(i128::from(cap));
        }
        if let Some(cap) = rule.caps.per_day {
            let that_day = others(&|other| same_day(zone, other.state.placed_at.0, placed_ms));
            points = points.min((i128::from(cap) - that_day).max(0));
        }
        if let Some(cap) = rule.caps.per_month {
            let that_month = others(&|other| same_month(zone, other.state.placed_at.0, placed_ms));
            points = points.min((i128::from(cap) - that_month).max(0));
        }
        if let Some(cap) = rule.caps.lifetime {
            let ever = others(&|_| true);
            points = points.min((i128::from(cap) - ever).max(0));
        }
        points
    }
}
