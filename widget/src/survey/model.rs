//! A due survey as a plain struct, and how far its answering is.

use std::{cell::RefCell, rc::Rc};

use loyalty::survey::{Step, StepAnswer, Thanks};
use web_sys::HtmlElement;

use crate::{
    state::Watched,
    sync::Sent,
    text::{Message, Text},
};

/// A due survey in one language.
pub struct Survey {
    pub id: String,
    pub version: i64,
    /// What it asks about. Sent back as it came.
    pub occasion: String,
    pub steps: Vec<Step<String>>,
    /// What is said at the end. What is told of an answer stands before it; only a rehearsal needs all of them.
    pub thanks: Vec<Thanks<String>>,
    /// Points for answering it to the end.
    pub points: i64,
    /// What was said before, on another page or another day.
    pub answered: Vec<StepAnswer>,
}

/// A survey on display.
pub struct Asked {
    pub survey: Survey,
    /// Whom it asks: the member, and at which shop.
    pub owner: String,
    /// The language it is asked in.
    pub text: Rc<Text>,
    pub stage: Watched<Rc<Stage>>,
    pub sending: Watched<Sending>,
    /// What is chosen in this step and not sent yet: scores as their figures, options by their names.
    pub chosen: Watched<Vec<String>>,
    /// What had the focus when it came, and gets it back.
    pub opener: Option<HtmlElement>,
    /// What was last sent.
    pub sent: Sent,
    /// What was said where nothing is sent: in a preview.
    pub rehearsed: RefCell<Vec<StepAnswer>>,
    /// What was last said in the shopper's own words.
    pub words: RefCell<String>,
    /// What has come of telling a friend.
    pub recommended: Watched<String>,
}

/// How far it has come.
pub enum Stage {
    /// This step is asked.
    Step(Step<String>),
    /// The end was reached.
    Through {
        /// What the shop says, if it says anything.
        thanks: Option<Thanks<String>>,
        /// Points that were given.
        points: i64,
    },
    /// The shopper says what went wrong.
    Telling,
    /// It was said.
    Told,
    /// The shopper says something that everybody may read.
    Public,
    /// It was said, and waits for the shop.
    Said,
    /// It cannot be answered any more.
    Over(Message<0>),
}

/// How the last answer fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// Nothing is under way.
    Idle,
    /// It is under way.
    Busy,
    /// No answer came. Trying again is safe.
    Failed,
    /// It cannot be taken as it is.
    Wrong,
}
