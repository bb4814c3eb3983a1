//! One attention budget: which of the offers, nudges and surveys that ask for attention is shown now, and why each of the
//! others is not.
//!
//! What a shopper opens themselves asks for nothing: the panel is no candidate, and an offer that is clicked for comes whatever
//! the budget says.
//!
//! | file | what it says |
//! |---|---|
//! | `settings` | how much attention the shop asks for |
//! | `candidate` | what asks |
//! | `moment` | when and where it asks |
//! | `page` | what is known of a page by its address, and of somebody by how they move on it |
//! | `memory` | what this person was shown, and what they made of it; the same on all their devices |
//! | `clocks` | the instants a memory consists of |
//! | `decide` | the decision |
//! | `reason` | why |

mod candidate;
mod clocks;
mod decide;
mod memory;
mod moment;
mod page;
mod reason;
mod settings;

pub use candidate::{Candidate, CandidateKind, Display, LIMIT_MAX, Limits, Trigger};
pub use clocks::{INSTANTS_MAX, SHOWINGS_MAX};
pub use decide::{Decision, choose, decide};
pub use memory::{Event, KEPT_DAYS, Memory};
pub use moment::{Device, Moment, Page};
pub use page::{
    AWAY_MS, HURRY_FROM_PERCENT, HURRY_MS, HURRY_PERCENT, HURRY_STEPS, LOOK_AROUND_S, VISIT_ENDS, is_checkout, is_route,
};
pub use reason::Reason;
pub use settings::Settings;
