//! What needs nothing but a processor.

mod examples;
mod histories;
mod replay;
mod traits;
