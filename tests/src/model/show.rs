//! A wallet as it is shown at an instant: the fold, and what follows from it.

use super::codes::Standing;
use super::documents::Reward;
use super::entries;
use super::facts::{Facts, OrderFact, Redemption};
use super::fold::Fold;
use super::lots::Lot;
use super::operations::Model;
use super::summary::{Amount, LotSummary, OrderSummary, RedemptionSummary, RewardSummary, Summary};

/// How many arrivals and expirations are shown.
const SCHEDULE_LENGTH: usize = 20;

impl Model {
    /// The wallet as it is at `now`.
    pub fn summary(&self, now: i64) -> Summary {
        let now = now.max(self.clock);
        let fold = self.facts.fold(now);
        let mut entries = self.entries.clone();
        entries.extend(entries::differences(&self.facts, &self.last, &fold, (self.clock, now), None));
        let mut lots: Vec<LotSummary> =
            fold.lots.iter().filter(|lot| lot.remaining > 0).map(|lot| lot_summary(lot, now)).collect();
        lots.sort_by_key(|lot| lot.source.clone());
        let mut redemptions: Vec<RedemptionSummary> =
            self.facts.redemptions.iter().map(|one| redemption_summary(one, &fold.standings[&one.id])).collect();
        redemptions.sort_by_key(|one| one.id.clone());
        let is_dated = |lot: &&Lot| lot.waits_for(now).is_none();
        let pending = |lot: &Lot| Some(lot.available_at).filter(|at| now < *at);
        let dated: Vec<&Lot> = fold.lots.iter().filter(is_dated).collect();
        let mut summary = Summary {
            balance: fold.balance(),
            available: fold.available(),
            pending: fold.pending(),
            held: fold.held(),
            debt: fold.debt(),
            arrivals: schedule(&dated, pending),
            expirations: schedule(&dated, |lot| lot.expires_at),
            lots,
            orders: self
                .facts
                .known_orders()
                .map(|(id, fact, _)| order_summary(&self.facts, &fold, id, fact))
                .collect(),
            redemptions,
            entries,
            explanations: self.facts.explanations(&fold),
            ..Summary::default()
        };
        if let Some((_, program)) = self.facts.current() {
            if let Some(orders) = self.facts.qualifying(&program, &fold.counted) {
                summary.tier = orders.shown(now);
                summary.next_tier = orders.next(now);
                summary.progress = Some(orders.sum(now));
            }
            let reward = |reward: &Reward| {
                let status = self.refusal(&program, reward, &fold, now).unwrap_or("available");
                let missing = i128::from(reward.points) - fold.available();
                let missing = if status == "insufficient_points" { missing } else { 0 };
                RewardSummary { id: reward.id.clone(), status: status.to_owned(), missing }
            };
            summary.rewards = program.rewards.iter().map(reward).collect();
        }
        summary
    }

    /// The next instant after the clock at which something happens by itself.
    pub fn next_due(&self) -> Option<i64> {
        let lots = self.last.lots.iter().filter(|lot| lot.remaining > 0);
        let lots = lots.flat_map(|lot| [Some(lot.available_at), lot.expires_at].into_iter().flatten());
        let holds = self.last.standings.values().filter(|one| one.status == "held").map(|one| one.held_until);
        lots.chain(holds).filter(|at| *at > self.clock).min()
    }

    /// What is owed.
    pub fn debt(&self) -> i128 {
        self.last.debt()
    }

    /// What can be spent.
    pub fn available(&self) -> i128 {
        self.last.available()
    }

    /// How many entries of a kind there are.
    pub fn entries_of(&self, kind: &str) -> usize {
        self.entries.iter().filter(|entry| entry.kind == kind).count()
    }
}

/// The soonest instants at which something happens to points, and to how many.
fn schedule(lots: &[&Lot], when: impl Fn(&Lot) -> Option<i64>) -> Vec<Amount> {
    let lots: Vec<&&Lot> = lots.iter().filter(|lot| lot.remaining > 0).collect();
    let mut instants: Vec<i64> = lots.iter().filter_map(|lot| when(lot)).collect();
    instants.sort_unstable();
    instants.dedup();
    instants.truncate(SCHEDULE_LENGTH);
    let points = |at| lots.iter().filter(|lot| when(lot) == Some(at)).map(|lot| lot.remaining).sum();
    instants.into_iter().map(|at| Amount { points: points(at), at }).collect()
}

fn lot_summary(lot: &Lot, now: i64) -> LotSummary {
    let waits_for = lot.waits_for(now);
    LotSummary {
        source: lot.source.clone(),
        remaining: lot.remaining,
        available_at: Some(lot.available_at).filter(|_| waits_for.is_none()),
        expires_at: lot.expires_at.filter(|_| waits_for.is_none()),
        waits_for,
    }
}

fn order_summary(facts: &Facts, fold: &Fold, id: &str, fact: &OrderFact) -> OrderSummary {
    OrderSummary {
        id: id.to_owned(),
        status: fact.newest().map(|state| state.status.clone()).unwrap_or_default(),
        points: fold.counted.iter().filter(|one| one.id == id).map(|one| one.points()).sum(),
        program_version: fact.version.map(|version| version as i64),
        waiting: facts.waiting(fact).map(str::to_owned),
    }
}

fn redemption_summary(redemption: &Redemption, standing: &Standing) -> RedemptionSummary {
    RedemptionSummary {
        id: redemption.id.clone(),
        code: redemption.code.clone(),
        reward: redemption.reward.clone(),
        points: redemption.points,
        status: standing.status.to_owned(),
        created_at: redemption.created_at,
        held_until: standing.held_until,
        order: standing.order.clone(),
        ended_at: standing.ended_at,
    }
}
