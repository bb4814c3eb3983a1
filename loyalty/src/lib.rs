//! The rules of Regulars: what members earn, hold, spend and lose. `RULES.md` says them in words.
//!
//! Pure: `now` and ids are arguments; there is no I/O, clock, randomness or floating point here (but for the
//! statistics of [`experiment::results`] and [`feedback`]), so the same code decides at the edge, estimates in the shopper's page and is
//! replayed in tests.
//!
//! | module | what it decides |
//! |---|---|
//! | [`attributes`] | what conditions can ask, by name |
//! | [`condition`] | whom something is for, in a language over attributes |
//! | [`program`] | the shop's rules, tiers and rewards: the document and its checks |
//! | [`order`] | an order as the shop sends it, and what it is worth |
//! | [`earn`] | the points one rule gives for one purchase |
//! | [`history`] | a member's orders as levels, caps, traits and questions look at them, the older ones in sums |
//! | [`tier`] | a member's level at any instant, and how long it lasts |
//! | [`ledger`] | one member's wallet: lots, holds, orders, adjustments, entries |
//! | [`member`] | what a wallet knows of its member beside points, and what both sides do to it |
//! | [`profile`] | what a shop says of a member beside the orders |
//! | [`traits`] | what can be said of a member at any instant: purchases, stage, scores |
//! | [`expected`] | which version somebody has seen of what they change |
//! | [`experiment`] | who gets which variant of an offer and who gets none, and what came of it |
//! | [`segment`] | which named groups a member belongs to |
//! | [`offer`] | what a shop offers, to whom, and what of it one person's page is sent |
//! | [`schedule`] | when an offer is to be had and a survey asks, by the shop's clock |
//! | [`suggest`] | what a name may have been meant to be that nothing has |
//! | [`targeting`] | all of a shop's segments, offers and surveys together: what a page is sent |
//! | [`case`] | what a shopper asks or complains of, and what the shop answers |
//! | [`survey`] | what a shop asks its members, after what and when, and what they answer |
//! | [`testimonial`] | what a member lets the shop show of what they think of it |
//! | [`feedback`] | what people say of a shop, measured |
//! | [`attention`] | which of several things is shown now, and why the others are not |
//! | [`view`] | what a shopper and a shop are shown of a wallet |
//! | [`warnings`] | what is published and hardly means what was meant |

#![deny(clippy::float_arithmetic)]

pub mod attention;
pub mod attributes;
pub mod calendar;
pub mod case;
pub mod check;
pub mod condition;
pub mod earn;
pub mod expected;
pub mod experiment;
pub mod feedback;
pub mod history;
pub mod id;
pub mod instant;
pub mod ledger;
pub mod member;
pub mod money;
pub mod offer;
pub mod order;
pub mod points;
pub mod profile;
pub mod program;
pub mod quantity;
pub mod range;
pub mod sale;
pub mod schedule;
pub mod segment;
pub mod suggest;
pub mod survey;
mod tagged;
pub mod targeting;
pub mod testimonial;
pub mod text;
pub mod tier;
pub mod traits;
pub mod view;
pub mod warnings;
mod written;

pub use check::{Checked, Fault, Warning};
pub use expected::ExpectedVersion;
pub use id::{
    AdjustmentId, CandidateId, CaseId, ClaimId, Code, ExperimentKey, FeedbackId, HoldId, MemberId, OrderId, RewardId,
    RuleId, SegmentId, SurveyId, TestimonialId, TierId, VariantKey,
};
pub use instant::{Days, Instant};
pub use money::{Currency, Money};
pub use points::Points;
pub use quantity::Quantity;
pub use text::Text;
