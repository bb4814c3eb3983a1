//! One offer, as one person's page is sent it.

use serde::{Deserialize, Serialize};

use super::{CaptureKind, Content, Display, Markup, Trigger};
use crate::{
    CandidateId, Instant,
    attention::{Candidate, CandidateKind, Limits},
    condition,
    experiment::{Arm, Run},
};

/// An offer for one person: one variant in one language, and only what the page itself must decide.
///
/// It says nothing of whom the offer is for but what only the page can tell: no segment, nothing of the member.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForPerson {
    /// Its name.
    pub id: CandidateId,
    /// Where it is shown.
    pub display: Display,
    /// What makes it ask for attention.
    pub triggers: Vec<Trigger>,
    /// What the page, the cart and the visit must meet; nothing if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<condition::Value>,
    /// When it begins, if it has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// How often it may be shown.
    pub limits: Limits,
    /// Whether it may be shown again once it was taken up.
    #[serde(default, skip_serializing_if = "is_not")]
    pub repeatable: bool,
    /// The highest is shown first; of equals the first by id.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub priority: i32,
    /// What the person is counted under once it would be shown.
    pub arm: Arm,
    /// In which run of its experiment.
    #[serde(default, skip_serializing_if = "Run::is_first")]
    pub run: Run,
    /// What is shown. In the holdout nothing is, and that is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Shown>,
}

/// What is shown, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The tag of that language.
    pub lang: String,
    /// What it is about.
    pub headline: String,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Markup>,
    /// What it looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<ShownPicture>,
    /// How it is taken up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<ShownButton>,
    /// What it counts down to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countdown: Option<Instant>,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<ShownCapture>,
    /// Whether taking it up gives something of value, which is asked for at the edge.
    #[serde(default, skip_serializing_if = "is_not")]
    pub has_value: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPicture {
    /// An `https` address.
    pub address: String,
    /// What it shows.
    pub alt: String,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownButton {
    /// What it says.
    pub label: String,
    /// Where it leads, if anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A form with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownCapture {
    /// What it asks for.
    pub kind: CaptureKind,
    /// What the shopper agrees to.
    pub consent: String,
}

impl Shown {
    /// A checked content in the one of these languages that it has, counting down to the end of its schedule.
    pub(super) fn of(content: &Content, languages: &str, end: Option<Instant>, has_value: bool) -> Self {
        let language = content.language(languages);
        let text = |text: &crate::Text| text.in_language(language).to_owned();
        let picture =
            |picture: &super::Picture| ShownPicture { address: picture.address.clone(), alt: text(&picture.alt) };
        Self {
            lang: language.to_owned(),
            headline: text(&content.headline),
            // A checked body is markup in every language.
            body: content.body.as_ref().and_then(|body| Markup::parse(body.in_language(language)).ok()),
            picture: content.picture.as_ref().map(picture),
            button: content
                .button
                .as_ref()
                .map(|button| ShownButton { label: text(&button.label), href: button.href.clone() }),
            countdown: end.filter(|_| content.countdown),
            capture: content
                .capture
                .as_ref()
                .map(|capture| ShownCapture { kind: capture.kind, consent: text(&capture.consent) }),
            has_value,
        }
    }
}

impl ForPerson {
    /// What asks for attention once a trigger has fired.
    pub fn candidate(&self, trigger: &Trigger) -> Candidate {
        Candidate {
            id: self.id.clone(),
            kind: CandidateKind::Offer,
            display: self.display.for_attention(),
            trigger: trigger.for_attention(),
            priority: self.priority,
            limits: self.limits.clone(),
            repeatable: self.repeatable,
            is_begun: false,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(value: &bool) -> bool {
    !value
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(value: &i32) -> bool {
    *value == 0
}
