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

use crate::{js::Js, state::Widget, ui};

thread_local! {
    /// A question is on display, or on its way there.
    static IS_ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a question is on display, or on its way there.
pub fn is_asking() -> bool {
    IS_ASKING.get()
}

/// Asks what an answer has sent as due. Without the chunk nothing is asked until the next look.
pub fn ask(widget: Widget, due: Js) {
    if IS_ASKING.replace(true) {
        return;
    }
    ui::spawn(async move {
        match chunk::code().await {
            Ok(begin) => begin(widget, due),
            Err(_) => end(),
        }
    });
}

/// Nothing is asked any more.
fn end() {
    IS_ASKING.set(false);
}
