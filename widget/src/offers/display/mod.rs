//! What offers look like: on an edge, over the page, in a corner, in the page itself, or as a mark on the launcher.
//!
//! | module | what lives there |
//! |---|---|
//! | [`bar`], [`modal`], [`slide_in`], [`inline`](mod@inline), [`badge`] | one display each |
//! | [`content`], [`markup`], [`countdown`] | what all of them show |
//! | [`action`], [`form`](mod@form), [`gift`] | what a shopper can do about it, and what comes of it |
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

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    attributes,
    model::{Display, Offer, Shown},
    showing::Spot,
    words::keys,
};
use crate::{
    state::Widget,
    ui::{self, live},
};

/// The name of a place in which a page has room for bars. Elsewhere they lie over an edge of the window.
const BAR_PLACE: &str = "bar";

/// What is on display, but for what is drawn into the page itself.
pub fn view(widget: Widget) -> AnyView {
    ui::all(Spot::ALL.map(|spot| live(move || at(widget, spot))))
}

fn at(widget: Widget, spot: Spot) -> AnyView {
    let shown = widget.showing.at(spot).get();
    ui::soon(move || inline::leave(widget, spot));
    ui::opt(shown.filter(|shown| shown.place.is_none()).map(|shown| draw(widget, &shown)))
}

/// The name of the places in the page that it is drawn into, if it is: those it asks for, or those the page has for bars.
pub fn place(offer: &Offer) -> Option<String> {
    match &offer.display {
        Display::Inline { place } => Some(place.clone()),
        Display::Bar { .. } if attributes::has_place(BAR_PLACE) => Some(BAR_PLACE.to_owned()),
        _ => None,
    }
}

/// Sees to what has just come on display being drawn. False if the page has no place for it.
pub fn is_drawn(widget: Widget, shown: &Rc<Shown>) -> bool {
    countdown::begin(widget, shown);
    shown.place.is_none() || inline::inline(widget, shown)
}

fn draw(widget: Widget, shown: &Rc<Shown>) -> AnyView {
    let Some(content) = shown.content() else { return ui::none() };
    if !matches!(shown.offer.display, Display::Modal) {
        // It takes no focus: whoever does not see it come is told of it.
        let line = widget.text().say(keys::MARK, [&content.headline]);
        ui::soon(move || widget.say(line));
    }
    match &shown.offer.display {
        Display::Bar { at_top } => bar::bar(widget, shown, content, *at_top),
        Display::Modal => modal::modal(widget, shown, content),
        Display::SlideIn => slide_in::card(widget, shown, content),
        Display::Badge => badge::badge(widget, shown, content),
        Display::Inline { .. } => ui::none(),
    }
}
