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
const BACK: &str = "M14.500 5.500L8 12l6.500 6.500";

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
        Kind::Question => {
            "M9.300 9.200a2.800 2.800 0 1 1 4.200 2.500c-1 .6-1.500 1.100-1.500 2.100M12 17h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18"
        }
        Kind::Complaint => "M12 4l9 16H3zM12 10v4.500M12 17.200h.01",
        Kind::Idea => {
            "M9.500 18h5M10.500 21h3M12 3a6 6 0 0 0-3.700 10.700c.7.6 1.200 1.300 1.200 2.300h5c0-1 .5-1.700 1.200-2.300A6 6 0 0 0 12 3"
        }
        Kind::Praise => {
            "M12 20C7 16.500 3.500 13.300 3.500 9.300a4.300 4.300 0 0 1 8.500-1.200 4.300 4.300 0 0 1 8.500 1.200c0 4-3.500 7.200-8.500 10.700"
        }
    }
}
