//! How much of a page's answer an offer takes.

use super::{ForPerson, Shown, Span};
use crate::condition::Value;

/// What the names of fields, ids, instants and limits take of one offer, in bytes.
const FRAME_BYTES: usize = 300;

impl ForPerson {
    /// Roughly how many bytes it is written in, before compression: all its texts, and a little more.
    pub fn bytes(&self) -> usize {
        self.bytes_showing(self.content.as_ref())
    }

    /// The same with this content instead of its own.
    pub(super) fn bytes_showing(&self, content: Option<&Shown>) -> usize {
        let condition = self.condition.as_ref().map_or(0, of_value);
        condition + content.map_or(FRAME_BYTES, Shown::bytes)
    }
}

impl Shown {
    /// The same of an offer with this content and without a condition.
    pub(super) fn bytes(&self) -> usize {
        FRAME_BYTES + of_content(self)
    }
}

fn of_content(content: &Shown) -> usize {
    let Shown { lang: _, headline, body, picture, button, countdown: _, capture, has_value: _ } = content;
    let body = body.iter().flat_map(|body| &body.0).map(|spans| of_spans(spans));
    let pictures = picture.iter().map(|picture| picture.address.len() + picture.alt.len());
    let buttons = button.iter().map(|button| button.label.len() + button.href.as_ref().map_or(0, String::len));
    let captures = capture.iter().map(|capture| capture.consent.len());
    headline.len() + body.chain(pictures).chain(buttons).chain(captures).sum::<usize>()
}

fn of_spans(spans: &[Span]) -> usize {
    const MARK_BYTES: usize = 24;
    let of_span = |span: &Span| match span {
        Span::Text(text) => text.len(),
        Span::Strong { strong: spans } | Span::Emphasis { em: spans } => of_spans(spans),
        Span::Link { link, href } => of_spans(link) + href.len(),
    };
    spans.iter().map(|span| MARK_BYTES + of_span(span)).sum()
}

/// How much a condition takes.
pub(super) fn of_value(value: &Value) -> usize {
    const PART_BYTES: usize = 8;
    PART_BYTES
        + match value {
            Value::String(text) => text.len(),
            Value::List(items) => items.iter().map(of_value).sum(),
            Value::Object(members) => members.iter().map(|(name, value)| name.len() + of_value(value)).sum(),
            _ => 0,
        }
}
