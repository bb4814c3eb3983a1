//! What a shop says of a member beside the orders: tags, language, birthday, recommendations, consents.
//!
//! | file | what it says |
//! |---|---|
//! | `update` | a profile as a shop sends it |
//! | `choices` | consents and the birthday, each as of the instant at which it was chosen |
//! | `birthday` | a birthday as people write it |

mod birthday;
mod choices;
mod update;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use birthday::{Birthday, InvalidBirthday};
pub use choices::Consent;
pub use update::ProfileUpdate;

use crate::{Checked, Fault, Instant, check::Faults, text::is_language_tag};

/// Most tags of a member. 50 tags of some 20 bytes are 1 KB of a snapshot that every page view reads.
pub const TAGS_MAX: usize = 50;
/// Longest tag and name of a consent, in characters.
pub const TAG_LEN_MAX: usize = 64;
/// Most consents of a member: a handful of purposes by a handful of channels.
pub const CONSENTS_MAX: usize = 20;
/// Most recommendations counted.
pub const RECOMMENDATIONS_MAX: u32 = 1_000_000;

/// A member's facts that come from no order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Words of the shop's own, such as `press` or `wholesale`.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// Language tag the member reads, such as `sl` or `pt-BR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The member's birthday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday: Option<Birthday>,
    /// When a form was given the birthday, or the shop took it away; absent for one that the shop says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday_at: Option<Instant>,
    /// When the member joined, if that was not with the first order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Instant>,
    /// How many people this member has brought or recommended the shop to.
    pub recommendations: u32,
    /// What the member has agreed to or declined, by purpose, such as `email`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub consents: BTreeMap<String, Consent>,
    /// When the shop took consents away, by purpose.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub forgotten: BTreeMap<String, Instant>,
    /// When the state came about that the shop has told, if it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Instant>,
}

impl Profile {
    /// Proves the profile sound, or tells everything that is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        faults.require(self.tags.len() <= TAGS_MAX, || "tags".to_owned(), "has more than 50 tags");
        let tags = self.tags.iter().all(|tag| is_word(tag));
        faults.require(tags, || "tags".to_owned(), "has a tag that is empty or longer than 64 characters");
        let language = self.language.as_deref().is_none_or(is_language_tag);
        faults.require(language, || "language".to_owned(), "is not a language tag, such as en or pt-BR");
        let recommendations = self.recommendations <= RECOMMENDATIONS_MAX;
        faults.require(recommendations, || "recommendations".to_owned(), "must be from 0 to 1,000,000");
        faults.require(self.consents.len() <= CONSENTS_MAX, || "consents".to_owned(), "has more than 20 consents");
        let purposes = self.consents.keys().all(|purpose| is_word(purpose));
        faults.require(purposes, || "consents".to_owned(), "has a name that is empty or longer than 64 characters");
        faults.finish(self)
    }

    /// Purposes the member has agreed to.
    pub fn agreed(&self) -> impl Iterator<Item = &str> {
        self.consents.iter().filter(|(_, consent)| consent.given).map(|(purpose, _)| purpose.as_str())
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TAG_LEN_MAX && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Profile), expected: &[&str]) {
        let mut profile = Profile::default();
        change(&mut profile);
        let faults = profile.check().map_or_else(|faults| faults, |_| Vec::new());
        assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_fault_is_told_with_its_path() {
        check(|_| {}, &[]);
        check(|profile| profile.tags = (0..51).map(|tag| tag.to_string()).collect(), &["tags"]);
        check(|profile| profile.tags = ["x".repeat(65)].into(), &["tags"]);
        check(|profile| profile.language = Some("e".into()), &["language"]);
        check(|profile| profile.recommendations = 1_000_001, &["recommendations"]);
        let consent = Consent { given: true, at: Instant::default() };
        check(|profile| profile.consents = [(String::new(), consent)].into(), &["consents"]);
    }
}
