//! Levels (section 11): what counts for them, when they are reached, and what is said of them.

use super::calendar::{DAY_MS, period_around};
use super::documents::{Period, Program, Tiers};
use super::summary::{TierSummary, ToKeep, UpcomingTier};

/// No figure that is shown is higher.
const MOST: i128 = (1 << 53) - 1;

/// The qualifying amounts of some orders, by one program's tiers.
pub struct Qualifying<'a> {
    tiers: &'a Tiers,
    program: &'a Program,
    /// When each order was placed, when it counts no longer, and its amount.
    amounts: Vec<(i64, i64, i128)>,
}

impl<'a> Qualifying<'a> {
    /// The amounts of orders, each with the instant at which it was placed.
    pub fn new(program: &'a Program, tiers: &'a Tiers, amounts: Vec<(i64, i128)>) -> Self {
        let amounts =
            amounts.into_iter().map(|(placed, amount)| (placed, end(program, tiers, placed), amount)).collect();
        Self { tiers, program, amounts }
    }

    /// The sum at an instant (11.2, 11.3).
    pub fn sum(&self, t: i64) -> i128 {
        self.amounts.iter().filter(|(placed, end, _)| *placed <= t && t < *end).map(|(_, _, amount)| amount).sum()
    }

    fn grace(&self) -> i64 {
        self.tiers.grace_days * DAY_MS
    }

    /// Every instant at which the sum, or a level, can change.
    fn instants(&self) -> Vec<i64> {
        let mut instants: Vec<i64> = self.amounts.iter().flat_map(|(placed, end, _)| [*placed, *end]).collect();
        instants.extend(instants.clone().iter().map(|instant| instant + self.grace()));
        instants.sort_unstable();
        instants.dedup();
        instants
    }

    /// The member's level at an instant: its position, the lowest being 0 (11.3).
    pub fn level(&self, t: i64) -> Option<usize> {
        let from = t - self.grace();
        let within = self.instants().into_iter().filter(|instant| from < *instant && *instant <= t);
        let highest = within.chain([from]).map(|instant| self.sum(instant)).max()?;
        self.tiers.levels.iter().rposition(|level| highest >= i128::from(level.threshold))
    }

    /// The id of the member's level at an instant.
    pub fn tier(&self, t: i64) -> Option<String> {
        self.level(t).map(|level| self.tiers.levels[level].id.clone())
    }

    /// The member's level as it is shown (11.4, 11.5, 11.6).
    pub fn shown(&self, now: i64) -> Option<TierSummary> {
        let level = self.level(now)?;
        let holds = |instant: &i64| self.level(*instant).is_some_and(|other| other >= level);
        let instants = self.instants();
        let before: Vec<i64> = instants.iter().copied().filter(|instant| *instant <= now).collect();
        let since = before.into_iter().rev().take_while(holds).last().unwrap_or(now);
        let kept_until = instants.into_iter().filter(|instant| *instant > now).find(|instant| !holds(instant));
        let to_keep = kept_until.and_then(|kept_until| self.to_keep(level, now, kept_until));
        Some(TierSummary { id: self.tiers.levels[level].id.clone(), since, kept_until, to_keep })
    }

    /// What an order placed on any instant before `by` must come to, so that the level outlasts `kept_until` (11.6).
    fn to_keep(&self, level: usize, now: i64, kept_until: i64) -> Option<ToKeep> {
        let threshold = i128::from(self.tiers.levels[level].threshold);
        // The figure for an order placed at `p`, if it helps.
        let figure = |p: i64| {
            let s = p.max(kept_until - self.grace());
            (s < end(self.program, self.tiers, p)).then(|| threshold - self.sum(s))
        };
        let missing = figure(now)?;
        let mut instants = self.instants();
        instants.extend([end(self.program, self.tiers, now), kept_until - self.grace()]);
        let changes = instants.into_iter().filter(|p| *p > now && figure(*p) != Some(missing));
        let by = changes.chain([kept_until]).min();
        Some(ToKeep { missing: missing.min(MOST), by })
    }

    /// The level above, and what is missing to it (11.7).
    pub fn next(&self, now: i64) -> Option<UpcomingTier> {
        let above = self.level(now).map_or(0, |level| level + 1);
        let next = self.tiers.levels.get(above)?;
        let counting = self.amounts.iter().filter(|(placed, end, amount)| *placed <= now && now < *end && *amount > 0);
        Some(UpcomingTier {
            id: next.id.clone(),
            missing: (i128::from(next.threshold) - self.sum(now)).min(MOST),
            by: counting.map(|(_, end, _)| *end).min(),
        })
    }
}

/// The first instant at which an order placed at an instant counts no longer (11.2).
fn end(program: &Program, tiers: &Tiers, placed: i64) -> i64 {
    match &tiers.period {
        Period::RollingDays(days) => placed + days * DAY_MS,
        Period::Calendar(period) => period_around(&program.time_zone, period, placed).1,
    }
}
