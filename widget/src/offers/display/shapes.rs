//! The few elements offers are made of: each is compiled once, whatever it shows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShadowRoot};

use super::super::acts;
use crate::{
    element::{Element, Press},
    icon,
    state::Widget,
    text::keys,
};

/// The id of what is on display: it takes the focus when what had it has gone.
pub const OFFER: &str = "offer";
/// The id of the headline, which names what is on display.
pub const HEADLINE: &str = "offer-headline";

/// An offer beside the page. Escape closes it while the focus is inside.
pub fn region(widget: Widget, class: &'static str, role: &'static str, views: Vec<AnyView>) -> AnyView {
    Element::part("SECTION", class)
        .with("id", Some(OFFER))
        .with("role", Some(role))
        .with("aria-labelledby", Some(HEADLINE))
        .with("tabindex", Some("-1"))
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                event.prevent_default();
                // Neither the panel's Escape nor the page's is meant.
                event.stop_propagation();
                acts::dismiss(widget);
            }
        })
        .of(views)
}

/// The one way to close that is always in sight.
pub fn close(widget: Widget) -> AnyView {
    let name = Some(widget.text().say(keys::CLOSE, []));
    Press { class: "offer-close", name, ..Press::default() }
        .on_click(icon::icon(icon::CLOSE), move || acts::dismiss(widget))
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
