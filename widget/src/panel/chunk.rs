//! Where the build cuts: everything only this function leads to becomes the panel's chunk.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use leptos::prelude::AnyView;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::shell;
use crate::state::Widget;

/// What draws the panel.
pub type PanelView = fn(Widget) -> AnyView;

/// Loads the chunk. A failure is not remembered: the next call tries again.
#[wasm_split(panel, fallible)]
pub fn code() -> Result<PanelView, SplitLoaderError> {
    Ok(shell::panel)
}
