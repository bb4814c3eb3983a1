//! Cases: what a shopper asks, complains of, suggests or praises, and what the shop answers, in one thread.
//!
//! A case belongs to a member's wallet, which keeps its messages beside it and never changes them. What is decided here needs
//! the case alone; the texts are for people.
//!
//! | file | what it says |
//! |---|---|
//! | `kind` | what a case is about, and how far it has come |
//! | `text` | what people write, within limits |
//! | `message` | one message of the thread |
//! | `thread` | a case, and what the two sides do to it |
//! | `target` | how soon a shop means to answer and to solve, and what is left of that |
//! | `gesture` | points or a reward given as an apology, and who may give how much |
//! | `settings` | the shop's targets and limits |
//! | `template` | the steps of a good answer, in the shopper's language |
//! | `joined` | same ideas as one, counted |
//! | `history` | what a page needs to know of a member's cases |
//! | `view` | a case as the shopper and as the shop see it |
//! | `report` | how many, how soon, by kind and week |

mod gesture;
mod history;
mod joined;
mod kind;
mod message;
mod report;
mod settings;
mod target;
mod template;
mod text;
mod thread;
mod view;

pub use gesture::{
    GESTURE_DAYS, GESTURES_MAX, GIFT_HELD_DAYS, Gesture, GestureContent, GestureDraft, GestureLimits, GestureReward,
    Role,
};
pub use history::{CLOSED_KEPT, CasesHistory, ClosedCase, ClosingCase, UnreadView};
pub use joined::{Idea, count_ideas};
pub use kind::{CaseKind, CaseStatus, ShownStatus};
pub use message::{Author, Message};
pub use report::{CaseReport, Durations, Flow, IdeaCount, KindReport, KindReports, WeekReport};
pub use settings::{CLOSE_DAYS_MAX, FeedbackSettings};
pub use target::{HOURS_MAX, Target, Targets};
pub use template::{TemplateStep, steps};
pub use text::{GestureReason, MessageText, StaffName};
pub use thread::{AboutAnswer, Case, CasePatch, MESSAGES_MAX, OPEN_CASES_MAX, Opening, TITLE_LEN_MAX};
pub use view::{
    CaseView, DeskCase, DeskLine, DeskMessage, FirstAnswer, Note, ShownBy, ShownGesture, ShownMessage, Solution,
};
