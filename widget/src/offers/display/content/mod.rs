//! What an offer says, whichever display it has.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    super::model::{Content, Picture},
    countdown, markup,
    shapes::HEADLINE,
};
use crate::{state::Widget, ui};

/// The headline, the text and the countdown.
pub fn words(widget: Widget, content: &Content) -> AnyView {
    let headline = content.headline.clone();
    let headline =
        view! { <h2 id=HEADLINE class="offer-headline" part="offer-headline">{ui::text(headline)}</h2> }.into_any();
    let has_text = !content.body.is_empty();
    let text = has_text.then(|| ui::part("offer-text", [markup::paragraphs(&content.body)]));
    ui::block("offer-words", [headline, ui::opt(text), countdown::countdown(widget, content.countdown)])
}

/// The picture. Its place is reserved before it is there; one that cannot be had gives it up.
pub fn picture(content: &Content) -> AnyView {
    let Some(Picture { address, alt }) = &content.picture else { return ui::none() };
    let hide: Box<dyn FnMut(ev::ErrorEvent)> = Box::new(|event| {
        if let Some(picture) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // An attribute on an element of our own does not fail.
            let _ = picture.set_attribute("hidden", "");
        }
    });
    view! {
        <img
            class="offer-picture"
            part="offer-picture"
            loading="lazy"
            src=address.clone()
            alt=alt.clone()
            decoding="async"
            on:error=hide
        />
    }
    .into_any()
}
