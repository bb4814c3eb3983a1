//! What is told before the chunk is there: of each kind the newest, and of what has happened each once.

use super::CLICK;
use crate::js::Js;

/// Most that waits for the chunk.
const TOLD_MAX: usize = 20;

/// Commands with what came with them, the oldest first.
pub struct Told(Vec<(String, Js)>);

impl Told {
    /// Nothing was told.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// One more. It takes the place of what said the same before, and of the oldest where there is no more room.
    pub fn add(&mut self, command: &str, detail: Js) {
        let name = detail.as_text();
        // A cart is no name: of carts the newest is the only one.
        self.0.retain(|(known, earlier)| known != command || command != CLICK && earlier.as_text() != name);
        if self.0.len() >= TOLD_MAX {
            self.0.remove(0);
        }
        self.0.push((command.to_owned(), detail));
    }

    /// Takes all of it.
    pub fn take(&mut self) -> Vec<(String, Js)> {
        std::mem::take(&mut self.0)
    }
}
