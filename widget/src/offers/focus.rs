//! Where the focus goes when an offer leaves.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlElement, ShadowRoot};

use super::{
    Spot,
    model::{Display, Shown},
};
use crate::{js::Js, state::Widget, ui};

/// An offer leaves: whoever was at it with keys, or in a dialog that kept the focus, is given it back where it was.
/// A pointer takes the focus nowhere.
pub fn leave(widget: Widget, shown: &Shown) {
    let root = root(widget, shown);
    let is_by_keys = root.as_ref().and_then(ShadowRoot::active_element).is_some_and(|element| is_by_keys(&element));
    let is_opened = matches!(shown.offer.display, Display::Modal) || shown.spot() == Spot::Badge;
    let opener = shown.opener.take().filter(|_| is_by_keys || is_opened);
    widget.showing.leave(shown);
    if let Some(opener) = opener {
        ui::soon(move || give(&opener));
    }
}

/// The shadow root an offer is drawn in: the widget's, or that of the place in the page where the focus is.
fn root(widget: Widget, shown: &Shown) -> Option<ShadowRoot> {
    if shown.place.is_none() {
        return Some(widget.root.clone());
    }
    web_sys::window()?.document()?.active_element()?.shadow_root()
}

/// The focus comes into an offer: what of the page had it before gets it back.
pub fn enter(shown: &Shown, event: &Event) {
    let before = Js::new(event.clone().into()).get("relatedTarget").raw().clone().dyn_into::<HtmlElement>().ok();
    let is_of_page = |element: &HtmlElement| element.get_root_node().dyn_ref::<ShadowRoot>().is_none();
    if let Some(before) = before.filter(is_of_page) {
        shown.opener.replace(Some(before));
    }
}

fn is_by_keys(element: &Element) -> bool {
    element.matches(":focus-visible").unwrap_or(false)
}

/// Without moving the page: the shopper may be somewhere else by now.
fn give(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // One that has left the page takes none.
    let _ = element.focus_with_options(&options);
}
