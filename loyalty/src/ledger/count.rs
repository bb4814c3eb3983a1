//! What each order earns, counted one after the other by `placed_at` (`RULES.md`, 5): nothing here depends on arrival.

use std::collections::BTreeMap;

use super::{Counted, CountedRule, OrderRecord, Refusal};
use crate::{
    Instant, OrderId, RuleId, TierId,
    earn::{self, CapUsage, Purchase},
    history::PastOrders,
    order::Order,
    program::{Program, Programs, Rule, Version, WindowStart},
    tier::{Fact, Qualifying},
};

/// Counts these orders after those of the past. Every version that one is pinned to must be at hand.
pub(super) fn count<'a>(
    past: Option<&'a PastOrders>,
    orders: impl Iterator<Item = &'a OrderRecord>,
    programs: &'a Programs,
) -> Result<BTreeMap<OrderId, Counted>, Refusal> {
    let mut in_order: Vec<&OrderRecord> = orders.collect();
    in_order.sort_by_key(|record| (record.state.placed_at, &record.id));
    let mut counting = Counting { past, ..Counting::default() };
    let mut counted = BTreeMap::new();
    for record in in_order {
        counted.insert(record.id.clone(), counting.add(record, programs)?);
    }
    Ok(counted)
}

/// Counts an order that was placed after all of these, which are counted, and after those of the past.
pub(super) fn count_last<'a>(
    past: Option<&'a PastOrders>,
    others: impl Iterator<Item = &'a OrderRecord>,
    last: &OrderRecord,
    programs: &'a Programs,
) -> Result<Counted, Refusal> {
    let mut in_order: Vec<&OrderRecord> = others.collect();
    in_order.sort_by_key(|record| (record.state.placed_at, &record.id));
    let mut counting = Counting { past, ..Counting::default() };
    in_order.into_iter().try_for_each(|record| counting.remember(record, &record.counted))?;
    counting.add(last, programs)
}

/// What orders counted so far mean to those that come after them.
#[derive(Default)]
struct Counting<'p> {
    past: Option<&'p PastOrders>,
    facts: Vec<Fact>,
    usage: BTreeMap<RuleId, CapUsage<'p>>,
    /// The member's qualifying sum by each version that was asked for, and how many of the facts are in it.
    qualifying: BTreeMap<Version, (Qualifying<'p>, usize)>,
}

impl<'p> Counting<'p> {
    fn add(&mut self, record: &OrderRecord, programs: &'p Programs) -> Result<Counted, Refusal> {
        let mut counted = Counted { waiting: record.waiting(programs), ..Counted::default() };
        if let Some(version) = record.version.filter(|_| record.is_own()) {
            let program = programs.get(version).ok_or(Refusal::VersionNotLoaded(version))?;
            if self.past.is_some_and(|past| !past.are_enough_for(program)) {
                return Err(Refusal::HistoryNotLoaded);
            }
            counted.tier = self.tier(version, program, record.state.placed_at).cloned();
            counted.rules = self.rules(record, program, counted.tier.as_ref())?;
        }
        self.remember(record, &counted)?;
        Ok(counted)
    }

    /// Knows what an order has earned.
    fn remember(&mut self, record: &OrderRecord, counted: &Counted) -> Result<(), Refusal> {
        let caps = self.past.map(|past| &past.caps);
        for rule in &counted.rules {
            let usage = self.usage.entry(rule.rule.clone()).or_insert_with(|| CapUsage::after(caps, &rule.rule));
            usage.add(record.state.placed_at, rule.points);
        }
        let earned = counted.rules.iter().map(|rule| (rule.rule.clone(), rule.points)).collect();
        self.facts.extend(record.fact()?.map(|fact| Fact { earned, ..fact }));
        Ok(())
    }

    /// The member's level at an instant that is not before any order counted so far.
    fn tier(&mut self, version: Version, program: &'p Program, at: Instant) -> Option<&'p TierId> {
        let (qualifying, known) = match self.qualifying.entry(version) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let past = self.past.and_then(|past| past.levels_of(program));
                entry.insert((Qualifying::after(past, program)?, 0))
            }
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
    ) -> Result<Vec<CountedRule>, Refusal> {
        let conversion = program.conversion(record.state.currency);
        let earns = Order::earns(record.state.status, program.earn_on);
        let Some(conversion) = conversion.filter(|_| earns) else { return Ok(Vec::new()) };
        let purchase = Purchase::of_order(&record.state, conversion, tier);
        let calendar = program.calendar();
        let caps = self.past.map(|past| &past.caps);
        let count = |rule: &Rule| {
            let placed_at = record.state.placed_at;
            let room = match self.usage.get(&rule.id) {
                Some(usage) => usage.room(rule, &calendar, placed_at),
                None => CapUsage::after(caps, &rule.id).room(rule, &calendar, placed_at),
            };
            let (room, cap) = room.map_err(|_| Refusal::HistoryNotLoaded)?;
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
