//! Every message of the API in one table, `tests/fixtures/messages.txt`: who adds or changes one reads it there among the
//! others, aloud.
//!
//! The table is what the sources of the rules and of the worker say: texts that begin as a fault does ("must be …", "is not
//! …"), and sentences. `REGULARS_WRITE_MESSAGES=1 cargo test -p regulars-worker messages` writes it anew.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use crate::codes;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/messages.txt");

/// How a fault begins: what follows the name of a field.
const BEGINNINGS: [&str; 12] = [
    "is ",
    "has ",
    "have ",
    "must ",
    "needs ",
    "asks ",
    "would ",
    "does ",
    "stands ",
    "compares ",
    "times ",
    "overlaps ",
];

/// Words that a message must not need: of the code, or of nobody's English.
const ODD: [&str; 9] = ["`", "whom", "i64", "u32", "serde", "struct", "speaks of", "nobody knows", "expected"];

/// The texts of a source in quotation marks, without its tests and comments; those of several lines as they are read.
fn texts(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let code: Vec<_> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut texts = Vec::new();
    let mut rest = code.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            // A character, such as '"'.
            '\'' if rest.peek() == Some(&'"') => drop(rest.next()),
            '"' => {
                let mut text = String::new();
                while let Some(character) = rest.next().filter(|character| *character != '"') {
                    match (character, rest.peek()) {
                        ('\\', Some('\n')) => while rest.next_if(|next| next.is_whitespace()).is_some() {},
                        ('\\', Some(_)) => text.extend(rest.next()),
                        (character, _) => text.push(character),
                    }
                }
                texts.push(text);
            }
            _ => {}
        }
    }
    texts
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        }
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        // What a log is told, or this table.
        let is_other = ["template.rs", "messages.rs", "bodies.rs", "limits.rs"].iter().any(|name| path.ends_with(name));
        if is_source && !is_other {
            let source = fs::read_to_string(&path).unwrap_or_default();
            found.extend(texts(&source).into_iter().filter(|text| is_message(text)));
        }
    }
}

fn is_message(text: &str) -> bool {
    let is_fault = BEGINNINGS.iter().any(|beginning| text.starts_with(beginning));
    let is_sentence = text.ends_with('.')
        && text.contains(' ')
        && text.starts_with(|first: char| first.is_uppercase() || first == '{');
    is_fault || is_sentence
}

fn table() -> String {
    let mut lines = vec!["Codes, each with its status and title.".to_owned(), String::new()];
    lines.extend(codes::ALL.iter().map(|code| format!("{} {}: {}", code.status, code.name, code.title)));
    let mut messages = BTreeSet::new();
    for folder in ["loyalty/src", "worker/src"] {
        collect(&Path::new(ROOT).join(folder), &mut messages);
    }
    for code in codes::ALL {
        messages.remove(code.title);
    }
    lines.extend(["", "What is told beside: faults after the name of a field, and details.", ""].map(str::to_owned));
    lines.extend(messages);
    lines.join("\n") + "\n"
}

#[test]
fn every_message_is_in_the_table() {
    let table = table();
    if env::var("REGULARS_WRITE_MESSAGES").is_ok() {
        let written = fs::write(TABLE, &table);
        assert!(written.is_ok(), "{written:?}");
    }
    let known = fs::read_to_string(TABLE).unwrap_or_default();
    let (is, was): (BTreeSet<&str>, BTreeSet<&str>) = (table.lines().collect(), known.lines().collect());
    let (new, gone): (Vec<_>, Vec<_>) = (is.difference(&was).collect(), was.difference(&is).collect());
    assert!(new.is_empty() && gone.is_empty(), "not in the table: {new:#?}\nonly in the table: {gone:#?}");
}

#[test]
fn messages_are_plain() {
    let table = table();
    let odd = |line: &&str| line.starts_with("is no ") || ODD.iter().any(|word| line.contains(word));
    let found: Vec<_> = table.lines().filter(odd).collect();
    assert!(found.is_empty(), "{found:#?}");
    for code in codes::ALL {
        assert!(code.title.ends_with(['.', '!']), "{}", code.name);
    }
}

#[test]
fn texts_are_found_as_they_are_read() {
    let source = "a(\"is one\", '\"', r\"is two\") // \"x\"\n// \"is none\"\nb(\"is \\\n    three \\\"3\\\"\")\n#[cfg(test)] \"is a test\"";
    assert_eq!(texts(source), ["is one", "is two", "x", "is three \"3\""]);
}
