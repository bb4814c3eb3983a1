//! Where the build cuts: everything only this function leads to becomes the survey's chunk.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::course;
use crate::{js::Js, state::Widget};

/// Loads the chunk: what asks. A failure is not remembered: the next call tries again.
#[wasm_split(survey, fallible)]
pub fn code() -> Result<fn(Widget, Js), SplitLoaderError> {
    Ok(course::begin)
}
