//! What the language asks of whoever runs it: the parts of JavaScript that are large to rebuild.

/// Does with texts and numbers what JavaScript does.
///
/// In the browser JavaScript itself is asked, which costs no bytes there. What is given here for numbers and letters is
/// for everywhere else.
pub trait Engine {
    /// Whether a text is a regular expression.
    fn is_pattern(&self, pattern: &str) -> bool;

    /// Whether a regular expression is found somewhere in a text, in any case of letters if so asked. One that is none is
    /// found nowhere.
    fn matches(&self, pattern: &str, any_case: bool, text: &str) -> bool;

    /// The text in lower case.
    fn lowercase(&self, text: &str) -> String {
        text.to_lowercase()
    }

    /// A text as a number, as `Number(text)` reads it (ECMA-262, StringToNumber); NaN if it is none.
    fn number(&self, text: &str) -> f64 {
        let text = text.trim_matches(is_space);
        match text {
            "" => return 0.0,
            "Infinity" | "+Infinity" => return f64::INFINITY,
            "-Infinity" => return f64::NEG_INFINITY,
            _ => {}
        }
        for (prefixes, radix) in [(["0x", "0X"], 16), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
            if let Some(digits) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
                let is_number = digits.chars().all(|digit| digit.is_digit(radix));
                let number = u128::from_str_radix(digits, radix).ok().filter(|_| is_number);
                return number.map_or(f64::NAN, |number| number as f64);
            }
        }
        // Rust also reads `inf` and `nan`; JavaScript does not.
        let is_decimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        text.parse().ok().filter(|_| is_decimal).unwrap_or(f64::NAN)
    }

    /// A number as a text, as `String(number)` writes it (ECMA-262, Number::toString).
    fn text(&self, number: f64) -> String {
        if number.is_nan() {
            return "NaN".to_owned();
        }
        if number.is_infinite() {
            return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
        }
        if number == 0.0 {
            return "0".to_owned();
        }
        // The shortest digits that read back as this number, and where their point is.
        let scientific = format!("{number:e}");
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let point = exponent.parse().unwrap_or(0_i32).saturating_add(1);
        sign.to_owned() + &lay_out(&digits, point)
    }
}

/// Digits with the point after the first `point` of them, with an exponent where JavaScript writes one.
fn lay_out(digits: &str, point: i32) -> String {
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    if length <= point && point <= 21 {
        return digits.to_owned() + &zeros(point - length);
    }
    if 0 < point && point <= 21 {
        let (whole, rest) = digits.split_at(usize::try_from(point).unwrap_or(0));
        return [whole, ".", rest].concat();
    }
    if -6 < point && point <= 0 {
        return ["0.", &zeros(-point), digits].concat();
    }
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    let sign = if point > 0 { "+" } else { "-" };
    [first, dot, rest, "e", sign, &(point - 1).unsigned_abs().to_string()].concat()
}

/// White space and line ends of JavaScript: Unicode's without NEL, with the byte order mark.
fn is_space(character: char) -> bool {
    character == '\u{feff}' || (character.is_whitespace() && character != '\u{85}')
}
