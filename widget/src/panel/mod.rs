//! The panel. What is in this file is part of the main chunk; everything it shows comes in a chunk of its own, loaded
//! when the panel is first opened (or is about to be).

mod balance;
mod chunk;
mod codes;
mod history;
mod notice;
mod rewards;
mod shell;
mod tabs;
mod tier;
mod visitor;
mod ways;

use std::cell::{Cell, RefCell};

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

use crate::{
    mount,
    state::{Widget, action::Action},
    sync,
    text::keys,
};
pub use chunk::PanelView;

/// Between two attempts to load the chunk.
const RETRY_MS: u32 = 3_000;

thread_local! {
    /// The chunk is being loaded.
    static IS_LOADING: Cell<bool> = const { Cell::new(false) };
    /// What had the focus when the panel was opened, and gets it back.
    static OPENER: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Opens the panel, or closes it.
pub fn toggle(widget: Widget) {
    if widget.open.get_untracked() { close(widget) } else { open(widget) }
}

/// Opens the panel, and brings its numbers up to date behind it.
pub fn open(widget: Widget) {
    if widget.open.get_untracked() {
        return;
    }
    OPENER.set(focused(widget));
    widget.open.set(true);
    widget.emit("open", &JsValue::NULL);
    sync::refresh(widget);
}

/// Closes the panel and gives the focus back.
pub fn close(widget: Widget) {
    if !widget.open.get_untracked() {
        return;
    }
    widget.open.set(false);
    for action in [widget.redeeming, widget.giving_back] {
        // One that got no answer may have been done: find out.
        if action.try_update(Action::cancel).unwrap_or_default() {
            sync::refresh(widget);
        }
    }
    if let Some(opener) = OPENER.take() {
        // An element that has left the page in the meantime takes no focus; nothing is lost.
        let _ = opener.focus();
    }
    widget.emit("close", &JsValue::NULL);
}

/// Loads the chunk before it is asked for: the pointer is on the button.
pub fn prefetch(widget: Widget) {
    if widget.panel.get_untracked().is_none() && !IS_LOADING.replace(true) {
        spawn_local(load(widget));
    }
}

/// Loads the chunk once the panel is to be seen.
pub fn follow(widget: Widget) {
    if widget.open.get() {
        prefetch(widget);
    }
}

async fn load(widget: Widget) {
    loop {
        let styles = JsFuture::from(widget.with_host(|host| host.styles("panel")));
        let (code, styles) = (chunk::code().await, styles.await);
        if let (Ok(view), Ok(styles)) = (code, styles) {
            // A page that does not let styles be adopted never got this far: the launcher has some.
            let _ = mount::adopt(&widget.root(), &styles.as_string().unwrap_or_default());
            widget.panel_failed.set(false);
            widget.panel.set(Some(view));
            return;
        }
        if !widget.open.get_untracked() {
            // It was only to be ready early.
            return IS_LOADING.set(false);
        }
        widget.panel_failed.set(true);
        widget.say(widget.text().say(keys::LAUNCHER_FAILED, []));
        TimeoutFuture::new(RETRY_MS).await;
    }
}

/// What has the focus: an element of the widget's, or one of the page's.
fn focused(widget: Widget) -> Option<HtmlElement> {
    let inside = widget.root().active_element();
    let outside = || web_sys::window()?.document()?.active_element();
    let element = inside.or_else(outside)?;
    // Without a focus it is the body; then it is for the launcher to have.
    match element.tag_name().as_str() {
        "BODY" => widget.root().get_element_by_id("launcher")?.dyn_into().ok(),
        _ => element.dyn_into().ok(),
    }
}
