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

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::{
    mount,
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
    /// The chunk is being loaded.
    static IS_LOADING: Cell<bool> = const { Cell::new(false) };
    /// Its styles are there. They stay in every language.
    static IS_STYLED: Cell<bool> = const { Cell::new(false) };
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
    OPENER.set(focused(widget));
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

/// The widget speaks another language: what the panel says is loaded anew.
pub fn renew(widget: Widget) {
    widget.panel.set(None);
    IS_LOADING.set(false);
    if widget.is_open.peek() {
        prefetch(widget);
    }
}

/// Loads the chunk, perhaps before it is asked for: the pointer is on the button.
pub fn prefetch(widget: Widget) {
    if widget.panel.peek().is_none() && !IS_LOADING.replace(true) {
        ui::spawn(load(widget));
    }
}

async fn load(widget: Widget) {
    loop {
        let styles = JsFuture::from(widget.host.file("panel.css"));
        let text = widget.text();
        let strings = text.file(widget, "panel");
        let (code, styles, strings) = (chunk::code().await, styles.await, strings.await);
        // In the meantime the page may have begun to speak another language, which is loaded beside it.
        if !Rc::ptr_eq(&text, &widget.text()) {
            return;
        }
        let is_known = strings.is_ok_and(|strings| text.learn(&strings).is_some());
        if let (Ok(view), Ok(styles), true) = (code, styles, is_known) {
            if !IS_STYLED.replace(true) {
                // A page that does not let styles be adopted never got this far: the launcher has some.
                let _ = mount::adopt(&widget.root, &styles.as_string().unwrap_or_default());
            }
            widget.panel.set(Some(view));
            return;
        }
        if widget.is_open.peek() {
            widget.panel_failed.set(true);
            widget.say(widget.text().say(keys::LAUNCHER_FAILED, []));
        }
        ui::sleep(RETRY_MS).await;
        if !widget.is_open.peek() {
            // Nobody waits for it any more; the next who does tries again.
            return IS_LOADING.set(false);
        }
    }
}

/// What has the focus: an element of the widget's, or one of the page's.
pub fn focused(widget: Widget) -> Option<HtmlElement> {
    let inside = widget.root.active_element();
    let element = inside.or_else(|| web_sys::window()?.document()?.active_element())?;
    // Without a focus it is the body; then it is for the launcher to have.
    match element.tag_name().as_str() {
        "BODY" => ui::element(widget, "launcher"),
        _ => element.dyn_into().ok(),
    }
}
