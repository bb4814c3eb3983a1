//! What a member has made of one question: asked, answered in part or in full, or passed over.

use serde::{Deserialize, Serialize};

use super::{Follows, Occasion, StepAnswer, Survey, SurveyRequest};
use crate::{Instant, Points, SurveyId, instant::Hours};

/// How long an answer that was begun can be finished after the time of asking has passed.
pub const FINISHING_HOURS: Hours = Hours(24);

/// What a member has made of a survey on one occasion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Which survey.
    pub survey: SurveyId,
    /// What about.
    pub occasion: Occasion,
    /// Version of the survey that was seen last.
    pub version: u32,
    /// Language it was seen in.
    pub language: String,
    /// When it was first shown, or answered.
    pub asked_at: Instant,
    /// When something was last made of it.
    pub at: Instant,
    /// When its time of asking ends, as known when something was last made of it.
    pub until: Instant,
    /// Its state: see [`ResponseStatus`].
    pub status: ResponseStatus,
    /// Whether the person has closed it: it is not shown again.
    #[serde(default, skip_serializing_if = "is_not")]
    pub dismissed: bool,
    /// What was said, in the order of the steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<StepAnswer>,
    /// The score from 0 to 10 that was said to be how likely the person recommends the shop, if it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps: Option<u8>,
    /// Points given for answering.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub points: Points,
    /// Whether the thanks asked for words that may be shown to others.
    #[serde(default, skip_serializing_if = "is_not")]
    pub asks_testimonial: bool,
}

/// How far a response has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseStatus {
    /// It was shown, and nothing more.
    Asked,
    /// It was closed, or every step was left out.
    Skipped,
    /// Something was said; the end was not reached.
    Partial,
    /// The end was reached.
    Complete,
}

impl Response {
    /// Whether something was said.
    pub fn is_answered(&self) -> bool {
        matches!(self.status, ResponseStatus::Partial | ResponseStatus::Complete)
    }

    /// Whether it is not shown again, although it could still be answered.
    pub fn is_passed_over(&self) -> bool {
        self.dismissed || self.status == ResponseStatus::Skipped
    }

    /// Whether it can be answered no more.
    pub fn is_complete(&self) -> bool {
        self.status == ResponseStatus::Complete
    }

    /// Whether it was begun and can still be finished, although its time of asking has passed.
    pub fn can_be_finished(&self, now: Instant) -> bool {
        self.status == ResponseStatus::Partial && now < self.until + FINISHING_HOURS
    }

    /// A response that has not come to anything yet.
    pub(crate) fn new(request: &SurveyRequest, now: Instant) -> Self {
        Self {
            survey: request.survey.id.clone(),
            occasion: request.occasion.clone(),
            version: request.version,
            language: request.language.clone(),
            asked_at: now,
            at: now,
            until: now,
            status: ResponseStatus::Asked,
            dismissed: false,
            answers: Vec::new(),
            nps: None,
            points: Points::ZERO,
            asks_testimonial: false,
        }
    }

    /// The response with the version, the language and the time of a newer request.
    pub(crate) fn seen_again(self, request: &SurveyRequest, until: Instant, now: Instant) -> Self {
        Self { version: request.version, language: request.language.clone(), at: now, until, ..self }
    }

    /// The response with an answer in place of an earlier one to the same step. Answers that are not on the path any more are
    /// forgotten. None if the step is not asked after the answers before it.
    pub(crate) fn answered(mut self, survey: &Survey, given: StepAnswer) -> Option<Self> {
        let (path, follows) = survey.path(&self.answers);
        let is_known = path.iter().any(|known| known.step == given.step);
        let is_next = matches!(follows, Follows::Step(step) if step.id == given.step);
        if !is_known && !is_next {
            return None;
        }
        self.answers.retain(|known| known.step != given.step);
        self.answers.push(given);
        let (path, follows) = survey.path(&self.answers);
        self.answers = path.into_iter().cloned().collect();
        self.nps = survey.nps(&self.answers);
        let says_something = self.answers.iter().any(|given| given.answer.says_something());
        self.status = match (follows, says_something) {
            (Follows::End, true) => ResponseStatus::Complete,
            (Follows::End, false) => ResponseStatus::Skipped,
            (Follows::Step(_), true) => ResponseStatus::Partial,
            (Follows::Step(_), false) => ResponseStatus::Asked,
        };
        Some(self)
    }

    /// The response of a person who has closed the survey. Answers stay.
    pub(crate) fn dismissed(self) -> Self {
        let is_unanswered = self.status == ResponseStatus::Asked;
        let status = if is_unanswered { ResponseStatus::Skipped } else { self.status };
        Self { dismissed: true, status, ..self }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(value: &bool) -> bool {
    !value
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_nothing(value: &Points) -> bool {
    *value == Points::ZERO
}
