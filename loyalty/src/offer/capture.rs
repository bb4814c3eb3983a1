//! What the forms of offers ask for, as shoppers write it.

use std::fmt;

use super::CaptureKind;
use crate::{Days, Instant, calendar::Calendar, profile::Birthday};

/// Longest e-mail address, in bytes: RFC 5321 gives a path 256, with the two brackets around it.
pub const EMAIL_LEN_MAX: usize = 254;
/// Longest part before the `@`, in bytes (RFC 5321, section 4.5.3.1.1).
const LOCAL_PART_LEN_MAX: usize = 64;
/// Earliest year of birth: nobody who shops was born before.
const BIRTH_YEAR_MIN: i16 = 1900;

/// What a shopper has given to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Captured {
    /// An e-mail address.
    Email(String),
    /// The day, and the year if the shopper gave it.
    Birthday(Birthday),
    /// The day.
    NameDay(Birthday),
}

/// Why a text is not what a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCapture(CaptureKind);

impl Captured {
    /// Reads what a form of this kind was given at `now`.
    pub fn parse(kind: CaptureKind, text: &str, now: Instant) -> Result<Self, InvalidCapture> {
        let (text, invalid) = (text.trim(), InvalidCapture(kind));
        match kind {
            CaptureKind::Email if is_email(text) => Ok(Self::Email(text.to_owned())),
            CaptureKind::Email => Err(invalid),
            CaptureKind::Birthday => {
                let birthday = Birthday::parse(text).ok().filter(|birthday| is_past(*birthday, now));
                birthday.map(Self::Birthday).ok_or(invalid)
            }
            CaptureKind::NameDay => {
                let day = Birthday::parse(text).ok().filter(|day| day.year().is_none());
                day.map(Self::NameDay).ok_or(invalid)
            }
        }
    }

    /// The birthday, if that is what was asked for.
    pub fn birthday(&self) -> Option<Birthday> {
        if let Self::Birthday(birthday) = self { Some(*birthday) } else { None }
    }
}

impl CaptureKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Email, Self::Birthday, Self::NameDay];

    /// Its name in documents, and the name of the consent that comes with it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Birthday => "birthday",
            Self::NameDay => "name_day",
        }
    }
}

impl fmt::Display for Captured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(address) => f.write_str(address),
            Self::Birthday(day) | Self::NameDay(day) => day.fmt(f),
        }
    }
}

impl fmt::Display for InvalidCapture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            CaptureKind::Email => "is not an e-mail address, such as ana@example.org",
            CaptureKind::Birthday => "is not the birthday of somebody alive, such as 05-17 or 1990-05-17",
            CaptureKind::NameDay => "is not a day of the year, such as 05-17",
        })
    }
}

impl std::error::Error for InvalidCapture {}

/// Whether somebody alive can have been born then, somewhere: the year, if it is known, is none before 1900, and the day has
/// begun where days begin first.
fn is_past(birthday: Birthday, now: Instant) -> bool {
    let latest = Calendar::utc().date(now + Days(1));
    birthday.year().is_none_or(|year| {
        let day = (year, birthday.month(), birthday.day());
        year >= BIRTH_YEAR_MIN && day <= (latest.year(), latest.month(), latest.day())
    })
}

/// Whether mail may get there: a part before the one `@` and a name with a dot behind it, of letters in any script, digits
/// and what RFC 5322 lets stand in both without quotes. Nothing that could be markup or a second address.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |c: char| c.is_alphanumeric() || "!#$%'*+-/=?^_{|}~.".contains(c);
    let is_label = |label: &str| {
        let plain = label.chars().all(|c| c.is_alphanumeric() || c == '-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let dots = |text: &str| text.split('.').all(|atom| !atom.is_empty());
    text.len() <= EMAIL_LEN_MAX
        && local.len() <= LOCAL_PART_LEN_MAX
        && local.chars().all(is_local)
        && dots(local)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: CaptureKind, sound: &[&str], unsound: &[&str]) {
        let now = Instant::parse("2026-04-01T12:00:00Z").unwrap_or_default();
        for text in sound {
            let captured = Captured::parse(kind, text, now).map(|captured| captured.to_string());
            assert_eq!(captured.as_deref(), Ok(text.trim()));
        }
        for text in unsound {
            assert_eq!(Captured::parse(kind, text, now), Err(InvalidCapture(kind)), "{text}");
        }
    }

    #[test]
    fn an_address_is_one_that_mail_may_reach() {
        let long = format!("{}@example.org", "a".repeat(65));
        check(
            CaptureKind::Email,
            &[
                "ana@example.org",
                " ana+shop@mail.example.co.uk ",
                "o_o@xn--80ak6aa92e.com",
                "o'brien@example.ie",
                "žiga@primer.si",
            ],
            &[
                "",
                "ana",
                "@example.org",
                "ana@",
                "ana@example",
                "ana@@example.org",
                "ana@example..org",
                ".ana@example.org",
                "ana@-example.org",
                "ana@example.org, eve@example.org",
                "<b>@example.org",
                "\"ana\"@example.org",
                "ana@exam\nple.org",
                "ana@example.org?cc=eve",
                &long,
            ],
        );
    }

    #[test]
    fn a_name_day_has_no_year() {
        check(CaptureKind::NameDay, &["05-17", "02-29"], &["1990-05-17", "13-01", "today"]);
        check(CaptureKind::Birthday, &["05-17", "1990-05-17"], &["1990-02-29", "17.5.", ""]);
    }

    #[test]
    fn somebody_alive_was_born_since_1900_and_by_today() {
        let sound = ["1900-01-01", "2026-04-01", "2026-04-02", "12-31"];
        check(CaptureKind::Birthday, &sound, &["1899-12-31", "2026-04-03", "2062-05-17"]);
    }
}
