//! What a member has made of questions: kept in the wallet, and in brief in its snapshot.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{Occasion, Response, ResponseStatus};
use crate::{Days, Instant, SurveyId};

/// Most responses published, the latest. In brief one is some 180 B, so these are 9 KB of what every page view reads; what
/// may be answered is decided by the wallet, which knows all of them.
pub const RESPONSES_PUBLISHED_MAX: usize = 50;

/// What a member has made of questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SurveyHistory {
    /// One for each survey and occasion.
    pub responses: Vec<Response>,
}

impl SurveyHistory {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.responses.is_empty()
    }

    /// What was made of a survey on an occasion, if anything was.
    pub fn response(&self, survey: &SurveyId, occasion: &Occasion) -> Option<&Response> {
        self.responses.iter().find(|response| is_of(response, survey, occasion))
    }

    /// The newest answer to how likely the member recommends the shop, and when it was given.
    pub fn newest_nps(&self) -> Option<(u8, Instant)> {
        let given = self.responses.iter().filter_map(|response| Some((response.nps?, response.at)));
        given.max_by_key(|(_, at)| *at)
    }

    pub(crate) fn response_mut(&mut self, survey: &SurveyId, occasion: &Occasion) -> Option<&mut Response> {
        self.responses.iter_mut().find(|response| is_of(response, survey, occasion))
    }

    /// Until when a survey rests, were it asked about this: `rest` since it was last asked about something else, and
    /// `rest_after_answer` since anything else was answered, in part or in full. A case is a talk that the member has begun:
    /// the question about how it ended follows, whatever was answered before.
    pub(super) fn rests_until(
        &self,
        (survey, rest): (&SurveyId, Days),
        occasion: &Occasion,
        rest_after_answer: Days,
    ) -> Option<Instant> {
        let others = || self.responses.iter().filter(|response| !is_of(response, survey, occasion));
        let asked = others().filter(|response| response.survey == *survey).map(|response| response.at + rest);
        let is_follow_up = matches!(occasion, Occasion::Case(_));
        let answered = others().filter(|response| !is_follow_up && response.is_answered());
        asked.chain(answered.map(|response| response.at + rest_after_answer)).max()
    }

    /// The latest responses only, and of answers only those that are half given: they are shown when the person is back.
    pub(crate) fn in_brief(&self) -> Self {
        let mut responses: Vec<&Response> = self.responses.iter().collect();
        responses.sort_by_key(|response| (Reverse(response.at), &response.survey, &response.occasion));
        let brief = |response: &Response| {
            let is_half = response.status == ResponseStatus::Partial;
            let answers = if is_half { response.answers.clone() } else { Vec::new() };
            Response {
                survey: response.survey.clone(),
                occasion: response.occasion.clone(),
                language: response.language.clone(),
                answers,
                ..*response
            }
        };
        Self { responses: responses.into_iter().take(RESPONSES_PUBLISHED_MAX).map(brief).collect() }
    }
}

fn is_of(response: &Response, survey: &SurveyId, occasion: &Occasion) -> bool {
    response.survey == *survey && response.occasion == *occasion
}
