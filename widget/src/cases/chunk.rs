//! Where the build cuts: everything only this function leads to becomes the chunk of cases.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use leptos::prelude::AnyView;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{course, view};
use crate::state::Widget;

/// What the panel calls.
#[derive(Clone, Copy)]
pub struct Chunk {
    /// Goes in, to the list of cases.
    pub enter: fn(Widget, Chunk),
    /// What the panel's head says.
    pub title: fn(Widget) -> String,
    /// The button in the panel's head that leads back.
    pub back: fn(Widget) -> AnyView,
    /// What is shown in place of the panel's own.
    pub body: fn(Widget) -> AnyView,
}

/// Loads the chunk. A failure is not remembered: the next call tries again.
#[wasm_split(cases, fallible)]
pub fn code() -> Result<Chunk, SplitLoaderError> {
    Ok(Chunk { enter: course::enter, title: view::title, back: view::back, body: view::body })
}
