//! Previews: an offer or a question on the shop's own pages before anybody else sees it, and why each shows or does not.
//! What is in this file is part of the main chunk; everything else comes in a chunk of its own, for who has opened a link to one.
//!
//! | module | what lives there |
//! |---|---|
//! | `link` | the link: in the address, kept for the tab, forgotten |
//! | `course` | the course of a preview: what is asked, what comes on display, what is said by now |
//! | `model` | what a link opens as plain structs |
//! | `judge` | why each would or would not show, by now |
//! | `condition`, `trigger`, `reason`, `question` | the parts of that in words |
//! | `words` | the messages, which are no part of what shoppers load |
//! | `panel` | what all of it looks like |

mod chunk;
mod condition;
mod course;
mod judge;
mod link;
mod model;
mod panel;
mod question;
mod reason;
mod trigger;
mod words;

use std::cell::Cell;

use crate::{
    files::{self, Files},
    state::Widget,
    ui,
};

/// Between two attempts to load the chunk.
const RETRY_MS: u32 = 3_000;

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
}

/// Whether this tab is in a preview. Nothing comes on display by itself then, and nothing is told.
pub fn is_on() -> bool {
    IS_ON.get()
}

/// Begins one, if the tab has opened a link to it.
pub fn begin(widget: Widget) {
    if link::is_open() {
        IS_ON.set(true);
        ui::spawn(load(widget));
    }
}

async fn load(widget: Widget) {
    while let Some(files) = Files::ask(widget, "preview") {
        if let (Ok(begin), true) = (chunk::code().await, files.come().await) {
            files::dress(&widget.root, "preview");
            return begin(widget);
        }
        ui::sleep(RETRY_MS).await;
    }
}
