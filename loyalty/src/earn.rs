//! The points one rule gives for one purchase, and the terms they come from.
//!
//! The worker asks this for orders and the widget for carts, so both always say the same number.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    Instant, Money, Points, RuleId, TierId,
    calendar::{Calendar, Period},
    money::Conversion,
    order::{Charge, Line, LineValue, Order, Shipping, line_values},
    program::{Multiplier, Program, Rounding, Rule, filter_matches},
    range::OutOfRange,
};

/// What a rule looks at: an order, or a cart that may become one.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    /// When it was placed; for a cart, now.
    pub placed_at: Instant,
    /// Whether prices contain the tax.
    pub prices_include_tax: bool,
    /// What is bought.
    pub lines: &'a [Line],
    /// What its delivery costs.
    pub shipping: &'a Shipping,
    /// How its currency is counted.
    pub conversion: Conversion,
    /// The buyer's level.
    pub tier: Option<&'a TierId>,
}

/// One term of a rule's points: a line, or the delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The line's place in the order; none for the delivery.
    pub line: Option<usize>,
    /// What counts of it, in the order's currency.
    pub value: Money,
    /// The multiplier, in percent.
    pub percent: i64,
}

impl<'a> Purchase<'a> {
    /// The purchase an order is.
    pub fn of_order(order: &'a Order, conversion: Conversion, tier: Option<&'a TierId>) -> Self {
        Self {
            placed_at: order.placed_at,
            prices_include_tax: order.prices_include_tax,
            lines: &order.lines,
            shipping: &order.shipping,
            conversion,
            tier,
        }
    }

    /// What `rule` counts of what is kept after refunds.
    pub fn kept(&self, rule: &Rule) -> Result<Vec<Term>, OutOfRange> {
        self.terms(rule, |value| value.kept)
    }

    /// What `rule` counts of what was charged, as if nothing had been refunded.
    pub fn charged(&self, rule: &Rule) -> Result<Vec<Term>, OutOfRange> {
        self.terms(rule, |value| value.charged)
    }

    fn terms(&self, rule: &Rule, charge: impl Fn(&LineValue) -> Charge) -> Result<Vec<Term>, OutOfRange> {
        let term = |place: Option<usize>, line: Option<&Line>, value: &LineValue| {
            let value = charge(value).value(rule.counts.tax, self.prices_include_tax)?;
            Ok(Term { line: place, value, percent: percent(rule, self, line) })
        };
        let counts = |line: &Line| !line.is_deduction() && filter_matches(&rule.only, &rule.except, line);
        let lines = self.lines.iter().zip(line_values(self.lines)?).enumerate().filter(|(_, (line, _))| counts(line));
        let lines = lines.map(|(place, (line, value))| term(Some(place), Some(line), &value));
        lines.chain(rule.counts.shipping.then(|| term(None, None, &self.shipping.value()))).collect()
    }

    /// Whether these terms come to less than the rule's minimum.
    pub fn is_below_minimum(&self, rule: &Rule, terms: &[Term]) -> Result<bool, OutOfRange> {
        let spent = Money::sum(terms.iter().map(|term| term.value))?;
        Ok(self.conversion.to_program(spent) < i128::from(rule.minimum.0))
    }

    /// `Σ value × percent × points_per_unit ÷ (rate × 100)`, rounded once, without minimum and caps (`RULES.md`, 5.6).
    ///
    /// Neither money nor points until it is divided: values of at most 2^53 together × 10^4 % × 10^6 points are below
    /// 10^26, and an i128 holds 10^38.
    pub fn rounded(&self, rule: &Rule, terms: &[Term]) -> Points {
        let weighted: i128 = terms.iter().map(|term| i128::from(term.value.0) * i128::from(term.percent)).sum();
        let exact = weighted * i128::from(rule.points_per_unit);
        let points = divide(exact, i128::from(self.conversion.rate) * 100, rule.rounding);
        Points(i64::try_from(points).unwrap_or(i64::MAX)).min(Points::MAX)
    }

    /// Points of `rule` for what is kept, without caps.
    pub fn points_before_caps(&self, rule: &Rule) -> Result<Points, OutOfRange> {
        let kept = self.kept(rule)?;
        Ok(if self.is_below_minimum(rule, &kept)? { Points::ZERO } else { self.rounded(rule, &kept) })
    }
}

/// Points of `rule` for `purchase`, with the cap per order but without those that depend on other orders.
pub fn points(rule: &Rule, purchase: &Purchase) -> Result<Points, OutOfRange> {
    Ok(purchase.points_before_caps(rule)?.min(rule.caps.per_order.unwrap_or(Points::MAX)))
}

/// When points of a rule are lost that become available at some instant, if ever.
pub fn expires_at(rule: &Rule, program: &Program, available_at: Instant) -> Option<Instant> {
    rule.expires_after_days.or(program.expires_after_days).map(|days| available_at + days)
}

/// A cap of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    /// On one order.
    PerOrder,
    /// On all orders of a day.
    PerDay,
    /// On all orders of a month.
    PerMonth,
    /// On all orders ever.
    Lifetime,
}

/// What one rule has given for a member's orders so far, as far as its caps ask for it.
#[derive(Clone, Debug, Default)]
pub struct CapUsage<'a> {
    lifetime: i128,
    /// When orders were placed and what they got, in the order of `placed_at`.
    orders: Vec<(Instant, Points)>,
    past: Option<&'a PastCaps>,
    past_usage: Option<&'a PastUsage>,
}

/// What rules gave for orders placed up to an instant, as far as caps ask for it later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCaps {
    /// Up to when.
    at: Instant,
    /// When the day and the month of that instant began, by each calendar that was asked for.
    starts: BTreeSet<Instant>,
    rules: BTreeMap<RuleId, PastUsage>,
}

/// What one rule gave for orders up to an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastUsage {
    lifetime: Points,
    /// For orders placed since each of the starts, if anything.
    since: BTreeMap<Instant, Points>,
}

/// A cap asks for a day or a month that is not known: of another calendar than those it was kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageUnknown;

impl PastCaps {
    /// What rules gave for the orders of `past` and these, all placed by `at` and in the order of `placed_at`; for days and
    /// months of these calendars, as far as `past` knows them.
    pub fn after<'f>(
        past: Option<&Self>,
        orders: impl IntoIterator<Item = (Instant, &'f [(RuleId, Points)])>,
        calendars: &[Calendar],
        at: Instant,
    ) -> Result<Self, OutOfRange> {
        let starts =
            calendars.iter().flat_map(|calendar| [Period::Day, Period::Month].map(|of| calendar.start(of, at)));
        let is_known = |start: &Instant| past.is_none_or(|past| past.at < *start || past.starts.contains(start));
        let mut caps = Self { at, starts: starts.filter(is_known).collect(), rules: BTreeMap::new() };
        for (rule, usage) in past.into_iter().flat_map(|past| &past.rules) {
            let since = usage.since.iter().filter(|(start, _)| caps.starts.contains(start));
            let since = since.map(|(start, points)| (*start, *points)).collect();
            caps.rules.insert(rule.clone(), PastUsage { lifetime: usage.lifetime, since });
        }
        for (placed_at, earned) in orders {
            for (rule, points) in earned.iter().filter(|(_, points)| *points > Points::ZERO) {
                let usage = caps.rules.entry(rule.clone()).or_default();
                usage.lifetime = usage.lifetime.plus(*points)?;
                for start in caps.starts.iter().filter(|start| **start <= placed_at) {
                    let since = usage.since.entry(*start).or_default();
                    *since = since.plus(*points)?;
                }
            }
        }
        Ok(caps)
    }

    /// Whether days and months of this calendar are known.
    pub fn know(&self, calendar: &Calendar) -> bool {
        [Period::Day, Period::Month].iter().all(|period| self.starts.contains(&calendar.start(*period, self.at)))
    }
}

impl<'a> CapUsage<'a> {
    /// What a rule has given up to an instant.
    pub fn after(past: Option<&'a PastCaps>, rule: &RuleId) -> Self {
        let past_usage = past.and_then(|past| past.rules.get(rule));
        let lifetime = past_usage.map_or(0, |usage| i128::from(usage.lifetime.0));
        Self { lifetime, orders: Vec::new(), past, past_usage }
    }

    /// Adds an order's points. Orders are added in the order of `placed_at`.
    pub fn add(&mut self, placed_at: Instant, points: Points) {
        self.lifetime += i128::from(points.0);
        self.orders.push((placed_at, points));
    }

    /// Most points the caps leave for an order that comes after these, and the cap that leaves the least (of equals the
    /// first); without caps [`Points::MAX`] and none.
    pub fn room(
        &self,
        rule: &Rule,
        calendar: &Calendar,
        placed_at: Instant,
    ) -> Result<(Points, Option<Cap>), UsageUnknown> {
        let within = |period: Period| {
            let start = calendar.start(period, placed_at);
            let orders = self.orders.iter().rev().take_while(|(at, _)| start <= *at);
            let newest: i128 = orders.map(|(_, points)| i128::from(points.0)).sum();
            Ok(newest + self.past_since(start)?)
        };
        let left = |cap: Option<Points>, used: &dyn Fn() -> Result<i128, UsageUnknown>| match cap {
            Some(cap) => Ok(Some(i128::from(cap.0) - used()?)),
            None => Ok(None),
        };
        let caps = &rule.caps;
        let rooms = [
            (left(caps.per_order, &|| Ok(0))?, Cap::PerOrder),
            (left(caps.per_day, &|| within(Period::Day))?, Cap::PerDay),
            (left(caps.per_month, &|| within(Period::Month))?, Cap::PerMonth),
            (left(caps.lifetime, &|| Ok(self.lifetime))?, Cap::Lifetime),
        ];
        let least = rooms.into_iter().filter_map(|(room, cap)| Some((room?.max(0), cap))).min_by_key(|(room, _)| *room);
        let Some((room, cap)) = least else { return Ok((Points::MAX, None)) };
        Ok((Points(i64::try_from(room).unwrap_or(Points::MAX.0)).min(Points::MAX), Some(cap)))
    }

    fn past_since(&self, start: Instant) -> Result<i128, UsageUnknown> {
        let Some(past) = self.past.filter(|past| start <= past.at) else { return Ok(0) };
        if !past.starts.contains(&start) {
            return Err(UsageUnknown);
        }
        Ok(self.past_usage.and_then(|usage| usage.since.get(&start)).map_or(0, |points| i128::from(points.0)))
    }
}

fn percent(rule: &Rule, purchase: &Purchase, line: Option<&Line>) -> i64 {
    let applying = rule.multipliers.iter().filter(|multiplier| applies(multiplier, purchase, line));
    applying.map(|multiplier| multiplier.percent).max().unwrap_or(100)
}

fn applies(multiplier: &Multiplier, purchase: &Purchase, line: Option<&Line>) -> bool {
    let for_tier = multiplier.tiers.is_empty() || purchase.tier.is_some_and(|tier| multiplier.tiers.contains(tier));
    let started = multiplier.from.is_none_or(|from| from <= purchase.placed_at);
    let running = multiplier.until.is_none_or(|until| purchase.placed_at < until);
    let for_line = match line {
        Some(line) => filter_matches(&multiplier.only, &multiplier.except, line),
        None => multiplier.only.is_empty() && multiplier.except.is_empty(),
    };
    for_tier && started && running && for_line
}

/// Divides what is not negative by what is positive.
fn divide(dividend: i128, divisor: i128, rounding: Rounding) -> i128 {
    let up = match rounding {
        Rounding::Down => 0,
        Rounding::Nearest => divisor / 2,
        Rounding::Up => divisor - 1,
    };
    // The divisor is a hundredfold rate, so it is even and its half is exact.
    (dividend + up) / divisor
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        Quantity, RuleId, Text,
        program::{Caps, Counts, Filter},
    };

    fn rule() -> Rule {
        Rule {
            id: RuleId::new("purchases").unwrap(),
            name: Text::from("Purchases"),
            points_per_unit: 1,
            counts: Counts::default(),
            only: Filter::default(),
            except: Filter::default(),
            minimum: Money::ZERO,
            caps: Caps::default(),
            rounding: Rounding::Down,
            multipliers: Vec::new(),
            pending_days: None,
            expires_after_days: None,
        }
    }

    fn line(product: &str, price: i64, quantity: i64) -> Line {
        Line {
            id: product.into(),
            product: product.into(),
            labels: vec!["cd".into()],
            quantity: Quantity::pieces(quantity),
            price: Money(price),
            discount: Money::ZERO,
            tax: Money(price * quantity / 5),
            refunded: Money::ZERO,
            refunded_tax: Money::ZERO,
        }
    }

    fn multiplier(percent: i64) -> Multiplier {
        Multiplier {
            percent,
            tiers: Vec::new(),
            only: Filter::default(),
            except: Filter::default(),
            from: None,
            until: None,
        }
    }

    #[track_caller]
    fn check(rule: &Rule, lines: &[Line], expected: i64) {
        let shipping = Shipping { price: Money(400), tax: Money(80), refunded: Money(100), refunded_tax: Money(20) };
        let conversion = Conversion { rate: 100, program_rate: 100 };
        let tier = TierId::new("gold").unwrap();
        let purchase = Purchase {
            placed_at: Instant::from_ms(1000),
            prices_include_tax: false,
            lines,
            shipping: &shipping,
            conversion,
            tier: Some(&tier),
        };
        assert_eq!(points(rule, &purchase), Ok(Points(expected)));
    }

    #[test]
    fn fractions_are_rounded_once_for_the_whole_order() {
        let lines = [line("a", 1450, 1), line("b", 1499, 1)];
        check(&Rule { rounding: Rounding::Down, ..rule() }, &lines, 29);
        check(&Rule { rounding: Rounding::Nearest, ..rule() }, &lines, 29);
        check(&Rule { rounding: Rounding::Up, ..rule() }, &lines, 30);
        check(&Rule { rounding: Rounding::Nearest, ..rule() }, &[line("a", 50, 1)], 1);
    }

    #[test]
    fn tax_and_shipping_count_where_the_rule_says_so() {
        let lines = [line("a", 1000, 2)];
        check(&Rule { counts: Counts { tax: true, shipping: false }, ..rule() }, &lines, 24);
        check(&Rule { counts: Counts { tax: false, shipping: true }, ..rule() }, &lines, 23);
        check(&Rule { counts: Counts { tax: true, shipping: true }, ..rule() }, &lines, 27);
    }

    #[test]
    fn a_filter_names_products_or_labels() {
        let lines = [line("a", 1000, 1), line("b", 500, 1)];
        let only = Filter { products: vec!["a".into()], labels: Vec::new() };
        check(&Rule { only: only.clone(), ..rule() }, &lines, 10);
        check(&Rule { except: only, ..rule() }, &lines, 5);
        let except = Filter { products: Vec::new(), labels: vec!["cd".into()] };
        check(&Rule { except, ..rule() }, &lines, 0);
    }

    #[test]
    fn the_minimum_is_met_by_what_counts() {
        check(&Rule { minimum: Money(1000), ..rule() }, &[line("a", 1000, 1)], 10);
        check(&Rule { minimum: Money(1001), ..rule() }, &[line("a", 1000, 1)], 0);
    }

    #[test]
    fn the_highest_multiplier_applies_line_by_line() {
        let only = Filter { products: vec!["a".into()], labels: Vec::new() };
        let multipliers = vec![Multiplier { only, ..multiplier(300) }, multiplier(200)];
        check(&Rule { multipliers, ..rule() }, &[line("a", 1000, 1), line("b", 1000, 1)], 50);
        check(&Rule { multipliers: vec![multiplier(50)], ..rule() }, &[line("a", 1000, 1)], 5);
    }

    #[test]
    fn a_multiplier_is_for_its_tiers_and_its_time() {
        let lines = [line("a", 1000, 1)];
        let for_tier = |tier: &str| Multiplier { tiers: vec![TierId::new(tier).unwrap()], ..multiplier(200) };
        check(&Rule { multipliers: vec![for_tier("gold")], ..rule() }, &lines, 20);
        check(&Rule { multipliers: vec![for_tier("silver")], ..rule() }, &lines, 10);
        let at = |ms: i64| Some(Instant::from_ms(ms));
        check(
            &Rule { multipliers: vec![Multiplier { from: at(1000), until: at(1001), ..multiplier(200) }], ..rule() },
            &lines,
            20,
        );
        check(&Rule { multipliers: vec![Multiplier { from: at(1001), ..multiplier(200) }], ..rule() }, &lines, 10);
        check(&Rule { multipliers: vec![Multiplier { until: at(1000), ..multiplier(200) }], ..rule() }, &lines, 10);
    }
}
