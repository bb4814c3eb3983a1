//! Over the page, which waits behind it; on a phone a sheet from below. A `<dialog>`, so the browser itself keeps focus
//! and screen readers inside.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::{
    super::{
        acts,
        model::{Content, Shown},
    },
    action, content,
    shapes::{close, headline},
};
use crate::{element::Element, state::Widget, ui};

/// The dialog. It covers the window and scrolls on its own, so the page needs no lock against scrolling, which would
/// move it by the width of its scrollbar.
pub fn modal(widget: Widget, shown: &Rc<Shown>, content: &Content) -> AnyView {
    let id = shown.spot().id();
    ui::soon(move || show(widget, id));
    let rest = ui::block("offer-rest", [content::words(widget, shown, content), action::action(widget, shown)]);
    let card = ui::part("offer offer-modal", [close(widget, shown), content::picture(content), rest]);
    let (cancelled, clicked) = (Rc::clone(shown), Rc::clone(shown));
    Element::new("DIALOG", &[("class", "offer-veil"), ("id", id), ("tabindex", "-1")])
        .with("aria-labelledby", Some(&headline(shown)))
        .on("keydown", move |event| ui::keep_inside(widget, event.unchecked_ref()))
        .on("cancel", move |event| {
            // The browser would close it behind the state's back.
            event.prevent_default();
            acts::dismiss(widget, &cancelled);
        })
        .on("click", move |event| {
            // On the dialog itself, not on anything in it: beside the card.
            if event.target() == event.current_target() {
                acts::dismiss(widget, &clicked);
            }
        })
        .of([ui::block("offer-well", [card])])
}

fn show(widget: Widget, id: &str) {
    if let Some(dialog) = ui::element(widget, id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        // It fails only if it is open already.
        let _ = dialog.show_modal();
        // Not to whichever button is first: coming is not yet doing.
        let _ = dialog.focus();
    }
}
