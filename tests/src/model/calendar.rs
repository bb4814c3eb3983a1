//! Calendar days and periods of a program's time zone.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A day in a duration, in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

thread_local! {
    /// Zones are asked for often and slow to read.
    static ZONES: RefCell<HashMap<String, TimeZone>> = RefCell::default();
}

fn zone(name: &str) -> TimeZone {
    let read = || TimeZone::get(name).unwrap_or_else(|error| panic!("no such zone: {error}"));
    ZONES.with_borrow_mut(|zones| zones.entry(name.to_owned()).or_insert_with(read).clone())
}

fn local_date(zone_name: &str, at_ms: i64) -> Date {
    let timestamp = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_else(|error| panic!("{at_ms}: {error}"));
    timestamp.to_zoned(zone(zone_name)).date()
}

fn midnight_ms(zone_name: &str, year: i32, month: i32) -> i64 {
    // Months past December belong to the next year.
    let (year, month) = if month > 12 { (year + 1, month - 12) } else { (year, month) };
    let date = Date::new(year as i16, month as i8, 1).unwrap_or_else(|error| panic!("{year}-{month}: {error}"));
    let midnight = date.to_zoned(zone(zone_name)).unwrap_or_else(|error| panic!("{date}: {error}"));
    midnight.timestamp().as_millisecond()
}

/// Whether two instants fall on one calendar day.
pub fn same_day(zone_name: &str, one_ms: i64, other_ms: i64) -> bool {
    local_date(zone_name, one_ms) == local_date(zone_name, other_ms)
}

/// Whether two instants fall in one calendar month.
pub fn same_month(zone_name: &str, one_ms: i64, other_ms: i64) -> bool {
    let (one, other) = (local_date(zone_name, one_ms), local_date(zone_name, other_ms));
    (one.year(), one.month()) == (other.year(), other.month())
}

/// The year, quarter or month around an instant: its first instant and the first one after it.
pub fn period_around(zone_name: &str, period: &str, at_ms: i64) -> (i64, i64) {
    let date = local_date(zone_name, at_ms);
    let (year, month) = (i32::from(date.year()), i32::from(date.month()));
    let (first_month, length_months) = match period {
        "year" => (1, 12),
        "quarter" => ((month - 1) / 3 * 3 + 1, 3),
        "month" => (month, 1),
        other => panic!("no such period: {other}"),
    };
    (midnight_ms(zone_name, year, first_month), midnight_ms(zone_name, year, first_month + length_months))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().map(|timestamp| timestamp.as_millisecond()).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn a_period_starts_and_ends_at_the_zones_midnight() {
        let around = |period| period_around("America/New_York", period, ms("1998-01-01T04:59:59.999Z"));
        assert_eq!(around("year"), (ms("1997-01-01T05:00:00Z"), ms("1998-01-01T05:00:00Z")));
        assert_eq!(around("quarter"), (ms("1997-10-01T04:00:00Z"), ms("1998-01-01T05:00:00Z")));
        assert_eq!(around("month"), (ms("1997-12-01T05:00:00Z"), ms("1998-01-01T05:00:00Z")));
    }

    #[test]
    fn a_day_is_the_zones() {
        let (before, after) = (ms("1998-07-01T21:59:59Z"), ms("1998-07-01T22:00:00Z"));
        assert!(!same_day("Europe/Ljubljana", before, after));
        assert!(same_day("UTC", before, after));
    }
}
