//! The wallet object: one member's points. It loads, lets `loyalty` decide, writes in one transaction, and answers.
//!
//! | file | what it does |
//! |---|---|
//! | `command` | what a wallet can be asked |
//! | `client` | asking it |
//! | `object` | being asked: replay, decide, commit, answer |
//! | `prepare` | fetching what deciding needs |
//! | `decide` | from a command to what `loyalty` says to it |
//! | `query` | answers that change nothing |
//! | `rows` | the wallet's rows in SQLite |
//! | `stock` | rewards of which the shop has only so many |
//! | `budget` | offers of which all members together can have only so many |
//! | `cases` | what the two sides do to a case, and how they see it |
//! | `testimonials` | what the two sides do to a testimonial, and how they see it |
//! | `outbox` | telling KV and the shop what was committed |

mod budget;
pub mod cases;
pub mod client;
pub mod command;
mod decide;
mod object;
mod outbox;
mod prepare;
mod query;
mod rows;
mod stock;
pub mod testimonials;
mod words;

pub use object::Wallet;
