//! Text of the shop in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::Faults;

/// Longest text in one language, in characters: a reward's description is a sentence or two.
pub const TEXT_LEN_MAX: usize = 500;

/// Most languages of one text.
pub const LANGUAGES_MAX: usize = 40;

/// A text by language tag, such as `{"en": "Silver", "uk": "Срібло"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// The text in the first of `languages` that it has, else in English, else in the first there is.
    ///
    /// The list is separated by commas, and each is looked up as RFC 4647 (section 3.4) says: `zh-Hant-TW`, then `zh-Hant`,
    /// then `zh`, however their letters are written.
    pub fn in_language(&self, languages: &str) -> &str {
        let tag = lookup(languages, || self.0.keys().map(String::as_str));
        tag.and_then(|tag| self.0.get(tag)).map_or("", String::as_str)
    }

    /// Whether there is a text under this tag, however its letters are written.
    pub(crate) fn has(&self, tag: &str) -> bool {
        self.0.keys().any(|known| known.eq_ignore_ascii_case(tag))
    }

    pub(crate) fn check(&self, path: &str, faults: &mut Faults) {
        let at = || path.to_owned();
        faults.require(!self.0.is_empty(), at, "needs a text in at least one language");
        faults.require(self.0.len() <= LANGUAGES_MAX, at, "has more than 40 languages");
        for (tag, text) in &self.0 {
            let at = || format!("{path}.{tag}");
            faults.require(is_language_tag(tag), at, "is not a language tag, such as en or pt-BR");
            faults.require(!text.trim().is_empty(), at, "is empty");
            faults.require(text.chars().count() <= TEXT_LEN_MAX, at, "is longer than 500 characters");
        }
    }
}

/// Which of the tags that are there answers a list of languages: see [`Text::in_language`]. None if there is none.
pub(crate) fn lookup<'t, I: Iterator<Item = &'t str>>(languages: &str, tags: impl Fn() -> I) -> Option<&'t str> {
    let one = |language: &str| {
        let mut range = language.trim();
        loop {
            if let Some(found) = tags().find(|tag| tag.eq_ignore_ascii_case(range)) {
                return Some(found);
            }
            range = range.rsplit_once('-')?.0;
        }
    };
    languages.split(',').chain(["en"]).find_map(one).or_else(|| tags().next())
}

/// Whether a text has the form of a language tag, such as `en` or `pt-BR`.
pub(crate) fn is_language_tag(text: &str) -> bool {
    (2..=35).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

impl From<&str> for Text {
    /// A text in English alone.
    fn from(text: &str) -> Self {
        Self(BTreeMap::from([("en".to_owned(), text.to_owned())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &[&str], languages: &str, expected: &str) {
        let text = Text(tags.iter().map(|tag| ((*tag).to_owned(), format!("in {tag}"))).collect());
        assert_eq!(text.in_language(languages), expected);
    }

    #[test]
    fn a_text_falls_back_to_the_base_language_then_english_then_any() {
        check(&["en", "pt"], "pt-BR", "in pt");
        check(&["en", "pt"], "zh", "in en");
        check(&["sl", "uk"], "en", "in sl");
        check(&[], "en", "");
    }

    #[test]
    fn a_tag_is_looked_up_as_it_is_then_without_its_last_parts() {
        check(&["en", "zh", "zh-Hant"], "zh-Hant-TW", "in zh-Hant");
        check(&["en", "zh", "zh-Hant"], "zh-TW", "in zh");
        check(&["en", "pt-BR"], "pt", "in en");
    }

    #[test]
    fn letters_are_the_same_in_either_case() {
        check(&["en", "pt-BR"], "PT-br", "in pt-BR");
        check(&["DE", "en"], "de-at", "in DE");
    }

    #[test]
    fn of_several_languages_the_first_there_is() {
        check(&["en", "sl", "uk"], "de-DE,sl,uk", "in sl");
        check(&["sl", "uk"], "de, UK", "in uk");
        check(&["en", "sl"], "de,fr", "in en");
        check(&["en", "sl"], ",-,,x", "in en");
    }
}
