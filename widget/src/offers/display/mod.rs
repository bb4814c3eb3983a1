//! What offers look like.

use std::rc::Rc;

use leptos::prelude::AnyView;

use super::model::Offer;
use crate::{state::Widget, ui};

/// The offer on display, wherever in the widget it is drawn.
pub fn view(_widget: Widget) -> AnyView {
    ui::none()
}

/// Draws an offer into the page's elements of its place. False if there is none.
pub fn inline(_widget: Widget, _offer: &Rc<Offer>) -> bool {
    false
}
