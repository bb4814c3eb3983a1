//! A mark on the launcher. Pressed, it opens the offer as a card above it.

use leptos::prelude::*;

use super::{
    super::model::Content,
    shapes::{OFFER, region},
    slide_in,
};
use crate::{
    element::Press,
    icon,
    state::{Watched, Widget},
    text::keys,
    ui::{self, live},
};

thread_local! {
    /// Whether the card is open.
    static IS_OPEN: Watched<bool> = Watched::new(false);
}

/// The mark, and the card once it was pressed.
pub fn badge(widget: Widget, content: &Content) -> AnyView {
    IS_OPEN.with(|is_open| is_open.settle(false));
    let name = widget.text().say(keys::OFFER_MARK, [&content.headline]);
    let mark = live(move || {
        let is_open = IS_OPEN.with(Watched::get);
        Press { class: "offer-mark", name: Some(name.clone()), is_expanded: Some(is_open), ..Press::default() }
            .on_click(icon::icon(icon::GIFT), move || toggle(widget, !is_open))
    });
    ui::all([mark, live(move || card(widget))])
}

fn card(widget: Widget) -> AnyView {
    let shown = widget.showing.get().filter(|_| IS_OPEN.with(Watched::get));
    let content = shown.as_ref().and_then(|shown| shown.offer.content.as_ref());
    ui::opt(
        content.map(|content| region(widget, "offer offer-slide-in above", "dialog", slide_in::parts(widget, content))),
    )
}

fn toggle(widget: Widget, is_open: bool) {
    IS_OPEN.with(|open| open.set(is_open));
    if is_open {
        // It was asked for.
        ui::focus_soon(widget, OFFER.to_owned());
    }
}
