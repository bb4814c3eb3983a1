//! What people say of a shop, measured: answers to surveys, and what comes from elsewhere.
//!
//! Floating point is allowed here as in [`crate::experiment::results`]: these are estimates, and no money or points are ever
//! made of them.
//!
//! | file | what it says |
//! |---|---|
//! | `record` | one person's feedback, wherever it comes from |
//! | `nps_class` | promoters, passives, detractors |
//! | `tally` | what is counted of many |
//! | `measure` | what the counts come to, and how sure that is |
//! | `change` | whether two periods differ by more than noise |
//! | `report` | all of it, in groups |
#![allow(clippy::float_arithmetic, reason = "statistics are estimates, not money or points")]

mod change;
mod measure;
mod nps_class;
mod record;
mod report;
mod tally;

pub use change::{Change, Changes};
pub use measure::{Happiness, Measures, Nps, PSEUDO_ANSWERS, ResponseRates, Scale};
pub use nps_class::NpsClass;
pub use record::{CHANNEL_LEN_MAX, Feedback, FeedbackFromElsewhere, NAMES_MAX, Score, Sentiment, TEXT_LEN_MAX};
pub use report::{FeedbackReport, GROUPS_MAX, Group, GroupBy, Reporter};
pub use tally::Tally;
