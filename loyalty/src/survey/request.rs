//! What a page reports of a survey, and what the page is told then.

use serde::{Deserialize, Serialize};

use super::{Occasion, StepAnswer, Survey, Thanks};
use crate::{Checked, Days, Fault, Points};

/// What a page reports of a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRequest {
    /// The survey, as it is published.
    pub survey: Survey,
    /// Version that the page has shown.
    pub version: u32,
    /// What it was asked about.
    pub occasion: Occasion,
    /// What the member did.
    pub action: SurveyAction,
    /// When it came on display, in milliseconds, as the page says; when it is reported, if it does not say.
    pub at: Option<i64>,
    /// Language of the page.
    pub language: String,
    /// Whether the survey is for this member, by what the edge knows.
    pub is_for_member: bool,
    /// How long no member is asked after they answered something.
    pub rest_after_answer: Days,
    /// The time zone of the shop's settings: schedules and anniversaries go by the shop's clock.
    pub time_zone: Option<String>,
}

/// What a member does with a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SurveyAction {
    /// It came on display.
    Shown,
    /// It was closed.
    Dismissed,
    /// A step was answered.
    Answer(StepAnswer),
}

/// What the page is told then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyOutcome {
    /// The step that is asked next; none at the end, and where nothing was answered.
    pub next: Option<String>,
    /// What the person is told at the end.
    pub thanks: Option<Thanks<String>>,
    /// Points given now.
    pub points: Points,
}

impl SurveyRequest {
    /// Proves that what was answered can be answered, or tells what is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let action = match self.action {
            SurveyAction::Answer(StepAnswer { step, answer }) => {
                SurveyAction::Answer(self.survey.check_answer(&step, answer)?.into_inner())
            }
            action => action,
        };
        Ok(Checked::known(Self { action, ..self }))
    }
}
