//! Why the API refused something.

use crate::js::Js;

/// `application/problem+json`, as far as the widget tells people about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    /// The stable code.
    pub code: String,
    /// Points that are missing, where that is the reason.
    pub missing: i64,
}

impl Problem {
    /// Reads the answer's text. What is no problem document has no code.
    pub fn parse(text: &str) -> Self {
        Js::parse(text).map_or_else(Self::default, |js| Self { code: js.text("code"), missing: js.int("missing") })
    }
}
