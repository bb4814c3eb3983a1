//! The points one rule gives for one purchase.
//!
//! The worker asks this for orders and the widget for carts, so both always say the same number.

use crate::{
    Instant, Points, TierId,
    calendar::Period,
    money::Conversion,
    order::{Kept, Line, Order, Shipping},
    program::{Multiplier, Program, Rounding, Rule, filter_matches},
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
}

/// Points of `rule` for `purchase`, with the cap per order but without those that depend on other orders.
///
/// `Σ value × percent × points_per_unit ÷ (rate × 100)`, rounded once (`RULES.md`, "A rule's target").
pub fn points(rule: &Rule, purchase: &Purchase) -> Points {
    let value = |kept: Kept| kept.value(rule.counts.tax, purchase.prices_include_tax);
    let mut spent: i64 = 0;
    let mut weighted: i128 = 0;
    let mut add = |value: i64, percent: i64| {
        spent = spent.saturating_add(value);
        weighted += i128::from(value) * i128::from(percent);
    };
    for line in purchase.lines.iter().filter(|line| filter_matches(&rule.only, &rule.except, line)) {
        add(value(line.kept()), percent(rule, purchase, Some(line)));
    }
    if rule.counts.shipping {
        add(value(purchase.shipping.kept()), percent(rule, purchase, None));
    }
    if purchase.conversion.to_program(spent) < rule.minimum {
        return Points::ZERO;
    }
    let exact = weighted * i128::from(rule.points_per_unit);
    let points = divide(exact, i128::from(purchase.conversion.rate) * 100, rule.rounding);
    let most = rule.caps.per_order.unwrap_or(Points::MAX).min(Points::MAX);
    Points(i64::try_from(points).unwrap_or(i64::MAX)).min(most)
}

/// What the caps that look at other orders leave for an order placed at `placed_at`.
///
/// `others` gives what the rule has given for each of the member's other orders, and when those were placed.
pub fn room<I: Iterator<Item = (Instant, Points)>>(
    rule: &Rule,
    program: &Program,
    placed_at: Instant,
    others: impl Fn() -> I,
) -> Points {
    let within = |period: Period| {
        let calendar = program.calendar();
        let (start, end) = (calendar.start(period, placed_at), calendar.end(period, placed_at));
        others().filter(move |(at, _)| start <= *at && *at < end).map(|(_, points)| points).sum::<Points>()
    };
    let rooms = [
        rule.caps.per_day.map(|cap| cap - within(Period::Day)),
        rule.caps.per_month.map(|cap| cap - within(Period::Month)),
        rule.caps.lifetime.map(|cap| cap - others().map(|(_, points)| points).sum()),
    ];
    rooms.into_iter().flatten().min().unwrap_or(Points::MAX).max(Points::ZERO)
}

/// The highest multiplier that applies to a line, or to shipping if there is no line.
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
        RuleId, Text,
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
            minimum: 0,
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
            quantity,
            price,
            discount: 0,
            tax: price * quantity / 5,
            refunded: 0,
            refunded_tax: 0,
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
        let shipping = Shipping { price: 400, tax: 80, refunded: 100, refunded_tax: 20 };
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
        assert_eq!(points(rule, &purchase), Points(expected));
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
        check(&Rule { minimum: 1000, ..rule() }, &[line("a", 1000, 1)], 10);
        check(&Rule { minimum: 1001, ..rule() }, &[line("a", 1000, 1)], 0);
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
