//! The few elements offers are made of: each is compiled once, whatever it shows.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShadowRoot};

use super::super::{acts, focus, model::Shown, words::keys};
use crate::{
    element::{Element, Press},
    icon,
    state::Widget,
    ui,
};

/// The id of the headline, which names what is on display.
pub fn headline(shown: &Shown) -> String {
    ui::join(shown.spot().id(), "-headline")
}

/// An offer beside the page. Escape closes it while the focus is inside.
pub fn region(
    widget: Widget,
    shown: &Rc<Shown>,
    class: &'static str,
    role: &'static str,
    views: Vec<AnyView>,
) -> AnyView {
    let (entered, escaped) = (Rc::clone(shown), Rc::clone(shown));
    Element::part("SECTION", class)
        .with("id", Some(shown.spot().id()))
        .with("role", Some(role))
        .with("aria-labelledby", Some(&headline(shown)))
        .with("tabindex", Some("-1"))
        .on("focusin", move |event| focus::enter(&entered, &event))
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                event.prevent_default();
                // Neither the panel's Escape nor the page's is meant.
                event.stop_propagation();
                acts::dismiss(widget, &escaped);
            }
        })
        .of(views)
}

/// The one way to close that is always in sight.
pub fn close(widget: Widget, shown: &Rc<Shown>) -> AnyView {
    let name = Some(widget.text().say(keys::CLOSE, []));
    let shown = Rc::clone(shown);
    Press { class: "offer-close", name, ..Press::default() }
        .on_click(icon::icon(icon::CLOSE), move || acts::dismiss(widget, &shown))
}

/// Something a screen reader says: at once if it is urgent, else when there is a pause.
pub fn told(is_urgent: bool, id: Option<&'static str>, class: &'static str, views: Vec<AnyView>) -> AnyView {
    let role = if is_urgent { "alert" } else { "status" };
    Element::new("DIV", &[("class", class), ("role", role)]).with("id", id).of(views)
}

/// Gives the focus to an element by its id.
pub fn focus(root: &ShadowRoot, id: &str) {
    if let Some(element) = root.get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // One that takes no focus leaves it where it is.
        let _ = element.focus();
    }
}
