//! What an offer shows.

use std::iter;

use serde::{Deserialize, Serialize};

use super::{
    address::{is_link, origin},
    markup::Markup,
};
use crate::{Text, check::Faults, text::lookup};

/// Longest headline in one language, in characters: two lines on a phone.
pub const HEADLINE_LEN_MAX: usize = 100;
/// Longest label of a button in one language, in characters.
pub const LABEL_LEN_MAX: usize = 40;

/// What one variant of an offer shows. Every text falls back to another language where it lacks one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is about, plain.
    pub headline: Text,
    /// What it says, in [`Markup`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Text>,
    /// What it looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// How it is taken up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<Button>,
    /// Whether it counts down to the end of its schedule, which it then must have.
    #[serde(default)]
    pub countdown: bool,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<Capture>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// An `https` address at one of the shop's origins for pictures.
    pub address: String,
    /// What it shows, for those who do not see it.
    pub alt: Text,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: Text,
    /// Where it leads: an `https` address or a path of the same site; nowhere if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A form with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// What it asks for.
    pub kind: CaptureKind,
    /// What the shopper agrees to.
    pub consent: Text,
}

/// What a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureKind {
    /// An e-mail address.
    Email,
    /// The shopper's birthday.
    Birthday,
    /// The shopper's name day.
    NameDay,
}

impl Content {
    /// The one language in which a variant is shown to who asks for these, by the tag of its headline: one that all of its
    /// texts have, if there is one, so that nobody agrees in one language to what is said in another.
    pub(super) fn language(&self, languages: &str) -> &str {
        let tags = || self.headline.0.keys().map(String::as_str);
        let is_whole = |tag: &&str| self.texts().all(|text| text.has(tag));
        lookup(languages, || tags().filter(is_whole)).or_else(|| lookup(languages, tags)).unwrap_or_default()
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        let rest = [
            self.body.as_ref(),
            self.picture.as_ref().map(|picture| &picture.alt),
            self.button.as_ref().map(|button| &button.label),
            self.capture.as_ref().map(|capture| &capture.consent),
        ];
        iter::once(&self.headline).chain(rest.into_iter().flatten())
    }

    pub(super) fn check(&self, path: &str, picture_origins: &[String], faults: &mut Faults) {
        check_short(&self.headline, &format!("{path}.headline"), HEADLINE_LEN_MAX, faults);
        if let Some(body) = &self.body {
            body.check(&format!("{path}.body"), faults);
            for (language, text) in &body.0 {
                if let Err(invalid) = Markup::parse(text) {
                    faults.require(false, || format!("{path}.body.{language}"), &invalid.message());
                }
            }
        }
        if let Some(Picture { address, alt }) = &self.picture {
            let allowed = origin(address).is_some_and(|origin| picture_origins.iter().any(|known| known == origin));
            let message = "is not an https address at one of the shop's origins for pictures";
            faults.require(allowed, || format!("{path}.picture.address"), message);
            alt.check(&format!("{path}.picture.alt"), faults);
        }
        if let Some(Button { label, href }) = &self.button {
            check_short(label, &format!("{path}.button.label"), LABEL_LEN_MAX, faults);
            let leads = href.as_deref().is_none_or(is_link);
            let message = "is neither an https address nor a path such as /sale";
            faults.require(leads, || format!("{path}.button.href"), message);
        }
        if let Some(capture) = &self.capture {
            capture.consent.check(&format!("{path}.capture.consent"), faults);
        }
    }
}

fn check_short(text: &Text, path: &str, length_max: usize, faults: &mut Faults) {
    text.check(path, faults);
    for (language, text) in &text.0 {
        let message = format!("is longer than {length_max} characters");
        faults.require(text.chars().count() <= length_max, || format!("{path}.{language}"), &message);
    }
}
