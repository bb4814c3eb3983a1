//! An offer for this person as plain structs, and how far its taking up is.

use std::{cell::RefCell, rc::Rc};

use loyalty::{
    CandidateId, Instant,
    attention::{self, Candidate, Limits},
    condition::Value,
    offer::{CaptureKind, Trigger},
};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::{js::Js, model::Problem, state::Watched};

/// One variant of an offer in one language, with what only the page can decide about it.
pub struct Offer {
    pub id: CandidateId,
    pub display: Display,
    /// Each is enough.
    pub triggers: Vec<Trigger>,
    /// What the page, the cart and the visit must meet, as the edge wrote it.
    pub condition: Option<Value>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub limits: Limits,
    pub repeatable: bool,
    pub priority: i32,
    /// What the person is counted under. Sent back as it came.
    pub arm: JsValue,
    /// Nothing in the holdout: what would have been shown is counted and not drawn.
    pub content: Option<Content>,
}

/// A question that is due.
pub struct Question {
    /// What it is where it asks for attention.
    pub candidate: Candidate,
    /// Until when it can be asked.
    pub until: Instant,
    /// As it came: read by the chunk that asks it.
    pub due: Js,
}

/// Where an offer is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Display {
    /// A line along an edge of the window.
    Bar { at_top: bool },
    /// Over the page.
    Modal,
    /// A card in a corner.
    SlideIn,
    /// A block of the page, in the elements the page marked with this name.
    Inline { place: String },
    /// A mark on the launcher.
    Badge,
}

impl Display {
    /// What it asks of somebody's attention.
    pub(super) fn for_attention(&self) -> attention::Display {
        match self {
            Self::Bar { .. } => attention::Display::Bar,
            Self::Modal => attention::Display::Modal,
            Self::SlideIn => attention::Display::SlideIn,
            Self::Inline { .. } => attention::Display::Inline,
            Self::Badge => attention::Display::Badge,
        }
    }
}

/// What an offer shows.
pub struct Content {
    pub headline: String,
    /// Paragraphs.
    pub body: Vec<Vec<Span>>,
    pub picture: Option<Picture>,
    pub button: Option<Button>,
    pub countdown: Option<Instant>,
    pub capture: Option<Capture>,
    /// Whether taking it up gives something that is asked for at the edge.
    pub has_value: bool,
}

/// A piece of a paragraph.
pub enum Span {
    Text(String),
    Strong(Vec<Span>),
    Emphasis(Vec<Span>),
    Link(Vec<Span>, String),
}

/// A picture and what it shows.
pub struct Picture {
    pub address: String,
    pub alt: String,
}

/// A button and where it leads, if anywhere.
pub struct Button {
    pub label: String,
    pub href: Option<String>,
}

/// A form with one field, and what the shopper agrees to.
pub struct Capture {
    pub kind: CaptureKind,
    pub consent: String,
}

/// An offer on display.
pub struct Shown {
    pub offer: Rc<Offer>,
    pub step: Watched<Step>,
    /// What had the focus when it came, and gets it back.
    pub(super) opener: Option<HtmlElement>,
    /// What was last sent to the API, and its name.
    sent: RefCell<Option<(String, String)>>,
}

/// How far the taking up of an offer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It is there to be taken.
    Offered,
    /// The request is under way.
    Sending,
    /// No answer came. Trying again is safe.
    Failed,
    /// A rule refused it.
    Refused(Problem),
    /// It was taken.
    Done(Gift),
}

/// What taking an offer has brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gift {
    /// What the offer said, no more.
    Nothing,
    /// Points.
    Points(i64),
    /// A coupon.
    Code { name: String, code: String },
    /// What was typed was taken.
    Captured,
}

impl Shown {
    /// An offer that has just come on display.
    pub(super) fn new(offer: Rc<Offer>, opener: Option<HtmlElement>) -> Self {
        Self { offer, step: Watched::new(Step::Offered), opener, sent: RefCell::new(None) }
    }

    /// The name under which a body is sent. The same body keeps its name however often it is sent, so that it is done
    /// once even if the first answer was lost; another gets another.
    pub(super) fn key(&self, body: &str, new_key: fn() -> String) -> String {
        let mut sent = self.sent.borrow_mut();
        match &*sent {
            Some((last, key)) if last == body => key.clone(),
            _ => sent.insert((body.to_owned(), new_key())).1.clone(),
        }
    }
}
