//! An offer for this person as plain structs, and how far its taking up is.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use loyalty::{
    CandidateId, Instant,
    attention::{self, Candidate, Limits},
    condition::Value,
    offer::{CaptureKind, Trigger},
};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::showing::Spot;
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
    /// In which run of its experiment.
    pub run: i64,
    /// Nothing in the holdout: what would have been shown is counted and not drawn.
    pub content: Option<Content>,
}

impl Offer {
    /// Whether it has a form to be drawn.
    pub(super) fn has_form(&self) -> bool {
        self.content.as_ref().is_some_and(|content| content.capture.is_some())
    }
}

/// A question that is due.
#[derive(Clone)]
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
    /// Where it stands among what is on display.
    fn spot(&self) -> Spot {
        match self {
            Self::Bar { .. } => Spot::Bar,
            Self::Modal | Self::SlideIn => Spot::Over,
            Self::Inline { .. } => Spot::Inline,
            Self::Badge => Spot::Badge,
        }
    }

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
    /// The language it is in, which may be none of the widget's.
    pub language: Option<String>,
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
    /// The name of the places in the page that it is drawn into, if it is.
    pub place: Option<String>,
    pub step: Watched<Step>,
    /// The field of its form that is not as it should be; empty if all are.
    pub wrong: Watched<String>,
    /// Whole seconds that are left of its countdown.
    pub left_s: Watched<i64>,
    /// Its form is being filled in.
    pub is_begun: Cell<bool>,
    /// Its form was filled in, and what it gives is still to be had.
    pub is_captured: Cell<bool>,
    /// What had the focus before it did, and gets it back.
    pub(super) opener: RefCell<Option<HtmlElement>>,
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
    pub(super) fn new(offer: Rc<Offer>, place: Option<String>, opener: Option<HtmlElement>, is_captured: bool) -> Self {
        Self {
            offer,
            place,
            step: Watched::new(Step::Offered),
            wrong: Watched::new(String::new()),
            left_s: Watched::new(0),
            is_begun: Cell::new(false),
            is_captured: Cell::new(is_captured),
            opener: RefCell::new(opener),
            sent: RefCell::new(None),
        }
    }

    /// What it shows. Nothing in the holdout, which is never on display.
    pub fn content(&self) -> Option<&Content> {
        self.offer.content.as_ref()
    }

    /// Where it stands.
    pub fn spot(&self) -> Spot {
        self.offer.display.spot()
    }

    /// Whether it is only there to be taken: nobody is at it, and nothing has come of it.
    pub(super) fn is_idle(&self) -> bool {
        self.step.peek() == Step::Offered && !self.is_begun.get() && !self.is_captured.get()
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
