//! What the tag and the page call, and what the page does that the widget answers to.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{KeyboardEvent, VisibilityState};

use crate::{
    files,
    host::Host,
    js::Js,
    mount::Mount,
    offers, panel, preview,
    state::Widget,
    sync, testimonials,
    text::Text,
    ui::{self, listen},
};

thread_local! {
    /// Where the widget is mounted, and the language it is mounted in.
    static MOUNTED: RefCell<Option<(Mount, String)>> = const { RefCell::new(None) };
}

/// See [`crate::start`].
pub fn start(host: Host, strings: Array, styles: &str) {
    let Some(mount) = Mount::new(styles) else { return };
    let locale = host.locale();
    let widget = Widget::begin(host, mount.root(), Text::new(strings, &locale));
    MOUNTED.set(Some((mount.clone(), locale)));
    preview::begin(widget);
    offers::begin(widget);
    ui::spawn(async move {
        // Each part is a task of its own, so that none is long enough to be felt.
        ui::sleep(0).await;
        mount.show(widget);
        ui::sleep(0).await;
        sync::begin(widget);
        testimonials::watch(widget);
    });
    if let Some(window) = web_sys::window() {
        listen(&window, "online", move |_| sync::refresh(widget));
        if let Some(document) = window.document() {
            // Points were spent in another tab, or the shopper comes back after lunch.
            let page = document.clone();
            listen(&document, "visibilitychange", move |_| {
                if page.visibility_state() == VisibilityState::Visible {
                    sync::refresh(widget);
                }
            });
        }
    }
    listen(&widget.root, "keydown", move |event| on_key(widget, event.unchecked_ref()));
}

/// Escape closes the panel, wherever in the widget the focus is.
fn on_key(widget: Widget, event: &KeyboardEvent) {
    if event.key() == "Escape" && widget.is_open.peek() {
        event.prevent_default();
        // The page's own Escape is not meant.
        event.stop_propagation();
        panel::close(widget);
    }
}

/// See [`crate::run`].
pub fn run(command: &str, detail: JsValue) {
    let Some(widget) = Widget::get() else { return };
    match command {
        "open" => panel::open(widget),
        "close" => panel::close(widget),
        "refresh" => sync::refresh(widget),
        "renew" => renew(widget),
        "order" => offers::placed(widget, Js::new(detail)),
        _ => offers::hear(widget, command, Js::new(detail)),
    }
}

/// See [`crate::earn`](fn@crate::earn).
pub fn earn(element: &web_sys::HtmlElement) {
    if let Some(widget) = Widget::get() {
        crate::earn::draw(widget, element);
    }
}

/// The page means somebody else, or speaks another language.
fn renew(widget: Widget) {
    let locale = widget.host.locale();
    let is_spoken = MOUNTED.with_borrow(|mounted| mounted.as_ref().is_some_and(|(_, spoken)| *spoken == locale));
    if is_spoken {
        return sync::renew(widget);
    }
    ui::spawn(async move {
        // Without the strings the old language goes on: better than none.
        if let Ok(strings) = JsFuture::from(widget.host.strings()).await {
            let text = Text::new(strings.into(), &locale);
            if files::translate(widget, &text).await {
                widget.set_text(text);
                MOUNTED.with_borrow_mut(|mounted| {
                    if let Some((mount, spoken)) = mounted {
                        mount.show(widget);
                        *spoken = locale;
                    }
                });
            }
        }
        sync::renew(widget);
    });
}
