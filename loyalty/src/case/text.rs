//! What people write in a case. Plain text: nothing in it means anything but its characters.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::written;

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidText(&'static str);

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Lines may break and have tabs; other control characters are nobody's writing.
fn is_written(text: &str, chars_max: usize) -> bool {
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    !text.trim().is_empty() && text.chars().count() <= chars_max && text.chars().all(is_plain)
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $chars_max:literal, $message:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, InvalidText> {
                if is_written(&text, Self::CHARS_MAX) { Ok(Self(text)) } else { Err(InvalidText($message)) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                written::from_text(deserializer)
            }
        }
    };
}

text! {
    /// A message: a page of writing.
    MessageText, 2_000, "must have 1 to 2,000 characters, none of them a control character"
}
text! {
    /// Who of the shop wrote or did something, as the shopper reads it.
    StaffName, 80, "must have 1 to 80 characters, none of them a control character"
}
text! {
    /// Why points are given, as the shopper reads it in the history.
    GestureReason, 300, "must have 1 to 300 characters, none of them a control character"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_taken: bool) {
        assert_eq!(StaffName::try_from(text.to_owned()).is_ok(), is_taken, "{text:?}");
    }

    #[test]
    fn a_text_says_something_and_is_not_too_long() {
        check("Ana", true);
        check("<script>alert(1)</script>", true);
        check("two\nlines\tand a tab", true);
        check("", false);
        check(" \n\t ", false);
        check("null \0", false);
        check("\u{1b}[31m", false);
        check(&"ї".repeat(80), true);
        check(&"ї".repeat(81), false);
    }
}
