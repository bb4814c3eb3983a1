//! Waiting for the next attempt. Being online again, or a shopper's impatience, ends it early.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// Ends the wait. There is one at most: each loop waits in its turn.
    static OVER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Waits this long, or until [`over`].
pub async fn ms(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Within an hour, which an i32 of milliseconds holds.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms as i32);
        }
        OVER.set(Some(resolve));
    });
    // It never rejects.
    let _ = JsFuture::from(promise).await;
}

/// Ends the wait now, if there is one.
pub fn over() {
    if let Some(resolve) = OVER.take() {
        let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
    }
}
