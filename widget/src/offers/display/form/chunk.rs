//! Where the build cuts: everything only this function leads to becomes the form's chunk.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use std::rc::Rc;

use leptos::prelude::AnyView;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Given, view};
use crate::{offers::model::Shown, state::Widget};

/// What draws a form.
pub type FormView = fn(Widget, &Rc<Shown>, Given) -> AnyView;

/// Loads the chunk. A failure is not remembered: the next call tries again.
#[wasm_split(form, fallible)]
pub fn code() -> Result<FormView, SplitLoaderError> {
    Ok(view::form)
}
