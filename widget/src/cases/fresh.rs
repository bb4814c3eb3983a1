//! Beginning a case: the shopper's words, and the order they are about.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    compose,
    desk::Desk,
    model::{Kind, Place},
    room::ORDER,
    words::keys,
};
use crate::{element::Element, model::EntryKind, state::Widget, sync, text::Message, ui};

/// The form.
pub fn fresh(widget: Widget, desk: &Rc<Desk>, kind: Kind) -> AnyView {
    // The orders are in the history. Not while it is being drawn: what it changes is what is drawn.
    ui::soon(move || sync::load_history(widget));
    ui::block(
        "case",
        [compose::field(widget, desk, asked(kind), "6"), order(widget, desk, kind), compose::foot(widget, desk)],
    )
}

fn asked(kind: Kind) -> Message<0> {
    match kind {
        Kind::Question => keys::ASKED_QUESTION,
        Kind::Complaint => keys::ASKED_COMPLAINT,
        Kind::Idea => keys::ASKED_IDEA,
        Kind::Praise => keys::ASKED_PRAISE,
    }
}

/// The orders of the newest page of the history, if there are some.
fn order(widget: Widget, desk: &Rc<Desk>, kind: Kind) -> AnyView {
    let text = widget.text();
    let chosen = desk.draft(&Place::New(kind)).order;
    let option = |value: &str, words: &str| {
        Element::new("OPTION", &[("value", value)]).with("selected", (value == chosen).then_some("")).says(words)
    };
    let mut options = vec![option("", &text.say(keys::ORDER_NONE, []))];
    for entry in widget.history.get().entries.iter().filter(|entry| entry.kind == EntryKind::Earned) {
        if let Some(order) = &entry.order {
            let day = widget.text().day(entry.at, widget.now());
            options.push(option(order, &text.say(keys::ORDER_OF, [order, &day])));
        }
    }
    if options.len() == 1 {
        return ui::none();
    }
    let label = Element::new("LABEL", &[("class", "case-label"), ("for", ORDER)]).says(&text.say(keys::ORDER, []));
    let field = Element::new("SELECT", &[("class", "case-field"), ("id", ORDER)]);
    ui::all([label, compose::keeping(widget, desk, field).of(options)])
}
