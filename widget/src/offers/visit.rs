//! One visit: the pages somebody opens one after another, on all tabs, until they have done nothing for half an hour.

use loyalty::{
    Instant,
    attention::{Event, Memory, VISIT_ENDS},
};

use crate::ui::join;

/// Where it is kept on the device.
pub const PLACE: &str = ":visit";

/// What is remembered of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which it is of this device's; the first is 1.
    pub number: i64,
    pub began: Instant,
    /// When something was last done.
    pub last: Instant,
    pub pages: i64,
    /// How much was shown in it.
    pub shown: i64,
    /// Of which run of the program-wide holdout the shop was told in which part this person is; 0 of none.
    pub cohort_told: i64,
    /// The `utm_source` it began with; may be empty.
    pub source: String,
}

impl Visit {
    /// The visit at `now`: the one there was, or the next.
    pub fn at(now: Instant, earlier: Option<Self>, source: &str) -> Self {
        match earlier {
            // A clock that was set back ends no visit.
            Some(earlier) if now < earlier.last + VISIT_ENDS => earlier,
            earlier => Self {
                number: earlier.map_or(0, |earlier| earlier.number) + 1,
                began: now,
                last: now,
                pages: 0,
                shown: 0,
                cohort_told: 0,
                source: source.to_owned(),
            },
        }
    }

    /// How long it has lasted, in seconds.
    pub fn seconds(&self, now: Instant) -> u32 {
        u32::try_from((now.as_ms() - self.began.as_ms()) / 1_000).unwrap_or(0)
    }

    /// Counts what a member was shown on pages before, where no page can keep a visit: all that is remembered of the last half
    /// hour, which was this visit as far as anybody can tell.
    pub fn count_remembered(&mut self, memory: &Memory, now: Instant) {
        let mut shown = 0;
        memory.each(&mut |event, _, at| shown += i64::from(event == Event::Seen && now < at + VISIT_ENDS));
        self.shown = self.shown.max(shown);
    }

    /// Reads what [`Self::write`] has written; nothing if it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(7, ' ');
        let mut number = || parts.next()?.parse::<i64>().ok();
        Some(Self {
            number: number()?,
            began: Instant::from_ms(number()?),
            last: Instant::from_ms(number()?),
            pages: number()?,
            shown: number()?,
            cohort_told: number()?,
            source: parts.next()?.to_owned(),
        })
    }

    /// As one line, to keep on the device.
    pub fn write(&self) -> String {
        let Self { number, began, last, pages, shown, cohort_told, source } = self;
        let mut line = String::new();
        for number in [*number, began.as_ms(), last.as_ms(), *pages, *shown, *cohort_told] {
            line.push_str(&join(&number.to_string(), " "));
        }
        line.push_str(source);
        line
    }
}

#[cfg(test)]
mod tests {
    use loyalty::instant::Minutes;

    use super::*;

    fn at(minute: u32) -> Instant {
        Instant::from_ms(1_800_000_000_000) + Minutes(minute)
    }

    fn visit() -> Visit {
        Visit { pages: 3, shown: 1, ..Visit::at(at(0), None, "news letter") }
    }

    #[test]
    fn a_visit_lasts_until_nothing_was_done_for_half_an_hour() {
        let visit = Visit { last: at(20), ..visit() };
        assert_eq!(Visit::at(at(49), Some(visit.clone()), ""), visit);
        let next = Visit::at(at(50), Some(visit), "ads");
        assert_eq!((next.number, next.pages, next.shown, next.source.as_str()), (2, 0, 0, "ads"));
        assert_eq!((next.began, next.seconds(at(51))), (at(50), 60));
    }

    #[test]
    fn a_clock_set_back_ends_no_visit() {
        let visit = Visit { last: at(20), ..visit() };
        assert_eq!(Visit::at(at(0), Some(visit.clone()), ""), visit);
        assert_eq!(Visit { began: at(5), ..visit }.seconds(at(0)), 0);
    }

    #[test]
    fn what_is_remembered_of_the_last_half_hour_was_shown_in_this_visit() {
        let mut memory = Memory::default();
        for minute in [0, 10, 20] {
            memory.record(Event::Seen, &loyalty::CandidateId::new("welcome").unwrap(), at(minute));
        }
        memory.record(Event::Dismissed, &loyalty::CandidateId::new("welcome").unwrap(), at(21));
        let shown = |known, minute| {
            let mut visit = Visit { shown: known, ..visit() };
            visit.count_remembered(&memory, at(minute));
            visit.shown
        };
        assert_eq!((shown(0, 29), shown(0, 30), shown(0, 60), shown(5, 29)), (3, 2, 0, 5));
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for visit in [visit(), Visit { cohort_told: 2, source: String::new(), ..visit() }] {
            assert_eq!(Visit::parse(&visit.write()), Some(visit));
        }
    }

    #[test]
    fn what_is_no_visit_is_none() {
        for text in ["", "1", "1 2 3 4 5 6", "1 2 3 4 five 0 ads"] {
            assert_eq!(Visit::parse(text), None, "{text}");
        }
    }
}
