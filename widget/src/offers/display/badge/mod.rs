//! A mark on the launcher. Pressed, it opens the offer as a card above it.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    super::{
        model::{Content, Shown},
        showing::Spot,
        words::keys,
    },
    shapes::region,
    slide_in,
};
use crate::{
    element::Press,
    icon,
    state::{Watched, Widget},
    ui::{self, live},
};

thread_local! {
    /// Whether the card is open.
    static IS_OPEN: Watched<bool> = Watched::new(false);
}

/// The mark, and the card once it was pressed.
pub fn badge(widget: Widget, shown: &Rc<Shown>, content: &Content) -> AnyView {
    IS_OPEN.with(|is_open| is_open.settle(false));
    let id = shown.spot().id();
    let name = widget.text().say(keys::MARK, [&content.headline]);
    let mark = live(move || {
        let is_open = IS_OPEN.with(Watched::get);
        Press { class: "offer-mark", name: Some(name.clone()), is_expanded: Some(is_open), ..Press::default() }
            .on_click(icon::icon(icon::GIFT), move || toggle(widget, id, !is_open))
    });
    ui::all([mark, live(move || card(widget))])
}

fn card(widget: Widget) -> AnyView {
    let shown = widget.showing.at(Spot::Badge).peek().filter(|_| IS_OPEN.with(Watched::get));
    ui::opt(shown.and_then(|shown| {
        let parts = slide_in::parts(widget, &shown, shown.content()?);
        Some(region(widget, &shown, "offer offer-slide-in above", "dialog", parts))
    }))
}

fn toggle(widget: Widget, id: &str, is_open: bool) {
    IS_OPEN.with(|open| open.set(is_open));
    if is_open {
        // It was asked for.
        ui::focus_soon(widget, id.to_owned());
    }
}
