//! A case, and what the two sides do to it.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Author, CaseKind, CaseStatus, Gesture, Message, MessageText, StaffName};
use crate::{CaseId, Days, ExpectedVersion, Instant, OrderId, SurveyId, ledger::Refusal, survey::Occasion};

/// Most messages and notes of a case: some of 300 B, 60 KB of a member's database. A talk that is longer needs a telephone.
pub const MESSAGES_MAX: u32 = 200;
/// Most cases of a member that are not closed: whoever opens more is not helped by another.
pub const OPEN_CASES_MAX: usize = 10;
/// Characters of the first message that lists show.
pub const TITLE_LEN_MAX: usize = 120;

/// One case, without its messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its name: 128 random bits.
    pub id: CaseId,
    /// What it is about.
    pub kind: CaseKind,
    /// Its state: see [`CaseStatus`].
    pub status: CaseStatus,
    /// Grows with everything that either side does to it; reading changes nothing.
    pub version: u32,
    /// When it was opened.
    pub opened_at: Instant,
    /// When something was last done to it.
    pub changed_at: Instant,
    /// The beginning of the first message.
    pub title: String,
    /// Language of the page it was opened on.
    pub language: String,
    /// The order it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The answer to a survey it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AboutAnswer>,
    /// Who of the shop looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffName>,
    /// The idea it says again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<CaseId>,
    /// How many messages and notes there are.
    pub messages: u32,
    /// How many of them the shopper is shown.
    pub shown: u32,
    /// Which of those that the shopper is shown, counted from 1, are the shop's and were not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<u32>,
    /// When the shop first wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Instant>,
    /// From when the solution is counted: when it was opened, or opened again.
    pub since: Instant,
    /// How long it has waited for the shopper since then, in milliseconds, without the wait it may be in.
    #[serde(default)]
    pub waited_ms: i64,
    /// Since when it waits for the shopper, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Instant>,
    /// When it was solved or closed, unless it was opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<Instant>,
    /// When it was closed, unless it was opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// When the shop last wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_answer_at: Option<Instant>,
    /// When it closes by itself, unless something is done to it before: it was answered, or is solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Instant>,
    /// What was given as an apology or a thank-you, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gestures: Vec<Gesture>,
}

/// What a shopper opens a case with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What it is about.
    pub kind: CaseKind,
    /// The first message.
    pub text: MessageText,
    /// The order it is about, one of the member's.
    pub order: Option<OrderId>,
    /// The answer to a survey it comes from.
    pub answer: Option<AboutAnswer>,
}

/// An answer to a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutAnswer {
    /// The survey.
    pub survey: SurveyId,
    /// What it asked about, such as `order:10027`.
    pub occasion: Occasion,
}

/// What the shop changes of a case. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CasePatch {
    /// How far it has come: anything but `answered`, which only an answer makes.
    pub status: Option<CaseStatus>,
    /// Who looks after it; null for nobody.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<StaffName>>,
    /// What it is about.
    pub kind: Option<CaseKind>,
    /// The idea it says again; null for none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub same_as: Option<Option<CaseId>>,
}

/// Tells null from nothing: what is absent is not read.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Case {
    /// A new case, without its first message: [`Case::reply`] writes that.
    pub(crate) fn new(id: CaseId, opening: &Opening, language: &str, now: Instant) -> Self {
        let line = opening.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            id,
            kind: opening.kind,
            status: CaseStatus::Open,
            version: 0,
            opened_at: now,
            changed_at: now,
            title: line.chars().take(TITLE_LEN_MAX).collect(),
            language: language.to_owned(),
            order: opening.order.clone(),
            answer: opening.answer.clone(),
            owner: None,
            same_as: None,
            messages: 0,
            shown: 0,
            unread: Vec::new(),
            answered_at: None,
            since: now,
            waited_ms: 0,
            waiting_since: None,
            solved_at: None,
            closed_at: None,
            last_answer_at: None,
            closes_at: None,
            gestures: Vec::new(),
        }
    }

    /// The shopper writes. Whatever the case had come to, it is the shop's turn; what was unread has been read.
    pub(crate) fn reply(&mut self, text: MessageText, now: Instant) -> Result<Message, Refusal> {
        let message = self.write(Author::Shopper, text, false, now)?;
        self.unread.clear();
        self.set_status(CaseStatus::Open, now);
        Ok(message)
    }

    /// The shop answers. A case that was solved stays so. It closes by itself after so many days.
    pub(crate) fn answer(
        &mut self,
        (by, text): (StaffName, MessageText),
        close_after: Days,
        now: Instant,
    ) -> Result<Message, Refusal> {
        if self.status == CaseStatus::Closed {
            return Err(Refusal::CaseClosed);
        }
        let message = self.write(Author::Shop(by), text, false, now)?;
        self.unread.push(self.shown);
        self.answered_at = self.answered_at.or(Some(now));
        if self.status != CaseStatus::Solved {
            self.set_status(CaseStatus::Answered, now);
        }
        self.last_answer_at = Some(now);
        self.closes_at = Some(now + close_after);
        Ok(message)
    }

    /// The shop writes a note for itself.
    pub(crate) fn note(&mut self, by: StaffName, text: MessageText, now: Instant) -> Result<Message, Refusal> {
        self.write(Author::Shop(by), text, true, now)
    }

    /// The shop changes something. Whether the case is still as the shop saw it, at `version`, comes first. One that it has
    /// solved closes by itself after so many days.
    pub(crate) fn patch(
        &mut self,
        version: &ExpectedVersion,
        patch: &CasePatch,
        close_after: Days,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.expect(version)?;
        let kind = patch.kind.unwrap_or(self.kind);
        if matches!(patch.same_as, Some(Some(_))) && kind != CaseKind::Idea {
            return Err(Refusal::NotAnIdea);
        }
        if let Some(status) = patch.status {
            if self.status == CaseStatus::Closed && !matches!(status, CaseStatus::Open | CaseStatus::Closed) {
                return Err(Refusal::CaseClosed);
            }
            self.set_status(status, now);
            if status == CaseStatus::Solved {
                self.closes_at = Some(now + close_after);
            }
        }
        self.kind = kind;
        if let Some(owner) = &patch.owner {
            self.owner.clone_from(owner);
        }
        if let Some(same_as) = &patch.same_as {
            self.same_as.clone_from(same_as);
        }
        if kind != CaseKind::Idea {
            self.same_as = None;
        }
        self.changed(now);
        Ok(())
    }

    /// Closes it if its time has come; tells whether it has. What happens by itself happens at its own instant. What nobody
    /// replied to was the solution.
    pub fn pass_time(&mut self, now: Instant) -> bool {
        let Some(at) = self.closes_at.filter(|at| *at <= now) else { return false };
        self.solved_at = self.solved_at.or(self.last_answer_at);
        self.set_status(CaseStatus::Closed, at);
        self.changed(at);
        true
    }

    /// Refuses what was made for another version of the case.
    pub(crate) fn expect(&self, version: &ExpectedVersion) -> Result<(), Refusal> {
        if version.is_met_by(self.version) { Ok(()) } else { Err(Refusal::Changed { version: self.version }) }
    }

    /// The shopper has read the first `shown` messages, or all. Tells whether one of them was unread.
    pub(crate) fn mark_read(&mut self, shown: Option<u32>) -> bool {
        let before = self.unread.len();
        self.unread.retain(|place| shown.is_some_and(|shown| *place > shown));
        self.unread.len() != before
    }

    /// Notes what was given.
    pub(crate) fn give(&mut self, gesture: Gesture) {
        let now = gesture.at;
        self.gestures.push(gesture);
        self.changed(now);
    }

    /// How long it has waited for the shopper by `now`, in milliseconds.
    pub(crate) fn waited_ms(&self, now: Instant) -> i64 {
        let current = self.waiting_since.map_or(0, |since| (now.as_ms() - since.as_ms()).max(0));
        self.waited_ms + current
    }

    fn write(&mut self, by: Author, text: MessageText, internal: bool, now: Instant) -> Result<Message, Refusal> {
        if self.messages >= MESSAGES_MAX {
            return Err(Refusal::CaseFull);
        }
        self.messages += 1;
        if !internal {
            self.shown += 1;
        }
        self.changed(now);
        Ok(Message { number: self.messages, at: now, by, text, internal })
    }

    fn set_status(&mut self, status: CaseStatus, now: Instant) {
        if status == self.status {
            return;
        }
        self.closes_at = None;
        self.waited_ms = self.waited_ms(now);
        self.waiting_since = (status == CaseStatus::Waiting).then_some(now);
        match status {
            CaseStatus::Solved => self.solved_at = Some(now),
            CaseStatus::Closed => {
                self.solved_at = self.solved_at.or(Some(now));
                self.closed_at = Some(now);
            }
            _ if !self.status.is_active() => {
                // It begins anew: what was a solution was none.
                (self.since, self.waited_ms) = (now, 0);
                (self.solved_at, self.closed_at) = (None, None);
            }
            _ => {}
        }
        self.status = status;
    }

    fn changed(&mut self, now: Instant) {
        self.version += 1;
        self.changed_at = now;
    }
}
