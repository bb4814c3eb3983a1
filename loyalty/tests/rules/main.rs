//! The rules, by example and by property: one program, so that the crate is linked once.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

mod attention;
mod cases;
mod claims;
mod conditions;
mod experiments;
mod feedback;
mod offers;
mod orders;
mod program;
mod redemptions;
mod sales;
mod scenario;
mod stages;
mod surveys;
mod tiers;
mod traits;
