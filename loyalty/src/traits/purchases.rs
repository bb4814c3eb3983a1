//! Orders as traits: how many, how much, when, how often.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Buyer;
use crate::{Currency, Instant, Money, OrderId, history::OrderHistory, program::Program, tier::Fact};

/// Between how many counting orders, those placed last, gaps are looked at: what was usual a hundred orders ago is not. An
/// instant takes 14 B of what every page view reads, so these are 700 B.
pub const GAP_ORDERS: usize = 50;

/// A member's purchases up to an instant. An order counts if it was paid or completed, and placed by then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchases {
    /// How many orders count.
    pub orders: u32,
    /// Spent on goods, in the program's currency; none without a program. An order in a currency without
    /// a rate adds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spend: Option<Money>,
    /// `spend` by the number of orders that have a rate, rounded down; none without such an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_order: Option<Money>,
    /// When the first order was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_order_at: Option<Instant>,
    /// When the last order was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_at: Option<Instant>,
    /// Whole days since the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_since_first_order: Option<i64>,
    /// Whole days since the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_since_last_order: Option<i64>,
    /// The median of the gaps between orders, in whole days rounded down; none without a gap. Gaps under a day are none:
    /// they are one purchase in several orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_gap_days: Option<i64>,
}

/// Orders that count as purchases, in sums.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseSums {
    orders: u32,
    /// What was spent in each currency, and on how many orders.
    spend: BTreeMap<Currency, (Money, u32)>,
    first_at: Option<Instant>,
    last: Option<(Instant, OrderId)>,
    /// When the newest were placed, in order; [`GAP_ORDERS`] at most.
    newest: Vec<Instant>,
}

impl PurchaseSums {
    /// These and more orders.
    pub(crate) fn with<'f>(mut self, facts: impl IntoIterator<Item = &'f Fact>) -> Self {
        for fact in facts.into_iter().filter(|fact| fact.status.is_purchase()) {
            let placed_at = fact.placed_at;
            self.orders = self.orders.saturating_add(1);
            let (sum, orders) = self.spend.entry(fact.currency).or_default();
            // What is more than can be shown is shown as the most that can be.
            (*sum, *orders) = (sum.plus(fact.spend).unwrap_or(Money::SUM_MAX), orders.saturating_add(1));
            self.first_at = Some(self.first_at.map_or(placed_at, |first| first.min(placed_at)));
            self.last = self.last.max(Some((placed_at, fact.order.clone())));
            self.newest.push(placed_at);
        }
        self.newest.sort_unstable();
        self.newest.drain(..self.newest.len().saturating_sub(GAP_ORDERS));
        self
    }

    /// When the first order was placed.
    pub(crate) fn first_at(&self) -> Option<Instant> {
        self.first_at
    }

    /// The last order and when it was placed.
    pub(crate) fn last(&self) -> Option<&(Instant, OrderId)> {
        self.last.as_ref()
    }
}

impl Purchases {
    /// What these orders come to at `now`.
    pub fn new(history: &OrderHistory, program: Option<&Program>, now: Instant) -> Self {
        let PurchaseSums { orders, spend, first_at, last, newest } = history.purchases(now);
        let last_at = last.map(|(placed_at, _)| placed_at);
        let spent = program.map(|program| {
            let converted = |(currency, (sum, orders)): (Currency, (Money, u32))| {
                Some((program.conversion(currency)?.to_program(sum), i128::from(orders)))
            };
            let spent = spend.into_iter().filter_map(converted);
            spent.fold((0_i128, 0_i128), |(sum, orders), (more, of)| (sum + more, orders + of))
        });
        Self {
            orders,
            spend: spent.map(|(spend, _)| Money::shown(spend)),
            average_order: spent.and_then(|(spend, orders)| spend.checked_div(orders)).map(Money::shown),
            first_order_at: first_at,
            last_order_at: last_at,
            days_since_first_order: first_at.map(|first| now.days_since(first)),
            days_since_last_order: last_at.map(|last| now.days_since(last)),
            usual_gap_days: usual_gap_days(&newest),
        }
    }

    /// What the shop's quantiles are made of; none for a member who has bought nothing, or without a program.
    pub fn buyer(&self) -> Option<Buyer> {
        let (recency_days, spend) = (self.days_since_last_order?, self.spend?);
        Some(Buyer { recency_days, orders: self.orders, spend })
    }
}

/// The median gap of instants in order; of an even number of gaps the mean of the two in the middle.
fn usual_gap_days(placed: &[Instant]) -> Option<i64> {
    let gaps = placed.windows(2).map(|pair| (pair[0], pair[1]));
    let mut gaps_ms: Vec<i64> = gaps
        .filter(|(before, after)| after.days_since(*before) >= 1)
        .map(|(before, after)| after.as_ms() - before.as_ms())
        .collect();
    gaps_ms.sort_unstable();
    let upper = *gaps_ms.get(gaps_ms.len() / 2)?;
    let lower = *gaps_ms.get((gaps_ms.len() - 1) / 2)?;
    let zero = Instant::from_ms(0);
    Some(Instant::from_ms((lower + upper) / 2).days_since(zero))
}
