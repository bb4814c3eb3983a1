//! What the suites share. The runtime's launcher and the CDNOW purchases live in `regulars-kit`, where `cargo xtask`
//! finds them as well.
//!
//! A suite fails by panicking, with what it saw in the message: nothing here returns an error for a test to pass on.

pub use regulars_kit::{Runtime, Settings, budgets, cdnow, repository, runtime};

pub mod cases;
pub mod client;
pub mod examples;
pub mod histories;
pub mod kv;
pub mod model;
pub mod offers;
pub mod openapi;
#[cfg(test)]
mod page;
pub mod replay;
pub mod service;
pub mod shop;
pub mod token;
