//! The rules, by example and by property: one program, so that the crate is linked once.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

mod amounts;
mod arrival;
mod attention;
mod books;
mod cases;
mod claims;
mod clock;
mod closed_past;
mod codes;
mod conditions;
mod counts;
mod dated_ahead;
mod experiments;
mod explanation;
mod feedback;
mod moves;
mod offers;
mod orders;
mod program;
mod ranges;
mod redemptions;
mod sales;
mod scenario;
mod shop_books;
mod stages;
mod surveys;
mod taken_back;
mod tiers;
mod traits;
mod warnings;
mod windows;
