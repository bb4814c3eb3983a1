//! Forms: one thing that is asked for, and the shopper's consent. What is in this file comes with the offers; everything else
//! in a chunk of its own, loaded when an offer with a form is about to come on display.
//!
//! | module | what lives there |
//! |---|---|
//! | `view`, `fields` | what a form looks like, and how it is sent |
//! | `date` | a day of the year, as the API takes it |
//! | `words` | the messages, which no other page view loads |

mod chunk;
mod date;
mod fields;
mod view;
mod words;

use std::{cell::Cell, rc::Rc};

use leptos::prelude::AnyView;

use crate::{
    files::{self, Files},
    offers::model::Shown,
    state::Widget,
    ui,
};
use chunk::FormView;

thread_local! {
    /// The code, once it is there.
    static CODE: Cell<Option<FormView>> = const { Cell::new(None) };
}

/// What a form is given.
pub struct Given {
    /// What its button says.
    pub label: String,
    /// Sends what was entered.
    pub send: fn(Widget, &Rc<Shown>, String),
}

/// Whether a form can be drawn.
pub fn is_here() -> bool {
    CODE.get().is_some()
}

/// Loads what it takes to draw one. Tells whether it came.
pub async fn load(widget: Widget) -> bool {
    let Some(files) = Files::ask(widget, "form") else { return false };
    let (code, is_here) = (chunk::code().await, files.come().await);
    if let (Ok(code), true) = (code, is_here) {
        files::dress(&widget.root, "form");
        CODE.set(Some(code));
    }
    self::is_here()
}

/// The form of an offer.
pub fn form(widget: Widget, shown: &Rc<Shown>, given: Given) -> AnyView {
    CODE.get().map_or_else(ui::none, |code| code(widget, shown, given))
}
