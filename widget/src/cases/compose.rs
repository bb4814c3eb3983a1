//! The field for the shopper's words, how much room is left in it, and the button that sends them.

use std::rc::Rc;

use leptos::prelude::*;

use super::{course, desk::Desk, model::Sending, room::WORDS, words::keys};
use crate::{
    element::{Element, Press},
    js::Js,
    state::Widget,
    text::{Message, Text},
    ui,
};

/// The id of what says how much room is left.
const LEFT: &str = "case-left";

/// The field under its label, so many lines high, and the room that is left in it.
pub fn field(widget: Widget, desk: &Rc<Desk>, label: Message<0>, rows: &str) -> AnyView {
    let to = Rc::clone(desk);
    let label = Element::new("LABEL", &[("class", "case-label"), ("for", WORDS)]).says(&widget.text().say(label, []));
    let words = desk.draft(&desk.place.peek()).words;
    let field = [("class", "case-field"), ("id", WORDS), ("rows", rows), ("dir", "auto"), ("aria-describedby", LEFT)];
    let field = keeping(widget, desk, Element::new("TEXTAREA", &field))
        .on("keydown", move |event| {
            let keys = Js::new(event.clone().into());
            let is_held = ["ctrlKey", "metaKey"].iter().any(|key| keys.get(key).as_flag());
            if is_held && keys.text("key") == "Enter" {
                event.prevent_default();
                course::send(widget, Rc::clone(&to));
            }
        })
        .says(&words);
    ui::all([label, field, room_left(&widget.text(), desk.left.get())])
}

fn room_left(text: &Text, left: Option<i64>) -> AnyView {
    let (class, words) = match left {
        None => ("case-left", String::new()),
        Some(left) if left < 0 => ("case-left over", text.count(keys::OVER, -left, [])),
        Some(left) => ("case-left", text.count(keys::LEFT, left, [])),
    };
    Element::new("P", &[("class", class), ("id", LEFT)]).says(&words)
}

/// A field whose value is kept with the draft.
pub fn keeping(widget: Widget, desk: &Rc<Desk>, field: Element) -> Element {
    let to = Rc::clone(desk);
    field.on("input", move |_| course::write(widget, &to))
}

/// The button that sends what stands in the fields, and why that did not go well.
pub fn foot(widget: Widget, desk: &Rc<Desk>) -> AnyView {
    let text = widget.text();
    let sending = desk.sending.get();
    let trouble = match sending {
        Sending::Stopped(message) => text.say(message, []),
        Sending::Idle | Sending::Busy => String::new(),
    };
    let is_busy = matches!(sending, Sending::Busy);
    let label = text.say(if is_busy { keys::SENDING } else { keys::SEND }, []);
    let to = Rc::clone(desk);
    let button = Press { class: "button", is_busy, ..Press::default() }
        .on_click(ui::text(label), move || course::send(widget, Rc::clone(&to)));
    // The line is there before it says something, or a screen reader might miss it.
    let trouble = Element::new("P", &[("class", "trouble"), ("role", "alert")]).says(&trouble);
    ui::all([trouble, Element::new("DIV", &[("class", "case-foot")]).of([button])])
}
