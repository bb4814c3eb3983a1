//! Text of the shop in several languages.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::check::Faults;

/// Longest text in one language, in characters: a reward's description is a sentence or two.
pub const TEXT_LEN_MAX: usize = 500;

/// Most languages of one text.
pub const LANGUAGES_MAX: usize = 40;

/// What stands for the language of a text that is the same in all of them.
const ANY_LANGUAGE: &str = "";

/// A text by language tag, such as `{"en": "Silver", "uk": "Срібло"}`; or one that needs no translation, which is written as
/// it is: `"Silver"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

    /// Whether there is a text under this tag, however its letters are written, or one for all languages.
    pub(crate) fn has(&self, tag: &str) -> bool {
        self.in_any_language().is_some() || self.0.keys().any(|known| known.eq_ignore_ascii_case(tag))
    }

    /// The text, if it is the same in all languages.
    fn in_any_language(&self) -> Option<&str> {
        if self.0.len() == 1 { self.0.get(ANY_LANGUAGE).map(String::as_str) } else { None }
    }

    pub(crate) fn check(&self, path: &str, faults: &mut Faults) {
        let at = || path.to_owned();
        faults.require(!self.0.is_empty(), at, "needs a text in at least one language");
        faults.require(self.0.len() <= LANGUAGES_MAX, at, "has more than 40 languages");
        for (tag, text) in &self.0 {
            let is_one = self.in_any_language().is_some();
            let at = || if is_one { path.to_owned() } else { format!("{path}.{tag}") };
            faults.require(is_one || is_language_tag(tag), at, "is not a language tag, such as en or pt-BR");
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
            if let Some(found) = tags().find(|tag| is_same_tag(tag, range)) {
                return Some(found);
            }
            range = range.rsplit_once(['-', '_'])?.0;
        }
    };
    languages.split(',').chain(["en"]).find_map(one).or_else(|| tags().next())
}

/// Whether two language tags are the same, however their letters are written: PHP and Java join their parts by `_`.
fn is_same_tag(one: &str, other: &str) -> bool {
    let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    one.bytes().map(plain).eq(other.bytes().map(plain))
}

/// Whether a text has the form of a language tag, such as `en`, `pt-BR` or `sl_SI`.
pub(crate) fn is_language_tag(text: &str) -> bool {
    (2..=35).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.in_any_language() {
            Some(text) => serializer.serialize_str(text),
            None => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(r#"a text, or an object of texts by language, such as {"en": "Hi"}"#)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(BTreeMap::from([(ANY_LANGUAGE.to_owned(), text.to_owned())])))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut texts: A) -> Result<Text, A::Error> {
                let mut by_language = BTreeMap::new();
                while let Some((tag, text)) = texts.next_entry()? {
                    by_language.insert(tag, text);
                }
                Ok(Text(by_language))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
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
    fn a_tag_may_be_written_as_php_writes_it() {
        check(&["en", "sl"], "sl_SI", "in sl");
        check(&["en", "sl_SI"], "sl-SI", "in sl_SI");
        check(&["en", "pt-BR", "pt-PT"], "pt_PT", "in pt-PT");
        assert!(is_language_tag("sl_SI"));
    }

    #[test]
    fn a_text_that_needs_no_translation_is_written_as_it_is() {
        let text: Text = serde_json::from_str(r#""Silver""#).unwrap_or_default();
        assert_eq!(text.in_language("uk"), "Silver");
        assert!(text.has("uk"));
        assert_eq!(serde_json::to_string(&text).ok().as_deref(), Some(r#""Silver""#));
        let mut faults = Faults::default();
        text.check("name", &mut faults);
        assert!(faults.is_empty());
        Text::from("").check("name", &mut faults);
        assert!(!faults.is_empty());
    }

    #[test]
    fn of_several_languages_the_first_there_is() {
        check(&["en", "sl", "uk"], "de-DE,sl,uk", "in sl");
        check(&["sl", "uk"], "de, UK", "in uk");
        check(&["en", "sl"], "de,fr", "in en");
        check(&["en", "sl"], ",-,,x", "in en");
    }
}
