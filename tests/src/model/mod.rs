//! A naive model of one member's wallet, written from `loyalty/RULES.md` and from nothing else.
//!
//! A wallet is a set of facts (`facts`). Every question folds them anew from the first to the last (`fold`): the
//! states of orders (`newest`, `versions`), what they are worth and earn (`value`, `target`, `earning`, `tiers`), their
//! lots (`lots`), codes (`codes`), and how points flow (`flow`). Only entries remember what was shown before. What the
//! model shares with `loyalty` is the page and the JSON documents, no code.

mod calendar;
mod claims;
mod codes;
pub mod documents;
mod earning;
mod entries;
mod explanation;
mod facts;
mod flow;
mod fold;
mod lots;
mod newest;
mod operations;
mod order_answer;
#[cfg(test)]
mod permutations;
mod redeeming;
mod show;
mod summary;
mod target;
mod tiers;
mod value;
mod versions;

pub use claims::{GestureContent, ValueKind};
pub use operations::{Adjustment, Model};
pub use summary::{
    Amount, Answer, CodeAnswer, EntrySummary, Explanation, LineTerm, LotSummary, OrderSummary, RedemptionSummary,
    RewardSummary, Source, Summary, TierSummary, ToKeep, UpcomingTier,
};
