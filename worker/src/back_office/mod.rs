//! What wallets and shops tell each other through the queue: at least once, in any order.

pub mod consume;
pub mod event;
