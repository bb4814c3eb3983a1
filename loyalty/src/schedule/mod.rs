//! When an offer is to be had, or a survey asks: between two times of the shop's clock, on some days, at some hours.
//!
//! The shop's clock is the same for both, and for birthdays and anniversaries: [`Calendar::of_shop`].

mod local;

use std::collections::BTreeSet;

use jiff::{Span, civil};
use serde::{Deserialize, Serialize};

pub use local::{InvalidTime, LocalTime, TimeOfDay, Weekday};

use crate::{Instant, calendar::Calendar, check::Faults};

/// What is wrong with a schedule where the shop's clock is not known.
const NO_TIME_ZONE: &str = "needs a time zone: that of the program, or of the settings for offers";

/// When an offer is to be had, or a survey asks, by the shop's clock. What is absent does not limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// From here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<LocalTime>,
    /// Before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalTime>,
    /// Only on these days; on all if empty.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub days: BTreeSet<Weekday>,
    /// Only at these hours of those days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

/// Hours of a day. They may last past midnight, and belong to the day on which they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// From here on.
    pub from: TimeOfDay,
    /// Before.
    pub until: TimeOfDay,
}

/// The time `from ≤ t < until`; what is absent has no end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first instant.
    pub from: Option<Instant>,
    /// The first instant after it.
    pub until: Option<Instant>,
}

impl Schedule {
    /// The window that is open at `now` or, if none is, the first that opens after it and not after `latest`.
    ///
    /// With days or hours a window ends, at the latest, two days after that of `latest`, although the next may begin there.
    pub fn window(&self, calendar: &Calendar, now: Instant, latest: Instant) -> Option<Window> {
        let whole = self.whole(calendar);
        if self.days.is_empty() && self.hours.is_none() {
            return Some(whole).filter(|window| window.matters(now, latest));
        }
        let mut open: Option<Window> = None;
        // Yesterday's hours may last until today.
        let first = calendar.date(now).yesterday().unwrap_or(civil::Date::MIN);
        let last = calendar.date(latest).checked_add(Span::new().days(2)).unwrap_or(civil::Date::MAX);
        for day in first.series(Span::new().days(1)).take_while(|day| *day <= last) {
            let Some(window) = self.on(day, calendar).map(|window| window.within(whole)) else { continue };
            match &mut open {
                // What ends where the next begins, as Friday does where Saturday begins, is one window.
                Some(open) if open.until == window.from => open.until = window.until,
                Some(_) => break,
                None if window.matters(now, latest) => open = Some(window),
                None => {}
            }
        }
        open
    }

    /// The instant it ends at for good, if it does.
    pub(crate) fn end(&self, calendar: &Calendar) -> Option<Instant> {
        self.whole(calendar).until
    }

    /// The instant it begins at, if it names one.
    pub(crate) fn start(&self, calendar: &Calendar) -> Option<Instant> {
        self.whole(calendar).from
    }

    fn whole(&self, calendar: &Calendar) -> Window {
        let instant = |time: Option<LocalTime>| time.map(|LocalTime(time)| calendar.instant(time));
        Window { from: instant(self.from), until: instant(self.until) }
    }

    /// The window that begins on a day, if one does.
    fn on(&self, day: civil::Date, calendar: &Calendar) -> Option<Window> {
        if !self.days.is_empty() && !self.days.contains(&day.weekday().into()) {
            return None;
        }
        let midnight = civil::Time::midnight();
        let (from, until) = self.hours.map_or((midnight, midnight), |hours| (hours.from.0, hours.until.0));
        let last_day = if until <= from { day.tomorrow().ok()? } else { day };
        let instant = |day: civil::Date, time| Some(calendar.instant(day.to_datetime(time)));
        Some(Window { from: instant(day, from), until: instant(last_day, until) })
    }

    /// Whether something is to be had, or asked, at `now`.
    pub fn is_open(&self, calendar: &Calendar, now: Instant) -> bool {
        let window = self.window(calendar, now, now);
        window.is_some_and(|window| window.from.is_none_or(|from| from <= now))
    }

    pub(crate) fn check(&self, calendar: Option<&Calendar>, faults: &mut Faults) {
        let has_clock = calendar.is_some() || *self == Self::default();
        faults.require(has_clock, || "schedule".to_owned(), NO_TIME_ZONE);
        let ends_after_start = self.from.zip(self.until).is_none_or(|(from, until)| from < until);
        faults.require(ends_after_start, || "schedule.until".to_owned(), "must be after from");
        let hours = self.hours.is_none_or(|hours| hours.from != hours.until);
        faults.require(hours, || "schedule.hours.until".to_owned(), "must be another time than from");
    }
}

impl Window {
    fn within(self, whole: Self) -> Self {
        let until = self.until.into_iter().chain(whole.until).min();
        Self { from: self.from.max(whole.from), until }
    }

    /// Whether some of it is not over at `now`, and begins by `latest`.
    fn matters(self, now: Instant, latest: Instant) -> bool {
        let begins = self.from.is_none_or(|from| from <= latest);
        let lasts = self.until.is_none_or(|until| now < until && self.from.is_none_or(|from| from < until));
        begins && lasts
    }
}
