//! What the tag and the page call, and what the page does that the widget answers to.

use std::cell::RefCell;

use js_sys::Array;
use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::{
    host::Host,
    mount::Mount,
    panel,
    state::{Link, Widget},
    sync,
    text::Text,
};

thread_local! {
    /// There is one widget on a page.
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
}

#[derive(Clone)]
struct App {
    /// Keeps the signals alive.
    owner: Owner,
    widget: Widget,
    mount: Mount,
    /// The language of the strings in use.
    locale: String,
}

/// See [`crate::start`].
pub fn start(host: Host, strings: Array, styles: &str) {
    let Some(mount) = Mount::new(styles) else { return };
    let locale = host.locale();
    let text = Text::new(strings, &locale);
    let owner = Owner::new();
    let widget = owner.with(|| Widget::new(host, mount.root(), text));
    mount.show(&owner, widget);
    owner.with(|| {
        crate::earn::follow(widget);
        Effect::new(move |_| panel::follow(widget));
        window_event_listener(ev::online, move |_| sync::refresh(widget));
    });
    APP.set(Some(App { owner, widget, mount, locale }));
    sync::begin(widget);
    tell_when_ready(widget);
}

/// See [`crate::run`].
pub fn run(command: &str) {
    let Some(app) = APP.with_borrow(Clone::clone) else { return };
    match command {
        "open" => panel::open(app.widget),
        "close" => panel::close(app.widget),
        "refresh" => sync::refresh(app.widget),
        "renew" => renew(app),
        _ => {}
    }
}

/// See [`crate::earn`](fn@crate::earn).
pub fn earn(element: web_sys::HtmlElement) {
    if let Some(app) = APP.with_borrow(Clone::clone) {
        app.owner.with(|| crate::earn::draw(app.widget, &element));
    }
}

/// The page means somebody else, or speaks another language.
fn renew(app: App) {
    let locale = app.widget.with_host(Host::locale);
    if locale == app.locale {
        return sync::renew(app.widget);
    }
    APP.with_borrow_mut(|current| {
        if let Some(current) = current {
            current.locale.clone_from(&locale);
        }
    });
    spawn_local(async move {
        let strings = JsFuture::from(app.widget.with_host(Host::strings)).await;
        // Without them the old language goes on: better than none.
        if let Ok(strings) = strings {
            app.widget.set_text(Text::new(strings.into(), &locale));
            app.mount.show(&app.owner, app.widget);
        }
        sync::renew(app.widget);
    });
}

/// Fires `regulars:ready` once something can be shown.
fn tell_when_ready(widget: Widget) {
    let told = StoredValue::new(false);
    Effect::new(move |_| {
        let known = widget.boot.with(Option::is_some) || widget.link.get() == Link::Refused;
        if known && !told.get_value() {
            told.set_value(true);
            widget.emit("ready", &JsValue::NULL);
        }
    });
}
