//! Recency, frequency and money: where a buyer stands among the shop's buyers, each from 1 to 5.
//!
//! The quantiles are nearest ranks (Hyndman and Fan's definition 1): always somebody's own figure, exact on whole numbers.

use serde::{Deserialize, Serialize};

use super::Top;
use crate::Money;

/// Fewest buyers that are worth scoring: with fewer than five there are no fifths.
pub const BUYERS_MIN: usize = 5;

/// What one buyer is scored by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// Whole days since the last order.
    pub recency_days: i64,
    /// How many orders. Somebody with none is no buyer.
    pub orders: u32,
    /// Spent on goods, in the program's currency.
    pub spend: Money,
}

/// Four figures that cut the shop's buyers into fifths, from the lowest.
pub type Cuts<T = i64> = [T; 4];

/// How the shop's buyers are spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantiles {
    /// How many buyers they were computed from.
    pub buyers: u64,
    /// Of the days since the last order.
    pub recency_days: Cuts,
    /// Of the number of orders.
    pub orders: Cuts,
    /// Of the spend.
    pub spend: Cuts<Money>,
    /// The few who bring most of the spend.
    pub top: Top,
}

/// A buyer's scores, from 1 to 5; 5 is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// 5: bought lately.
    pub recency: u8,
    /// 5: buys often.
    pub frequency: u8,
    /// 5: spends much.
    pub money: u8,
}

impl Quantiles {
    /// The spread of these members; those without an order are left out. None with fewer than [`BUYERS_MIN`] buyers.
    pub fn new(members: &[Buyer]) -> Option<Self> {
        let buyers: Vec<&Buyer> = members.iter().filter(|member| member.orders > 0).collect();
        if buyers.len() < BUYERS_MIN {
            return None;
        }
        Some(Self {
            buyers: buyers.len() as u64,
            recency_days: cuts(&buyers, |buyer| buyer.recency_days),
            orders: cuts(&buyers, |buyer| i64::from(buyer.orders)),
            spend: cuts(&buyers, |buyer| buyer.spend),
            top: Top::new(buyers.iter().map(|buyer| buyer.spend)),
        })
    }

    /// Where a buyer stands. Equal figures have equal scores, so with many ties some scores are nobody's.
    pub fn scores(&self, buyer: &Buyer) -> Scores {
        Scores {
            recency: 5 - above(buyer.recency_days, &self.recency_days),
            frequency: 1 + above(i64::from(buyer.orders), &self.orders),
            money: 1 + above(buyer.spend, &self.spend),
        }
    }
}

/// The figures that cut buyers, of whom there are some, into fifths.
fn cuts<T: Copy + Ord>(buyers: &[&Buyer], figure: fn(&Buyer) -> T) -> Cuts<T> {
    let mut figures: Vec<T> = buyers.iter().map(|buyer| figure(buyer)).collect();
    figures.sort_unstable();
    [1, 2, 3, 4].map(|fifth| figures[(figures.len() * fifth).div_ceil(5) - 1])
}

/// How many of the cuts a figure is above.
fn above<T: Ord>(figure: T, cuts: &Cuts<T>) -> u8 {
    cuts.iter().map(|cut| u8::from(figure > *cut)).sum()
}
