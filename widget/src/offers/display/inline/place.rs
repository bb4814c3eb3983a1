//! One place in the page: the element in it, its shadow root, and what is drawn there.

use js_sys::{Array, Reflect};
use leptos::{mount::UnmountHandle, prelude::*, tachys::view::any_view::AnyViewState};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::{state::Widget, theme};

/// An element of ours in an element of the page. Dropped, it leaves the page.
pub struct Place {
    element: HtmlElement,
    /// What is drawn leaves with it.
    _shown: UnmountHandle<AnyViewState>,
}

impl Place {
    /// Draws into an element of the page. Nothing if the page does not let it.
    pub fn new(widget: Widget, parent: &Element, draw: impl FnOnce() -> AnyView + 'static) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let create = |name| document.create_element(name).ok()?.dyn_into::<HtmlElement>().ok();
        let element = create("regulars-offer")?;
        let root = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
        share_styles(&widget.root, &root)?;
        let stage = create("div")?;
        stage.set_class_name("stage offer-place");
        // Attributes on an element of our own do not fail.
        let _ = stage.set_attribute("lang", &widget.host.locale());
        theme::dress(widget, &stage);
        root.append_child(&stage).ok()?;
        let draw: Box<dyn FnOnce() -> AnyView> = Box::new(draw);
        let shown = leptos::mount::mount_to(stage, draw);
        parent.append_child(&element).ok()?;
        Some(Self { element, _shown: shown })
    }

    /// Whether it is still on the page.
    pub fn is_connected(&self) -> bool {
        self.element.is_connected()
    }

    /// Whether it is the one in this element.
    pub fn is_in(&self, parent: &Element) -> bool {
        self.element.parent_element().as_ref() == Some(parent)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.element.remove();
    }
}

/// Gives a root the style sheets of another: the same ones, not copies.
fn share_styles(from: &ShadowRoot, to: &ShadowRoot) -> Option<()> {
    let key = JsValue::from_str("adoptedStyleSheets");
    let sheets = Array::from(&Reflect::get(from, &key).ok()?);
    Reflect::set(to, &key, &sheets).ok().map(|_| ())
}
