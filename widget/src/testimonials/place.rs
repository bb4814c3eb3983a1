//! One `<regulars-testimonials>` on the page: its shadow root, and what is drawn there in the page's own font and colours.

use leptos::{mount::UnmountHandle, tachys::view::any_view::AnyViewState};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

use super::{model::Wish, view};
use crate::{files, state::Widget, ui};

/// An element of the page that is drawn into. Dropped, it is empty again.
pub struct Place {
    element: HtmlElement,
    stage: HtmlElement,
    wish: Wish,
    /// What is drawn leaves with it.
    _shown: UnmountHandle<AnyViewState>,
}

impl Place {
    /// Draws into an element. Nothing if the page does not let it.
    pub fn new(widget: Widget, element: HtmlElement) -> Option<Self> {
        // One that comes back to the page has its root already.
        let root =
            element.shadow_root().or_else(|| element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok())?;
        files::dress(&root, "testimonials");
        let stage: HtmlElement = web_sys::window()?.document()?.create_element("div").ok()?.dyn_into().ok()?;
        root.append_child(&stage).ok()?;
        let wish = wish(&element);
        let drawn = wish.clone();
        let shown = leptos::mount::mount_to(stage.clone(), move || ui::live(move || view::list(widget, &drawn)));
        Some(Self { element, stage, wish, _shown: shown })
    }

    /// Whether it is still on the page, and asks for what is drawn.
    pub fn is_current(&self) -> bool {
        self.element.is_connected() && wish(&self.element) == self.wish
    }

    /// Whether it is this element.
    pub fn is_in(&self, element: &HtmlElement) -> bool {
        self.element == *element
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.stage.remove();
    }
}

fn wish(element: &HtmlElement) -> Wish {
    let attribute = |name| element.get_attribute(name).unwrap_or_default();
    Wish::new(&attribute("limit"), &attribute("lang"))
}
