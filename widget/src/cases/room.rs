//! The room the panel gives: where the focus is, how far it is scrolled, and what stands in its fields.

use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::{
    desk::Desk,
    model::{Draft, Place},
};
use crate::{js::Js, state::Widget, ui};

/// The id of the panel itself.
pub const PANEL: &str = "panel";
/// The id of what scrolls in it.
pub const BODY: &str = "body";
/// The id of the field for the shopper's words.
pub const WORDS: &str = "case-words";
/// The id of the field for the order they are about.
pub const ORDER: &str = "case-order";
/// The id of the first message that was not read.
pub const UNREAD: &str = "case-unread";

/// What is left above a message that was scrolled to, in CSS pixels.
const ABOVE_PX: i64 = 16;

/// The id of what leads to a thread, by its case, or to a form, by the kind of case.
pub fn way_id(to: &str) -> String {
    ui::join("case-", to)
}

/// The shop's name.
pub fn shop(widget: Widget) -> String {
    widget.boot.peek().map(|boot| boot.shop.clone()).unwrap_or_default()
}

/// A place has just been drawn: its fields say what was written here, a thread is at what is new, and what has this id has
/// the focus.
pub fn arrive(widget: Widget, desk: &Rc<Desk>, focus: &str) {
    let place = desk.place.peek();
    let draft = desk.draft(&place);
    fill(widget, WORDS, &draft.words);
    fill(widget, ORDER, &draft.order);
    if let Some(element) = ui::element(widget, focus) {
        // One that takes no focus leaves it where it is.
        let _ = element.focus();
    }
    let Some(body) = ui::element(widget, BODY).map(|body| Js::new(body.into())) else { return };
    let unread = ui::element(widget, UNREAD).map(|unread| Js::new(unread.into()));
    let top_px = match (place, unread) {
        (Place::Thread(_), Some(unread)) => unread.int("offsetTop") - body.int("offsetTop") - ABOVE_PX,
        (Place::Thread(_), None) => body.int("scrollHeight"),
        // Coming back, what has the focus is in sight.
        (Place::List, _) if focus != PANEL => return,
        _ => 0,
    };
    set(body.raw(), "scrollTop", &(top_px as f64).into());
}

/// What stands in the fields; where there is none, what stood there before.
pub fn written(widget: Widget, before: Draft) -> Draft {
    let value = |id| ui::element(widget, id).map(|field| Js::new(field.into()).text("value"));
    Draft { words: value(WORDS).unwrap_or(before.words), order: value(ORDER).unwrap_or(before.order) }
}

fn fill(widget: Widget, id: &str, value: &str) {
    if let Some(field) = ui::element(widget, id) {
        set(&field, "value", &value.into());
    }
}

fn set(element: &JsValue, name: &str, value: &JsValue) {
    // On an element of our own that does not fail.
    let _ = Reflect::set(element, &JsValue::from_str(name), value);
}
