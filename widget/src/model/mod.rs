//! The API's answers as plain structs. The views know these and never a JavaScript value.

pub mod boot;
pub mod history;
pub mod instant;
pub mod member;
pub mod problem;
pub mod program;

pub use boot::Boot;
pub use history::{Entry, EntryKind, Page};
pub use member::{Member, Redemption};
pub use problem::Problem;
pub use program::{EarnRule, Level, Program, Reward};
