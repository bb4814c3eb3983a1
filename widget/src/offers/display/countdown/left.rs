//! Time that is left, as a clock shows it.

const SECOND_MS: i64 = 1_000;
const DAY_S: i64 = 86_400;

/// Time that is left.
#[derive(Debug, PartialEq)]
pub struct Left {
    pub days: i64,
    /// The rest: `4:05:06`.
    pub time: String,
}

impl Left {
    /// So many seconds.
    pub fn of(seconds: i64) -> Self {
        let rest = seconds.rem_euclid(DAY_S);
        let mut time = (rest / 3_600).to_string();
        for part in [rest / 60 % 60, rest % 60] {
            time.push_str(if part < 10 { ":0" } else { ":" });
            time.push_str(&part.to_string());
        }
        Self { days: seconds.div_euclid(DAY_S), time }
    }
}

/// Whole seconds, the one that has begun included: 0 only once nothing is left.
pub fn seconds(left_ms: i64) -> i64 {
    (left_ms.max(0) + SECOND_MS - 1) / SECOND_MS
}

/// Milliseconds until another second has gone: what is shown changes when it should, however long a turn took.
pub fn until_next_ms(left_ms: i64) -> u32 {
    // 1 to 1,000: a remainder of a second.
    match left_ms.rem_euclid(SECOND_MS) {
        0 => SECOND_MS as u32,
        rest => rest as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seconds: i64, days: i64, time: &str) {
        assert_eq!(Left::of(seconds), Left { days, time: time.to_owned() });
    }

    #[test]
    fn time_reads_as_on_a_clock() {
        check(0, 0, "0:00:00");
        check(59, 0, "0:00:59");
        check(3_661, 0, "1:01:01");
        check(86_399, 0, "23:59:59");
        check(86_400, 1, "0:00:00");
        check(12 * 86_400 + 36_610, 12, "10:10:10");
    }

    #[test]
    fn the_last_second_counts_until_it_has_gone() {
        assert_eq!(seconds(1), 1);
        assert_eq!(seconds(1_000), 1);
        assert_eq!(seconds(1_001), 2);
        assert_eq!(seconds(0), 0);
        assert_eq!(seconds(-5), 0);
    }

    #[test]
    fn each_turn_ends_on_a_whole_second() {
        for left_ms in [1, 999, 1_000, 1_001, 61_400] {
            let after = left_ms - i64::from(until_next_ms(left_ms));
            assert_eq!(after.rem_euclid(1_000), 0, "{left_ms}");
            assert_eq!(seconds(after), seconds(left_ms) - 1, "{left_ms}");
        }
    }
}
