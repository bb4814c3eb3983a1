//! Telling the shop what came of offers: together, when nothing more has happened for a moment or the page is left.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use loyalty::Instant;
use wasm_bindgen::JsValue;

use super::{
    VISITOR,
    batch::{Batch, QueuedEvent, body},
    report::OfferEventKind,
};
use crate::{
    js::{Js, quote},
    preview,
    state::Widget,
    sync::{Meaning, delay_ms, send},
    ui::{join, spawn},
};

/// What happens within this time is told together.
const QUIET_MS: u32 = 2_000;

thread_local! {
    static BATCH: RefCell<Batch> = RefCell::default();
    /// Tells when it has been quiet, or again after a failure.
    static QUIET: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    /// It is to be told which visitor the member has been.
    static IS_JOINING: Cell<bool> = const { Cell::new(false) };
    /// Attempts in a row that got no answer.
    static FAILED: Cell<u32> = const { Cell::new(0) };
}

/// Tells, soon.
pub fn queue(widget: Widget, deed: OfferEventKind, (offer, arm, run): (&str, &JsValue, i64), at: Instant) {
    let (event, is_quiet) = (deed.name(), deed == OfferEventKind::SeenQuietly);
    let told = QueuedEvent { event, offer: offer.to_owned(), arm: arm_json(arm), run, at_ms: at.as_ms(), is_quiet };
    BATCH.with_borrow_mut(|batch| batch.add(told));
    flush_in(widget, QUIET_MS);
}

/// Tells which visitor the member has been, and whatever there is to tell.
pub fn join_visitor(widget: Widget) {
    IS_JOINING.set(true);
    flush(widget);
}

/// Tells that an order was placed on this device. Nothing of it is known here but its id: what it is worth, the shop says.
pub fn placed(widget: Widget, order: &str) {
    let visitor = widget.host.stored(VISITOR);
    if preview::is_on() || visitor.is_empty() {
        return;
    }
    let orders = join("\",\"events\":[],\"orders\":[", &join(&quote(order), "]}"));
    let body = join("{\"visitor\":\"", &join(&visitor, &orders));
    spawn(async move {
        send(widget, "POST", "/events", Some(&body), None).await;
    });
}

/// What happened to somebody else is not told in another's name.
pub fn forget() {
    BATCH.take();
    IS_JOINING.set(false);
}

/// Tells now. What gets no answer is told again with the next, or after a while, which is longer each time.
pub fn flush(widget: Widget) {
    let told = BATCH.with_borrow_mut(Batch::take);
    let visitor = widget.host.stored(VISITOR);
    let is_joining = IS_JOINING.replace(false) && !visitor.is_empty();
    // Nobody is meant who could be counted.
    if (told.is_empty() && !is_joining) || (visitor.is_empty() && !widget.is_signed_in()) {
        return;
    }
    spawn(async move {
        let answer = send(widget, "POST", "/events", Some(&body(&visitor, &told)), None).await;
        let meaning = answer.meaning();
        if matches!(meaning, Meaning::Done | Meaning::Refused) {
            return FAILED.set(0);
        }
        BATCH.with_borrow_mut(|batch| batch.put_back(told));
        IS_JOINING.set(is_joining || IS_JOINING.get());
        // Who has to sign in again tells it then.
        if matches!(meaning, Meaning::Later) {
            FAILED.set(FAILED.get() + 1);
            flush_in(widget, delay_ms(FAILED.get(), answer.retry_after_s, js_sys::Math::random()));
        }
    });
}

/// Tells after so long. The timer there was is dropped, which cancels it.
fn flush_in(widget: Widget, ms: u32) {
    QUIET.set(Some(Timeout::new(ms, move || flush(widget))));
}

/// `"holdout"` or `{"variant":"a"}`, as it came.
fn arm_json(arm: &JsValue) -> String {
    match arm.as_string() {
        Some(name) => quote(&name),
        None => join("{\"variant\":", &join(&quote(&Js::new(arm.clone()).text("variant")), "}")),
    }
}
