//! What a link opens, as plain structs; and what is said of each offer.

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
    /// The name the shop gave the offer.
    pub name: String,
    pub version: i64,
    pub status: Message<0>,
    /// When the link runs out, by the real clock.
    pub expires_at: Option<Instant>,
    /// As the edge sends them, each to be shown at once.
    pub variants: Vec<Js>,
    /// The previewed one first, then the highest priority.
    pub offers: Vec<Entry>,
}

/// An offer, and what the edge decided of it.
pub struct Entry {
    pub id: String,
    pub name: String,
    /// As it came: `code`, and what belongs to it.
    pub why: Js,
}

/// What is said of an offer by now.
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

/// Where the offer that is previewed is.
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
        let id = js.text("offer");
        let entry = |js: &Js| Entry { id: js.text("id"), name: js.text("name"), why: js.get("why") };
        let mut offers = js.list("offers", entry);
        if let Some(place) = offers.iter().position(|entry| entry.id == id) {
            offers[..=place].rotate_right(1);
        }
        Self {
            name: offers.first().map(|entry| entry.name.clone()).unwrap_or_default(),
            version: js.int("version"),
            status: match js.text("status").as_str() {
                "published" => keys::PUBLISHED,
                "archived" => keys::ARCHIVED,
                _ => keys::DRAFT,
            },
            expires_at: js.instant("expires_at"),
            variants: js.list("variants", Js::clone),
            offers,
        }
    }
}
