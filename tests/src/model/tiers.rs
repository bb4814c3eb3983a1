//! Levels: what counts, what is reached, how long it is kept and what comes next.

use super::calendar::{DAY_MS, period_around};
use super::documents::{Period, Program, Tiers};
use super::summary::{TierSummary, ToKeep, UpcomingTier};
use super::targets::{earns, spend};
use super::wallet::{KnownOrder, Model};

/// A qualifying amount and when it counts: from the first instant up to the second.
struct Counting {
    amount: i128,
    from: i64,
    until: i64,
}

impl Model {
    /// The sums of the current program, one order left out if asked.
    fn counting(&self, program: &Program, tiers: &Tiers, without: Option<&str>) -> Vec<Counting> {
        let counted = |order: &&KnownOrder| earns(program, &order.state) && Some(order.id.as_str()) != without;
        let counting = |order: &KnownOrder| {
            let from = order.state.placed_at.0;
            let amount = match tiers.by.as_str() {
                "spend" => spend(program, &order.state),
                "points" => order.net(),
                "orders" => i128::from(spend(program, &order.state) > 0),
                other => panic!("nothing counts by {other}"),
            };
            let until = match &tiers.period {
                Period::RollingDays(days) => from + days * DAY_MS,
                Period::Calendar(period) => period_around(&program.time_zone, period, from).1,
            };
            Counting { amount, from, until }
        };
        self.orders.iter().filter(counted).map(counting).collect()
    }

    /// The position of the level held at an instant.
    fn level_at(tiers: &Tiers, counting: &[Counting], at: i64) -> Option<usize> {
        let since = at - tiers.grace_days * DAY_MS;
        // The sum is a staircase: it has its values at the start of the grace and at every step within.
        let steps = counting.iter().flat_map(|one| [one.from, one.until]);
        let highest =
            steps.filter(|step| (since..=at).contains(step)).chain([since, at]).map(|t| sum(counting, t)).max();
        tiers.levels.iter().rposition(|level| highest >= Some(i128::from(level.threshold)))
    }

    /// The id of the level held at an instant, one order left out if asked.
    pub(super) fn tier_at(&self, at: i64, without: Option<&str>) -> Option<String> {
        let program = self.current()?;
        let tiers = program.tiers.as_ref()?;
        let counting = self.counting(&program, tiers, without);
        Self::level_at(tiers, &counting, at).map(|level| tiers.levels[level].id.clone())
    }

    /// The level now, the one above, and the qualifying sum.
    pub(super) fn tier_summary(&self, program: &Program) -> (Option<TierSummary>, Option<UpcomingTier>, Option<i128>) {
        let Some(tiers) = &program.tiers else { return (None, None, None) };
        let counting = self.counting(program, tiers, None);
        let level = Self::level_at(tiers, &counting, self.clock);
        let progress = sum(&counting, self.clock);

        let tier = level.map(|level| {
            let kept_until = self.kept_until(tiers, &counting, level);
            let to_keep = kept_until.and_then(|at| {
                let missing = i128::from(tiers.levels[level].threshold) - sum(&counting, at);
                let counts_from = match &tiers.period {
                    Period::RollingDays(_) => None,
                    Period::Calendar(period) => Some(period_around(&program.time_zone, period, at).0),
                };
                counts_from.is_none_or(|start| start < at).then_some(ToKeep { missing, counts_from })
            });
            let since = self.since(tiers, &counting, level);
            TierSummary { id: tiers.levels[level].id.clone(), since, kept_until, to_keep }
        });

        let above = tiers.levels.get(level.map_or(0, |level| level + 1));
        let next = above.map(|level| UpcomingTier {
            id: level.id.clone(),
            missing: i128::from(level.threshold) - progress,
            by: counting
                .iter()
                .filter(|one| one.amount > 0 && (one.from..one.until).contains(&self.clock))
                .map(|one| one.until)
                .min(),
        });
        (tier, next, Some(progress))
    }

    /// The instants at which a level can be reached or lost, in order.
    fn turns(tiers: &Tiers, counting: &[Counting]) -> Vec<i64> {
        let grace_ms = tiers.grace_days * DAY_MS;
        let mut turns: Vec<i64> = counting.iter().flat_map(|one| [one.from, one.until, one.until + grace_ms]).collect();
        turns.sort_unstable();
        turns
    }

    fn since(&self, tiers: &Tiers, counting: &[Counting], level: usize) -> i64 {
        let turns = Self::turns(tiers, counting).into_iter().rev().filter(|at| *at <= self.clock);
        let reached = |at: &i64| Self::level_at(tiers, counting, at - 1).is_none_or(|before| before < level);
        turns.into_iter().find(reached).unwrap_or_else(|| panic!("a level nobody ever reached"))
    }

    fn kept_until(&self, tiers: &Tiers, counting: &[Counting], level: usize) -> Option<i64> {
        let turns = Self::turns(tiers, counting).into_iter().filter(|at| *at > self.clock);
        let lost = |at: &i64| Self::level_at(tiers, counting, *at).is_none_or(|then| then < level);
        turns.into_iter().find(lost)
    }
}

fn sum(counting: &[Counting], at: i64) -> i128 {
    counting.iter().filter(|one| (one.from..one.until).contains(&at)).map(|one| one.amount).sum()
}
