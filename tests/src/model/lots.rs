//! Lots (section 6): points with one source, the instant they become available and the instant they expire.

use super::calendar::DAY_MS;
use super::documents::{Order, Program, Rule};
use super::earning::Counted;
use super::facts::{Facts, OrderFact};
use super::summary::Source;

/// A lot.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    /// Where its points came from.
    pub source: Source,
    /// Points in it.
    pub remaining: i128,
    /// Points that have expired in it.
    pub expired: i128,
    /// When it was made.
    pub made_at: i64,
    /// The first instant at which its points are available.
    pub available_at: i64,
    /// The first instant at which they are no longer live.
    pub expires_at: Option<i64>,
    /// What its window has to be started by: `completed` or `delivered`.
    pub unstarted: Option<String>,
}

impl Lot {
    /// Whether its points are live and not pending (1.3).
    pub fn is_available(&self, t: i64) -> bool {
        self.available_at <= t && self.expires_at.is_none_or(|expires_at| t < expires_at)
    }

    /// What its points wait for without a date, while they are pending (6.2).
    pub fn waits_for(&self, now: i64) -> Option<String> {
        self.unstarted.clone().filter(|_| now < self.available_at)
    }

    /// Where the lot comes in spend order (6.5). Sources sort as the page lists them.
    pub fn spend_order(&self) -> (bool, Option<i64>, i64, i64, Source) {
        (self.expires_at.is_none(), self.expires_at, self.available_at, self.made_at, self.source.clone())
    }
}

impl Facts {
    /// The lots of all orders, in the order in which those of one instant are made (8.4).
    pub fn lots_of_orders(&self, counted: &[Counted]) -> Vec<Lot> {
        let mut lots = Vec::new();
        for one in counted {
            let fact = &self.orders[&one.id];
            let (Some(state), Some(version)) = (fact.newest(), one.version) else { continue };
            let program = self.program(version);
            for target in one.targets.iter().filter(|target| target.points > 0) {
                let rules = program.rules.iter().filter(|rule| rule.id == target.rule);
                lots.extend(rules.map(|rule| lot(&one.id, fact, state, &program, rule, target.points)));
            }
        }
        lots.sort_by_key(|lot| (lot.made_at, lot.source.clone()));
        lots
    }

    /// The lots of credits, in the order in which those of one instant are made.
    pub fn lots_of_credits(&self) -> Vec<Lot> {
        let mut lots: Vec<Lot> = self
            .credits
            .iter()
            .map(|credit| Lot {
                source: credit.source.clone(),
                remaining: credit.points,
                expired: 0,
                made_at: credit.at,
                available_at: credit.at,
                expires_at: credit.expires_at,
                unstarted: None,
            })
            .collect();
        lots.sort_by_key(|lot| (lot.made_at, lot.source.clone()));
        lots
    }
}

/// The lot of an order and a rule: its window starts as the version says (6.2, 6.3).
fn lot(id: &str, fact: &OrderFact, state: &Order, program: &Program, rule: &Rule, points: i128) -> Lot {
    let placed_at = state.placed_at.0;
    let days = rule.pending_days.unwrap_or(program.return_window_days);
    let start = match program.return_window_from.as_str() {
        "placed" => Some(placed_at),
        "completed" => fact.completed_at(),
        "delivered" => state.delivered_at.map(|instant| instant.0).or(fact.completed_at()),
        other => panic!("no such start of the return window: {other}"),
    };
    let available_at = match start {
        Some(start) => (start + days * DAY_MS).max(placed_at),
        None => placed_at + days.max(program.longest_delivery_days) * DAY_MS,
    };
    let living = rule.expires_after_days.or(program.expires_after_days);
    Lot {
        source: Source::Order { order: id.to_owned(), rule: rule.id.clone() },
        remaining: points,
        expired: 0,
        made_at: placed_at,
        available_at,
        expires_at: living.map(|days| available_at + days * DAY_MS),
        unstarted: start.is_none().then(|| program.return_window_from.clone()),
    }
}
