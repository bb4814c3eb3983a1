//! Telling the shop what came of offers: together, when nothing more has happened for a moment or the page is left.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;

use super::{
    VISITOR,
    batch::{Batch, Told, body},
    report::Deed,
};
use crate::{
    js::{Js, quote},
    state::Widget,
    sync::{Meaning, send},
    ui::{join, spawn},
};

/// What happens within this time is told together.
const QUIET_MS: u32 = 2_000;

thread_local! {
    static BATCH: RefCell<Batch> = RefCell::default();
    /// Tells when it has been quiet.
    static QUIET: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// Tells, soon.
pub fn tell(widget: Widget, deed: Deed, offer: &str, arm: &JsValue) {
    let (event, is_quiet) = (deed.name(), deed == Deed::SeenQuietly);
    let told = Told { event, offer: offer.to_owned(), arm: arm_json(arm), at_ms: widget.now().as_ms(), is_quiet };
    BATCH.with_borrow_mut(|batch| batch.add(told));
    // The timer there was is dropped, which cancels it.
    QUIET.set(Some(Timeout::new(QUIET_MS, move || flush(widget))));
}

/// Tells now. What gets no answer is told again with the next.
pub fn flush(widget: Widget) {
    let told = BATCH.with_borrow_mut(Batch::take);
    let visitor = widget.host.stored(VISITOR);
    // Nobody is meant who could be counted.
    if told.is_empty() || (visitor.is_empty() && !widget.is_signed_in()) {
        return;
    }
    spawn(async move {
        let answer = send(widget, "POST", "/events", Some(&body(&visitor, &told)), None).await;
        match answer.meaning() {
            Meaning::Later | Meaning::SignInAgain => BATCH.with_borrow_mut(|batch| batch.put_back(told)),
            Meaning::Done | Meaning::Refused => {}
        }
    });
}

/// `"holdout"` or `{"variant":"a"}`, as it came.
fn arm_json(arm: &JsValue) -> String {
    match arm.as_string() {
        Some(name) => quote(&name),
        None => join("{\"variant\":", &join(&quote(&Js::new(arm.clone()).text("variant")), "}")),
    }
}
