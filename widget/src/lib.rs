//! What shoppers see of Regulars.
//!
//! | module | what lives there |
//! |---|---|
//! | [`host`] | what the tag (`loader/regulars.js`) gives: configuration, sending, storing, events |
//! | [`model`] | the API's answers as plain structs |
//! | [`text`] | the strings of one language, and the browser's `Intl` for numbers, money and dates |
//! | [`state`] | everything the views show, and the rules by which it changes |
//! | [`sync`] | asking for the state, keeping at it, and the two things a shopper can do |
//! | [`mount`] | the element, its shadow root and its styles |
//! | [`ui`], [`element`] | the few shapes views are made of; what chunks draw, by its name |
//! | [`files`] | what comes with the code of a chunk: its messages and its styles |
//! | [`launcher`], [`panel`], [`earn`] | what is drawn; the panel is a chunk of its own, loaded when first opened |
//! | [`cases`] | what a shopper writes to the shop and reads in answer; a chunk of its own, loaded when somebody goes there |
//! | [`survey`] | the question that is due; a chunk of its own, loaded when it is asked |
//! | [`offers`] | what is offered, and when; a chunk of its own, loaded when there is something |
//! | [`testimonials`] | what members let the shop show; a chunk of its own, loaded where a page has the element |
//! | [`preview`] | an offer before it is published, for the shop's own people; a chunk of its own |
//!
//! The tag calls [`start`] once, [`run`] for each command, and [`earn`](fn@earn) for each `<regulars-earn>` that
//! appeared or changed.

#[cfg(target_arch = "wasm32")]
mod allocator;
mod api;
mod cases;
mod earn;
mod element;
mod files;
mod host;
mod icon;
mod js;
mod launcher;
mod model;
mod mount;
mod offers;
mod panel;
mod preview;
mod state;
mod survey;
mod sync;
mod testimonials;
mod text;
mod theme;
mod ui;

use wasm_bindgen::prelude::wasm_bindgen;

use host::Host;

/// Begins: shows what is known, takes the first answer, and keeps it fresh.
#[wasm_bindgen]
pub fn start(host: Host, strings: js_sys::Array, styles: &str) {
    api::start(host, strings, styles);
}

/// Runs a command of the page: `open`, `close`, `refresh`, `track` and `cart` with what they tell; or `renew`, from the
/// tag, when it changed.
#[wasm_bindgen]
pub fn run(command: &str, detail: wasm_bindgen::JsValue) {
    api::run(command, detail);
}

/// Draws what a purchase would earn into a `<regulars-earn>`, or forgets one that has left the page.
#[wasm_bindgen]
pub fn earn(element: web_sys::HtmlElement) {
    api::earn(&element);
}
