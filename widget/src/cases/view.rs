//! What the panel shows while one is in: the head, and the place one is at.

use leptos::prelude::*;

use super::{
    course,
    desk::desk,
    door, fresh, list,
    model::{Kind, Place},
    thread,
    words::keys,
};
use crate::{
    element::Press,
    icon,
    state::Widget,
    text::Message,
    ui::{self, live},
};

/// A way back.
const BACK: &str = "M14 6l-6 6 6 6";

/// What the place is called.
pub fn title(widget: Widget) -> String {
    let Some(desk) = desk(widget) else { return String::new() };
    let kind = match desk.place.get() {
        Place::List => None,
        Place::New(kind) => Some(kind),
        Place::Thread(id) => desk.inbox.get().case(&id).map(|case| case.kind),
    };
    widget.text().say(kind.map_or(keys::TITLE, name), [])
}

/// The button that leads back.
pub fn back(widget: Widget) -> AnyView {
    let name = Some(widget.text().say(keys::BACK, []));
    Press { class: "close back", name, ..Press::default() }.on_click(icon::icon(BACK), move || course::back(widget))
}

/// The place.
pub fn body(widget: Widget) -> AnyView {
    live(move || {
        let Some(desk) = desk(widget) else {
            // It was somebody else's.
            ui::soon(move || door::leave(widget));
            return ui::none();
        };
        if widget.member.get().is_some() {
            // Not while it is being drawn: what it changes is what is drawn.
            let desk = desk.clone();
            ui::soon(move || course::load(widget, desk));
        }
        match desk.place.get() {
            Place::List => list::list(widget, &desk),
            Place::New(kind) => fresh::fresh(widget, &desk, kind),
            Place::Thread(id) => thread::thread(widget, &desk, &id),
        }
    })
}

/// What a kind of case is called.
pub fn name(kind: Kind) -> Message<0> {
    match kind {
        Kind::Question => keys::QUESTION,
        Kind::Complaint => keys::COMPLAINT,
        Kind::Idea => keys::IDEA,
        Kind::Praise => keys::PRAISE,
    }
}

/// The icon of a kind of case.
pub fn mark(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "M9 10a3 3 0 1 1 3 3v1M12 17h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
        Kind::Complaint => "M12 4l9 16H3zM12 10v4M12 17h.01",
        Kind::Idea => "M9 18h6M10 21h4M9 15a6 6 0 1 1 6 0v1H9z",
        Kind::Praise => "M12 20l-8-8a5 5 0 0 1 8-6 5 5 0 0 1 8 6z",
    }
}
