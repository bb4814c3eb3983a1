//! A text with a little emphasis: what an offer's text may be beside plain.
//!
//! It is read into spans and never into HTML, so no script, style or frame can come through: `<script>` is eight
//! characters like any others.
//!
//! | written | is |
//! |---|---|
//! | an empty line | the start of a paragraph |
//! | `**text**` | strong |
//! | `*text*` | emphasised |
//! | `[text](address)` | a link to an `https` address or a path of the same site |
//! | `\*`, `\[`, `\]`, `\\` | the character itself |

use serde::{Deserialize, Serialize};

use super::address::is_link;

/// Paragraphs of spans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Markup(pub Vec<Vec<Span>>);

/// A piece of a paragraph. None contains another of its kind, so they are three deep at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Span {
    /// Plain text.
    Text(String),
    /// Strong text.
    Strong {
        /// What is strong.
        strong: Vec<Span>,
    },
    /// Emphasised text.
    Emphasis {
        /// What is emphasised.
        em: Vec<Span>,
    },
    /// A link.
    Link {
        /// What is linked.
        link: Vec<Span>,
        /// An `https` address, or a path of the same site.
        href: String,
    },
}

/// Why a text is not markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidMarkup {
    /// A marker opens and nothing closes it.
    Unclosed(&'static str),
    /// Something is marked that has no text.
    Empty(&'static str),
    /// A link leads where none may.
    Address,
}

/// What is being read, and what would end it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Strong,
    Emphasis,
    Link,
}

impl Markup {
    /// Reads a text.
    ///
    /// # Errors
    /// Of a marker that is not closed or that marks nothing, and of a link to anything but an `https` address or a path
    /// that begins with one slash.
    pub fn parse(text: &str) -> Result<Self, InvalidMarkup> {
        let mut paragraphs = Vec::new();
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).chain([""]) {
            if !line.is_empty() {
                lines.push(line);
            } else if !lines.is_empty() {
                let paragraph = lines.join(" ");
                let mut parser = Parser { rest: &paragraph, within: Vec::new() };
                paragraphs.push(parser.spans()?);
                lines.clear();
            }
        }
        Ok(Self(paragraphs))
    }
}

struct Parser<'t> {
    rest: &'t str,
    /// What was opened and not closed, the innermost last.
    within: Vec<Within>,
}

impl Parser<'_> {
    /// Reads to the end of what is being read.
    fn spans(&mut self) -> Result<Vec<Span>, InvalidMarkup> {
        let mut spans = Vec::new();
        let mut text = String::new();
        while !self.ends() {
            let Some(opened) = self.opens() else {
                self.accept(if self.rest.starts_with('\\') && is_marker(&self.rest[1..]) { "\\" } else { "" });
                let Some(character) = self.rest.chars().next() else { break };
                text.push(character);
                self.rest = &self.rest[character.len_utf8()..];
                continue;
            };
            if !text.is_empty() {
                spans.push(Span::Text(std::mem::take(&mut text)));
            }
            spans.push(self.span(opened)?);
        }
        if !text.is_empty() {
            spans.push(Span::Text(text));
        }
        Ok(spans)
    }

    /// Reads something marked, its end included.
    fn span(&mut self, opened: Within) -> Result<Span, InvalidMarkup> {
        let (open, close) = opened.markers();
        self.accept(open);
        self.within.push(opened);
        let spans = self.spans()?;
        self.within.pop();
        if !self.accept(close) {
            return Err(InvalidMarkup::Unclosed(open));
        }
        if spans.is_empty() {
            return Err(InvalidMarkup::Empty(open));
        }
        Ok(match opened {
            Within::Strong => Span::Strong { strong: spans },
            Within::Emphasis => Span::Emphasis { em: spans },
            Within::Link => Span::Link { link: spans, href: self.address()? },
        })
    }

    /// The address after a link's text, in parentheses that may contain others in pairs.
    fn address(&mut self) -> Result<String, InvalidMarkup> {
        let mut open = 1_u32;
        for (place, character) in self.rest.char_indices() {
            match character {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                let address = &self.rest[..place];
                self.rest = &self.rest[place + 1..];
                return if is_link(address) { Ok(address.to_owned()) } else { Err(InvalidMarkup::Address) };
            }
        }
        Err(InvalidMarkup::Unclosed(Within::Link.markers().0))
    }

    /// What is opened here, if it is not open already.
    fn opens(&self) -> Option<Within> {
        let opened = match self.rest {
            rest if rest.starts_with("**") => Within::Strong,
            rest if rest.starts_with('*') => Within::Emphasis,
            rest if rest.starts_with('[') => Within::Link,
            _ => return None,
        };
        (!self.within.contains(&opened)).then_some(opened)
    }

    /// Whether what is being read ends here: at its own marker, or at one of what it is in, which then is not closed.
    fn ends(&self) -> bool {
        let closes = |within: &Within| match within {
            // A single one ends what is emphasised; of three the first does, if it was opened last.
            Within::Emphasis => self.rest.starts_with('*') && (!self.rest.starts_with("**") || self.is_last(*within)),
            within => self.rest.starts_with(within.markers().1),
        };
        self.rest.is_empty() || self.within.iter().any(closes)
    }

    fn is_last(&self, within: Within) -> bool {
        self.within.last() == Some(&within) && self.within.contains(&Within::Strong)
    }

    fn accept(&mut self, marker: &str) -> bool {
        let rest = self.rest.strip_prefix(marker);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

impl Within {
    fn markers(self) -> (&'static str, &'static str) {
        match self {
            Self::Strong => ("**", "**"),
            Self::Emphasis => ("*", "*"),
            Self::Link => ("[", "]("),
        }
    }
}

impl InvalidMarkup {
    /// What is wrong, for whoever wrote the text.
    pub fn message(self) -> String {
        match self {
            Self::Unclosed(marker) => format!("has a {marker} that is not closed; write \\{marker} for the character"),
            Self::Empty(marker) => format!("has a {marker} that marks nothing"),
            Self::Address => {
                "has a link to something that is neither an https address nor a path such as /sale".to_owned()
            }
        }
    }
}

fn is_marker(text: &str) -> bool {
    text.starts_with(['*', '[', ']', '\\'])
}
