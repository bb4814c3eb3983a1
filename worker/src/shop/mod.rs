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
//! | `documents` | offers, surveys, segments and their settings: every version |
//! | `targeting` | what of them is checked and published together |
//! | `keys` | signing keys and API keys |
//! | `redemptions` | how many of each reward are left |
//! | `budgets` | how much of what offers give is spent |
//! | `captures` | what shoppers have given to the forms of offers |
//! | `members` | what the shop knows of its members' wallets |
//! | `claims` | whose an order is, when it has named more than one member |
//! | `guests` | orders of who is no member |
//! | `news` | taking in what the queue brings |
//! | `exposures` | who met which offer and what they did about it |
//! | `results` | what came of offers |
//! | `feedback` | what people say, and how it is measured |
//! | `period` | what a report is about, in time |
//! | `said` | what people said, one by one |
//! | `people` | members' newest snapshots, and what was made of them |
//! | `membership` | who is in which segment, and who has entered and left |
//! | `judge` | what is true of a member, from the newest snapshot |
//! | `standing` | how members stand to segments, conditions and stages |
//! | `sweep` | looking at all members again, as time passes |
//! | `quantiles` | how the shop's buyers are spread |
//! | `cases` | whose each case is, lists of them, and how soon they are answered |
//! | `testimonials` | what members let the shop show, and what of it everybody is shown |
//! | `publish` | what the edge needs to know, to KV |

mod budgets;
pub mod captures;
pub mod cases;
pub mod claims;
pub mod client;
pub mod command;
pub mod documents;
mod execute;
mod exposures;
pub mod feedback;
pub mod guests;
mod judge;
mod keys;
mod members;
mod membership;
mod news;
mod object;
mod people;
mod period;
mod publish;
mod quantiles;
mod redemptions;
pub mod results;
mod runs;
pub mod said;
pub mod settings;
mod standing;
mod sweep;
pub mod targeting;
pub mod testimonials;
mod totals;
pub mod versions;

pub use object::Shop;
