//! What offers look like: on an edge, over the page, in a corner, in the page itself, or as a mark on the launcher.
//!
//! | module | what lives there |
//! |---|---|
//! | [`bar`], [`modal`], [`slide_in`], [`inline`](mod@inline), [`badge`] | one display each |
//! | [`content`], [`markup`], [`countdown`] | what all of them show |
//! | [`action`], [`form`], [`gift`] | what a shopper can do about it, and what comes of it |
//! | [`shapes`] | the few elements all of it is made of |

mod action;
mod badge;
mod bar;
mod content;
mod countdown;
pub mod form;
mod gift;
mod inline;
mod markup;
mod modal;
mod shapes;
mod slide_in;

use leptos::prelude::*;

use super::model::{Display, Offer};
use crate::{
    state::Widget,
    text::keys,
    ui::{self, live},
};
pub use inline::inline;

/// What is on display, but for what is drawn into the page itself.
pub fn view(widget: Widget) -> AnyView {
    live(move || {
        ui::soon(move || inline::leave(widget));
        widget.showing.get().map_or_else(ui::none, |shown| draw(widget, &shown.offer))
    })
}

fn draw(widget: Widget, offer: &Offer) -> AnyView {
    let Some(content) = &offer.content else { return ui::none() };
    countdown::begin(widget, content.countdown);
    form::begin();
    if !matches!(offer.display, Display::Modal | Display::Inline { .. }) {
        // It takes no focus: whoever does not see it come is told of it.
        let line = widget.text().say(keys::OFFER_MARK, [&content.headline]);
        ui::soon(move || widget.say(line));
    }
    match &offer.display {
        Display::Bar { at_top } => bar::bar(widget, content, *at_top),
        Display::Modal => modal::modal(widget, content),
        Display::SlideIn => slide_in::card(widget, content),
        Display::Badge => badge::badge(widget, content),
        Display::Inline { .. } => ui::none(),
    }
}
