//! A line along an edge of the window. It lies over the page and moves nothing of it; at the lower edge the launcher
//! makes room for it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::ResizeObserver;

use super::{
    super::model::Content,
    action, content,
    shapes::{OFFER, close, region},
};
use crate::{state::Widget, ui};

/// How far what is at the lower edge is lifted. The same name is in the styles.
const LIFT: &str = "--lift";

/// The bar.
pub fn bar(widget: Widget, content: &Content, at_top: bool) -> AnyView {
    if !at_top {
        ui::soon(move || lift(widget));
    }
    let class = if at_top { "offer offer-bar top" } else { "offer offer-bar" };
    let views = vec![content::words(widget, content), action::action(widget), close(widget)];
    region(widget, class, "region", views)
}

/// Lifts the launcher by the bar's height, for as long as the bar is there.
fn lift(widget: Widget) {
    let (Some(bar), Some(stage)) = (ui::element(widget, OFFER), ui::element(widget, "stage")) else { return };
    let observed = bar.clone();
    // It is told of the bar's leaving too: then nothing has a size any more.
    let resized = Closure::<dyn Fn(JsValue, ResizeObserver)>::new(move |_: JsValue, observer: ResizeObserver| {
        let mut height = bar.offset_height().to_string();
        height.push_str("px");
        // Properties of an element of our own do not fail.
        let _ = stage.style().set_property(LIFT, &height);
        if !bar.is_connected() {
            observer.disconnect();
        }
    });
    if let Ok(observer) = ResizeObserver::new(resized.into_js_value().unchecked_ref()) {
        observer.observe(&observed);
    }
}
