//! Where the build cuts: everything only this function leads to becomes the offers' chunk.

// The macro's glue between the chunks is unsafe code.
#![allow(unsafe_code)]

use leptos::prelude::AnyView;
use loyalty::{CandidateId, Instant, attention::Event};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{course, display, inspection::Inside};
use crate::{js::Js, state::Widget};

/// What the main chunk calls.
#[derive(Clone, Copy)]
pub struct Chunk {
    /// Draws what is on display.
    pub view: fn(Widget) -> AnyView,
    /// Takes what the newest answer says of offers, and of a question that is due.
    pub take: fn(Widget, &Js),
    /// Hears what the page tells: a command and what came with it.
    pub hear: fn(Widget, &str, &Js),
    /// Remembers what came of something that asked for attention.
    pub remember: fn(Widget, Event, &CandidateId, Instant),
    /// Forgets whoever was on this device before.
    pub forget: fn(Widget),
    /// What a preview does here.
    pub inside: Inside,
}

/// Loads the chunk. A failure is not remembered: the next call tries again.
#[wasm_split(offers, fallible)]
pub fn code() -> Result<Chunk, SplitLoaderError> {
    Ok(Chunk {
        view: display::view,
        take: course::take,
        hear: course::hear,
        remember: course::remember,
        forget: course::forget,
        inside: Inside::new(),
    })
}
