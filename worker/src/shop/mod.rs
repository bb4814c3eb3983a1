//! The shop object: one shop's configuration and back office.
//!
//! | file | what it does |
//! |---|---|
//! | `command` | what a shop can be asked |
//! | `client` | asking it |
//! | `object` | being asked |
//! | `execute` | doing what it is asked |
//! | `settings` | name, looks, origins, clock |
//! | `versions` | the program's versions |
//! | `documents` | offers, segments and their settings: every version |
//! | `targeting` | what of them is checked and published together |
//! | `keys` | signing keys and API keys |
//! | `redemptions` | how many of each reward are left |
//! | `budgets` | how much of what offers give is spent |
//! | `captures` | what shoppers have given to the forms of offers |
//! | `members` | what the shop knows of its members' wallets |
//! | `claims` | whose an order is, when it has named more than one member |
//! | `publish` | what the edge needs to know, to KV |

mod budgets;
mod captures;
mod claims;
pub mod client;
pub mod command;
pub mod documents;
mod execute;
mod keys;
mod members;
mod object;
mod publish;
mod redemptions;
pub mod settings;
pub mod targeting;
mod versions;

pub use object::Shop;
