//! One person's feedback: an answer to a survey, or what the shop has heard elsewhere.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Checked, Fault, FeedbackId, Instant, MemberId, OrderId, SegmentId, SurveyId, TierId,
    check::Faults,
    order::LABEL_LEN_MAX,
    survey::{Answer, Ask, Response, ResponseStatus, Survey},
    text::is_language_tag,
    traits::Stage,
};

/// Longest name of a channel, in characters.
pub const CHANNEL_LEN_MAX: usize = 40;
/// Most products and most labels one piece of feedback is about.
pub const NAMES_MAX: usize = 30;
/// Longest text, in characters: a long review.
pub const TEXT_LEN_MAX: usize = 5_000;

/// A score, on its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// How likely it is that the person recommends the shop, 0 to 10.
    Nps(u8),
    /// How content the person is, 1 to 5.
    Csat(u8),
    /// How much the person agrees that it was easy, 1 to 7.
    Ces(u8),
}

/// Whether somebody is happy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "their names say it")]
pub enum Sentiment {
    Positive,
    Neutral,
    Negative,
}

/// One person's feedback, as it is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// When it was given; of a survey that was not answered, when it was shown.
    pub at: Instant,
    /// Where it comes from: `widget` for answers to surveys.
    pub channel: String,
    /// The survey it answers, if it is one of the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyId>,
    /// Its state: see [`ResponseStatus`].
    pub status: ResponseStatus,
    /// Scores, the first of which says how happy the person is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Score>,
    /// How happy the person is, where that is said without a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<Sentiment>,
    /// Products it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Labels of what it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Segments the person was in then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<SegmentId>,
    /// How far the person had come as a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The person's level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<TierId>,
    /// The language it was given in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What the shop has heard elsewhere: by its own e-mail survey, on a review site, by phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackFromElsewhere {
    /// Its name, made by the shop before it was sent: it is counted once (I3).
    pub id: FeedbackId,
    /// Where it comes from, such as `email`, `review_site` or `phone`.
    pub channel: String,
    /// When it was given.
    pub at: Instant,
    /// Who gave it, if the shop knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// How likely it is that the person recommends the shop, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps: Option<u8>,
    /// How content the person is, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csat: Option<u8>,
    /// How much the person agrees that it was easy, 1 to 7.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ces: Option<u8>,
    /// How happy the person is, where there is no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<Sentiment>,
    /// What the person said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The order it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Products it is about.
    #[serde(default, deserialize_with = "crate::written::ids", skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Labels of what it is about.
    #[serde(default, deserialize_with = "crate::written::ids", skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// The language it was given in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Score {
    /// What a score says of how happy somebody is: 9 and 10 of 10, 4 and 5 of 5, 5 to 7 of 7 are positive; 7 and 8 of 10, 3
    /// of 5, 4 of 7 are neutral.
    pub fn sentiment(self) -> Sentiment {
        let by = |score: u8, neutral: u8, positive: u8| match score {
            score if score >= positive => Sentiment::Positive,
            score if score >= neutral => Sentiment::Neutral,
            _ => Sentiment::Negative,
        };
        match self {
            Self::Nps(score) => by(score, 7, 9),
            Self::Csat(score) => by(score, 3, 4),
            Self::Ces(score) => by(score, 4, 5),
        }
    }
}

impl Feedback {
    /// How happy the person is, if that was said.
    pub fn sentiment(&self) -> Option<Sentiment> {
        self.sentiment.or_else(|| self.scores.first().map(|score| score.sentiment()))
    }

    /// The score from 0 to 10, if there is one.
    pub fn nps(&self) -> Option<u8> {
        self.score(|score| if let Score::Nps(score) = score { Some(score) } else { None })
    }

    /// The score from 1 to 5, if there is one.
    pub fn csat(&self) -> Option<u8> {
        self.score(|score| if let Score::Csat(score) = score { Some(score) } else { None })
    }

    /// The score from 1 to 7, if there is one.
    pub fn ces(&self) -> Option<u8> {
        self.score(|score| if let Score::Ces(score) = score { Some(score) } else { None })
    }

    fn score(&self, of_scale: fn(Score) -> Option<u8>) -> Option<u8> {
        self.scores.iter().copied().find_map(of_scale)
    }

    /// A response to a survey, without what is known of the person and the order beside it.
    pub fn of_response(survey: &Survey, response: &Response) -> Self {
        let score = |given: &crate::survey::StepAnswer| match (&survey.step(&given.step)?.ask, &given.answer) {
            (Ask::Nps {}, Answer::Score(score)) => Some(Score::Nps(*score)),
            (Ask::Csat { .. }, Answer::Score(score)) => Some(Score::Csat(*score)),
            (Ask::Ces {}, Answer::Score(score)) => Some(Score::Ces(*score)),
            _ => None,
        };
        Self {
            at: response.at,
            channel: "widget".to_owned(),
            survey: Some(survey.id.clone()),
            status: response.status,
            scores: response.answers.iter().filter_map(score).collect(),
            sentiment: None,
            products: Vec::new(),
            labels: Vec::new(),
            segments: Vec::new(),
            stage: None,
            tier: None,
            language: Some(response.language.clone()),
        }
    }
}

impl FeedbackFromElsewhere {
    /// Proves it sound, or tells everything that is wrong with it.
    pub fn check(self, now: Instant) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let at = |field: &'static str| move || field.to_owned();
        let channel = (1..=CHANNEL_LEN_MAX).contains(&self.channel.chars().count());
        let channel =
            channel && self.channel.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        faults.require(channel, at("channel"), "must have 1 to 40 lower-case letters, digits and underscores");
        faults.require(self.channel != "widget", at("channel"), "is reserved for answers in the widget");
        faults.require_past(at("at"), self.at, now);
        for (field, score, (low, high)) in
            [("nps", self.nps, (0, 10)), ("csat", self.csat, (1, 5)), ("ces", self.ces, (1, 7))]
        {
            let sound = score.is_none_or(|score| (low..=high).contains(&score));
            faults.require(sound, at(field), &format!("must be from {low} to {high}"));
        }
        let has_score = self.nps.is_some() || self.csat.is_some() || self.ces.is_some();
        faults.require(
            has_score != self.sentiment.is_some(),
            at("sentiment"),
            "is needed without a score, and must be left out with one",
        );
        let text = self.text.as_ref().is_none_or(|text| text.chars().count() <= TEXT_LEN_MAX);
        faults.require(text, at("text"), "must have at most 5,000 characters");
        for (field, names) in [("products", &self.products), ("labels", &self.labels)] {
            let is_name = |name: &String| (1..=LABEL_LEN_MAX).contains(&name.chars().count());
            let each_once = names.iter().collect::<BTreeSet<_>>().len() == names.len();
            let sound = names.len() <= NAMES_MAX && names.iter().all(is_name) && each_once;
            faults.require(sound, at(field), "must be at most 30 different names of 1 to 128 characters");
        }
        let language = self.language.as_deref().is_none_or(is_language_tag);
        faults.require(language, at("language"), "is not a language tag, such as en or pt-BR");
        faults.finish(self)
    }

    /// What is measured of it, without what is known of the person beside it.
    pub fn feedback(&self) -> Feedback {
        let scores = [self.nps.map(Score::Nps), self.csat.map(Score::Csat), self.ces.map(Score::Ces)];
        Feedback {
            at: self.at,
            channel: self.channel.clone(),
            survey: None,
            status: ResponseStatus::Complete,
            scores: scores.into_iter().flatten().collect(),
            sentiment: self.sentiment,
            products: self.products.clone(),
            labels: self.labels.clone(),
            segments: Vec::new(),
            stage: None,
            tier: None,
            language: self.language.clone(),
        }
    }
}
