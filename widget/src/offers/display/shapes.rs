//! The few elements offers are made of: each is compiled once, whatever it shows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShadowRoot};

use super::{super::acts, element::Element};
use crate::{icon, state::Widget, text::keys};

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

/// Something to press.
#[derive(Default)]
pub struct Press {
    pub id: &'static str,
    pub class: &'static str,
    /// What a screen reader says, where what is shown would not tell.
    pub name: Option<String>,
    /// It sends the form it is in.
    pub is_submit: bool,
    /// It was pressed and is working: it does nothing, but keeps the focus.
    pub is_busy: bool,
    /// Whether what it opens is open, if it opens something.
    pub is_expanded: Option<bool>,
}

impl Press {
    /// With what it shows and does.
    pub fn on_click(self, shown: AnyView, mut act: impl FnMut() + 'static) -> AnyView {
        let Self { id, class, name, is_submit, is_busy, is_expanded } = self;
        Element::part("BUTTON", class)
            .with("type", Some(if is_submit { "submit" } else { "button" }))
            .with("id", Some(id).filter(|id| !id.is_empty()))
            .with("aria-label", name.as_deref())
            .with("aria-disabled", is_busy.then_some("true"))
            .with("aria-expanded", is_expanded.map(|is| if is { "true" } else { "false" }))
            .on("click", move |_| act())
            .of([shown])
    }
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
