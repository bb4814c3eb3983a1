//! A line along an edge of the window, or in a place that the page has for it. Along an edge it lies over the page and moves
//! nothing of it; at the lower one the launcher makes room for it. The page is told how high it is.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, HtmlElement, ResizeObserver};

use super::{
    super::model::{Content, Shown},
    action, content,
    shapes::{close, region},
};
use crate::{mount, state::Widget, ui};

/// How far what is at the lower edge is lifted. The same name is in the styles.
const LIFT: &str = "--lift";
/// How high the bar at an edge of the window is, for the page's own styles.
const TOP: &str = "--regulars-bar-top";
const BOTTOM: &str = "--regulars-bar-bottom";
/// Nothing that is scrolled to, or has the focus, hides behind a bar. In a layer, so that whatever the page says goes before.
const ROOM: &str =
    "@layer regulars{html{scroll-padding-block:var(--regulars-bar-top,0px) var(--regulars-bar-bottom,0px)}}";

/// The bar at an edge of the window.
pub fn bar(widget: Widget, shown: &Rc<Shown>, content: &Content, at_top: bool) -> AnyView {
    let id = shown.spot().id();
    ui::soon(move || {
        // A page that is told nothing goes without.
        let _ = make_room(widget, id, at_top);
    });
    let class = if at_top { "offer offer-bar top" } else { "offer offer-bar" };
    region(widget, shown, class, "region", views(widget, shown, content))
}

/// The bar in a place of the page.
pub fn placed(widget: Widget, shown: &Rc<Shown>, content: &Content) -> AnyView {
    region(widget, shown, "offer offer-bar placed", "region", views(widget, shown, content))
}

fn views(widget: Widget, shown: &Rc<Shown>, content: &Content) -> Vec<AnyView> {
    let line = ui::block("offer-line", [content::words(widget, shown, content), action::action(widget, shown)]);
    vec![line, close(widget, shown)]
}

/// Tells the page the bar's height, and lifts the launcher by it, for as long as the bar is there.
fn make_room(widget: Widget, id: &str, at_top: bool) -> Option<()> {
    let (bar, stage) = (ui::element(widget, id)?, ui::element(widget, "stage")?);
    let document = web_sys::window()?.document()?;
    let page = document.document_element()?.dyn_into::<HtmlElement>().ok()?;
    keep_clear(&document);
    let observed = bar.clone();
    // It is told of the bar's leaving too: then nothing has a size any more.
    let resized = Closure::<dyn Fn(JsValue, ResizeObserver)>::new(move |_: JsValue, observer: ResizeObserver| {
        let height = ui::join(&bar.offset_height().to_string(), "px");
        let is_there = bar.is_connected();
        // A page that does not let it has no room made.
        let page = page.style();
        let name = if at_top { TOP } else { BOTTOM };
        let _ = if is_there { page.set_property(name, &height) } else { page.remove_property(name).map(drop) };
        if !at_top {
            // Properties of an element of our own do not fail.
            let _ = stage.style().set_property(LIFT, &height);
        }
        if !is_there {
            observer.disconnect();
        }
    });
    ResizeObserver::new(resized.into_js_value().unchecked_ref()).ok()?.observe(&observed);
    Some(())
}

/// Has the page scroll so that nothing hides behind a bar, once.
fn keep_clear(document: &Document) {
    thread_local! {
        static SHEET: Option<web_sys::CssStyleSheet> = mount::sheet(ROOM);
    }
    SHEET.with(|sheet| {
        if let Some(sheet) = sheet {
            // A page that does not let it scrolls as it did.
            let _ = mount::adopt(document, sheet);
        }
    });
}
