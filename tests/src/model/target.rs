//! What one rule gives for one order (5.6), before the caps that look at other orders.

use super::documents::{Filter, Line, Multiplier, Order, Program, Rule};
use super::value::{Amounts, Books, converted};

/// No rule gives more for one order.
const MOST: i128 = 900_000_000_000;

/// One thing that counts for a rule: a line, or shipping.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The line's id; none for shipping.
    pub line: Option<String>,
    /// The line's product; none for shipping.
    pub product: Option<String>,
    /// What it comes to.
    pub amounts: Amounts,
    /// The factor, in percent.
    pub percent: i128,
}

/// What counts for a rule: the lines that match, and shipping if the rule says so.
pub fn items(rule: &Rule, order: &Order, books: &Books, tier: Option<&str>) -> Vec<Item> {
    let mut items = Vec::new();
    for (at, amounts) in &books.lines {
        let line = &order.lines[*at];
        if matches(&rule.only, &rule.except, line) {
            let percent = percent(rule, order, tier, |one| matches(&one.only, &one.except, line));
            let (id, product) = (line.id.clone(), line.product.clone());
            items.push(Item { line: Some(id), product: Some(product), amounts: amounts.clone(), percent });
        }
    }
    if rule.counts.shipping {
        let percent = percent(rule, order, tier, |one| is_empty(&one.only) && is_empty(&one.except));
        items.push(Item { line: None, product: None, amounts: books.shipping.clone(), percent });
    }
    items
}

/// Whether a line is one of `only`, or that is empty, and none of `except`.
fn matches(only: &Filter, except: &Filter, line: &Line) -> bool {
    let names = |filter: &Filter| {
        filter.products.contains(&line.product) || filter.labels.iter().any(|label| line.labels.contains(label))
    };
    (is_empty(only) || names(only)) && !names(except)
}

fn is_empty(filter: &Filter) -> bool {
    filter.products.is_empty() && filter.labels.is_empty()
}

/// The highest percent of the multipliers that apply, 100 if none does.
fn percent(rule: &Rule, order: &Order, tier: Option<&str>, fits: impl Fn(&Multiplier) -> bool) -> i128 {
    let applies = |one: &&Multiplier| {
        let for_tier = one.tiers.is_empty() || tier.is_some_and(|tier| one.tiers.iter().any(|id| id == tier));
        let begun = one.from.is_none_or(|from| from <= order.placed_at);
        let over = one.until.is_some_and(|until| until <= order.placed_at);
        for_tier && begun && !over && fits(one)
    };
    rule.multipliers.iter().filter(applies).map(|one| i128::from(one.percent)).max().unwrap_or(100)
}

/// The points of what was charged for some items, or of what is kept: rounded once, without minimum and caps.
pub fn points(program: &Program, rule: &Rule, currency: &str, items: &[Item]) -> i128 {
    let Some(rate) = program.rates.get(currency) else { return 0 };
    let weighted: i128 = items.iter().map(|item| item.amounts.value(rule.counts.tax) * item.percent).sum();
    let (above, below) = (weighted * i128::from(rule.points_per_unit), i128::from(*rate) * 100);
    let rounded = match rule.rounding.as_str() {
        "down" => above.div_euclid(below),
        "nearest" => (2 * above + below).div_euclid(2 * below),
        "up" => (above + below - 1).div_euclid(below),
        other => panic!("no such rounding: {other}"),
    };
    rounded.min(MOST)
}

/// Whether the items are worth the rule's minimum, in the program's currency.
pub fn reach_minimum(program: &Program, rule: &Rule, currency: &str, items: &[Item]) -> bool {
    let sum = items.iter().map(|item| item.amounts.value(rule.counts.tax)).sum();
    converted(program, currency, sum).is_some_and(|sum| sum >= i128::from(rule.minimum))
}

/// The same items as they are kept.
pub fn kept(items: &[Item]) -> Vec<Item> {
    items.iter().map(|item| Item { amounts: item.amounts.kept(), ..item.clone() }).collect()
}
