//! Where the build cuts: everything only this function leads to becomes the testimonials' chunk.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::course;
use crate::state::Widget;

/// Loads the chunk: what shows testimonials. A failure is not remembered: the next call tries again.
#[wasm_split(testimonials, fallible)]
pub fn code() -> Result<fn(Widget), SplitLoaderError> {
    Ok(course::begin)
}
