//! JSON from callers: what is wrong with it is told with its path, in words.
//!
//! | file | what it does |
//! |---|---|
//! | `read` | reads a value from text, a caller's or our own |
//! | `door` | notes unknown fields of a caller's body, and passes over those that are `null` |
//! | `number` | writes `1499.0` as 1499 |
//! | `path` | finds the path of a place in a text |
//! | `words` | says what is wrong |
//!
//! Everything is read from text, by one kind of deserializer: each further kind would be compiled with a copy of every
//! document's code. So a fault's path is not gathered while reading, but found from where reading stopped.

mod door;
mod number;
mod path;
mod read;
mod words;

use std::borrow::Cow;

use loyalty::Fault;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Error;

use crate::codes;
use crate::problem::{Failure, Outcome, Problem};
use door::Door;
pub use path::place_of;
pub use read::from_str;

/// Reads a caller's body: text that is not JSON is `malformed_json`, JSON that is not what was asked for is `invalid`, each
/// fault at its path.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Outcome<T> {
    let text = number::with_whole_numbers(utf8(bytes)?);
    let door = Door::new(&text);
    let read = read::read(&text, Some(&door));
    require_sound(&text, &door, read.as_ref().err())?;
    // Without an error it was read.
    Ok(read?)
}

/// A caller's body that is stored as text: read as [`parse`] does, and written as everything else reads it, without members
/// that are `null` and with whole numbers as digits.
pub fn sound<T: DeserializeOwned>(text: &str) -> Outcome<String> {
    let text = number::with_whole_numbers(text);
    let door = Door::new(&text);
    let read = read::read::<T>(&text, Some(&door));
    require_sound(&text, &door, read.as_ref().err())?;
    Ok(door.without_nulls().unwrap_or_else(|| text.into_owned()))
}

/// The text of a body.
pub fn utf8(bytes: &[u8]) -> Outcome<&str> {
    let malformed = |_| Failure::Rejected(Problem::new(codes::MALFORMED_JSON).detail("The text is not UTF-8."));
    str::from_utf8(bytes).map_err(malformed)
}

/// Everything that was found while a body was read.
fn require_sound(text: &str, door: &Door<'_>, error: Option<&Error>) -> Outcome<()> {
    let mut faults = door.faults();
    if let Some(error) = error {
        faults.push(parse_failure(text, door, error)?);
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Rejected(Problem::new(codes::INVALID).errors(faults))) }
}

/// A fault in words.
fn parse_failure(text: &str, door: &Door<'_>, error: &Error) -> Outcome<Fault> {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    // Where an enum is asked for, another kind of value is told like an error in the text.
    let is_other_kind = message == "expected value";
    if !error.is_data() && !is_other_kind {
        return Err(malformed(error));
    }
    // What follows the first wrong field has not been read, so the text may still be no JSON at all.
    from_str::<IgnoredAny>(text).map_err(|error| malformed(&error))?;
    let read = offset(text, error).min(text.len());
    if is_other_kind && door.is_behind_variant() {
        let inner = path::path(text, read);
        let path = inner.rsplit_once('.').map_or(".", |(path, _)| path).to_owned();
        return Ok(Fault { path, message: "has more than one field; the first says what it is".to_owned() });
    }
    // The first byte of a value of another kind counts as read.
    let read = if is_other_kind { read.saturating_sub(1) } else { read };
    let around = (text.get(..read).unwrap_or(text), text.get(read..).unwrap_or_default());
    let (field, message) = words::fault(message, around, door.wanted());
    // What a type finds wrong itself is told with where the object ends that it stands in.
    let path = match (path::path(text, read), door.failed()) {
        (path, Some(failed)) if field.is_none() && (path == "." || failed.starts_with(&path)) => failed,
        (path, _) => path,
    };
    let path = match field {
        Some(field) if path == "." => Cow::Borrowed(field),
        Some(field) => Cow::Owned(format!("{path}.{field}")),
        None => Cow::Owned(path),
    };
    Ok(Fault { path: path.into_owned(), message })
}

fn malformed(error: &Error) -> Failure {
    let detail = format!("The body cannot be read as JSON from line {}, column {} on.", error.line(), error.column());
    Failure::Rejected(Problem::new(codes::MALFORMED_JSON).detail(detail))
}

/// How many bytes had been read. Lines count from 1, and the column is the bytes of the line that were read.
fn offset(text: &str, error: &Error) -> usize {
    let lines_before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    lines_before.map(str::len).sum::<usize>() + error.column()
}

/// The sources of the domain, for tests that hold names written here against them.
#[cfg(test)]
fn domain_sources() -> Vec<String> {
    let mut sources = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../loyalty/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                sources.push(std::fs::read_to_string(entry.path()).unwrap_or_default());
            }
        }
    }
    sources
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
    fn json_that_is_no_order_names_the_field() {
        check("{}", r#"{"path":"currency","message":"is missing"}"#);
        check(r#"{"member":[]}"#, r#""path":"member""#);
        check(r#"{"lines":[{"id":"1","price":1.5}]}"#, r#""path":"lines[0].price""#);
        check("{\n  \"lines\": [\n    {\"id\": \"1\"}\n  ]\n}", r#""path":"lines[0].quantity""#);
        check(r#"{"lines":[{"id":"1","product":"cd","quantity":1,"price":"5"}]}"#, r#""path":"lines[0].price""#);
        check(r#"{"placed_at":"yesterday"}"#, r#""path":"placed_at""#);
        check(
            r#"{"colour":"red"}"#,
            r#"{"path":"colour","message":"is not a field we know; there are member, currency, "#,
        );
        check(r#"{"adjusted":[]}"#, r#"{"path":"adjusted","message":"is not a field we know"#);
        let list = r#"["ana","USD","paid","2020-01-01T00:00:00Z","2020-01-01T00:00:00Z",false,[],{"price":0},[]]"#;
        check(list, r#"{"path":".","message":"is a list; must be an object"}"#);
        check(r#"{"lines":[["1","cd",[],1,500,0,0,0,0]]}"#, r#""path":"lines[0]""#);
    }
}
