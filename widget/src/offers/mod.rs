//! Offers. What is in this file is part of the main chunk; everything else comes in a chunk of its own, loaded once the
//! launcher is there, and only if there are some.
//!
//! | module | what lives there |
//! |---|---|
//! | `model`, `read` | offers as plain structs, and how they are read |
//! | `course`, `page` | the course of a visit, and of one page of it |
//! | `choice`, `stage` | what is decided; what comes on display, and leaves it |
//! | `showing` | what is on display |
//! | `listen`, `signals`, `scroll` | what they do, and which triggers that fires |
//! | `attributes`, `script` | what conditions ask of the page, and the browser as their engine |
//! | `device` | whose device it is: part of the main chunk, as this file |
//! | `stored_state`, `visit`, `memory` | what is remembered on the device |
//! | `report`, `beacon`, `batch` | telling what came of the offers |
//! | `acts`, `focus` | what a shopper does with an offer on display |
//! | `inspection` | what a preview sees of all this |
//! | `display` | what offers look like |
//! | `words` | the messages, which no other page view loads |

pub mod acts;
mod attributes;
mod batch;
mod beacon;
mod choice;
mod chunk;
mod course;
mod device;
pub mod display;
mod focus;
pub mod inspection;
mod listen;
mod memory;
pub mod model;
mod page;
mod read;
mod report;
mod script;
mod scroll;
mod showing;
pub mod signals;
mod stage;
mod stored_state;
mod visit;
pub mod words;

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use crate::{
    files::{self, Files},
    js::Js,
    preview,
    state::Widget,
    sync, ui,
};
pub use chunk::Chunk;
pub use device::VISITOR;
pub use showing::{Showing, Spot};

/// What the chunk hears when an element that the page marked is clicked.
const CLICK: &str = "click";
/// What it hears when an order was placed.
const ORDER: &str = "order";

/// Most that waits for the chunk, the newest: of carts the last counts, and of events there are few before it is there.
const TOLD_MAX: usize = 100;

thread_local! {
    /// The newest answer with something in it for the chunk, until that takes it.
    static NEWEST: RefCell<Option<Js>> = const { RefCell::new(None) };
    /// What was told before the chunk was there: commands with what came with them, the oldest first.
    static TOLD: RefCell<Vec<(String, Js)>> = const { RefCell::new(Vec::new()) };
}

/// Listens for clicks on what leads to an offer, for as long as the page lives.
pub fn begin(widget: Widget) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        ui::listen(&document, "click", move |event| {
            if let Some(mark) = mark(&event) {
                hear(widget, CLICK, Js::new(JsValue::from_str(&mark)));
            }
        });
    }
}

/// The mark of what was clicked: its own, or that of what it is in.
fn mark(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-regulars-mark]").ok()??.get_attribute("data-regulars-mark")
}

/// Takes what an answer says of offers, and of a question that is due; nothing, while nobody is meant.
pub fn take(widget: Widget, answer: &Js) {
    let offers = answer.get("offers");
    if !device::settle(widget, &offers) {
        if let Some(chunk) = widget.offers.peek() {
            (chunk.forget)(widget);
        }
        // What has come is the former visitor's.
        return ui::soon(move || sync::refresh(widget));
    }
    if preview::is_on() {
        // It asks on its own what there is.
        return;
    }
    if let Some(chunk) = widget.offers.peek() {
        return (chunk.take)(widget, answer);
    }
    let is_any = offers.get("candidates").int("length") > 0
        || !offers.get("cohort").is_none()
        || offers.get("join").as_flag()
        || !answer.get("survey").is_none();
    NEWEST.set(is_any.then(|| answer.clone()));
    if is_any {
        fetch(widget);
    }
}

/// Loads the chunk, if it is neither there nor on its way.
pub fn fetch(widget: Widget) {
    if widget.offers.peek().is_none() {
        ui::spawn(load(widget));
    }
}

/// Hears a command of the page's, or a click.
pub fn hear(widget: Widget, command: &str, detail: Js) {
    match widget.offers.peek() {
        Some(chunk) => (chunk.hear)(widget, command, &detail),
        None => TOLD.with_borrow_mut(|told| {
            if told.len() >= TOLD_MAX {
                told.remove(0);
            }
            told.push((command.to_owned(), detail));
        }),
    }
}

/// An order was placed on this device: a guest's counts as much as a member's. The thank-you page that says so has no offers,
/// as a rule; the chunk comes for this alone.
pub fn placed(widget: Widget, order: Js) {
    hear(widget, ORDER, order);
    fetch(widget);
}

/// Loads the chunk when the page has nothing else to do. Without it there are no offers until the next answer.
async fn load(widget: Widget) {
    ui::idle().await;
    let missing = widget.offers.peek().is_none();
    let Some(files) = missing.then(|| Files::ask(widget, "offers")).flatten() else { return };
    let (Ok(chunk), true) = (chunk::code().await, files.come().await) else { return };
    files::dress(&widget.root, "offers");
    widget.offers.set(Some(chunk));
    let told = TOLD.take();
    // Of what was clicked only the last is still meant.
    let last_click = told.iter().rposition(|(command, _)| command == CLICK);
    for (index, (command, detail)) in told.iter().enumerate() {
        if command != CLICK || last_click == Some(index) {
            (chunk.hear)(widget, command, detail);
        }
    }
    if let Some(newest) = NEWEST.take() {
        (chunk.take)(widget, &newest);
    }
}
