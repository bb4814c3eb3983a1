//! Experiments: who gets which variant, and what may be concluded of it.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

mod assignment;
mod buckets;
mod check;
mod people;
mod results;
mod runs;
#[path = "../scenario/mod.rs"]
mod scenario;
mod sdk;
