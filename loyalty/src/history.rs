//! A member's orders as levels, caps, traits and questions look at them: the newest one by one, those before in sums.
//!
//! What later orders can still ask of an order is little. So a long history is a few kilobytes, however long it is.

use serde::{Deserialize, Serialize};

use crate::{
    Instant, OrderId, RuleId,
    earn::{CapUsage, PastCaps},
    ledger::OrderRecord,
    points::OutOfRange,
    program::Program,
    survey::RecentOrders,
    tier::{Fact, PastLevels, Qualifying},
    traits::{PastBought, PurchaseSums},
};

/// All of a member's orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHistory {
    /// Those placed up to an instant, in sums; none if all are in `facts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<PastOrders>,
    /// The others, one by one.
    pub facts: Vec<Fact>,
}

/// Orders placed up to an instant, in sums.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastOrders {
    /// Up to when.
    pub at: Instant,
    pub(crate) purchases: PurchaseSums,
    pub(crate) caps: PastCaps,
    /// By the terms of each program that was asked for.
    pub(crate) levels: Vec<PastLevels>,
    #[serde(default, skip_serializing_if = "PastBought::is_empty")]
    pub(crate) bought: PastBought,
    #[serde(default, skip_serializing_if = "RecentOrders::is_empty")]
    pub(crate) recent: RecentOrders,
}

impl PastOrders {
    /// `past` and more of the member's orders, in the order of `placed_at`, all placed by `at`; for programs that `past`
    /// knows.
    pub(crate) fn after<'p>(
        past: Option<&Self>,
        orders: &[&OrderRecord],
        programs: impl IntoIterator<Item = &'p Program>,
        at: Instant,
    ) -> Result<Self, OutOfRange> {
        let facts = orders.iter().filter_map(|record| record.fact().transpose());
        let facts = facts.collect::<Result<Vec<Fact>, OutOfRange>>()?;
        let earned = facts.iter().map(|fact| (fact.placed_at, fact.earned.as_slice()));
        let (mut calendars, mut levels) = (Vec::new(), Vec::<PastLevels>::new());
        for program in programs {
            calendars.push(program.calendar());
            let levels_before = past.and_then(|past| past.levels_of(program));
            let is_known = past.is_none() || levels_before.is_some();
            let mut qualifying = Qualifying::after(levels_before, program).filter(|_| is_known);
            facts.iter().for_each(|fact| qualifying.iter_mut().for_each(|qualifying| qualifying.add(fact)));
            let known = levels.iter().any(|levels| levels.are_of(program));
            levels.extend(qualifying.filter(|_| !known).map(|qualifying| qualifying.past_levels(at)));
        }
        let before = past.cloned().unwrap_or_default();
        let own = || orders.iter().copied().filter(|record| record.is_own());
        Ok(Self {
            at,
            purchases: before.purchases.with(&facts),
            caps: PastCaps::after(past.map(|past| &past.caps), earned, &calendars, at)?,
            levels,
            bought: before.bought.with(own().map(|record| &record.state)),
            recent: before.recent.with(own(), at),
        })
    }

    /// The orders as this program's levels look at them.
    pub(crate) fn levels_of(&self, program: &Program) -> Option<&PastLevels> {
        self.levels.iter().find(|levels| levels.are_of(program))
    }

    /// Whether all is known that this program asks of these orders.
    pub fn are_enough_for(&self, program: &Program) -> bool {
        self.caps.know(&program.calendar()) && (program.tiers.is_none() || self.levels_of(program).is_some())
    }
}

impl OrderHistory {
    /// Without what a published state has beside it: what was bought, and the latest orders.
    pub(crate) fn for_levels_and_caps(mut self) -> Self {
        if let Some(past) = &mut self.past {
            (past.bought, past.recent) = (PastBought::default(), RecentOrders::default());
        }
        self
    }

    /// The qualifying sum by a program; none if it has no levels.
    ///
    /// If the past is not known as this program looks at it, only the newest orders count: ask
    /// [`PastOrders::are_enough_for`] first.
    pub fn qualifying<'a>(&'a self, program: &'a Program) -> Option<Qualifying<'a>> {
        let past = self.past.as_ref().and_then(|past| past.levels_of(program));
        let mut qualifying = Qualifying::after(past, program)?;
        self.facts.iter().for_each(|fact| qualifying.add(fact));
        Some(qualifying)
    }

    /// What a rule has given by `now`.
    pub(crate) fn usage(&self, rule: &RuleId, now: Instant) -> CapUsage<'_> {
        let of_rule =
            |fact: &Fact| fact.earned.iter().find(|(id, _)| id == rule).map(|(_, points)| (fact.placed_at, *points));
        let mut orders: Vec<_> = self.facts.iter().filter_map(of_rule).filter(|(at, _)| *at <= now).collect();
        orders.sort_unstable();
        let mut usage = CapUsage::after(self.past.as_ref().map(|past| &past.caps), rule);
        orders.into_iter().for_each(|(placed_at, points)| usage.add(placed_at, points));
        usage
    }

    /// Purchases by `now`.
    pub(crate) fn purchases(&self, now: Instant) -> PurchaseSums {
        let past = self.past.as_ref().map(|past| past.purchases.clone()).unwrap_or_default();
        past.with(self.facts.iter().filter(|fact| fact.placed_at <= now))
    }

    /// When the first purchase by `now` was made.
    pub(crate) fn first_at(&self, now: Instant) -> Option<Instant> {
        self.purchases(now).first_at()
    }

    /// The last purchase by `now`, and when it was made.
    pub(crate) fn last(&self, now: Instant) -> Option<(Instant, OrderId)> {
        self.purchases(now).last().cloned()
    }
}
