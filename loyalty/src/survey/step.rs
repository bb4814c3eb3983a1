//! One step of a survey: what it asks, and what follows which answer.

use serde::{Deserialize, Serialize};

use crate::Text;

/// What ends a survey, where another step could be named.
pub const END: &str = "end";

/// A step. Its texts are in several languages, or in one where a person is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step<T = Text> {
    /// Its name, unique in the survey.
    pub id: String,
    /// How it is answered.
    pub ask: Ask<T>,
    /// The question.
    pub title: T,
    /// Whether it can be left out.
    #[serde(default = "no", skip_serializing_if = "is_not")]
    pub optional: bool,
    /// What follows: the first that fits the answer. If none does, the next step of the list.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Next>,
}

/// How a step is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask<T = Text> {
    /// How likely it is that the person recommends the shop, 0 to 10.
    Nps {},
    /// How content the person is, 1 to 5.
    Csat {
        /// What the five look like.
        #[serde(rename = "as", default)]
        style: CsatStyle,
    },
    /// How much the person agrees that it was easy, 1 to 7.
    Ces {},
    /// What of these.
    Choice {
        /// What there is to choose from.
        options: Vec<ChoiceOption<T>>,
        /// Whether more than one can be chosen.
        #[serde(default = "no")]
        many: bool,
    },
    /// Anything, in the person's own words.
    Open {
        /// What stands in the empty field.
        #[serde(default = "none", skip_serializing_if = "Option::is_none")]
        placeholder: Option<T>,
    },
}

/// What the five degrees of content look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CsatStyle {
    /// Five faces.
    #[default]
    Faces,
    /// Five stars.
    Stars,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption<T = Text> {
    /// Its name, unique in the step.
    pub id: String,
    /// What it says.
    pub label: T,
}

/// A step that follows some answers. Without anything to fit it follows all, those left out among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// The lowest score that fits; absent for the lowest there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u8>,
    /// The highest score that fits; absent for the highest there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u8>,
    /// Options of which one must be chosen; empty if none needs to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// A later step of the list, or [`END`].
    pub step: String,
}

/// What a person is told when they are through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thanks<T = Text> {
    /// The lowest score of the first step with one that this is for; absent for the lowest there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u8>,
    /// The highest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u8>,
    /// What it says.
    pub text: T,
    /// Whether the person can say what went wrong, and be answered.
    #[serde(default = "no", skip_serializing_if = "is_not")]
    pub offers_case: bool,
    /// Whether the person is asked to recommend the shop.
    #[serde(default = "no", skip_serializing_if = "is_not")]
    pub recommends: bool,
    /// Whether the person is asked for words that may be shown to others.
    #[serde(default = "no", skip_serializing_if = "is_not")]
    pub asks_testimonial: bool,
}

impl<T> Ask<T> {
    /// The scores it can be answered with, if it is answered with one.
    pub fn scale(&self) -> Option<(u8, u8)> {
        match self {
            Self::Nps {} => Some((0, 10)),
            Self::Csat { .. } => Some((1, 5)),
            Self::Ces {} => Some((1, 7)),
            Self::Choice { .. } | Self::Open { .. } => None,
        }
    }

    /// What can be chosen, if something can.
    pub fn options(&self) -> &[ChoiceOption<T>] {
        if let Self::Choice { options, .. } = self { options } else { &[] }
    }
}

impl Step {
    /// The step in one language.
    pub(super) fn in_language(&self, language: &str) -> Step<String> {
        let text = |text: &Text| text.in_language(language).to_owned();
        let option = |option: &ChoiceOption| ChoiceOption { id: option.id.clone(), label: text(&option.label) };
        let ask = match &self.ask {
            Ask::Nps {} => Ask::Nps {},
            Ask::Csat { style } => Ask::Csat { style: *style },
            Ask::Ces {} => Ask::Ces {},
            Ask::Choice { options, many } => Ask::Choice { options: options.iter().map(option).collect(), many: *many },
            Ask::Open { placeholder } => Ask::Open { placeholder: placeholder.as_ref().map(text) },
        };
        Step { id: self.id.clone(), ask, title: text(&self.title), optional: self.optional, next: self.next.clone() }
    }
}

impl Thanks {
    /// The thanks in one language.
    pub fn in_language(&self, language: &str) -> Thanks<String> {
        Thanks {
            from: self.from,
            to: self.to,
            text: self.text.in_language(language).to_owned(),
            offers_case: self.offers_case,
            recommends: self.recommends,
            asks_testimonial: self.asks_testimonial,
        }
    }
}

fn no() -> bool {
    false
}

fn none<T>() -> Option<T> {
    None
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(value: &bool) -> bool {
    !value
}
