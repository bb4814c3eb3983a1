//! Types that are written as one text.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de};

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
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        T::try_from(text).map_err(E::custom)
    }
}
