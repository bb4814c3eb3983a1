//! Points by the day on which something happens to them.

use loyalty::Instant;

use crate::model::member::Due;

/// Adds up what falls on the same day, as the day is written. What comes sorted stays sorted.
pub fn by_day(dues: &[Due], written: impl Fn(Instant) -> String) -> Vec<(String, i64)> {
    let mut days: Vec<(String, i64)> = Vec::new();
    for due in dues {
        let day = written(due.at);
        match days.last_mut() {
            Some((last, points)) if *last == day => *points += due.points,
            _ => days.push((day, due.points)),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_one_day_are_one_line() {
        let due = |points, at| Due { points, at: Instant::from_ms(at) };
        let written = |at: Instant| format!("day {}", at.as_ms() / 100);
        let days = by_day(&[due(10, 110), due(5, 190), due(7, 200), due(1, 350)], written);
        assert_eq!(days, [("day 1".to_owned(), 15), ("day 2".to_owned(), 7), ("day 3".to_owned(), 1)]);
        assert_eq!(by_day(&[], written), []);
    }
}
