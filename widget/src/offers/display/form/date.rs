//! A day of the year, perhaps of a certain year, as the API takes it.

/// Nobody who shops was born before.
const FIRST_YEAR: i64 = 1900;
/// Without a year there may be a 29th of February.
const LEAP_YEAR: i64 = 2000;

/// `05-17` or `1990-05-17` of what was entered; the year may be empty. None if there is no such day by `this_year`.
pub fn date(month: &str, day: &str, year: &str, this_year: i64) -> Option<String> {
    let number = |text: &str| text.parse::<i64>().ok();
    let (month, day) = (number(month)?, number(day)?);
    let known = if year.is_empty() { None } else { Some(number(year)?) };
    let is_year = known.is_none_or(|year| (FIRST_YEAR..=this_year).contains(&year));
    if !is_year || !(1..=days(month, known.unwrap_or(LEAP_YEAR))).contains(&day) {
        return None;
    }
    let mut date = known.map_or_else(String::new, |year| year.to_string());
    for part in [month, day] {
        if !date.is_empty() {
            date.push('-');
        }
        if part < 10 {
            date.push('0');
        }
        date.push_str(&part.to_string());
    }
    Some(date)
}

/// How many days a month of a year has; none if there is no such month.
fn days(month: i64, year: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[track_caller]
    fn check(month: &str, day: &str, year: &str, expected: Option<&str>) {
        assert_eq!(date(month, day, year, 2026).as_deref(), expected, "{month} {day} {year}");
    }

    #[test]
    fn a_day_is_written_with_its_year_or_without() {
        check("5", "17", "", Some("05-17"));
        check("5", "7", "1990", Some("1990-05-07"));
        check("12", "31", "2026", Some("2026-12-31"));
    }

    #[test]
    fn a_leap_day_is_one_in_leap_years_and_without_a_year() {
        check("2", "29", "", Some("02-29"));
        check("2", "29", "1996", Some("1996-02-29"));
        check("2", "29", "2000", Some("2000-02-29"));
        check("2", "29", "1900", None);
        check("2", "29", "1997", None);
    }

    #[test]
    fn what_is_no_day_is_none() {
        check("4", "31", "", None);
        check("", "17", "", None);
        check("5", "", "", None);
        check("13", "1", "", None);
        check("0", "1", "", None);
        check("5", "0", "", None);
        check("5", "17", "1899", None);
        check("5", "17", "2027", None);
        check("5", "17", "90s", None);
    }
}
