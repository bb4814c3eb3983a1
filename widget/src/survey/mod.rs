//! Questions: one that is due is asked in a card in the corner, when the visit has come to that. What is in this file comes
//! with the offers, which decide when; everything else in a chunk of its own, loaded when something is asked.
//!
//! | module | what lives there |
//! |---|---|
//! | `model`, `read` | a due survey as a plain struct, and how it is read |
//! | `course` | the course of a survey: from its first question to the thanks, step by step |
//! | `request`, `rehearsal` | what is sent; what follows in a preview, where nothing is |
//! | `card`, `question`, `thanks`, `public` | what all of it looks like |
//! | `recommend` | telling a friend of the shop |
//! | `words` | the messages, which no other page view loads |

mod card;
mod chunk;
mod course;
mod model;
mod public;
mod question;
mod read;
mod recommend;
mod rehearsal;
mod request;
mod thanks;
mod words;

use std::cell::Cell;

use loyalty::Instant;

use crate::{
    files::{self, Files},
    js::Js,
    state::Widget,
};
use chunk::Chunk;

thread_local! {
    /// The code, once it is there.
    static CODE: Cell<Option<Chunk>> = const { Cell::new(None) };
    /// A question is on display.
    static IS_ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a question is on display.
pub fn is_asking() -> bool {
    IS_ASKING.get()
}

/// Whether something can be asked.
pub fn is_here() -> bool {
    CODE.get().is_some()
}

/// Loads what it takes to ask. Tells whether it came.
pub async fn load(widget: Widget) -> bool {
    let Some(files) = Files::ask(widget, "survey") else { return false };
    let (code, is_here) = (chunk::code().await, files.come().await);
    if let (Ok(code), true) = (code, is_here) {
        files::dress(&widget.root, "survey");
        CODE.set(Some(code));
    }
    self::is_here()
}

/// Asks what an answer has sent as due, and comes on display at this time. False if it cannot be asked, or something is.
pub fn ask(widget: Widget, due: &Js, at: Instant) -> bool {
    let is_asked = !is_asking() && CODE.get().is_some_and(|code| (code.ask)(widget, due, at));
    IS_ASKING.set(is_asking() || is_asked);
    is_asked
}

/// Another may be meant than who was asked: then the question leaves, with all that was said to it.
pub fn settle(widget: Widget) {
    if let Some(code) = CODE.get().filter(|_| is_asking()) {
        (code.settle)(widget);
    }
}

/// The question leaves. That is nobody's "no": what was said is sent, and the rest is asked another time.
pub fn leave() {
    if let Some(code) = CODE.get().filter(|_| is_asking()) {
        (code.leave)();
    }
}

/// Nothing is asked any more.
fn end() {
    IS_ASKING.set(false);
}
