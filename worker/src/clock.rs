//! The one place that reads a clock.

use loyalty::Instant;
use worker::Date;

/// The real time, in milliseconds since 1970.
pub fn real_ms() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// The time of a shop whose clock is `offset_ms` ahead of the real one.
pub fn now(offset_ms: i64) -> Instant {
    Instant::from_ms(real_ms().saturating_add(offset_ms))
}
