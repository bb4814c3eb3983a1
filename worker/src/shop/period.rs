//! The period of a report.

use loyalty::{Days, Instant};

use crate::limits::REPORT_DAYS_MAX;
use crate::problem::{Outcome, invalid};

/// What was asked for: it ends now if nothing is said of that, and begins so many days before its end.
///
/// # Errors
/// When it is empty, or longer than [`REPORT_DAYS_MAX`].
pub fn period(
    (from, until): (Option<Instant>, Option<Instant>),
    default: Days,
    now: Instant,
) -> Outcome<(Instant, Instant)> {
    let until = until.unwrap_or(now);
    let from = from.unwrap_or(until - default);
    if from >= until || until.days_since(from) > REPORT_DAYS_MAX {
        return Err(invalid("until", "must be after from, and at most 366 days later"));
    }
    Ok((from, until))
}
