//! A point in time and a number of days. Where the time comes from is the caller's business.

use std::{fmt, ops};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Milliseconds in a day of a duration (calendar days are in [`crate::calendar`]).
const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// From 0001-01-01T00:00:00Z to 9999-12-30T22:00:00Z: what RFC 3339 can write and calendars can place in any zone.
    const RANGE_MS: ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_207_200_000;

    /// The instant this many milliseconds after 1970, held within the years 1 to 9999.
    pub fn from_ms(ms: i64) -> Self {
        Self(ms.clamp(*Self::RANGE_MS.start(), *Self::RANGE_MS.end()))
    }

    /// Milliseconds since 1970.
    pub fn as_ms(self) -> i64 {
        self.0
    }

    /// How long this is after another instant, in milliseconds; below zero if it is before.
    pub fn after(self, earlier: Self) -> i64 {
        // Both are within the range above.
        self.0 - earlier.0
    }

    /// So many milliseconds later.
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }

    /// Whole days of 86,400,000 ms from `earlier` to this instant, rounded down; below zero if it is the later one.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(DAY_MS)
    }

    /// Reads RFC 3339, such as `1998-07-01T00:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let ms = text.parse::<jiff::Timestamp>().ok()?.as_millisecond();
        Self::RANGE_MS.contains(&ms).then_some(Self(ms))
    }

    /// This instant as the library for calendars knows it.
    pub(crate) fn timestamp(self) -> jiff::Timestamp {
        // Within the library's range by construction.
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Instant;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an instant in RFC 3339, such as 1998-07-01T00:00:00Z")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Instant, E> {
                Instant::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

/// A duration in days of 86,400,000 ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(pub u32);

impl Days {
    /// Longest duration a program may name: 100 years.
    pub const MAX: Self = Self(36_525);

    /// In milliseconds.
    pub fn as_ms(self) -> i64 {
        i64::from(self.0) * DAY_MS
    }
}

/// A duration in hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hours(pub u32);

/// A duration in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub u32);

impl ops::Add<Days> for Instant {
    type Output = Self;

    fn add(self, days: Days) -> Self {
        Self::from_ms(self.0 + i64::from(days.0) * DAY_MS)
    }
}

impl ops::Sub<Days> for Instant {
    type Output = Self;

    fn sub(self, days: Days) -> Self {
        Self::from_ms(self.0 - i64::from(days.0) * DAY_MS)
    }
}

impl ops::Add<Minutes> for Instant {
    type Output = Self;

    fn add(self, minutes: Minutes) -> Self {
        Self::from_ms(self.0 + i64::from(minutes.0) * 60_000)
    }
}

impl ops::Add<Hours> for Instant {
    type Output = Self;

    fn add(self, hours: Hours) -> Self {
        Self::from_ms(self.0 + i64::from(hours.0) * 3_600_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_it_is_read() {
        for text in ["1998-07-01T00:00:00Z", "1970-01-01T00:00:00.001Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(Instant::parse(text).map(|instant| instant.to_string()).as_deref(), Some(text));
        }
        let offset = Instant::parse("1998-07-01T02:00:00+02:00");
        assert_eq!(offset, Instant::parse("1998-07-01T00:00:00Z"));
        assert_eq!(Instant::parse("1998-07-01"), None);
        assert_eq!(Instant::parse("yesterday"), None);
    }

    #[test]
    fn durations_stay_within_the_years_that_can_be_written() {
        let last = Instant::from_ms(i64::MAX);
        assert_eq!(last.to_string(), "9999-12-30T22:00:00Z");
        assert_eq!(last + Days::MAX, last);
    }
}
