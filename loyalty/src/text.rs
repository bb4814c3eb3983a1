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
    /// The text in `language` (`pt-BR`), else in its base language (`pt`), else in English, else in the first there is.
    pub fn in_language(&self, language: &str) -> &str {
        let base = language.split('-').next().unwrap_or(language);
        [language, base, "en"]
            .iter()
            .find_map(|tag| self.0.get(*tag))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
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

    #[test]
    fn a_text_falls_back_to_the_base_language_then_english_then_any() {
        let text = Text(BTreeMap::from([("en".into(), "Silver".into()), ("pt".into(), "Prata".into())]));
        assert_eq!(text.in_language("pt-BR"), "Prata");
        assert_eq!(text.in_language("zh"), "Silver");
        let only = Text(BTreeMap::from([("sl".into(), "Srebrni".into())]));
        assert_eq!(only.in_language("en"), "Srebrni");
        assert_eq!(Text::default().in_language("en"), "");
    }
}
