//! Offers. What is in this file is part of the main chunk; reading them, deciding and drawing come in a chunk of their
//! own, loaded once the launcher is there and only if there are some.

pub mod acts;
pub mod display;
pub mod model;
