//! One attention budget: which of the offers, nudges and surveys that ask for attention is shown now, and why each of the
//! others is not.
//!
//! What a shopper opens themselves, the panel above all, asks for nothing and is no candidate.
//!
//! | file | what it says |
//! |---|---|
//! | `settings` | how much attention the shop asks for |
//! | `candidate` | what asks |
//! | `moment` | when and where it asks |
//! | `memory` | what this person was shown, and what they made of it; the same on all their devices |
//! | `clocks` | the instants a memory consists of |
//! | `decide` | the decision |
//! | `reason` | why |

mod candidate;
mod clocks;
mod decide;
mod memory;
mod moment;
mod reason;
mod settings;

pub use candidate::{Candidate, CandidateKind, Display, LIMIT_MAX, Limits, Trigger};
pub use clocks::INSTANTS_MAX;
pub use decide::{Decision, choose, decide};
pub use memory::{Event, KEPT_DAYS, Memory};
pub use moment::{Device, Moment, Page};
pub use reason::Reason;
pub use settings::Settings;
