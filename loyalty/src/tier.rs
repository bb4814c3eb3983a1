//! A member's level at any instant, computed from the orders alone: nothing about levels is stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Instant, Money, OrderId, Points, RuleId, TierId,
    calendar::Calendar,
    money::shown,
    order::{Order, OrderStatus},
    program::{Level, Program, QualifyBy, QualifyingPeriod, Tiers},
};

/// What an order means to the rules that look at all of a member's orders: tiers and caps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The order.
    pub order: OrderId,
    /// When it was placed.
    pub placed_at: Instant,
    /// How far it has come.
    pub status: OrderStatus,
    /// What `spend` is in.
    pub currency: Currency,
    /// What was spent on goods.
    pub spend: Money,
    /// What it has earned, by rule.
    pub earned: Vec<(RuleId, Points)>,
}

/// Where a member stands at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The member's level, if there is one.
    pub level: Option<Held>,
    /// The level above, if there is one.
    pub next: Option<Next>,
    /// The qualifying sum.
    pub progress: i64,
}

/// A level a member has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub id: TierId,
    /// Since when this level or a higher one was held without a break.
    pub since: Instant,
    /// When it ends without another order.
    pub kept_until: Instant,
    /// What keeps it, if an order placed now can.
    pub to_keep: Option<ToKeep>,
}

/// What keeps a level: an order of `missing`, placed at any instant from now until before `by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToKeep {
    /// What is missing, in what the tiers qualify by.
    pub missing: i64,
    /// Until when an order of this is enough.
    pub by: Instant,
}

/// The level above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Which.
    pub id: TierId,
    /// What is missing, in what the tiers qualify by.
    pub missing: i64,
    /// When some of what was gathered stops counting.
    pub by: Option<Instant>,
}

/// A qualifying amount and the time in which it counts.
#[derive(Clone, Copy, Debug)]
struct Share {
    from: Instant,
    until: Instant,
    amount: i128,
}

/// One member's qualifying sum over time, `Q(t)`.
#[derive(Clone, Debug)]
pub struct Qualifying<'a> {
    program: &'a Program,
    tiers: &'a Tiers,
    calendar: Calendar,
    /// In the order of `from`, which is also that of `until`.
    shares: Vec<Share>,
}

impl<'a> Qualifying<'a> {
    /// The qualifying sum of these orders; none if the program has no tiers.
    pub fn new<'f>(program: &'a Program, facts: impl IntoIterator<Item = &'f Fact>) -> Option<Self> {
        let tiers = program.tiers.as_ref()?;
        let mut qualifying = Self { program, tiers, calendar: program.calendar(), shares: Vec::new() };
        facts.into_iter().for_each(|fact| qualifying.add(fact));
        Some(qualifying)
    }

    /// Adds an order.
    pub fn add(&mut self, fact: &Fact) {
        if Order::earns(fact.status, self.program.earn_on) {
            let amount = self.amount(fact);
            let share = Share { from: fact.placed_at, until: self.counts_until(fact.placed_at), amount };
            if share.amount > 0 {
                let place = self.shares.partition_point(|other| other.from <= share.from);
                self.shares.insert(place, share);
            }
        }
    }

    /// The member's level at `at`: the highest reached within the grace before it.
    pub fn tier_at(&self, at: Instant) -> Option<&'a TierId> {
        let start = at - self.tiers.grace_days;
        let first = self.shares.partition_point(|share| share.until <= start);
        let last = self.shares.partition_point(|share| share.from <= at).max(first);
        let steps = Steps::new(self.shares.get(first..last)?);
        let within = steps.0.iter().filter(|(turn, _)| start < *turn && *turn <= at).map(|(_, sum)| *sum);
        let highest = within.chain([steps.sum(start)]).max()?;
        let reached = |level: &&Level| i128::from(level.threshold) <= highest;
        self.tiers.levels.iter().rev().find(reached).map(|level| &level.id)
    }

    /// The level, how long it lasts, and the way to the next.
    pub fn standing(&self, now: Instant) -> Standing {
        let steps = Steps::new(&self.shares);
        let held = self.held_at(&steps, now);
        let above = held.map_or(0, |(level, _)| level.threshold);
        let progress = steps.sum(now);
        let next = self.tiers.levels.iter().find(|level| level.threshold > above);
        let level = held.map(|(level, span)| Held {
            id: level.id.clone(),
            since: span.from,
            kept_until: span.until,
            to_keep: self.to_keep(&steps, level, span.until, now),
        });
        let next = next.map(|level| Next {
            id: level.id.clone(),
            missing: shown(i128::from(level.threshold) - progress),
            by: self.next_fall(now),
        });
        Standing { level, next, progress: shown(progress) }
    }

    fn held_at(&self, steps: &Steps, at: Instant) -> Option<(&'a Level, Span)> {
        let levels = self.tiers.levels.iter().rev();
        levels.filter_map(|level| Some((level, self.span(steps, level, at)?))).next()
    }

    /// The unbroken time around `at` in which a level is held, grace included.
    fn span(&self, steps: &Steps, level: &Level, at: Instant) -> Option<Span> {
        let mut held: Option<Span> = None;
        for reached in steps.reached(i128::from(level.threshold)) {
            let until = reached.until + self.tiers.grace_days;
            held = match held {
                Some(span) if reached.from <= span.until => Some(Span { until, ..span }),
                Some(span) if at < span.until => break,
                _ => Some(Span { until, ..reached }),
            };
        }
        held.filter(|span| span.from <= at && at < span.until)
    }

    fn next_fall(&self, now: Instant) -> Option<Instant> {
        let counting = self.shares.iter().filter(|share| share.from <= now && now < share.until);
        counting.map(|share| share.until).min()
    }

    /// What keeps a level past `kept_until`, if an order placed now can (`RULES.md`, 11.6).
    fn to_keep(&self, steps: &Steps, level: &Level, kept_until: Instant, now: Instant) -> Option<ToKeep> {
        let grace_start = kept_until - self.tiers.grace_days;
        let missing = |placed_at: Instant| {
            let counted_at = placed_at.max(grace_start);
            let helps = counted_at < self.counts_until(placed_at);
            helps.then(|| i128::from(level.threshold) - steps.sum(counted_at))
        };
        let now_missing = missing(now)?;
        // What helps now helps later, too, and needs another amount only from a turn of the sum on.
        let turns = steps.0.iter().map(|(turn, _)| *turn).filter(|turn| now < *turn && *turn < kept_until);
        let by = turns.filter(|turn| missing(*turn) != Some(now_missing)).min().unwrap_or(kept_until);
        Some(ToKeep { missing: shown(now_missing), by })
    }

    /// The instant from which an order no longer counts.
    fn counts_until(&self, placed_at: Instant) -> Instant {
        match self.tiers.period {
            QualifyingPeriod::RollingDays(days) => placed_at + days,
            QualifyingPeriod::Calendar(period) => self.calendar.end(period, placed_at),
        }
    }

    fn amount(&self, fact: &Fact) -> i128 {
        let spend = || self.program.conversion(fact.currency).map_or(0, |conversion| conversion.to_program(fact.spend));
        match self.tiers.by {
            QualifyBy::Spend => spend(),
            QualifyBy::Points => fact.earned.iter().map(|(_, points)| i128::from(points.0)).sum(),
            QualifyBy::Orders => i128::from(fact.spend > Money::ZERO),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: Instant,
    until: Instant,
}

/// Every instant at which the sum changes, and what it is from there on, in order.
struct Steps(Vec<(Instant, i128)>);

impl Steps {
    fn new(shares: &[Share]) -> Self {
        let mut changes: BTreeMap<Instant, i128> = BTreeMap::new();
        for share in shares {
            *changes.entry(share.from).or_default() += share.amount;
            *changes.entry(share.until).or_default() -= share.amount;
        }
        let running = changes.into_iter().scan(0, |sum, (turn, change)| {
            *sum += change;
            Some((turn, *sum))
        });
        Self(running.collect())
    }

    fn sum(&self, at: Instant) -> i128 {
        let passed = self.0.partition_point(|&(turn, _)| turn <= at);
        passed.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |(_, sum)| *sum)
    }

    /// The times in which the sum is at or above a threshold, in order.
    fn reached(&self, threshold: i128) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut from = None;
        for &(turn, sum) in &self.0 {
            match (from, sum >= threshold) {
                (None, true) => from = Some(turn),
                (Some(start), false) => {
                    spans.push(Span { from: start, until: turn });
                    from = None;
                }
                _ => {}
            }
        }
        // The sum is 0 after the last turn, and thresholds are above 0: every span has ended.
        spans
    }
}
