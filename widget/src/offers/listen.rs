//! Listening to what the page and the shopper do.

use std::cell::Cell;

use js_sys::{Array, Reflect};
use loyalty::attention::AWAY_MS;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, EventTarget, MouseEvent, VisibilityState, Window};

use super::{beacon, course, scroll::Stand, signals::Moment, stage};
use crate::{state::Widget, ui};

/// A scroll so long after a finger has moved is still its doing: a page that was thrown goes on by itself.
const TOUCH_MS: f64 = 1_000.0;

/// Listens for as long as the page lives.
pub fn begin(widget: Widget) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    for event in ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] {
        ui::listen(&window, event, move |_| course::act(widget));
    }
    ui::listen(&window, "input", move |event| {
        // What is typed into the widget is not the page's.
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| !target.tag_name().starts_with("REGULARS-")) {
            course::typed(widget);
        }
    });
    listen_to_scrolling(widget, &window);
    // Up and out, to where the browser's tabs and its address are.
    ui::listen(&document, "mouseout", move |event| {
        let event: &MouseEvent = event.unchecked_ref();
        if event.related_target().is_none() && event.client_y() <= 0 {
            stage::evaluate(widget, Some(Moment::Leaving));
        }
    });
    // The panel is on display then, or is no more.
    ui::listen(&document, "regulars:open", move |_| stage::panel_opened(widget));
    ui::listen(&window, "pagehide", move |_| beacon::flush(widget));
    leave_and_come_back(widget, &document);
    listen_to_navigation(widget, &window);
}

fn listen_to_scrolling(widget: Widget, window: &Window) {
    thread_local! {
        /// When a finger last moved over the page.
        static TOUCHED_MS: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
    }
    ui::listen(window, "touchmove", move |_| TOUCHED_MS.set(widget.elapsed_ms()));
    ui::listen(window, "scroll", move |_| {
        course::act(widget);
        if let Some(stand) = stand() {
            course::scrolled(widget, stand, widget.elapsed_ms() - TOUCHED_MS.get() <= TOUCH_MS);
        }
    });
}

/// A single-page shop shows another page.
fn listen_to_navigation(widget: Widget, window: &Window) {
    ui::listen(window, "popstate", move |_| stage::evaluate(widget, None));
    let navigation = Reflect::get(window, &JsValue::from_str("navigation")).unwrap_or_default();
    // Where there is none, the beat notices.
    if let Some(navigation) = navigation.dyn_ref::<EventTarget>() {
        ui::listen(navigation, "navigatesuccess", move |_| stage::evaluate(widget, None));
    }
}

fn leave_and_come_back(widget: Widget, document: &Document) {
    let left_ms = Cell::new(is_hidden().then(|| widget.elapsed_ms()));
    ui::listen(document, "visibilitychange", move |_| {
        if is_hidden() {
            left_ms.set(Some(widget.elapsed_ms()));
            return beacon::flush(widget);
        }
        course::act(widget);
        let away_ms = left_ms.take().map_or(0.0, |left_ms| widget.elapsed_ms() - left_ms);
        course::was_hidden(widget, away_ms);
        let was_away = away_ms >= f64::from(AWAY_MS);
        // On a screen that is touched no pointer tells of leaving.
        stage::evaluate(widget, (was_away && ui::matches("(hover: none)")).then_some(Moment::Leaving));
    });
}

/// Whether nobody sees the page.
pub fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Hidden)
}

/// Whether the page has a dialog of its own open.
pub fn has_dialog() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let open = document.and_then(|document| document.query_selector_all("dialog[open], [aria-modal=true]").ok());
    // One that is not drawn has no size.
    let is_drawn = |element: JsValue| element.unchecked_into::<Element>().client_width() > 0;
    open.is_some_and(|open| Array::from(&open).iter().any(is_drawn))
}

/// Where the page stands in its window.
pub fn stand() -> Option<Stand> {
    let window = web_sys::window()?;
    Some(Stand {
        top_px: window.scroll_y().ok()?,
        view_px: window.inner_height().ok()?.as_f64()?,
        page_px: window.document()?.document_element()?.scroll_height().into(),
    })
}
