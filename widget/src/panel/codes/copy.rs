//! A code, and the button that copies it.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::{model::Redemption, state::Widget, text::keys};

/// How long the button says that it was done.
const COPIED_MS: u32 = 2_000;

/// The id of a code's button.
pub fn element_id(redemption: &str) -> String {
    let mut id = String::from("code-");
    id.push_str(redemption);
    id
}

/// The code to read, select or copy.
pub fn code(widget: Widget, redemption: &Redemption) -> AnyView {
    let text = widget.text();
    let copied = RwSignal::new(false);
    let value = redemption.code.clone();
    let on_click = move |_| {
        let Some(window) = web_sys::window() else { return };
        let writing = window.navigator().clipboard().write_text(&value);
        spawn_local(async move {
            // Where the page may not write to the clipboard the code can still be selected.
            if JsFuture::from(writing).await.is_ok() {
                let _ = copied.try_set(true);
                widget.say(widget.text().say(keys::COPIED, []));
                TimeoutFuture::new(COPIED_MS).await;
                let _ = copied.try_set(false);
            }
        });
    };
    view! {
        <p class="code">
            <code part="code-text">{redemption.code.clone()}</code>
            <button
                type="button"
                id=element_id(&redemption.id)
                class="button"
                part="button"
                aria-label=text.say(keys::COPY_LABEL, [&redemption.code])
                on:click=on_click
            >
                {move || widget.text().say(if copied.get() { keys::COPIED } else { keys::COPY }, [])}
            </button>
        </p>
    }
    .into_any()
}
