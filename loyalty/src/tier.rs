//! A member's level at any instant, computed from the orders alone: nothing about levels is stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Days, Instant, OrderId, Points, RuleId, TierId,
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
    /// What was spent on goods, in minor units.
    pub spend: i64,
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
    /// What keeps it, if anything still can.
    pub to_keep: Option<ToKeep>,
}

/// What keeps a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToKeep {
    /// What is missing, in what the tiers qualify by.
    pub missing: i64,
    /// With a calendar period: only orders from here on count.
    pub counts_from: Option<Instant>,
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
    amount: i64,
}

/// One member's qualifying sum over time, `Q(t)`.
pub struct Qualifying<'a> {
    program: &'a Program,
    tiers: &'a Tiers,
    shares: Vec<Share>,
    /// Every instant at which the sum changes, and what it is from there on, in order.
    steps: Vec<(Instant, i64)>,
}

impl<'a> Qualifying<'a> {
    /// The qualifying sum of these orders; none if the program has no tiers.
    pub fn new<'f>(program: &'a Program, facts: impl IntoIterator<Item = &'f Fact>) -> Option<Self> {
        let tiers = program.tiers.as_ref()?;
        let earning = facts.into_iter().filter(|fact| Order::earns(fact.status, program.earn_on));
        let shares: Vec<_> = earning.map(|fact| share(program, tiers, fact)).filter(|share| share.amount > 0).collect();
        let steps = steps(&shares);
        Some(Self { program, tiers, shares, steps })
    }

    /// The member's level at `at`: the highest reached within the grace before it.
    pub fn tier_at(&self, at: Instant) -> Option<&'a TierId> {
        Some(&self.held_at(at)?.0.id)
    }

    /// The level, how long it lasts, and the way to the next.
    pub fn standing(&self, now: Instant) -> Standing {
        let held = self.held_at(now);
        let above = held.map_or(0, |(level, _)| level.threshold);
        let progress = self.sum(now);
        let next = self.tiers.levels.iter().find(|level| level.threshold > above);
        let level = held.map(|(level, span)| Held {
            id: level.id.clone(),
            since: span.from,
            kept_until: span.until,
            to_keep: self.to_keep(level, span.until),
        });
        let next = next.map(|level| Next {
            id: level.id.clone(),
            missing: level.threshold - progress,
            by: self.next_fall(now),
        });
        Standing { level, next, progress }
    }

    fn held_at(&self, at: Instant) -> Option<(&'a Level, Span)> {
        let levels = self.tiers.levels.iter().rev();
        levels.filter_map(|level| Some((level, self.span(level, at)?))).next()
    }

    /// The unbroken time around `at` in which a level is held, grace included.
    fn span(&self, level: &Level, at: Instant) -> Option<Span> {
        let mut held: Option<Span> = None;
        for reached in self.reached(level) {
            let until = reached.until + self.tiers.grace_days;
            held = match held {
                Some(span) if reached.from <= span.until => Some(Span { until, ..span }),
                Some(span) if at < span.until => break,
                _ => Some(Span { until, ..reached }),
            };
        }
        held.filter(|span| span.from <= at && at < span.until)
    }

    /// The times in which the sum is at or above a level's threshold, in order.
    fn reached(&self, level: &Level) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut from = None;
        for &(turn, sum) in &self.steps {
            match (from, sum >= level.threshold) {
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

    fn sum(&self, at: Instant) -> i64 {
        let passed = self.steps.partition_point(|&(turn, _)| turn <= at);
        passed.checked_sub(1).map_or(0, |last| self.steps[last].1)
    }

    fn next_fall(&self, now: Instant) -> Option<Instant> {
        let counting = self.shares.iter().filter(|share| share.from <= now && now < share.until);
        counting.map(|share| share.until).min()
    }

    fn to_keep(&self, level: &Level, kept_until: Instant) -> Option<ToKeep> {
        let counts_from = match self.tiers.period {
            QualifyingPeriod::RollingDays(_) => None,
            QualifyingPeriod::Calendar(period) => Some(self.program.calendar().start(period, kept_until)),
        };
        let in_time = counts_from.is_none_or(|start| start < kept_until);
        in_time.then(|| ToKeep { missing: (level.threshold - self.sum(kept_until)).max(0), counts_from })
    }
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: Instant,
    until: Instant,
}

fn steps(shares: &[Share]) -> Vec<(Instant, i64)> {
    let mut changes: BTreeMap<Instant, i64> = BTreeMap::new();
    for share in shares {
        *changes.entry(share.from).or_default() += share.amount;
        *changes.entry(share.until).or_default() -= share.amount;
    }
    let running = changes.into_iter().scan(0, |sum, (turn, change)| {
        *sum += change;
        Some((turn, *sum))
    });
    running.collect()
}

fn share(program: &Program, tiers: &Tiers, fact: &Fact) -> Share {
    let spend = program.conversion(fact.currency).map_or(0, |conversion| conversion.to_program(fact.spend));
    let amount = match tiers.by {
        QualifyBy::Spend => spend,
        QualifyBy::Points => fact.earned.iter().map(|(_, points)| points.0).sum(),
        QualifyBy::Orders => i64::from(spend > 0),
    };
    let until = match tiers.period {
        QualifyingPeriod::RollingDays(Days(days)) => fact.placed_at + Days(days),
        QualifyingPeriod::Calendar(period) => program.calendar().end(period, fact.placed_at),
    };
    Share { from: fact.placed_at, until, amount }
}
