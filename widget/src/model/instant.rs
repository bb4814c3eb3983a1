//! Reading the API's instants, RFC 3339 in UTC. The library `loyalty` reads them with weighs more than the launcher.

use loyalty::Instant;

/// Reads `1998-07-01T00:00:00Z`, with or without fractions of a second.
pub fn parse(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
    };
    let separated = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if separated.iter().any(|&(at, separator)| bytes.get(at) != Some(&separator)) || bytes.last() != Some(&b'Z') {
        return None;
    }
    let days = days_since_1970(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let seconds = days * 86_400 + number(11, 13)? * 3_600 + number(14, 16)? * 60 + number(17, 19)?;
    let fraction = match bytes.get(19..bytes.len() - 1)? {
        [] => 0,
        // Milliseconds are all the API has.
        [b'.', digits @ ..] if !digits.is_empty() => (0..3).try_fold(0, |sum, index| {
            let digit = digits.get(index).copied().unwrap_or(b'0');
            digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'))
        })?,
        _ => return None,
    };
    Some(Instant::from_ms(seconds * 1_000 + fraction))
}

/// The year of an instant, in UTC.
pub fn year(at: Instant) -> i64 {
    let days = at.as_ms().div_euclid(86_400_000);
    // 146,097 days in 400 years; off by one at most, which the comparison mends.
    let guess = 1970 + days * 400 / 146_097;
    [guess + 1, guess].into_iter().find(|year| days_since_1970(*year, 1, 1) <= days).unwrap_or(guess - 1)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (Howard Hinnant, “chrono-compatible low-level date
/// algorithms”, `days_from_civil`).
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March have the leap day at their end.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_read_as_the_rules_read_them() {
        for text in [
            "1998-07-01T00:00:00Z",
            "2000-02-29T23:59:59.999Z",
            "1970-01-01T00:00:00Z",
            "2024-12-31T12:00:00.5Z",
            "1900-03-01T00:00:00Z",
        ] {
            assert_eq!(parse(text), Instant::parse(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_none() {
        for text in [
            "",
            "1998-07-01",
            "1998-07-01T00:00:00",
            "1998-07-01T00:00:00+02:00",
            "1998-07-01 00:00:00Z",
            "19a8-07-01T00:00:00Z",
            "1998-07-01T00:00:00.Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_begins_at_midnight() {
        for (text, expected) in [
            ("1998-01-01T00:00:00Z", 1998),
            ("1997-12-31T23:59:59Z", 1997),
            ("2000-12-31T23:59:59Z", 2000),
            ("1969-12-31T23:59:59Z", 1969),
            ("2400-01-01T00:00:00Z", 2400),
        ] {
            assert_eq!(parse(text).map(year), Some(expected), "{text}");
        }
    }
}
