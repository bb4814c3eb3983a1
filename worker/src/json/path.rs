//! Where in a text something is.

use super::read::from_str;

/// A value's place in what it is in.
enum Step {
    Member(String),
    Item(usize),
}

/// The path of the value that ends at or holds the byte at `offset` of a text that is JSON, such as `lines[0].price`;
/// `.` for the whole.
pub fn path(text: &str, offset: usize) -> String {
    let bytes = text.as_bytes();
    let mut steps: Vec<Step> = Vec::new();
    let mut is_key_next = false;
    let mut at = 0;
    while at < offset.min(bytes.len()) {
        let start = at;
        at += 1;
        match bytes[start] {
            b'{' => {
                steps.push(Step::Member(String::new()));
                is_key_next = true;
            }
            b'[' => steps.push(Step::Item(0)),
            b'}' | b']' => {
                steps.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Item(index)) => *index += 1,
                _ => is_key_next = true,
            },
            b'"' => {
                at += string_len(&bytes[at..]);
                if std::mem::take(&mut is_key_next)
                    && let Some(Step::Member(key)) = steps.last_mut()
                {
                    // It was read before, so it is a string.
                    *key = from_str(&text[start..at]).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for step in &steps {
        match step {
            Step::Item(index) => path.push_str(&format!("[{index}]")),
            // An object of which nothing was read.
            Step::Member(key) if key.is_empty() => {}
            Step::Member(key) if path.is_empty() => path.push_str(key),
            Step::Member(key) => path.push_str(&format!(".{key}")),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Bytes of a string after its first quotation mark, the last one included.
pub fn string_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// Where a piece of a text begins, if it is one.
pub fn place_of(piece: &str, text: &str) -> Option<usize> {
    let place = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (place + piece.len() <= text.len()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_through_lists_objects_and_strings_of_any_kind() {
        let text = r#"{"a": {"b, {": [1, {"c\\\"": "}],", "d": [[], {}, 5]}]}, "e": "ž"}"#;
        let check = |before: &str, expected: &str| {
            let offset = text.find(before).map_or(0, |at| at + before.len());
            assert_eq!(path(text, offset), expected, "{before}");
        };
        check("[1", "a.b, {[0]");
        check("\"}],\"", "a.b, {[1].c\\\"");
        check("[]", "a.b, {[1].d[0]");
        check("{}", "a.b, {[1].d[1]");
        check("5", "a.b, {[1].d[2]");
        check("5]}", "a.b, {[1]");
        check("ž", "e");
        check(text, ".");
        assert_eq!(path(text, usize::MAX), ".");
    }

    #[test]
    fn a_piece_of_a_text_has_a_place_in_it() {
        let text = "{\"a\": 1}";
        assert_eq!(place_of(&text[2..3], text), Some(2));
        assert_eq!(place_of("elsewhere", text), None);
    }
}
