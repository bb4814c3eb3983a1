//! What each order earns (section 5): one after the other, each with what was counted before it.

use super::calendar::{same_day, same_month};
use super::documents::{Order, Program, Rule};
use super::facts::{Facts, Version};
use super::target::{self, Item};
use super::tiers::Qualifying;
use super::value::{self, books, converted, has_reached};

/// An order as it is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// Its id.
    pub id: String,
    /// When it was placed.
    pub placed_at: i64,
    /// Its version.
    pub version: Option<Version>,
    /// What its goods come to, in its currency (4.7).
    pub spend: i128,
    /// Its tier, if it earns (5.5).
    pub tier: Option<String>,
    /// Each rule of its version, if it earns, in the order of the program.
    pub targets: Vec<Target>,
}

/// What a rule gives for an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The rule's id.
    pub rule: String,
    /// What counts, as it was charged.
    pub items: Vec<Item>,
    /// The points of what is kept, with the minimum and before caps.
    pub before_caps: i128,
    /// The caps of the rule, by name, and what each leaves.
    pub caps: Vec<(&'static str, i128)>,
    /// The points.
    pub points: i128,
}

impl Counted {
    /// The order's points (5.7).
    pub fn points(&self) -> i128 {
        self.targets.iter().map(|target| target.points).sum()
    }

    /// What a rule gives for it.
    fn of_rule(&self, rule: &str) -> i128 {
        self.targets.iter().filter(|target| target.rule == rule).map(|target| target.points).sum()
    }
}

impl Facts {
    /// Every order, in the order of counting (5.4).
    pub fn counted(&self) -> Vec<Counted> {
        let mut orders: Vec<_> = self.known_orders().collect();
        orders.sort_by_key(|(id, _, state)| (state.placed_at, (*id).clone()));
        let mut counted: Vec<Counted> = Vec::new();
        for (id, fact, state) in orders {
            let placed_at = state.placed_at.0;
            let (id, version, spend) = (id.clone(), fact.version, books(state).spend());
            let mut one = Counted { id, placed_at, version, spend, tier: None, targets: Vec::new() };
            if let Some(program) = fact.version.map(|version| self.program(version))
                && !fact.is_yielded()
                && has_reached(&program, state)
                && program.rates.contains_key(&state.currency)
            {
                one.tier = self.qualifying(&program, &counted).and_then(|orders| orders.tier(placed_at));
                let target = |rule| target(&program, rule, state, one.tier.as_deref(), &counted);
                one.targets = program.rules.iter().map(target).collect();
            }
            counted.push(one);
        }
        counted
    }

    /// The qualifying amounts of some orders by a program (11.1); nothing if it has no tiers.
    pub fn qualifying<'a>(&self, program: &'a Program, orders: &[Counted]) -> Option<Qualifying<'a>> {
        let tiers = program.tiers.as_ref()?;
        let mut amounts = Vec::new();
        for one in orders {
            let fact = &self.orders[&one.id];
            let Some(state) = fact.newest().filter(|state| has_reached(program, state) && !fact.is_yielded()) else {
                continue;
            };
            let amount = match tiers.by.as_str() {
                "spend" => converted(program, &state.currency, one.spend).unwrap_or(0),
                "points" => one.points(),
                "orders" => i128::from(one.spend > 0),
                other => panic!("no such measure of tiers: {other}"),
            };
            amounts.push((one.placed_at, amount));
        }
        Some(Qualifying::new(program, tiers, amounts))
    }
}

/// What a rule gives for an order, given the orders counted before it (5.6).
fn target(program: &Program, rule: &Rule, state: &Order, tier: Option<&str>, before: &[Counted]) -> Target {
    let items = target::items(rule, state, &value::books(state), tier);
    let kept = target::kept(&items);
    let before_caps = if target::reach_minimum(program, rule, &state.currency, &kept) {
        target::points(program, rule, &state.currency, &kept)
    } else {
        0
    };
    let (zone, placed_at) = (program.time_zone.as_str(), state.placed_at.0);
    let left = |cap: i64, counts: &dyn Fn(&&Counted) -> bool| {
        let used: i128 = before.iter().filter(counts).map(|one| one.of_rule(&rule.id)).sum();
        (i128::from(cap) - used).max(0)
    };
    let mut caps = Vec::new();
    if let Some(cap) = rule.caps.per_order {
        caps.push(("per_order", i128::from(cap)));
    }
    if let Some(cap) = rule.caps.per_day {
        caps.push(("per_day", left(cap, &|one| same_day(zone, one.placed_at, placed_at))));
    }
    if let Some(cap) = rule.caps.per_month {
        caps.push(("per_month", left(cap, &|one| same_month(zone, one.placed_at, placed_at))));
    }
    if let Some(cap) = rule.caps.lifetime {
        caps.push(("lifetime", left(cap, &|_| true)));
    }
    let points = caps.iter().map(|(_, left)| *left).fold(before_caps, i128::min);
    Target { rule: rule.id.clone(), items, before_caps, caps, points }
}
