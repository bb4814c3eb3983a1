//! What needs nothing but a processor.

mod histories;
mod replay;
mod traits;
