//! A code, and the button that copies it.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{
    model::Redemption,
    state::Widget,
    text::keys,
    ui::{self, Button},
};

/// How long the button says that it was done.
const COPIED_MS: u32 = 2_000;

/// The code to read, select or copy.
pub fn code(widget: Widget, redemption: &Redemption) -> AnyView {
    let text = widget.text();
    let is_copied = widget.copied.get() == redemption.id;
    let (id, value) = (redemption.id.clone(), redemption.code.clone());
    let button = Button {
        id: ui::join("code-", &redemption.id),
        class: "button",
        label: text.say(if is_copied { keys::COPIED } else { keys::COPY }, []),
        // A name says at least what is written on the button.
        name: (!is_copied).then(|| text.say(keys::COPY_LABEL, [&redemption.code])),
        ..Button::default()
    }
    .on_click(move || copy(widget, id.clone(), &value));
    let shown = view! { <code part="code">{ui::text(redemption.code.clone())}</code> }.into_any();
    ui::block("code", [shown, button])
}

/// Copies a code. The button that did so says it for a while, by the id it is known under.
pub fn copy(widget: Widget, redemption: String, code: &str) {
    let Some(window) = web_sys::window() else { return };
    let writing = window.navigator().clipboard().write_text(code);
    ui::spawn(async move {
        // Where the page may not write to the clipboard the code can still be selected.
        if JsFuture::from(writing).await.is_ok() {
            widget.copied.set(redemption.clone());
            widget.say(widget.text().say(keys::COPIED, []));
            ui::sleep(COPIED_MS).await;
            if widget.copied.peek() == redemption {
                widget.copied.set(String::new());
            }
        }
    });
}
