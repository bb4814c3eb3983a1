//! Puts texts into a message's numbered places.

/// `{0}` becomes the first text, `{1}` the second.
pub fn fill(message: &str, given: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((index, tail)) = after.split_once('}') else { break };
        let index = index.bytes().fold(0, |sum, digit| sum * 10 + usize::from(digit.wrapping_sub(b'0')));
        filled.push_str(given.get(index).copied().unwrap_or_default());
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[track_caller]
    fn check(message: &str, given: &[&str], expected: &str) {
        assert_eq!(fill(message, given), expected);
    }

    #[test]
    fn places_are_filled_in_any_order_and_more_than_once() {
        check("Close", &[], "Close");
        check("{0} points", &["1,234"], "1,234 points");
        check("{1}: {0}, {1}", &["a", "b"], "b: a, b");
    }

    #[test]
    fn what_is_given_is_never_taken_for_a_place() {
        check("{0} of {1}", &["{1}", "x"], "{1} of x");
    }

    #[test]
    fn a_place_nothing_was_given_for_is_empty() {
        check("[{3}]", &["a"], "[]");
    }
}
