//! What an offer says, whichever display it has.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{
    super::model::{Content, Picture, Shown},
    countdown, markup, shapes,
};
use crate::{element::Element, state::Widget, ui};

/// The headline, the text and the countdown.
pub fn words(widget: Widget, shown: &Rc<Shown>, content: &Content) -> AnyView {
    let id = shapes::headline(shown);
    let headline = Element::part("H2", "offer-headline").with("id", Some(&id)).says(&content.headline);
    let has_text = !content.body.is_empty();
    let text = has_text.then(|| ui::part("offer-text", [markup::paragraphs(&content.body)]));
    let language = content.language.as_deref();
    Element::new("DIV", &[("class", "offer-words")]).with("lang", language).of([
        headline,
        ui::opt(text),
        countdown::countdown(widget, shown),
    ])
}

/// The picture. Its place is reserved before it is there; one that cannot be had gives it up.
pub fn picture(content: &Content) -> AnyView {
    let Some(Picture { address, alt }) = &content.picture else { return ui::none() };
    Element::part("IMG", "offer-picture")
        .with("loading", Some("lazy"))
        .with("src", Some(address))
        .with("alt", Some(alt))
        .with("decoding", Some("async"))
        .on("error", |event| {
            if let Some(picture) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
                // An attribute on an element of our own does not fail.
                let _ = picture.set_attribute("hidden", "");
            }
        })
        .of([])
}
