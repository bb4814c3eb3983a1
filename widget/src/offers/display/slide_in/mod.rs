//! A card in a corner. It takes no focus: the page goes on.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    super::model::{Content, Shown},
    action, content,
    shapes::{close, region},
};
use crate::{state::Widget, ui};

/// The card, in the corner the launcher is not in.
pub fn card(widget: Widget, shown: &Rc<Shown>, content: &Content) -> AnyView {
    region(widget, shown, "offer offer-slide-in", "dialog", parts(widget, shown, content))
}

/// What is on a card.
pub fn parts(widget: Widget, shown: &Rc<Shown>, content: &Content) -> Vec<AnyView> {
    let rest = ui::block("offer-rest", [content::words(widget, shown, content), action::action(widget, shown)]);
    vec![close(widget, shown), content::picture(content), rest]
}
