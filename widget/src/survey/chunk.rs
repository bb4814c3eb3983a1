//! Where the build cuts: everything only this function leads to becomes the survey's chunk.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use loyalty::Instant;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::course;
use crate::{js::Js, state::Widget};

/// What the offers call.
#[derive(Clone, Copy)]
pub struct Chunk {
    /// Begins to ask what an answer has sent as due. False if that cannot be asked.
    pub ask: fn(Widget, &Js, Instant) -> bool,
    /// Takes the card off display if another is meant than who was asked.
    pub settle: fn(Widget),
    /// Takes the card off display.
    pub leave: fn(),
}

/// Loads the chunk: what asks. A failure is not remembered: the next call tries again.
#[wasm_split(survey, fallible)]
pub fn code() -> Result<Chunk, SplitLoaderError> {
    Ok(Chunk { ask: course::begin, settle: course::settle, leave: course::leave })
}
