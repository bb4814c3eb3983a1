//! Offers. What is in this file is part of the main chunk; everything else comes in a chunk of its own, loaded once the
//! launcher is there, and only if there are some.
//!
//! | module | what lives there |
//! |---|---|
//! | `model`, `read` | offers as plain structs, and how they are read |
//! | `course` | the course of a visit: what happens, what is decided, what comes on display |
//! | `listen`, `signals`, `scroll` | what the page and the shopper do, and which triggers that fires |
//! | `attributes`, `script` | what conditions ask of the page, and the browser as their engine |
//! | `kept`, `visit`, `memory` | what is remembered on the device |
//! | `report`, `beacon`, `batch` | telling what came of the offers |
//! | `acts` | what a shopper does with the offer on display |
//! | `sight` | what a preview sees of all this |
//! | `display` | what offers look like |

pub mod acts;
mod attributes;
mod batch;
mod beacon;
mod chunk;
mod course;
pub mod display;
mod kept;
mod listen;
mod memory;
pub mod model;
mod read;
mod report;
mod script;
mod scroll;
pub mod sight;
pub mod signals;
mod visit;

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::JsFuture;

use crate::{js::Js, mount, preview, state::Widget, ui};
pub use chunk::Chunk;

/// Where a visitor's id is kept on the device.
pub const VISITOR: &str = ":visitor";
/// Most commands that wait for the chunk. A page that tells more at once is not waited for.
const TOLD_MAX: usize = 20;

thread_local! {
    /// The chunk is being loaded.
    static IS_LOADING: Cell<bool> = const { Cell::new(false) };
    /// The newest answer with something in it for the chunk, until that takes it.
    static NEWEST: RefCell<Option<Js>> = const { RefCell::new(None) };
    /// What the page told before the chunk was there.
    static TOLD: RefCell<Vec<(String, Js)>> = const { RefCell::new(Vec::new()) };
}

/// Takes what an answer says of offers, and of a question that is due; nothing, while nobody is meant.
pub fn take(widget: Widget, answer: &Js) {
    let offers = answer.get("offers");
    let visitor = offers.text("visitor");
    if !visitor.is_empty() {
        widget.host.store(VISITOR, &visitor);
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
        || !answer.get("survey").is_none();
    NEWEST.set(is_any.then(|| answer.clone()));
    if is_any {
        fetch(widget);
    }
}

/// Loads the chunk, if it is neither there nor on its way.
pub fn fetch(widget: Widget) {
    if widget.offers.peek().is_none() && !IS_LOADING.replace(true) {
        ui::spawn(load(widget));
    }
}

/// Hears a command of the page's.
pub fn hear(widget: Widget, command: &str, detail: Js) {
    match widget.offers.peek() {
        Some(chunk) => (chunk.hear)(widget, command, &detail),
        None => TOLD.with_borrow_mut(|told| {
            if told.len() < TOLD_MAX {
                told.push((command.to_owned(), detail));
            }
        }),
    }
}

/// Loads the chunk when the page has nothing else to do. Without it there are no offers until the next answer.
async fn load(widget: Widget) {
    ui::idle().await;
    let styles = JsFuture::from(widget.host.file("offers.css"));
    let (code, styles) = (chunk::code().await, styles.await);
    IS_LOADING.set(false);
    let (Ok(chunk), Ok(styles)) = (code, styles) else { return };
    // A page that does not let styles be adopted never got this far: the launcher has some.
    let _ = mount::adopt(&widget.root, &styles.as_string().unwrap_or_default());
    widget.offers.set(Some(chunk));
    for (command, detail) in TOLD.take() {
        (chunk.hear)(widget, &command, &detail);
    }
    if let Some(newest) = NEWEST.take() {
        (chunk.take)(widget, &newest);
    }
}
