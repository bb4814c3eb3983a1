//! A naive model of one member's wallet, written from `loyalty/RULES.md` and from nothing else.
//!
//! It is slow, allocates freely and walks through time event by event, so that each rule of the page can be found
//! here as one plain sentence of code. What it shares with `loyalty` is the page and the JSON documents, no code.

mod calendar;
mod claims;
pub mod documents;
#[cfg(test)]
mod examples;
mod holds;
mod orders;
mod summary;
mod targets;
mod tiers;
mod time;
mod wallet;

pub use claims::{Gift, Gives};
pub use summary::{
    Amount, Answer, EntrySummary, LotSummary, OrderSummary, RedemptionSummary, RewardSummary, Source, Summary,
    TierSummary, ToKeep, UpcomingTier,
};
pub use wallet::{Adjustment, Model};
