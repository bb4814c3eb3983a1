//! JSON from callers: what is wrong with it is told with its path.
//!
//! Everything is read from text, by one kind of deserializer: each further kind would be compiled with a copy of every
//! document's code. So a fault's path is not gathered while reading, but found from where reading stopped.

mod read;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Error;

use crate::codes;
use crate::problem::{Failure, Outcome, Problem, invalid};
pub use read::from_str;

/// Reads an object: text that is not JSON is `malformed_json`, JSON that is not what was asked for is `invalid` at a path.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Outcome<T> {
    let Ok(text) = str::from_utf8(bytes) else {
        return Err(Failure::Rejected(Problem::new(codes::MALFORMED_JSON).detail("The text is not UTF-8.")));
    };
    let error = match from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if !error.is_data() {
        return Err(malformed(&error));
    }
    // What follows the first wrong field has not been read, so the text may still be no JSON at all.
    match from_str::<IgnoredAny>(text) {
        Ok(_) => Err(told(text, &error)),
        Err(error) => Err(malformed(&error)),
    }
}

fn told(text: &str, error: &Error) -> Failure {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    invalid(path(text, offset(text, error)), message)
}

fn malformed(error: &Error) -> Failure {
    let detail = format!("Line {}, column {}.", error.line(), error.column());
    Failure::Rejected(Problem::new(codes::MALFORMED_JSON).detail(detail))
}

/// How many bytes had been read. Lines count from 1, and the column is the bytes of the line that were read.
fn offset(text: &str, error: &Error) -> usize {
    let lines_before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    lines_before.map(str::len).sum::<usize>() + error.column()
}

/// A value's place in what it is in.
enum Step {
    Member(String),
    Item(usize),
}

/// The path of the value that ends at or holds the byte at `offset` of a text that is JSON, such as `lines[0].price`;
/// `.` for the whole.
fn path(text: &str, offset: usize) -> String {
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
fn string_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

#[cfg(test)]
mod tests {
    use loyalty::order::Order;

    use super::*;

    fn check(body: &str, answer: &str) {
        let told = match parse::<Order>(body.as_bytes()) {
            Err(Failure::Rejected(problem)) => serde_json::to_string(&problem).unwrap_or_default(),
            other => format!("{other:?}"),
        };
        assert!(told.contains(answer), "{body:.80}: {told}");
    }

    #[test]
    fn text_that_is_not_json_is_malformed() {
        check("", "malformed_json");
        let no_text = parse::<Order>(b"{\"member\":\"\xff\"}");
        assert!(matches!(no_text, Err(Failure::Rejected(problem)) if problem.code() == "malformed_json"));
        check("{", "malformed_json");
        check("nul", "malformed_json");
        check(&"[".repeat(100_000), "malformed_json");
        check(r#"{"member":7,"#, "malformed_json");
    }

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
    fn json_that_is_no_order_names_the_field() {
        check("{}", "missing field `currency`");
        check(r#"{"member":7}"#, r#""path":"member""#);
        let order = r#"{"member":"a","currency":"USD","status":"paid","placed_at":"1998-01-01T00:00:00Z","updated_at":"1998-01-01T00:00:00Z","lines":[],"#;
        check(&format!(r#"{order}"member":"b"}}"#), "duplicate field `member`");
        check(r#"{"lines":[{"id":"1","price":1.5}]}"#, r#""path":"lines[0].price""#);
        check("{\n  \"lines\": [\n    {\"id\": \"1\"}\n  ]\n}", r#""path":"lines[0]""#);
        check(r#"{"lines":[{"id":"1","product":"cd","quantity":1,"price":"5"}]}"#, r#""path":"lines[0].price""#);
        check(r#"{"placed_at":"yesterday"}"#, r#""path":"placed_at""#);
        check(r#"{"colour":"red"}"#, "unknown field `colour`");
        let list = r#"["ana","USD","paid","2020-01-01T00:00:00Z","2020-01-01T00:00:00Z",false,[],{"price":0},[]]"#;
        check(list, r#"{"path":".","message":"invalid type: sequence, expected an object"}"#);
        check(r#"{"lines":[["1","cd",[],1,500,0,0,0,0]]}"#, r#""path":"lines[0]""#);
    }
}
