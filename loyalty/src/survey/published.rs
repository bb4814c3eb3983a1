//! All surveys that a shop has published, and the one that a person's page is sent.

use std::{cmp::Reverse, collections::BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    AskingTime, DueReason, Occasion, Step, StepAnswer, Survey, SurveyCheckContext, SurveyContext, SurveyDecision,
    Thanks,
};
use crate::{
    Checked, Fault, Instant, Points, SurveyId,
    check::Faults,
    condition::{Condition, Context, Value},
    offer::Status,
};

/// Most published surveys of a shop: each page view of a member judges all of them.
pub const SURVEYS_MAX: usize = 50;

/// A survey and which of its versions it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionedSurvey {
    /// From 1, growing with every change.
    pub version: u32,
    /// The survey.
    pub survey: Survey,
}

/// The surveys that ask, without a fault, with what is computed from them once.
#[derive(Clone, Debug, Default)]
pub struct Surveys {
    /// The highest priority first; of equals the first by id.
    published: Vec<Published>,
}

#[derive(Clone, Debug)]
struct Published {
    version: u32,
    survey: Checked<Survey>,
    condition: Condition,
}

/// Who may be asked: what the edge knows of a member, computed when it is asked for.
pub struct SurveyedMember<'a> {
    /// What decides whether a survey is due, but whom it is for.
    pub situation: SurveyContext<'a>,
    /// `member` and `request`, with `member.segments`.
    pub attributes: &'a dyn Fn() -> Value,
}

/// A due survey in one language, as a page is sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueSurvey {
    /// The survey's id.
    pub id: SurveyId,
    /// Its number: it grows by one with each change.
    pub version: u32,
    /// What it asks about.
    pub occasion: Occasion,
    /// What it asks.
    pub steps: Vec<Step<String>>,
    /// What the person is told when they are through.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thanks: Vec<Thanks<String>>,
    /// Points for answering it to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// What was said before, if the person has left half-way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<StepAnswer>,
    /// The highest is shown first.
    pub priority: i32,
    /// When its time is over.
    pub until: Instant,
}

/// A survey as a page shows it to those who wrote it, whatever is decided of it, and what is decided of all surveys.
pub struct PreviewSurvey<'a> {
    /// Its name for the shop.
    pub name: &'a str,
    /// As it would be sent to somebody who has said nothing yet.
    pub survey: DueSurvey,
    /// This survey and all published ones, as they are decided for a member; none for anybody else.
    pub surveys: Vec<ExplainedSurvey>,
}

/// One survey, and what is decided of it for a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedSurvey {
    /// The survey's id.
    pub id: SurveyId,
    /// Its name for the shop.
    pub name: String,
    /// Whether it is due.
    pub due: bool,
    /// Why, or why not.
    pub why: DueReason,
    /// What it asks about, or would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Occasion>,
    /// When its time begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// When its time is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Surveys {
    /// Takes those of a shop's surveys that are published. Drafts and what is archived may have faults.
    ///
    /// # Errors
    /// Every fault of those published with its path, such as `surveys[1].steps[0].title.uk`.
    pub fn check(list: Vec<VersionedSurvey>, surroundings: SurveyCheckContext<'_>) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut ids = BTreeSet::new();
        let mut published = Vec::new();
        for (index, versioned) in list.into_iter().enumerate() {
            if versioned.survey.status != Status::Published {
                continue;
            }
            let id = versioned.survey.id.clone();
            faults.require(ids.insert(id), || format!("surveys[{index}].id"), "is used twice");
            match Published::check(versioned, surroundings) {
                Ok(survey) => published.push(survey),
                Err(found) => faults.extend(&format!("surveys[{index}]."), found),
            }
        }
        faults.require(published.len() <= SURVEYS_MAX, || "surveys".to_owned(), "has more than 50 published surveys");
        faults.finish(Self::new(published)).map(Checked::into_inner)
    }

    /// Takes those that are published and have no fault.
    pub fn sound(list: Vec<VersionedSurvey>, surroundings: SurveyCheckContext<'_>) -> Self {
        let published = list.into_iter().filter(|versioned| versioned.survey.status == Status::Published);
        Self::new(published.filter_map(|versioned| Published::check(versioned, surroundings).ok()).collect())
    }

    fn new(mut published: Vec<Published>) -> Self {
        published.sort_by(|a, b| {
            (Reverse(a.survey.priority), &a.survey.id).cmp(&(Reverse(b.survey.priority), &b.survey.id))
        });
        Self { published }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.published.is_empty()
    }

    /// One of them and its version.
    pub fn survey(&self, id: &str) -> Option<(u32, &Survey)> {
        self.find(id).map(|published| (published.version, &*published.survey))
    }

    /// Whether a survey is for somebody of whom the edge knows this.
    pub fn is_for(&self, id: &str, attributes: &Value, context: Context<'_>) -> bool {
        self.find(id).is_some_and(|published| published.condition.evaluate(attributes, context))
    }

    /// What a page is sent, if anything is due.
    pub fn due(&self, surveyed: &SurveyedMember<'_>, language: &str, context: Context<'_>) -> Option<DueSurvey> {
        let judged = self.decide(surveyed, context);
        let (published, judged) = judged.into_iter().find(|(_, judged)| judged.why == DueReason::Due)?;
        let survey = &published.survey;
        let AskingTime { occasion, until, .. } = judged.time?;
        let response = surveyed.situation.history.response(&survey.id, &occasion);
        // The survey may have changed since: what is not on its way any more was not said to this one.
        let answered = response.map(|response| survey.path(&response.answers).0).unwrap_or_default();
        let answered = answered.into_iter().cloned().collect();
        Some(DueSurvey { answered, ..published.in_language(occasion, until, language) })
    }

    /// One of them as it is before anything is answered, whatever is decided of it.
    pub fn shown(&self, id: &str, occasion: Occasion, until: Instant, language: &str) -> Option<DueSurvey> {
        Some(self.find(id)?.in_language(occasion, until, language))
    }

    /// What is decided of each, the highest priority first.
    pub fn explain(&self, surveyed: &SurveyedMember<'_>, context: Context<'_>) -> Vec<ExplainedSurvey> {
        let attributes = (surveyed.attributes)();
        let explained = |(published, SurveyDecision { why, time }): (&Published, SurveyDecision)| {
            let is_for_member = published.condition.evaluate(&attributes, context);
            let why = if is_for_member { why } else { DueReason::NotForMember };
            ExplainedSurvey {
                id: published.survey.id.clone(),
                name: published.survey.name.clone(),
                due: why == DueReason::Due,
                why,
                from: time.as_ref().map(|time| time.from),
                until: time.as_ref().map(|time| time.until),
                occasion: time.map(|time| time.occasion),
            }
        };
        self.decide(surveyed, context).into_iter().map(explained).collect()
    }

    /// What is decided of each. At most one is due: what the person has begun, or was shown, before anything new.
    fn decide(&self, surveyed: &SurveyedMember<'_>, context: Context<'_>) -> Vec<(&Published, SurveyDecision)> {
        let situation = &surveyed.situation;
        let mut attributes = None;
        let judged = self.published.iter().map(|published| {
            let mut judged = published.survey.decide(situation);
            // Whom it is for is the dearest to know, and for most people nothing is due.
            if judged.why == DueReason::Due {
                let attributes = attributes.get_or_insert_with(surveyed.attributes);
                if !published.condition.evaluate(attributes, context) {
                    judged.why = DueReason::NotForMember;
                }
            }
            (published, judged)
        });
        let mut judged: Vec<_> = judged.collect();
        let is_new = |(published, judged): &(&Published, SurveyDecision)| {
            let occasion = judged.time.as_ref().map(|time| &time.occasion);
            occasion.is_none_or(|occasion| situation.history.response(&published.survey.id, occasion).is_none())
        };
        let due = judged.iter().enumerate().filter(|(_, (_, judged))| judged.why == DueReason::Due);
        let first = due.min_by_key(|(place, judged)| (is_new(judged), *place)).map(|(place, _)| place);
        let id = first.and_then(|first| judged.get(first)).map(|(published, _)| published.survey.id.clone());
        if let Some(id) = id {
            let others = judged
                .iter_mut()
                .filter(|(published, judged)| judged.why == DueReason::Due && published.survey.id != id);
            others.for_each(|(_, judged)| judged.why = DueReason::AnotherFirst { survey: id.clone() });
        }
        judged
    }

    fn find(&self, id: &str) -> Option<&Published> {
        self.published.iter().find(|published| published.survey.id.as_str() == id)
    }
}

impl Published {
    fn check(versioned: VersionedSurvey, surroundings: SurveyCheckContext<'_>) -> Result<Self, Vec<Fault>> {
        let survey = versioned.survey.check(surroundings)?;
        let condition = Condition::parse(&survey.condition, "condition", surroundings.engine)?;
        Ok(Self { version: versioned.version, survey, condition })
    }

    fn in_language(&self, occasion: Occasion, until: Instant, language: &str) -> DueSurvey {
        let survey = &self.survey;
        DueSurvey {
            id: survey.id.clone(),
            version: self.version,
            steps: survey.steps.iter().map(|step| step.in_language(language)).collect(),
            thanks: survey.thanks.iter().map(|thanks| thanks.in_language(language)).collect(),
            points: survey.points,
            answered: Vec::new(),
            priority: survey.priority,
            until,
            occasion,
        }
    }
}
