//! Random histories of a wallet, each made from a seed, played against a ledger and the model side by side.
//!
//! After every step the two must agree in everything a [`Summary`] holds, and the invariants of the design are checked
//! on the ledger directly.

mod coverage;
pub mod detail;
mod dice;
mod differences;
mod generate;
mod gifts;
mod invariants;
mod ledger;
mod native;
mod orders;
mod play;
mod programs;
mod remote;
mod shrink;
mod step;

pub use coverage::Coverage;
pub use dice::Dice;
pub use differences::differences;
pub use generate::{long_steps, steps};
pub use ledger::{Ledger, perform};
pub use native::{Names, Native, Store};
pub use play::{Failure, play};
pub use remote::{Remote, is_shown_whole, spread};
pub use shrink::shortest;
pub use step::{Operation, Step};

/// What a test can make at random on its own.
pub mod random {
    pub use super::orders::{edited, order};
    pub use super::programs::program;
}

/// The coupon code of a redemption in a history.
fn code_of(redemption: &str) -> String {
    redemption.replace("redemption", "CODE")
}
