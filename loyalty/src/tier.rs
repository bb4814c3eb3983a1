//! A member's level at any instant, computed from the orders alone.
//!
//! Of a long history the orders up to an instant are kept as [`PastLevels`]: what can still count, and since when each
//! level has been held.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Days, Instant, Money, OrderId, Points, RuleId, TierId,
    calendar::Calendar,
    money::{Rates, shown},
    order::{Order, OrderStatus},
    program::{EarnOn, Level, Program, QualifyBy, QualifyingPeriod, Tiers},
};

/// What an order means to the rules that look at all of a member's orders: tiers and caps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The order.
    pub order: OrderId,
    /// When it was placed.
    pub placed_at: Instant,
    /// Its state: see [`OrderStatus`].
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
    pub level: Option<HeldLevel>,
    /// The level above, if there is one.
    pub next: Option<Next>,
    /// The qualifying sum.
    pub progress: i64,
}

/// A level a member has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLevel {
    /// The level's id.
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
    /// The level's id.
    pub id: TierId,
    /// What is missing, in what the tiers qualify by.
    pub missing: i64,
    /// When some of what was gathered stops counting.
    pub by: Option<Instant>,
}

/// A qualifying amount and the time in which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(i64, i64, i64)", from = "(i64, i64, i64)")]
struct Contribution {
    from: Instant,
    until: Instant,
    amount: i128,
}

impl From<Contribution> for (i64, i64, i64) {
    /// An amount beyond what is ever shown stays beyond it: thresholds are far below.
    fn from(Contribution { from, until, amount }: Contribution) -> Self {
        (from.as_ms(), until.as_ms(), shown(amount))
    }
}

impl From<(i64, i64, i64)> for Contribution {
    fn from((from, until, amount): (i64, i64, i64)) -> Self {
        Self { from: Instant::from_ms(from), until: Instant::from_ms(until), amount: i128::from(amount) }
    }
}

/// What a program says that levels depend on. Two programs with equal terms give equal levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Terms {
    by: QualifyBy,
    period: QualifyingPeriod,
    grace_days: Days,
    thresholds: Vec<i64>,
    earn_on: EarnOn,
    currency: Currency,
    rates: Rates,
    time_zone: String,
}

impl Terms {
    fn new(program: &Program, tiers: &Tiers) -> Self {
        Self {
            by: tiers.by,
            period: tiers.period,
            grace_days: tiers.grace_days,
            thresholds: tiers.levels.iter().map(|level| level.threshold).collect(),
            earn_on: program.earn_on,
            currency: program.currency,
            rates: program.rates.clone(),
            time_zone: program.time_zone.clone(),
        }
    }
}

/// The orders placed up to an instant, as far as one program's levels ask for them at any later one.
///
/// With a calendar period these are at most one share more than twice the levels for each period that still matters; with
/// a rolling one a share of some 40 B for each order within period and grace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastLevels {
    terms: Terms,
    at: Instant,
    shares: Vec<Contribution>,
    /// For each level, since when it or a higher one has been held without a break, if it was held at the instant.
    held_since: Vec<Option<Instant>>,
}

impl PastLevels {
    /// Whether these are the orders as this program looks at them. A program without levels looks at none.
    pub fn are_of(&self, program: &Program) -> bool {
        program.tiers.as_ref().is_some_and(|tiers| Terms::new(program, tiers) == self.terms)
    }
}

/// One member's qualifying sum over time, `Q(t)`.
#[derive(Clone, Debug)]
pub struct Qualifying<'a> {
    program: &'a Program,
    tiers: &'a Tiers,
    calendar: Calendar,
    /// In the order of `from`, which is also that of `until`.
    shares: Vec<Contribution>,
    /// The sum of the shares up to each.
    sums: Vec<i128>,
    past: Option<&'a PastLevels>,
}

impl<'a> Qualifying<'a> {
    /// The qualifying sum of these orders; none if the program has no tiers.
    pub fn new<'f>(program: &'a Program, facts: impl IntoIterator<Item = &'f Fact>) -> Option<Self> {
        let mut qualifying = Self::after(None, program)?;
        facts.into_iter().for_each(|fact| qualifying.add(fact));
        Some(qualifying)
    }

    /// The qualifying sum after orders that are known as this program looks at them.
    pub fn after(past: Option<&'a PastLevels>, program: &'a Program) -> Option<Self> {
        let tiers = program.tiers.as_ref()?;
        let (shares, sums) = (Vec::new(), Vec::new());
        let mut qualifying = Self { program, tiers, calendar: program.calendar(), shares, sums, past };
        past.into_iter().flat_map(|past| &past.shares).for_each(|share| qualifying.add_share(*share));
        Some(qualifying)
    }

    /// What matters of these orders, all placed by `at`, at any later instant.
    pub fn past_levels(&self, at: Instant) -> PastLevels {
        let (steps, start) = (Steps::new(&self.shares), at - self.tiers.grace_days);
        let held_since = |level: &Level| self.span(&steps, level, at).map(|span| span.from);
        let first = self.shares.partition_point(|share| share.until <= start);
        let shares = self.shares.get(first..).unwrap_or_default();
        let terms = Terms::new(self.program, self.tiers);
        let shares = match terms.period {
            QualifyingPeriod::RollingDays(_) => shares.to_vec(),
            QualifyingPeriod::Calendar(_) => merged(shares, &terms.thresholds),
        };
        PastLevels { terms, at, shares, held_since: self.tiers.levels.iter().map(held_since).collect() }
    }

    /// Adds an order.
    pub fn add(&mut self, fact: &Fact) {
        if Order::earns(fact.status, self.program.earn_on) {
            let amount = self.amount(fact);
            let share = Contribution { from: fact.placed_at, until: self.counts_until(fact.placed_at), amount };
            if share.amount > 0 {
                self.add_share(share);
            }
        }
    }

    fn add_share(&mut self, share: Contribution) {
        let place = self.shares.partition_point(|other| other.from <= share.from);
        let before = place.checked_sub(1).and_then(|last| self.sums.get(last)).copied().unwrap_or_default();
        self.shares.insert(place, share);
        self.sums.insert(place, before + share.amount);
        self.sums.iter_mut().skip(place + 1).for_each(|sum| *sum += share.amount);
    }

    /// `Q(at)`: what has begun to count by then, less what has stopped.
    fn sum(&self, at: Instant) -> i128 {
        let of_first = |shares: usize| shares.checked_sub(1).and_then(|last| self.sums.get(last)).copied();
        let begun = self.shares.partition_point(|share| share.from <= at);
        let stopped = self.shares.partition_point(|share| share.until <= at);
        of_first(begun).unwrap_or_default() - of_first(stopped).unwrap_or_default()
    }

    /// The member's level at `at`: the highest reached within the grace before it.
    pub fn tier_at(&self, at: Instant) -> Option<&'a TierId> {
        let start = at - self.tiers.grace_days;
        // The sum grows where something begins to count, and nowhere else.
        let first = self.shares.partition_point(|share| share.from <= start);
        let begins = self.shares.iter().skip(first).map(|share| share.from).take_while(|from| *from <= at);
        let highest = begins.chain([start]).map(|turn| self.sum(turn)).max()?;
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
        let level = held.map(|(level, span)| HeldLevel {
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

    fn held_at(&self, steps: &Steps, at: Instant) -> Option<(&'a Level, LevelSpan)> {
        let levels = self.tiers.levels.iter().rev();
        levels.filter_map(|level| Some((level, self.span(steps, level, at)?))).next()
    }

    /// The unbroken time around `at` in which a level is held, grace included.
    fn span(&self, steps: &Steps, level: &Level, at: Instant) -> Option<LevelSpan> {
        let mut held: Option<LevelSpan> = None;
        for mut reached in steps.reached(i128::from(level.threshold)) {
            let until = reached.until + self.tiers.grace_days;
            if let Some((past, since)) = self.held_since(level)
                && reached.from <= past
                && past < until
            {
                reached.from = reached.from.min(since);
            }
            held = match held {
                Some(span) if reached.from <= span.until => Some(LevelSpan { until, ..span }),
                Some(span) if at < span.until => break,
                _ => Some(LevelSpan { until, ..reached }),
            };
        }
        held.filter(|span| span.from <= at && at < span.until)
    }

    /// Up to when orders are known in sums, and since when the level was held then.
    fn held_since(&self, level: &Level) -> Option<(Instant, Instant)> {
        let past = self.past?;
        let place = self.tiers.levels.iter().position(|other| other.id == level.id)?;
        Some((past.at, (*past.held_since.get(place)?)?))
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
struct LevelSpan {
    from: Instant,
    until: Instant,
}

/// Every instant at which the sum changes, and what it is from there on, in order.
struct Steps(Vec<(Instant, i128)>);

impl Steps {
    /// Of shares in the order of `from`, which is also that of `until`.
    fn new(shares: &[Contribution]) -> Self {
        let mut begins = shares.iter().map(|share| (share.from, share.amount)).peekable();
        let mut ends = shares.iter().map(|share| (share.until, -share.amount)).peekable();
        let (mut steps, mut sum) = (Vec::<(Instant, i128)>::with_capacity(2 * shares.len()), 0);
        loop {
            let begins_first = match (begins.peek(), ends.peek()) {
                (Some((begin, _)), Some((end, _))) => begin <= end,
                (Some(_), None) => true,
                (None, _) => false,
            };
            let Some((turn, change)) = (if begins_first { begins.next() } else { ends.next() }) else { break };
            sum += change;
            match steps.last_mut().filter(|(last, _)| *last == turn) {
                Some((_, last)) => *last = sum,
                None => steps.push((turn, sum)),
            }
        }
        Self(steps)
    }

    fn sum(&self, at: Instant) -> i128 {
        let passed = self.0.partition_point(|&(turn, _)| turn <= at);
        passed.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |(_, sum)| *sum)
    }

    /// The times in which the sum is at or above a threshold, in order.
    fn reached(&self, threshold: i128) -> Vec<LevelSpan> {
        let mut spans = Vec::new();
        let mut from = None;
        for &(turn, sum) in &self.0 {
            match (from, sum >= threshold) {
                (None, true) => from = Some(turn),
                (Some(start), false) => {
                    spans.push(LevelSpan { from: start, until: turn });
                    from = None;
                }
                _ => {}
            }
        }
        // The sum is 0 after the last turn, and thresholds are above 0: every span has ended.
        spans
    }
}

/// Shares that stop at one instant, as few as tell at every instant which thresholds their sum has reached.
fn merged(shares: &[Contribution], thresholds: &[i64]) -> Vec<Contribution> {
    let reached = |sum: i128| thresholds.iter().filter(|threshold| i128::from(**threshold) <= sum).count();
    let (mut merged, mut sum) = (Vec::<Contribution>::new(), 0);
    let mut crossed = true;
    for share in shares {
        let is_same = merged.last().is_some_and(|last| last.until == share.until);
        sum = if is_same { sum } else { 0 };
        let crosses = reached(sum) != reached(sum + share.amount);
        sum += share.amount;
        match merged.last_mut().filter(|_| is_same && !crosses && !crossed) {
            Some(last) => (last.from, last.amount) = (share.from, last.amount + share.amount),
            None => merged.push(*share),
        }
        crossed = crosses;
    }
    merged
}
