//! Types that are written as one text.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidText(pub(crate) &'static str);

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Whether a text says something within a length. Lines may break and have tabs; other control characters are nobody's
/// writing.
pub(crate) fn is_written(text: &str, chars_max: usize) -> bool {
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    !text.trim().is_empty() && text.chars().count() <= chars_max && text.chars().all(is_plain)
}

/// A type for what people write: plain text of a limited length, in which nothing means anything but its characters.
macro_rules! written_text {
    ($(#[$doc:meta])* $name:ident, $chars_max:literal, $message:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Longest text, in characters.
            pub const CHARS_MAX: usize = $chars_max;

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::written::InvalidText;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                let is_written = $crate::written::is_written(&text, Self::CHARS_MAX);
                if is_written { Ok(Self(text)) } else { Err($crate::written::InvalidText($message)) }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::written::from_text(deserializer)
            }
        }
    };
}
pub(crate) use written_text;

/// Reads a type that is made from a text.
///
/// It is made while the text is read, and not from what was read: only so does a reader of JSON know where the text was
/// that could not be taken.
pub(crate) fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<String, Error: fmt::Display>,
{
    deserializer.deserialize_string(Visitor(PhantomData))
}

struct Visitor<T>(PhantomData<T>);

impl<T: TryFrom<String, Error: fmt::Display>> de::Visitor<'_> for Visitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        T::try_from(text).map_err(E::custom)
    }
}

/// Reads a name of something from a text or from a whole number, which is its digits: many shops number what they have.
pub(crate) fn from_id<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<String, Error: fmt::Display>,
{
    deserializer.deserialize_any(IdVisitor(PhantomData))
}

/// A name of something of the shop's that is a text here, such as a product.
#[derive(Clone, Debug)]
pub(crate) struct IdText(String);

impl From<String> for IdText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<IdText> for String {
    fn from(id: IdText) -> Self {
        id.0
    }
}

impl<'de> Deserialize<'de> for IdText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_id(deserializer)
    }
}

/// Reads a list of such names.
pub(crate) fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Vec::<IdText>::deserialize(deserializer).map(|ids| ids.into_iter().map(String::from).collect())
}

struct IdVisitor<T>(PhantomData<T>);

impl<T: TryFrom<String, Error: fmt::Display>> de::Visitor<'_> for IdVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a whole number")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_string(number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_string(number.to_string())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        T::try_from(text).map_err(E::custom)
    }
}
