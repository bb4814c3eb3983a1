//! Listening to what the page and the shopper do.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, MouseEvent, VisibilityState, Window};

use super::{beacon, course, scroll::Stand, signals::Moment};
use crate::{state::Widget, ui};

/// Coming back from another tab after less than this is a look, not a return.
const AWAY_MS: f64 = 5_000.0;

/// Listens for as long as the page lives.
pub fn begin(widget: Widget) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    for event in ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] {
        ui::listen(&window, event, move |_| course::act(widget));
    }
    ui::listen(&window, "scroll", {
        let (window, document) = (window.clone(), document.clone());
        move |_| {
            course::act(widget);
            if let Some(stand) = stand(&window, &document) {
                course::scrolled(widget, stand, is_touched(&window));
            }
        }
    });
    // Up and out, to where the browser's tabs and its address are.
    ui::listen(&document, "mouseout", move |event| {
        let event: &MouseEvent = event.unchecked_ref();
        if event.related_target().is_none() && event.client_y() <= 0 {
            course::look(widget, Some(Moment::Leaving));
        }
    });
    ui::listen(&document, "click", move |event| {
        if let Some(mark) = mark(&event) {
            course::look(widget, Some(Moment::Click(mark)));
        }
    });
    // The panel is on display then, or is no more.
    ui::listen(&document, "regulars:open", move |_| course::panel_opened(widget));
    ui::listen(&window, "pagehide", move |_| beacon::flush(widget));
    leave_and_come_back(widget, &window, document);
    listen_to_navigation(widget, &window);
}

/// A single-page shop shows another page.
fn listen_to_navigation(widget: Widget, window: &Window) {
    ui::listen(window, "popstate", move |_| course::look(widget, None));
    let navigation = Reflect::get(window, &JsValue::from_str("navigation")).unwrap_or_default();
    // Where there is none, the beat notices.
    if let Some(navigation) = navigation.dyn_ref::<EventTarget>() {
        ui::listen(navigation, "navigatesuccess", move |_| course::look(widget, None));
    }
}

fn leave_and_come_back(widget: Widget, window: &Window, document: Document) {
    let left_ms = std::cell::Cell::new(None);
    let window = window.clone();
    ui::listen(&document.clone(), "visibilitychange", move |_| {
        if document.visibility_state() == VisibilityState::Hidden {
            left_ms.set(Some(widget.elapsed_ms()));
            return beacon::flush(widget);
        }
        course::act(widget);
        let was_away = left_ms.take().is_some_and(|left_ms| widget.elapsed_ms() - left_ms >= AWAY_MS);
        course::look(widget, (was_away && is_touched(&window)).then_some(Moment::Leaving));
    });
}

/// The mark of what was clicked: its own, or that of what it is in.
fn mark(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-regulars-mark]").ok()??.get_attribute("data-regulars-mark")
}

fn stand(window: &Window, document: &Document) -> Option<Stand> {
    Some(Stand {
        top_px: window.scroll_y().ok()?,
        view_px: window.inner_height().ok()?.as_f64()?,
        page_px: document.document_element()?.scroll_height().into(),
    })
}

/// Whether the screen is touched, so that no pointer tells of leaving.
fn is_touched(window: &Window) -> bool {
    window.match_media("(hover: none)").ok().flatten().is_some_and(|media| media.matches())
}
