//! The panel. What is in this file is part of the main chunk; everything it shows comes in a chunk of its own, loaded
//! when the panel is first opened (or is about to be).

mod balance;
mod chunk;
mod codes;
mod history;
mod notice;
mod question;
mod rewards;
mod shell;
mod tabs;
mod tier;
mod visitor;
mod ways;
pub mod words;

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::{
    files::{self, Files},
    state::{Widget, action::Action},
    sync,
    text::keys,
    ui,
};
pub use chunk::PanelView;
pub use codes::copy;
pub use tabs::Tab;
pub use visitor::join;

/// Between two attempts to load the chunk.
const RETRY_MS: u32 = 3_000;

thread_local! {
    /// What had the focus when the panel was opened, and gets it back.
    static OPENER: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Opens the panel, or closes it.
pub fn toggle(widget: Widget) {
    if widget.is_open.peek() { close(widget) } else { open(widget) }
}

/// Opens the panel, and brings its numbers up to date behind it.
pub fn open(widget: Widget) {
    if widget.is_open.peek() {
        return;
    }
    // Without a focus it is for the launcher to have.
    OPENER.set(focused(widget).or_else(|| ui::element(widget, "launcher")));
    widget.tab.set(Tab::Rewards);
    widget.is_open.set(true);
    prefetch(widget);
    widget.emit("open", &JsValue::NULL);
    sync::refresh(widget);
}

/// Closes the panel and gives the focus back.
pub fn close(widget: Widget) {
    if !widget.is_open.peek() {
        return;
    }
    widget.is_open.set(false);
    for action in [&widget.redeeming, &widget.giving_back] {
        // One that got no answer may have been done: find out.
        if action.change(Action::cancel) {
            sync::refresh(widget);
        }
    }
    if let Some(opener) = OPENER.take() {
        // While the phone's sheet is still there, nothing outside it takes the focus. An element that has left the page
        // in the meantime takes none at all; nothing is lost.
        ui::soon(move || drop(opener.focus()));
    }
    widget.emit("close", &JsValue::NULL);
}

/// Loads the chunk, perhaps before it is asked for: the pointer is on the button.
pub fn prefetch(widget: Widget) {
    if widget.panel.peek().is_none() {
        ui::spawn(load(widget));
    }
}

async fn load(widget: Widget) {
    // Whoever asks while they are on their way has them when they come.
    while let Some(files) = Files::ask(widget, "panel") {
        if let (Ok(view), true) = (chunk::code().await, files.come().await) {
            files::dress(&widget.root, "panel");
            return widget.panel.set(Some(view));
        }
        if widget.is_open.peek() {
            widget.panel_failed.set(true);
            widget.say(widget.text().say(keys::LAUNCHER_FAILED, []));
        }
        ui::sleep(RETRY_MS).await;
        if !widget.is_open.peek() || widget.panel.peek().is_some() {
            // Nobody waits for it any more; the next who does tries again.
            return;
        }
    }
}

/// What has the focus, if anything has: an element of the widget's, or one of the page's.
pub fn focused(widget: Widget) -> Option<HtmlElement> {
    let inside = widget.root.active_element();
    let element = inside.or_else(|| web_sys::window()?.document()?.active_element())?;
    // Without a focus it is the body.
    element.dyn_into().ok().filter(|element: &HtmlElement| element.tag_name() != "BODY")
}
