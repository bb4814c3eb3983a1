//! What a link opens, as plain structs; and what is said of each offer or question.

use std::rc::Rc;

use loyalty::Instant;

use super::words::keys;
use crate::{js::Js, text::Message};

/// How far the preview is.
#[derive(Clone)]
pub enum Stage {
    /// It is being asked for.
    Asking,
    /// No answer came. It is asked again by itself.
    Failed,
    /// It was refused for good, for this reason.
    Refused(Message<0>),
    /// It is open.
    Open(Rc<Opened>),
}

/// What a link has opened.
pub struct Opened {
    /// The name the shop gave it.
    pub name: String,
    pub version: i64,
    pub status: Message<0>,
    /// When the link runs out, by the real clock.
    pub expires_at: Option<Instant>,
    /// As the edge sends them, each to be shown at once.
    pub variants: Vec<Js>,
    /// The question, where it is one that is previewed: as the edge would send it.
    pub question: Option<Js>,
    /// The previewed one first, then the highest priority: offers, or questions.
    pub entries: Vec<Entry>,
}

/// An offer or a question, and what the edge decided of it.
pub struct Entry {
    pub id: String,
    pub name: String,
    /// As it came: `code`, and what belongs to it.
    pub why: Js,
}

/// What is said of one of them by now.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    /// Whether it would show.
    pub shows: bool,
    pub line: String,
    pub parts: Vec<Part>,
}

/// One thing that an offer asks.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    pub is_met: bool,
    pub line: String,
    /// Within how many others it stands.
    pub depth: usize,
}

/// Where that is which is previewed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nowhere yet: the page has no place for it.
    Nowhere,
    /// The page is one to pay on.
    Checkout,
    /// On display.
    Up,
    /// It was closed.
    Closed,
}

impl Opened {
    /// Reads an answer.
    pub fn read(js: &Js) -> Self {
        let question = js.opt("survey", Js::clone);
        let (id, list) = match &question {
            Some(question) => (question.text("id"), "surveys"),
            None => (js.text("offer"), "offers"),
        };
        let entry = |js: &Js| Entry { id: js.text("id"), name: js.text("name"), why: js.get("why") };
        let mut entries = js.list(list, entry);
        if let Some(place) = entries.iter().position(|entry| entry.id == id) {
            entries[..=place].rotate_right(1);
        }
        Self {
            name: match &question {
                Some(_) => js.text("name"),
                None => entries.first().map(|entry| entry.name.clone()).unwrap_or_default(),
            },
            version: question.as_ref().unwrap_or(js).int("version"),
            status: match js.text("status").as_str() {
                "published" => keys::PUBLISHED,
                "archived" => keys::ARCHIVED,
                _ => keys::DRAFT,
            },
            expires_at: js.instant("expires_at"),
            variants: js.list("variants", Js::clone),
            question,
            entries,
        }
    }
}
