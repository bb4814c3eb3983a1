//! Calendar days, months, quarters and years of a shop's time zone.

use std::{cell::RefCell, collections::BTreeMap};

use jiff::{
    Zoned,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

use crate::Instant;

/// A calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Midnight to midnight.
    Day,
    /// The first of a month to the first of the next.
    Month,
    /// January, April, July and October begin one.
    Quarter,
    /// January to January.
    Year,
}

/// A shop's calendar: where its days begin.
#[derive(Clone, Debug)]
pub struct Calendar(TimeZone);

impl Calendar {
    /// The calendar of an IANA time zone, such as `Europe/Ljubljana`; none if there is no such zone.
    ///
    /// Each zone is parsed once: without the standard library's cache `jiff` reads the database at every call. There are
    /// some 600 names, and only these are remembered, as they are spelled there.
    pub fn new(time_zone: &str) -> Option<Self> {
        thread_local! {
            static ZONES: RefCell<BTreeMap<String, TimeZone>> = const { RefCell::new(BTreeMap::new()) };
        }
        ZONES.with_borrow_mut(|zones| {
            if let Some(zone) = zones.get(time_zone) {
                return Some(Self(zone.clone()));
            }
            let zone = TimeZone::get(time_zone).ok()?;
            if zone.iana_name() == Some(time_zone) {
                zones.insert(time_zone.to_owned(), zone.clone());
            }
            Some(Self(zone))
        })
    }

    /// The shop's clock: in the time zone of the settings or, where they name none, in that of the program. None without
    /// either. Everything that lies beside the ledger goes by it: the schedules of offers and surveys, birthdays,
    /// anniversaries, the weeks and months of reports.
    pub fn of_shop(settings: Option<&str>, program: Option<&str>) -> Option<Self> {
        settings.and_then(Self::new).or_else(|| program.and_then(Self::new))
    }

    /// The calendar of UTC.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The first instant of the period in which `at` falls.
    pub fn start(&self, period: Period, at: Instant) -> Instant {
        self.midnight(first_day(period, self.date(at)))
    }

    /// The first instant after the period in which `at` falls.
    pub fn end(&self, period: Period, at: Instant) -> Instant {
        let first = first_day(period, self.date(at));
        let months = match period {
            Period::Day => return self.midnight(first.tomorrow().unwrap_or(first)),
            Period::Month => 1,
            Period::Quarter => 3,
            Period::Year => 12,
        };
        // Past the year 9999 the calendar ends; so does the period.
        let next = first.checked_add(jiff::Span::new().months(months)).unwrap_or(Date::MAX);
        self.midnight(next)
    }

    /// Days from the day of `at` to the next such day of a year, 0 on the day itself. The 29th of February is the 28th in
    /// years without one. None for a day no year has, and after the last year that can be written.
    pub fn days_until(&self, month: i8, day: i8, at: Instant) -> Option<u32> {
        let today = self.date(at);
        let in_year = |year| {
            let first = Date::new(year, month, 1).ok()?;
            let is_day = (1..=days_in_a_leap_year(first)).contains(&day);
            is_day.then(|| first.with().day(day.min(first.days_in_month())).build().ok())?
        };
        let this_year = in_year(today.year())?;
        let next = if this_year < today { in_year(today.year() + 1)? } else { this_year };
        u32::try_from(today.until(next).ok()?.get_days()).ok()
    }

    /// The last yearly return of the day on which `of` falls that has begun by `at`: how many years after, and the first
    /// instant of that day. The 29th of February returns on the 28th in years without one. None in the first year.
    pub fn anniversary(&self, of: Instant, at: Instant) -> Option<(u32, Instant)> {
        let (first, today) = (self.date(of), self.date(at));
        let after = |years: i16| {
            let date = first.checked_add(jiff::Span::new().years(years)).ok()?;
            Some((u32::try_from(years).ok().filter(|years| *years > 0)?, date))
        };
        let years = today.year() - first.year();
        let begun = |(_, date): &(u32, Date)| *date <= today;
        let (years, date) = after(years).filter(begun).or_else(|| after(years - 1))?;
        Some((years, self.midnight(date)))
    }

    /// The instant at which the shop's clocks show a time. Of a time they show twice, the first; for one that a clock
    /// change skips, the change, so that of two times the later never comes first.
    pub(crate) fn instant(&self, local: DateTime) -> Instant {
        let timestamp = match self.0.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local),
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local),
            AmbiguousOffset::Gap { after, .. } => after.to_timestamp(local).map(|earlier| {
                let change = self.0.following(earlier).next();
                change.map_or(earlier, |change| change.timestamp())
            }),
        };
        // Past the last instant that can be written there is no other.
        Instant::from_ms(timestamp.map_or(i64::MAX, |timestamp| timestamp.as_millisecond()))
    }

    /// The day on which an instant falls.
    pub(crate) fn date(&self, at: Instant) -> Date {
        Zoned::new(at.timestamp(), self.0.clone()).date()
    }

    fn midnight(&self, date: Date) -> Instant {
        // Where a clock change skips midnight the day begins at the first instant that exists.
        let start = date.to_zoned(self.0.clone());
        Instant::from_ms(start.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond()))
    }
}

fn days_in_a_leap_year(first_of_month: Date) -> i8 {
    if first_of_month.month() == 2 { 29 } else { first_of_month.days_in_month() }
}

fn first_day(period: Period, date: Date) -> Date {
    match period {
        Period::Day => date,
        Period::Month => date.first_of_month(),
        Period::Quarter => {
            let month = (date.month() - 1) / 3 * 3 + 1;
            date.with().month(month).day(1).build().unwrap_or(date)
        }
        Period::Year => date.first_of_year(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(zone: &str, period: Period, at: &str, start: &str, end: &str) {
        let calendar = Calendar::new(zone).unwrap();
        let at = Instant::parse(at).unwrap();
        assert_eq!(calendar.start(period, at).to_string(), start);
        assert_eq!(calendar.end(period, at).to_string(), end);
    }

    #[test]
    fn a_period_begins_at_the_shops_midnight() {
        check("UTC", Period::Year, "1997-12-31T23:59:59Z", "1997-01-01T00:00:00Z", "1998-01-01T00:00:00Z");
        check(
            "America/New_York",
            Period::Month,
            "1998-01-01T04:59:59Z",
            "1997-12-01T05:00:00Z",
            "1998-01-01T05:00:00Z",
        );
        check(
            "Europe/Ljubljana",
            Period::Quarter,
            "1998-05-17T10:00:00Z",
            "1998-03-31T22:00:00Z",
            "1998-06-30T22:00:00Z",
        );
    }

    #[test]
    fn a_day_with_a_clock_change_is_longer_or_shorter() {
        check("Europe/Ljubljana", Period::Day, "1998-03-29T12:00:00Z", "1998-03-28T23:00:00Z", "1998-03-29T22:00:00Z");
        // Where clocks spring forward at midnight, the day begins at one o'clock.
        check("Africa/Cairo", Period::Day, "1998-04-24T12:00:00Z", "1998-04-23T22:00:00Z", "1998-04-24T21:00:00Z");
    }

    #[track_caller]
    fn check_days_until(zone: &str, (month, day): (i8, i8), at: &str, expected: Option<u32>) {
        let at = Instant::parse(at).unwrap();
        assert_eq!(Calendar::new(zone).unwrap().days_until(month, day, at), expected);
    }

    #[test]
    fn a_day_of_the_year_comes_again() {
        check_days_until("UTC", (7, 1), "1998-07-01T23:59:59Z", Some(0));
        check_days_until("UTC", (7, 1), "1998-07-02T00:00:00Z", Some(364));
        check_days_until("UTC", (1, 1), "1998-12-31T12:00:00Z", Some(1));
        // The shop's day has not begun yet where the shop is.
        check_days_until("America/New_York", (7, 1), "1998-07-01T03:59:59Z", Some(1));
        check_days_until("UTC", (2, 29), "1998-02-27T12:00:00Z", Some(1));
        check_days_until("UTC", (2, 29), "2000-02-28T12:00:00Z", Some(1));
        check_days_until("UTC", (2, 30), "2000-02-28T12:00:00Z", None);
        check_days_until("UTC", (1, 1), "9999-06-01T00:00:00Z", None);
    }

    #[test]
    fn an_unknown_time_zone_is_none() {
        assert!(Calendar::new("Mars/Olympus").is_none());
    }
}
