//! Which ink can be read on a colour the shop chose.

/// Black or white, whichever has more contrast on a `#rgb` or `#rrggbb` colour (WCAG 2.2, “contrast ratio”). None for
/// other notations: the shop then says the ink itself.
pub fn ink_on(colour: &str) -> Option<&'static str> {
    let digits = colour.trim().strip_prefix('#')?;
    let (width, repeat) = match digits.len() {
        3 => (1, 17),
        6 => (2, 1),
        _ => return None,
    };
    let channel = |index: usize| -> Option<f64> {
        let value = u32::from_str_radix(digits.get(index * width..(index + 1) * width)?, 16).ok()? * repeat;
        Some(linear(f64::from(value) / 255.0))
    };
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(1)? + 0.0722 * channel(2)?;
    // Contrast with white is 1.05 ÷ (L + 0.05), with black (L + 0.05) ÷ 0.05. They are equal at L ≈ 0.179.
    Some(if luminance > 0.179 { "#000" } else { "#fff" })
}

/// An sRGB channel in linear light. The square is within 0.03 of the standard's curve, which needs a power function
/// of 1.5 KB.
fn linear(channel: f64) -> f64 {
    channel * channel
}

#[cfg(test)]
mod tests {
    use super::ink_on;

    #[track_caller]
    fn check(colour: &str, expected: Option<&str>) {
        assert_eq!(ink_on(colour), expected, "{colour}");
    }

    #[test]
    fn light_colours_take_black_ink_and_dark_ones_white() {
        check("#fff", Some("#000"));
        check("#ffd400", Some("#000"));
        check("#000000", Some("#fff"));
        check("#1f3a8a", Some("#fff"));
        check("#b3261e", Some("#fff"));
        check(" #0a7 ", Some("#000"));
    }

    #[test]
    fn other_notations_are_left_to_the_shop() {
        check("red", None);
        check("#12345", None);
        check("#ggg", None);
        check("#ääa", None);
    }
}
