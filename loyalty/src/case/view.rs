//! A case as the shopper and as the shop see it. These types are the answers of the API.

use serde::{Deserialize, Serialize};

use super::{
    AboutAnswer, Author, Case, CaseKind, CaseStatus, Gesture, GestureReason, Message, MessageText, ShownStatus,
    StaffName, Targets, TemplateStep, steps,
};
use crate::{CaseId, Instant, MemberId, OrderId, Points, ledger::Wallet};

/// A case as the shopper sees it: no notes, nobody's name who wrote nothing, no targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseView {
    /// The case's id.
    pub id: CaseId,
    /// What it is about.
    pub kind: CaseKind,
    /// Its state: see [`ShownStatus`].
    pub status: ShownStatus,
    /// When it was opened.
    pub opened_at: Instant,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// The thread, the oldest first.
    pub messages: Vec<ShownMessage>,
    /// What the shop has given in it, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gestures: Vec<ShownGesture>,
    /// How many of the shop's messages were not read.
    pub unread: u32,
}

/// A gesture as the shopper sees it: points, or a reward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownGesture {
    /// How many points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// The reward's name; its code is among the member's redemptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reward: Option<String>,
    /// Why it was given, as the shopper reads it.
    pub reason: GestureReason,
    /// When it happened.
    pub at: Instant,
}

/// A message as the shopper sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownMessage {
    /// Who wrote it.
    pub by: ShownBy,
    /// Who of the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<StaffName>,
    /// The words, as they were written.
    pub text: MessageText,
    /// When it happened.
    pub at: Instant,
}

/// Who wrote a message, as the shopper sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownBy {
    /// The one who reads it.
    You,
    /// The shop.
    Shop,
}

/// A case in a list of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskLine {
    /// The case's id.
    pub id: CaseId,
    /// The member it is about.
    pub member: MemberId,
    /// What it is about.
    pub kind: CaseKind,
    /// Its state: see [`CaseStatus`].
    pub status: CaseStatus,
    /// Of everything that can be changed of it.
    pub version: u32,
    /// The beginning of the first message.
    pub title: String,
    /// When it was opened.
    pub opened_at: Instant,
    /// When something was last done to it.
    pub changed_at: Instant,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// The answer to a survey it came from.
    pub answer: Option<AboutAnswer>,
    /// Who looks after it.
    pub owner: Option<StaffName>,
    /// Until when it is to be answered first, and when that was done.
    pub first_answer: FirstAnswer,
    /// Until when it is to be solved, and when that was done.
    pub solution: Solution,
    /// When it closes by itself, if it does.
    pub closes_at: Option<Instant>,
    /// Whether a target that counts has passed.
    pub overdue: bool,
    /// The idea it says again.
    pub same_as: Option<CaseId>,
    /// Language of the page it was opened on.
    pub language: String,
    /// How many people have had this idea, joined ones among them; 1 for what is no idea, or is joined to another.
    pub joined: u32,
}

/// The target of the first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstAnswer {
    /// When it is due.
    pub due_at: Instant,
    /// Whole minutes left, below zero once it has passed; none where it does not count any more.
    pub left_minutes: Option<i64>,
    /// When the shop first wrote.
    pub answered_at: Option<Instant>,
}

/// The target of the solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    /// Until when; it moves on while the case waits for the shopper.
    pub due_at: Instant,
    /// Whole minutes left, below zero once it has passed; none where it does not count any more.
    pub left_minutes: Option<i64>,
    /// When it was solved.
    pub solved_at: Option<Instant>,
}

/// A case as the shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskCase {
    /// What a list shows of it.
    #[serde(flatten)]
    pub line: DeskLine,
    /// The thread, the oldest first.
    pub messages: Vec<DeskMessage>,
    /// How many of the shop's messages the shopper has not read.
    pub unread: u32,
    /// Notes of the shop for itself, the oldest first.
    pub notes: Vec<Note>,
    /// What was given.
    pub gestures: Vec<Gesture>,
    /// The steps of a good answer, in the member's language.
    pub template: Vec<TemplateStep>,
}

/// A message as the shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskMessage {
    /// Who wrote it: `shopper` or `shop`.
    pub by: &'static str,
    /// Who of the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<StaffName>,
    /// The words, as they were written.
    pub text: MessageText,
    /// When it happened.
    pub at: Instant,
}

/// A note of the shop for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Who wrote it.
    pub name: StaffName,
    /// The words, as they were written.
    pub text: MessageText,
    /// When it happened.
    pub at: Instant,
}

impl CaseView {
    /// A case with its messages in their order, and what was given in it by its name in the wallet and a language.
    pub fn new(case: &Case, messages: Vec<Message>, (wallet, language): (&Wallet, &str)) -> Self {
        let shown = messages.into_iter().filter(|message| !message.internal).map(|message| {
            let (by, name) = match message.by {
                Author::Shopper => (ShownBy::You, None),
                Author::Shop(name) => (ShownBy::Shop, Some(name)),
            };
            ShownMessage { by, name, text: message.text, at: message.at }
        });
        let given = case.gestures.iter().map(|gesture| {
            let hold = gesture.reward.as_ref().and_then(|reward| wallet.hold(&reward.redemption));
            let reward = hold.map(|hold| hold.reward.name.in_language(language).to_owned());
            let points = reward.is_none().then_some(gesture.points);
            ShownGesture { points, reward, reason: gesture.reason.clone(), at: gesture.at }
        });
        Self {
            id: case.id.clone(),
            kind: case.kind,
            status: case.status.shown(),
            opened_at: case.opened_at,
            order: case.order.clone(),
            messages: shown.collect(),
            gestures: given.collect(),
            unread: unread(case),
        }
    }
}

impl DeskLine {
    /// A case at `now`, by the shop's targets, with the number of people who have had the same idea.
    pub fn new(case: &Case, member: &MemberId, joined: u32, targets: &Targets, now: Instant) -> Self {
        let first_answer = case.first_answer_due(targets, now);
        let solution = case.solution_due(targets, now);
        Self {
            id: case.id.clone(),
            member: member.clone(),
            kind: case.kind,
            status: case.status,
            version: case.version,
            title: case.title.clone(),
            opened_at: case.opened_at,
            changed_at: case.changed_at,
            order: case.order.clone(),
            answer: case.answer.clone(),
            owner: case.owner.clone(),
            first_answer: FirstAnswer {
                due_at: first_answer.at,
                left_minutes: first_answer.left_minutes(),
                answered_at: case.answered_at,
            },
            solution: Solution {
                due_at: solution.at,
                left_minutes: solution.left_minutes(),
                solved_at: case.solved_at,
            },
            closes_at: case.closes_at,
            overdue: case.is_overdue(targets, now),
            same_as: case.same_as.clone(),
            language: case.language.clone(),
            joined,
        }
    }
}

impl DeskCase {
    /// A case with its messages in their order, and the steps of a good answer in a language.
    pub fn new(line: DeskLine, case: &Case, messages: Vec<Message>, language: &str) -> Self {
        let (mut thread, mut notes) = (Vec::new(), Vec::new());
        for Message { at, by, text, internal, .. } in messages {
            match by {
                Author::Shop(name) if internal => notes.push(Note { name, text, at }),
                Author::Shop(name) => thread.push(DeskMessage { by: "shop", name: Some(name), text, at }),
                Author::Shopper => thread.push(DeskMessage { by: "shopper", name: None, text, at }),
            }
        }
        Self {
            line,
            messages: thread,
            unread: unread(case),
            notes,
            gestures: case.gestures.clone(),
            template: steps(case.kind, language),
        }
    }
}

/// A thread has 200 messages at most.
fn unread(case: &Case) -> u32 {
    case.unread.len() as u32
}
