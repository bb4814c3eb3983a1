//! Whole numbers as other systems write them: `1499.0` and `1.499e3` are 1499.
//!
//! They are the same numbers in JSON, so they are written anew before a body is read, wherever they stand.

use std::borrow::Cow;

/// Beyond here a number with a fraction or an exponent may have been rounded.
const EXACT_MAX: f64 = 9_007_199_254_740_991.0;

/// The text with whole numbers written as digits alone. It need not be JSON.
pub fn with_whole_numbers(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut written = String::new();
    let (mut kept_to, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at += 1 + super::path::string_len(&bytes[at + 1..]),
            b'-' | b'0'..=b'9' => {
                let start = at;
                at += bytes[at..].iter().take_while(|byte| b"+-.eE0123456789".contains(byte)).count();
                if let Some(whole) = whole(&text[start..at]) {
                    written.push_str(&text[kept_to..start]);
                    written.push_str(&whole.to_string());
                    kept_to = at;
                }
            }
            _ => at += 1,
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(&text[kept_to..]);
    Cow::Owned(written)
}

/// A number that is whole and is not written so. What is no number in JSON is left to whoever reads it.
fn whole(number: &str) -> Option<i64> {
    let is_other = number.contains(['.', 'e', 'E']) && serde_json::from_str::<serde_json::Number>(number).is_ok();
    let value: f64 = if is_other { number.parse().ok()? } else { return None };
    (value.fract() == 0.0 && value.abs() <= EXACT_MAX).then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(with_whole_numbers(text), expected);
    }

    #[test]
    fn whole_numbers_are_digits() {
        check(r#"{"price": 1499.0}"#, r#"{"price": 1499}"#);
        check("[1.499e3, 1.0, -0.0, -2.50e1, 1E2]", "[1499, 1, 0, -25, 100]");
        check("9007199254740991.0", "9007199254740991");
    }

    #[test]
    fn other_numbers_and_texts_stay() {
        for text in [
            "[1499.5, 0.1, 1e-1]",
            "9007199254740993.0",
            "1e400",
            "1e30",
            "01.0",
            "1.",
            "-",
            "1.0.0",
            "{\"1.0\": \"2.0\"",
        ] {
            check(text, text);
        }
        check(r#"{"a\"1.0": "x", "b": 3.0"#, r#"{"a\"1.0": "x", "b": 3"#);
        check("\"1.0", "\"1.0");
    }
}
