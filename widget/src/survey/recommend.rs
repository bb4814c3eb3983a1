//! Telling a friend of the shop: the device's own way to share, or the address to paste.

use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, Window};

use super::{model::Asked, words::keys};
use crate::{
    js::{Js, object},
    state::Widget,
    ui,
};

/// Shares the shop's name and address, where the device can; else copies the address, and says so.
pub fn recommend(widget: Widget, asked: Rc<Asked>) {
    let Some(window) = web_sys::window() else { return };
    ui::spawn(async move {
        let address = window.location().origin().unwrap_or_default();
        let name = widget.boot.peek().map(|boot| boot.shop.clone()).unwrap_or_default();
        let navigator = window.navigator();
        if share(&navigator, &name, &address).await {
            return;
        }
        // Where the page may not write to the clipboard the address can still be read.
        let is_copied = copy(&window, &address).await;
        let words =
            if is_copied { asked.text.say(keys::RECOMMENDED, []) } else { asked.text.say(keys::COPY, [&address]) };
        asked.recommended.set(words);
    });
}

/// Whether the device has shared it, or the shopper has thought better of it.
async fn share(navigator: &Navigator, name: &str, address: &str) -> bool {
    let share = Reflect::get(navigator, &JsValue::from_str("share")).unwrap_or_default();
    let Ok(share) = share.dyn_into::<Function>() else { return false };
    let what = object(&[("title", name.into()), ("url", address.into())]);
    let Ok(promise) = share.call1(navigator, &what) else { return false };
    match JsFuture::from(promise.unchecked_into::<Promise>()).await {
        Ok(_) => true,
        Err(error) => Js::new(error).text("name") == "AbortError",
    }
}

async fn copy(window: &Window, address: &str) -> bool {
    // A page that is not secure has no clipboard.
    let clipboard = Reflect::get(&window.navigator(), &JsValue::from_str("clipboard")).unwrap_or_default();
    !clipboard.is_undefined() && JsFuture::from(window.navigator().clipboard().write_text(address)).await.is_ok()
}
