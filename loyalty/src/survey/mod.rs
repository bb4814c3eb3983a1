//! Surveys: one well-timed question at a time, and what members answer.
//!
//! | file | what it says |
//! |---|---|
//! | `step` | what a survey asks, and what follows which answer |
//! | `timing`, `occasion`, `recent` | after what it asks, and when |
//! | `check` | what a survey must satisfy before it can be published |
//! | `effort` | which steps a survey with points must make optional |
//! | `due` | whether it is due for a member, and why not |
//! | `published` | all surveys of a shop, and the one that one person's page is sent |
//! | `answer`, `request`, `response` | what is said to a step, what a page reports, and what a member has made of a survey |
//! | `history` | what a member has made of all of them |

mod answer;
mod check;
mod due;
mod effort;
mod history;
mod occasion;
mod published;
mod recent;
mod request;
mod response;
mod step;
mod timing;

use serde::{Deserialize, Serialize};

pub use answer::{ANSWER_LEN_MAX, Answer, Follows, StepAnswer, path, thanks};
pub use check::{
    ID_LEN_MAX, OPTIONS_MAX, POINTS_MAX, PRIORITY_MAX, REST_DAYS_MAX, STEPS_MAX, SurveyCheckContext, THANKS_MAX,
};
pub use due::{DueReason, SurveyContext, SurveyDecision};
pub use history::{RESPONSES_PUBLISHED_MAX, SurveyHistory};
pub use occasion::{InvalidOccasion, Occasion};
pub use published::{DueSurvey, ExplainedSurvey, PreviewSurvey, SURVEYS_MAX, SurveyedMember, Surveys, VersionedSurvey};
pub use recent::{
    OpenReturn, RECENT_DAYS, RECENT_NAMES_MAX, RECENT_ORDERS_MAX, RETURN_OPEN_DAYS, RecentOrder, RecentOrders,
};
pub use request::{SurveyAction, SurveyOutcome, SurveyRequest};
pub use response::{FINISHING_HOURS, Response, ResponseStatus};
pub use step::{Ask, ChoiceOption, CsatStyle, END, Next, Step, Thanks};
pub use timing::{ABSENCE_DAYS_MAX, AskingTime, MemberPast, Timing, WAIT_DAYS_MAX};

use crate::{
    CandidateId, Days, Points, SurveyId,
    attention::{Candidate, CandidateKind, Display, Limits, Trigger},
    condition,
    offer::{Status, everybody},
    program::Filter,
    schedule::Schedule,
};

/// A survey, as the shop describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Its name for machines.
    pub id: SurveyId,
    /// Its name for the shop.
    pub name: String,
    /// Whether it asks.
    #[serde(default)]
    pub status: Status,
    /// Whom it asks: a condition over `member.*` and `request.*`. Everybody, if absent.
    #[serde(default = "everybody")]
    pub condition: condition::Value,
    /// Only orders that contain one of these are asked about; all if it names nothing.
    #[serde(default, skip_serializing_if = "Filter::is_empty")]
    pub about: Filter,
    /// When it asks.
    pub timing: Timing,
    /// How long it asks a person nothing after it has asked them, or they have answered, something else.
    #[serde(default = "rest_days_default")]
    pub rest_days: Days,
    /// When it can ask at all, by the shop's clocks.
    #[serde(default)]
    pub schedule: Schedule,
    /// The highest asks first; of equals the first by id.
    #[serde(default)]
    pub priority: i32,
    /// Points for answering it to the end, the same whatever the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// What it asks.
    pub steps: Vec<Step>,
    /// What people are told when they are through: the first that fits the first score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thanks: Vec<Thanks>,
}

/// What a survey that is due on an occasion (as it is written) is where it asks for attention: a card in the corner, once a
/// day, and again on another occasion. One that was begun goes on.
pub fn candidate(survey: &SurveyId, occasion: &str, priority: i32, is_begun: bool) -> Candidate {
    let is_follow_up = occasion.starts_with(occasion::CASE);
    Candidate {
        id: CandidateId::from(survey.clone()),
        kind: if is_follow_up { CandidateKind::FollowUp } else { CandidateKind::Survey },
        display: Display::SlideIn,
        trigger: Trigger::AtOnce,
        priority,
        limits: Limits { total: None, per_day: Some(1), days_between: None },
        repeatable: true,
        is_begun,
    }
}

fn rest_days_default() -> Days {
    Days(90)
}
