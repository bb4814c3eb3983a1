//! An order as the wallet keeps it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::OrderOutcome;
use crate::{
    Instant, OrderId, Points, RuleId, TierId,
    earn::Cap,
    order::{Order, OrderStatus},
    points::OutOfRange,
    program::{Program, Programs, Version, WindowStart},
    tier::Fact,
};

/// An order: what is known of it, and what it has come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRecord {
    /// The order's name.
    pub id: OrderId,
    /// Its newest state, whenever that was told.
    pub state: Order,
    /// The program's version it is counted by, once it has earned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The earliest `updated_at` of all states ever told that were completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Instant>,
    /// The `updated_at` for which the wallet was last told to give it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yielded_at: Option<Instant>,

    /// What it has come to.
    #[serde(default)]
    pub counted: Counted,
}

/// What an order has come to: computed from all of the member's orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The member's level when it was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<TierId>,
    /// What each rule of its version gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<CountedRule>,
    /// Why it has not been counted, if it should have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingReason>,
}

/// What one rule gives for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedRule {
    /// The rule.
    pub rule: RuleId,
    /// The rule's points for it.
    pub points: Points,
    /// The cap that left the least room, if the rule has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// When the points can be spent.
    pub available_at: Instant,
    /// When they are lost, if ever.
    pub expires_at: Option<Instant>,
    /// What they wait for, if `available_at` is only the latest it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WindowStart>,
}

/// Why an order has not been counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingReason {
    /// The shop has not published a program.
    NoProgram,
    /// The program has no rate for the order's currency.
    NoRateForCurrency,
}

impl OrderRecord {
    /// An order that was told of for the first time.
    pub(super) fn new(id: OrderId, state: Order) -> Self {
        Self { id, state, version: None, completed_at: None, yielded_at: None, counted: Counted::default() }
    }

    /// What the order means to tiers and caps; nothing if the wallet has yielded it.
    pub fn fact(&self) -> Result<Option<Fact>, OutOfRange> {
        // Asked of every order, so that the fold refuses whatever it could not count later.
        let spend = self.state.spend()?;
        Ok(self.is_own().then(|| Fact {
            order: self.id.clone(),
            placed_at: self.state.placed_at,
            status: self.state.status,
            currency: self.state.currency,
            spend,
            earned: self.counted.rules.iter().map(|rule| (rule.rule.clone(), rule.points)).collect(),
        }))
    }

    /// What the order has earned.
    pub fn points(&self) -> Result<Points, OutOfRange> {
        self.counted.points()
    }

    /// Whether the order is this member's: it has not gone to another one.
    pub fn is_own(&self) -> bool {
        self.yielded_at.is_none_or(|yielded_at| yielded_at < self.state.updated_at)
    }

    /// When it was completed, if it is.
    pub fn completed_at(&self) -> Option<Instant> {
        self.completed_at.filter(|_| self.state.status == OrderStatus::Completed)
    }

    /// When the order was delivered, as far as it is known: when the shop says, else when it was first completed. Of a
    /// cancelled order nothing was.
    pub fn delivered_at(&self) -> Option<Instant> {
        let delivered_at = self.state.delivered_at.or_else(|| self.completed_at());
        delivered_at.filter(|_| self.state.status != OrderStatus::Cancelled)
    }

    /// Takes a state, in whatever order states arrive. The outcome is not yet `waiting`.
    pub(super) fn apply_state(&mut self, state: &Order, programs: &Programs) -> OrderOutcome {
        if state.status == OrderStatus::Completed {
            self.completed_at = Some(self.completed_at.map_or(state.updated_at, |at| at.min(state.updated_at)));
        }
        if self.version.is_none() {
            self.version = current_for(state, programs);
        }
        match state.cmp_newness(&self.state) {
            Ordering::Less => OrderOutcome::Stale,
            Ordering::Equal => OrderOutcome::Unchanged,
            Ordering::Greater => {
                self.state = state.clone();
                OrderOutcome::Applied
            }
        }
    }

    /// Gives the order up, unless a newer state is known.
    pub(super) fn yield_to_other(&mut self, updated_at: Instant) {
        self.yielded_at = self.yielded_at.max(Some(updated_at));
    }

    /// Ends the waiting of an order without a version that the current program can count.
    pub(super) fn end_waiting(&mut self, programs: &Programs) {
        self.version = self.version.or_else(|| current_for(&self.state, programs));
    }

    /// Why the order cannot be counted, if it should be.
    pub(super) fn waiting(&self, programs: &Programs) -> Option<WaitingReason> {
        if !self.is_own() || self.state.status == OrderStatus::Cancelled {
            return None;
        }
        let version = self.version.and_then(|version| programs.get(version));
        let Some(program) = version.or_else(|| programs.newest().map(|(_, program)| program)) else {
            return Some(WaitingReason::NoProgram);
        };
        let earns = Order::earns(self.state.status, program.earn_on);
        (earns && program.conversion(self.state.currency).is_none()).then_some(WaitingReason::NoRateForCurrency)
    }
}

impl Counted {
    pub(super) fn points(&self) -> Result<Points, OutOfRange> {
        Points::sum(self.rules.iter().map(|rule| rule.points))
    }
}

/// The current version, if a state earns by it and its currency has a rate.
fn current_for(state: &Order, programs: &Programs) -> Option<Version> {
    let counts =
        |program: &Program| Order::earns(state.status, program.earn_on) && program.conversion(state.currency).is_some();
    programs.newest().filter(|(_, program)| counts(program)).map(|(version, _)| version)
}
