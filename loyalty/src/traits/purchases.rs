//! Orders as traits: how many, how much, when, how often.

use serde::{Deserialize, Serialize};

use super::Buyer;
use crate::{Instant, Money, order::OrderStatus, program::Program, tier::Fact};

/// A member's purchases up to an instant. An order counts if it is not cancelled and was placed by then.
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

impl Purchases {
    /// What these orders come to at `now`.
    pub fn new(facts: &[Fact], program: Option<&Program>, now: Instant) -> Self {
        let counts = |fact: &&Fact| fact.status != OrderStatus::Cancelled && fact.placed_at <= now;
        let counting: Vec<&Fact> = facts.iter().filter(counts).collect();
        let mut placed: Vec<Instant> = counting.iter().map(|fact| fact.placed_at).collect();
        placed.sort_unstable();
        let spent = program.map(|program| {
            let spent = |fact: &&Fact| Some(program.conversion(fact.currency)?.to_program(fact.spend));
            counting.iter().filter_map(spent).fold((0_i128, 0_i128), |(sum, orders), spend| (sum + spend, orders + 1))
        });
        let (first, last) = (placed.first().copied(), placed.last().copied());
        Self {
            orders: u32::try_from(counting.len()).unwrap_or(u32::MAX),
            spend: spent.map(|(spend, _)| Money::shown(spend)),
            average_order: spent.and_then(|(spend, orders)| spend.checked_div(orders)).map(Money::shown),
            first_order_at: first,
            last_order_at: last,
            days_since_first_order: first.map(|first| now.days_since(first)),
            days_since_last_order: last.map(|last| now.days_since(last)),
            usual_gap_days: usual_gap_days(&placed),
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
