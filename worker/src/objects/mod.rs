//! What both Durable Objects share: being asked, their storage, and the answers they keep for replays.
//!
//! An object is asked by an internal request: JSON in the body, and the answer to the caller as its response.

pub mod ask;
pub mod page;
pub mod replay;
pub mod sql;
pub mod tables;
