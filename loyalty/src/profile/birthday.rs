//! A birthday as people write it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::written;

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
}
