//! An offer's text. It is made of elements, never of HTML: whatever it says, nothing in it runs.

use leptos::prelude::*;

use super::super::model::Span;
use crate::{element::Element, ui};

/// The paragraphs of a text.
pub fn paragraphs(body: &[Vec<Span>]) -> AnyView {
    ui::all(body.iter().map(|spans| ui::line("", [line(spans)])))
}

fn line(spans: &[Span]) -> AnyView {
    ui::all(spans.iter().map(span))
}

fn span(span: &Span) -> AnyView {
    match span {
        Span::Text(text) => ui::text(text.as_str()),
        Span::Strong(spans) => Element::new("STRONG", &[]).of([line(spans)]),
        Span::Emphasis(spans) => Element::new("EM", &[]).of([line(spans)]),
        Span::Link(spans, address) => Element::new("A", &[("href", address)]).of([line(spans)]),
    }
}
