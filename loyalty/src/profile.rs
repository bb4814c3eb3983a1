//! What a shop says of a member beside the orders: tags, language, birthday, recommendations, consents.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Checked, Fault, Instant, check::Faults, text::is_language_tag, written};

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
#[serde(deny_unknown_fields, default)]
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
    /// When the member joined, if that was not with the first order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Instant>,
    /// How many people this member has brought or recommended the shop to.
    pub recommendations: u32,
    /// What the member has agreed to or declined, by purpose, such as `email`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub consents: BTreeMap<String, Consent>,
    /// When the state came about that the shop has told, if it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Instant>,
}

/// What a shop says of a member: the full current state, as with an order, but for what forms fill in, too. A birthday or a
/// consent that is left out stays, and `null` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProfileUpdate {
    tags: BTreeSet<String>,
    language: Option<String>,
    #[serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")]
    birthday: Option<Option<Birthday>>,
    joined_at: Option<Instant>,
    recommendations: u32,
    #[serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")]
    consents: Option<Option<BTreeMap<String, Option<Consent>>>>,
    updated_at: Option<Instant>,
}

/// A value that is there, though it may be `null`.
fn named<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl ProfileUpdate {
    /// The profile that it makes of the one there was; none if it says how things were before that.
    pub fn applied(self, known: &Profile) -> Option<Profile> {
        if self.updated_at.zip(known.updated_at).is_some_and(|(at, known)| at < known) {
            return None;
        }
        let mut consents = if self.consents == Some(None) { BTreeMap::new() } else { known.consents.clone() };
        for (purpose, consent) in self.consents.flatten().unwrap_or_default() {
            match consent {
                Some(consent) => consents.insert(purpose, consent),
                None => consents.remove(&purpose),
            };
        }
        Some(Profile {
            tags: self.tags,
            language: self.language,
            birthday: self.birthday.unwrap_or(known.birthday),
            joined_at: self.joined_at,
            recommendations: self.recommendations,
            consents,
            updated_at: self.updated_at.or(known.updated_at),
        })
    }
}

/// An answer to a request for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Whether the member agreed.
    pub given: bool,
    /// When the member said so.
    pub at: Instant,
}

/// A day of the year, and the year if it is known. Written `05-17` or `1990-05-17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Birthday {
    year: Option<i16>,
    month: i8,
    day: i8,
}

/// Why a text is not a birthday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidBirthday;

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

impl Birthday {
    /// Reads `MM-DD` or `YYYY-MM-DD`. The 29th of February is a birthday without a year or in a leap year.
    pub fn parse(text: &str) -> Result<Self, InvalidBirthday> {
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts[..] {
            [month, day] => (None, month, day),
            [year, month, day] => (Some(i16::try_from(number(year, 4)?).map_err(|_| InvalidBirthday)?), month, day),
            _ => return Err(InvalidBirthday),
        };
        let two = |text| i8::try_from(number(text, 2)?).map_err(|_| InvalidBirthday);
        let (month, day) = (two(month)?, two(day)?);
        // Any leap year knows all days a birthday can fall on.
        Date::new(year.unwrap_or(2000), month, day).map_err(|_| InvalidBirthday)?;
        Ok(Self { year, month, day })
    }

    /// The year, if it is known.
    pub fn year(self) -> Option<i16> {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.day
    }
}

/// The number written in exactly so many digits.
fn number(text: &str, digits: usize) -> Result<u16, InvalidBirthday> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().map_err(|_| InvalidBirthday) } else { Err(InvalidBirthday) }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TAG_LEN_MAX && !text.chars().any(char::is_control)
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year:04}-")?;
        }
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl fmt::Display for InvalidBirthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a birthday is a day that exists, such as 05-17 or 1990-05-17")
    }
}

impl std::error::Error for InvalidBirthday {}

impl TryFrom<String> for Birthday {
    type Error = InvalidBirthday;

    fn try_from(text: String) -> Result<Self, InvalidBirthday> {
        Self::parse(&text)
    }
}

impl<'de> Deserialize<'de> for Birthday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        written::from_text(deserializer)
    }
}

impl From<Birthday> for String {
    fn from(birthday: Birthday) -> String {
        birthday.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_a_day_that_exists() {
        for text in ["05-17", "1990-05-17", "02-29", "2000-02-29", "0033-04-03"] {
            assert_eq!(Birthday::parse(text).map(|birthday| birthday.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "5-17", "17-05", "02-30", "1999-02-29", "90-05-17", "05-17-", "+5-17", "1990-05-17T00"] {
            assert_eq!(Birthday::parse(text), Err(InvalidBirthday), "{text}");
        }
    }

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
