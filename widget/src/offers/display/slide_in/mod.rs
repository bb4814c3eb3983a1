//! A card in a corner. It takes no focus: the page goes on.

use leptos::prelude::*;

use super::{
    super::model::Content,
    action, content,
    shapes::{close, region},
};
use crate::{state::Widget, ui};

/// The card, in the corner the launcher is not in.
pub fn card(widget: Widget, content: &Content) -> AnyView {
    region(widget, "offer offer-slide-in", "dialog", parts(widget, content))
}

/// What is on a card.
pub fn parts(widget: Widget, content: &Content) -> Vec<AnyView> {
    let rest = ui::block("offer-rest", [content::words(widget, content), action::action(widget)]);
    vec![close(widget), content::picture(content), rest]
}
