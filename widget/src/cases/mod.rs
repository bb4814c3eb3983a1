//! Cases: what a shopper asks, says or complains of, and what the shop answers, in the panel. What is in `door` and `row`
//! comes with the panel, which leads here; everything else in a chunk of its own, loaded when somebody first goes in.
//!
//! | module | what lives there |
//! |---|---|
//! | `door`, `row` | the way in and out |
//! | `model`, `read` | cases as plain structs, and how they are read |
//! | `inbox` | what is known of a member's cases |
//! | `desk` | what the views show; what was written and not sent yet |
//! | `course`, `request` | coming, reading, writing and going; what is sent |
//! | `view`, `list`, `fresh`, `thread`, `compose` | what all of it looks like |
//! | `room` | focus, scrolling and fields |
//! | `words` | the messages, which no other page view loads |

mod chunk;
mod compose;
mod course;
mod desk;
mod door;
mod fresh;
mod inbox;
mod list;
mod model;
mod read;
mod request;
mod room;
mod row;
mod thread;
mod view;
mod words;

use leptos::prelude::AnyView;

use crate::{state::Widget, ui};
pub use row::row;

/// Whether the panel shows what is in here.
pub fn is_open() -> bool {
    matches!(door::get(), door::Door::Open(_))
}

/// The panel shows its own.
pub fn shut() {
    door::set(door::Door::Shut);
}

/// What the panel's head says, if the panel shows what is in here.
pub fn title(widget: Widget) -> Option<String> {
    row::shown(widget).map(|chunk| (chunk.title)(widget))
}

/// The button in the panel's head that leads back.
pub fn back(widget: Widget) -> AnyView {
    ui::opt(row::shown(widget).map(|chunk| (chunk.back)(widget)))
}

/// What is shown in place of the panel's own.
pub fn body(widget: Widget) -> AnyView {
    ui::opt(row::shown(widget).map(|chunk| (chunk.body)(widget)))
}
