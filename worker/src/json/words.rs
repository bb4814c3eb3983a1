//! What is wrong with a body, for people who have never seen the code that reads it.

use loyalty::suggest::{closest, list};

use super::door::Wanted;

/// Most characters of a caller's text that are repeated to them.
const QUOTED_CHARS_MAX: usize = 40;

/// Enums that are an object of one member, which says what it is: `{"points": {…}}`.
const OBJECTS: [&str; 4] = ["Answer", "Ask", "Timing", "ValueKind"];

/// What serde says, in words; and the member it speaks of, if it is one of the object where reading stopped. `rest` is the
/// text from there on, `before` the text until then.
pub fn fault<'e>(error: &'e str, (before, rest): (&str, &str), wanted: Wanted) -> (Option<&'e str>, String) {
    let named = |start: &str| error.strip_prefix(start)?.strip_suffix('`');
    if let Some(field) = named("missing field `") {
        return (Some(field), "is missing".to_owned());
    }
    if let Some(field) = named("stray field `") {
        return (Some(field), "does not belong to this type".to_owned());
    }
    if error.starts_with("duplicate field `") {
        return (None, "stands here twice; send it once".to_owned());
    }
    if let Some(variant) = error.strip_prefix("unknown variant `").and_then(|error| error.split('`').next()) {
        return (None, format!("is “{}”; {}", quoted(variant), one_of(variant, wanted)));
    }
    if error == "expected value" {
        return (None, format!("{}; {}", found_in(rest), must_be(wanted)));
    }
    let stated =
        ["invalid type: ", "invalid value: ", "invalid length "].iter().find_map(|start| error.strip_prefix(start));
    match stated.and_then(|error| error.rsplit_once(", expected ")) {
        Some((found, expected)) => (None, format!("{}; must be {}", told(found, before), meant(expected, before))),
        None => (None, error.to_owned()),
    }
}

/// What was found, as serde names it.
fn told(found: &str, before: &str) -> String {
    let inner = |start: &str, end: char| found.strip_prefix(start)?.strip_suffix(end);
    if let Some(text) = inner("string \"", '"') {
        return format!("is the text “{}”", quoted(text));
    }
    if let Some(number) = inner("integer `", '`').or_else(|| inner("floating point `", '`')) {
        return format!("is the number {number}");
    }
    if let Some(flag) = inner("boolean `", '`') {
        return format!("is {flag}");
    }
    match found {
        "null" | "unit value" | "Option value" => "is null".to_owned(),
        "sequence" => "is a list".to_owned(),
        "map" => "is an object".to_owned(),
        "unit variant" => format!("is the text “{}”", quoted(last_text(before))),
        // Of a list: how many items there are.
        length if length.parse::<usize>().is_ok() => format!("has the length {length}"),
        _ => "is something else".to_owned(),
    }
}

/// What was asked for, as serde names it, or in the words of whoever asked.
fn meant(expected: &str, before: &str) -> String {
    let words = match expected {
        "a string" | "string" | "str" => "a text",
        "a boolean" => "true or false",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65,535",
        "u32" => "a whole number from 0 to 4,294,967,295",
        "u64" | "usize" => "a whole number of 0 or more",
        "f32" | "f64" => "a number",
        "a sequence" => "a list",
        "a map" | "struct variant" => "an object",
        "unit" | "unit variant" => return format!("the text “{}” alone", quoted(last_text(before))),
        expected if expected.starts_with("struct ") => "an object",
        expected => expected,
    };
    if expected == "struct variant" {
        return format!("an object, such as {{\"{}\": {{…}}}}", quoted(last_text(before)));
    }
    words.to_owned()
}

/// What is found at the beginning of a text.
fn found_in(text: &str) -> String {
    match text.trim_start().bytes().next() {
        Some(b'[') => "is a list".to_owned(),
        Some(b'{') => "is an object".to_owned(),
        Some(b'}') => "is an empty object".to_owned(),
        Some(b'n') => "is null".to_owned(),
        Some(b't') => "is true".to_owned(),
        Some(b'f') => "is false".to_owned(),
        _ => {
            let number = text.trim_start().split([',', '}', ']', ' ', '\n', '\r', '\t']).next().unwrap_or_default();
            format!("is the number {}", quoted(number))
        }
    }
}

fn must_be(wanted: Wanted) -> String {
    match wanted.variants.first() {
        Some(first) if OBJECTS.contains(&wanted.name) => {
            let names = list(wanted.variants, "or");
            format!("must be an object with one of {names}, such as {{\"{first}\": …}}")
        }
        _ => format!("must be one of {}", list(wanted.variants, "or")),
    }
}

/// The known names, and the one that may have been meant.
fn one_of(written: &str, wanted: Wanted) -> String {
    let names = format!("must be one of {}", list(wanted.variants, "or"));
    match closest(written, wanted.variants.iter().copied()) {
        Some(name) => format!("{names} (did you mean “{name}”?)"),
        None => names,
    }
}

/// A caller's own text, not too much of it.
fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED_CHARS_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The last text in quotation marks.
fn last_text(before: &str) -> &str {
    before.rsplit('"').nth(1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::domain_sources;
    use super::*;

    /// A name here that is no enum's any more would silently lose its words.
    #[test]
    fn objects_are_enums_of_the_domain() {
        let names = |text: &String| -> Vec<String> {
            let enums = text.lines().filter_map(|line| line.strip_prefix("pub enum ")?.split([' ', '<']).next());
            enums.map(str::to_owned).collect()
        };
        let found: Vec<String> = domain_sources().iter().flat_map(names).collect();
        let unknown: Vec<&str> = OBJECTS.into_iter().filter(|name| !found.iter().any(|other| other == name)).collect();
        assert_eq!(unknown, [""; 0]);
    }
}
