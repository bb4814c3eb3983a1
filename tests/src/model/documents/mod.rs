//! The two documents a shop sends, programs and orders, as the HTTP contract spells them.
//!
//! The model reads them with its own types; `loyalty` gets the same JSON and parses it with its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod order;
mod program;

pub use order::{Line, Order, Return, Shipping};
pub use program::{Caps, Counts, Filter, Level, Limit, Multiplier, Period, Program, Reward, Rule, Tiers};

/// Milliseconds since 1970-01-01 UTC, written as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let timestamp = jiff::Timestamp::from_millisecond(self.0).map_err(serde::ser::Error::custom)?;
        serializer.collect_str(&format_args!("{timestamp:.3}"))
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let timestamp: jiff::Timestamp = text.parse().map_err(serde::de::Error::custom)?;
        Ok(Self(timestamp.as_millisecond()))
    }
}

/// A text in several languages.
pub type Text = BTreeMap<String, String>;

/// Whether a field has its default and can be left out.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
