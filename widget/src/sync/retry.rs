//! How long to wait before asking again.

/// The first wait. Each further one is twice as long.
const FIRST_MS: u32 = 2_000;
/// The longest wait: a minute of a shopper's patience, and at most 60 requests an hour from an open page.
const LONGEST_MS: u32 = 60_000;

/// Milliseconds to wait after a number of failed attempts (1 is the first). `random` from 0 to 1 spreads the callers
/// over the second half of the wait, so that they do not all come back at once. What the server asked for
/// (`Retry-After`, in seconds) is waited at least.
pub fn delay_ms(failed: u32, retry_after_s: u32, random: f64) -> u32 {
    let doubled = FIRST_MS.saturating_mul(1 << failed.saturating_sub(1).min(10)).min(LONGEST_MS);
    let half = doubled / 2;
    let spread = half + (f64::from(half) * random) as u32;
    // An hour at most: a mistaken header must not switch the widget off.
    spread.max(retry_after_s.min(3_600) * 1_000)
}

#[cfg(test)]
mod tests {
    use super::delay_ms;

    #[track_caller]
    fn check(failed: u32, retry_after_s: u32, random: f64, expected_ms: u32) {
        assert_eq!(delay_ms(failed, retry_after_s, random), expected_ms);
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        check(1, 0, 1.0, 2_000);
        check(2, 0, 1.0, 4_000);
        check(5, 0, 1.0, 32_000);
        check(6, 0, 1.0, 60_000);
        check(u32::MAX, 0, 1.0, 60_000);
    }

    #[test]
    fn waits_are_spread_over_their_second_half() {
        check(1, 0, 0.0, 1_000);
        check(1, 0, 0.5, 1_500);
    }

    #[test]
    fn the_server_is_waited_for_within_an_hour() {
        check(1, 30, 0.0, 30_000);
        check(6, 1, 0.0, 30_000);
        check(1, 1_000_000, 0.0, 3_600_000);
    }
}
