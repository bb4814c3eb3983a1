//! What each order earns, counted one after the other by `placed_at` (`RULES.md`, 5): nothing here depends on arrival.

use std::collections::BTreeMap;

use super::{Counted, CountedRule, OrderRecord, Refusal};
use crate::{
    Instant, OrderId, RuleId, TierId,
    earn::{self, CapUsage, Purchase},
    order::Order,
    points::OutOfRange,
    program::{Program, Programs, Rule, Version, WindowStart},
    tier::{Fact, Qualifying},
};

/// Counts all orders. Every version that an order is pinned to must be at hand.
pub(super) fn count<'a>(
    orders: impl Iterator<Item = &'a OrderRecord>,
    programs: &Programs,
) -> Result<BTreeMap<OrderId, Counted>, Refusal> {
    let mut in_order: Vec<&OrderRecord> = orders.collect();
    in_order.sort_by_key(|record| (record.state.placed_at, &record.id));
    let mut counting = Counting::default();
    let mut counted = BTreeMap::new();
    for record in in_order {
        counted.insert(record.id.clone(), counting.add(record, programs)?);
    }
    Ok(counted)
}

/// What orders counted so far mean to those that come after them.
#[derive(Default)]
struct Counting<'p> {
    facts: Vec<Fact>,
    usage: BTreeMap<RuleId, CapUsage>,
    /// The member's qualifying sum by each version that was asked for, and how many of the facts are in it.
    qualifying: BTreeMap<Version, (Qualifying<'p>, usize)>,
}

impl<'p> Counting<'p> {
    fn add(&mut self, record: &OrderRecord, programs: &'p Programs) -> Result<Counted, Refusal> {
        let mut counted = Counted { waiting: record.waiting(programs), ..Counted::default() };
        if let Some(version) = record.version.filter(|_| record.is_own()) {
            let program = programs.get(version).ok_or(Refusal::VersionNotLoaded(version))?;
            counted.tier = self.tier(version, program, record.state.placed_at).cloned();
            counted.rules = self.rules(record, program, counted.tier.as_ref())?;
        }
        for rule in &counted.rules {
            self.usage.entry(rule.rule.clone()).or_default().add(record.state.placed_at, rule.points);
        }
        let earned = counted.rules.iter().map(|rule| (rule.rule.clone(), rule.points)).collect();
        self.facts.extend(record.fact()?.map(|fact| Fact { earned, ..fact }));
        Ok(counted)
    }

    /// The member's level at an instant that is not before any order counted so far.
    fn tier(&mut self, version: Version, program: &'p Program, at: Instant) -> Option<&'p TierId> {
        let (qualifying, known) = match self.qualifying.entry(version) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert((Qualifying::new(program, [])?, 0)),
        };
        self.facts.iter().skip(*known).for_each(|fact| qualifying.add(fact));
        *known = self.facts.len();
        qualifying.tier_at(at)
    }

    fn rules(
        &self,
        record: &OrderRecord,
        program: &Program,
        tier: Option<&TierId>,
    ) -> Result<Vec<CountedRule>, OutOfRange> {
        let conversion = program.conversion(record.state.currency);
        let earns = Order::earns(record.state.status, program.earn_on);
        let Some(conversion) = conversion.filter(|_| earns) else { return Ok(Vec::new()) };
        let purchase = Purchase::of_order(&record.state, conversion, tier);
        let calendar = program.calendar();
        let unused = CapUsage::default();
        let count = |rule: &Rule| {
            let usage = self.usage.get(&rule.id).unwrap_or(&unused);
            let (room, cap) = usage.room(rule, &calendar, record.state.placed_at);
            let points = purchase.points_before_caps(rule)?.min(room);
            let window = Window::new(rule, program, record);
            Ok(CountedRule {
                rule: rule.id.clone(),
                points,
                cap,
                available_at: window.available_at,
                expires_at: earn::expires_at(rule, program, window.available_at),
                waits_for: window.waits_for,
            })
        };
        program.rules.iter().map(count).collect()
    }
}

/// When an order's points become available.
struct Window {
    available_at: Instant,
    waits_for: Option<WindowStart>,
}

impl Window {
    fn new(rule: &Rule, program: &Program, record: &OrderRecord) -> Self {
        let placed_at = record.state.placed_at;
        let days = rule.pending_days.unwrap_or(program.return_window_days);
        let start = match program.return_window_from {
            WindowStart::Placed => Some(placed_at),
            WindowStart::Completed => record.completed_at(),
            WindowStart::Delivered => record.delivered_at(),
        };
        match start {
            Some(start) => Self { available_at: placed_at.max(start + days), waits_for: None },
            None => Self {
                available_at: placed_at + days.max(program.longest_delivery_days),
                waits_for: Some(program.return_window_from),
            },
        }
    }
}
