//! What is noted of a caller's body while it is read.
//!
//! A member that is `null` says no more than one that is left out, and is passed over: where it stood is cut out of a text
//! that is stored. One that its object does not know is a fault; all of them are told together.

use std::cell::{Cell, RefCell};

use loyalty::Fault;
use loyalty::suggest::{closest, list};

use super::path::{path, place_of};

/// Most unknown members of one body that are told.
const UNKNOWN_MAX: usize = 50;

/// Where `null` does say something: it takes away what was told before. In a map, such as `consents`, it always does.
const NULLS: [(&str, &[&str]); 2] =
    [("ProfileUpdate", &["birthday", "consents"]), ("CasePatch", &["owner", "same_as"])];

/// Members that the service itself writes into a document that it stores: no caller sends them.
const OWN: [(&str, &str); 1] = [("Order", "adjusted")];

/// One body on its way in.
pub struct Door<'t> {
    text: &'t str,
    unknown: RefCell<Vec<Unknown>>,
    nulls: RefCell<Vec<(usize, usize)>>,
    wanted: Cell<Wanted>,
    /// Whether the enum that was asked for last has been read.
    is_variant_read: Cell<bool>,
    /// Where the name of the innermost member ends that could not be read.
    failed: Cell<Option<usize>>,
}

/// A member nobody knows.
struct Unknown {
    name: String,
    /// Where its name ends in the text; none if it is written with escapes.
    end: Option<usize>,
    known: &'static [&'static str],
}

/// An enum that was asked for, and what it may be.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    /// The enum's own name.
    pub name: &'static str,
    /// Its names in JSON.
    pub variants: &'static [&'static str],
}

impl<'t> Door<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            unknown: RefCell::default(),
            nulls: RefCell::default(),
            wanted: Cell::default(),
            is_variant_read: Cell::default(),
            failed: Cell::default(),
        }
    }

    /// Whether an object's member is to be read.
    pub fn admits(&self, name: &str, object: &'static str, fields: &'static [&'static str]) -> bool {
        let start = place_of(name, self.text);
        let end = start.map(|start| start + name.len() + 1);
        if !fields.contains(&name) || OWN.contains(&(object, name)) {
            let mut unknown = self.unknown.borrow_mut();
            if unknown.len() < UNKNOWN_MAX {
                unknown.push(Unknown { name: name.to_owned(), end, known: fields });
            }
            return false;
        }
        let says_something = NULLS.iter().any(|(other, fields)| *other == object && fields.contains(&name));
        match (start, end.and_then(|end| self.end_of_null(end))) {
            (Some(start), Some(end)) if !says_something => {
                self.nulls.borrow_mut().push((start - 1, end));
                false
            }
            _ => true,
        }
    }

    /// Notes what is read next, should it turn out to be something else.
    pub fn wants_one_of(&self, name: &'static str, variants: &'static [&'static str]) {
        self.wanted.set(Wanted { name, variants });
        self.is_variant_read.set(false);
    }

    /// Notes that it has been read.
    pub fn has_read_variant(&self) {
        self.is_variant_read.set(true);
    }

    /// Whether an object that is an enum went on behind its one member.
    pub fn is_behind_variant(&self) -> bool {
        self.is_variant_read.get()
    }

    /// Notes that a member could not be read.
    pub fn fails_at(&self, name_end: Option<usize>) {
        self.failed.set(self.failed.get().or(name_end));
    }

    /// The path of the innermost member that could not be read.
    pub fn failed(&self) -> Option<String> {
        self.failed.get().map(|end| path(self.text, end))
    }

    /// Where a member's name ends, with its quotation mark.
    pub fn end_of(&self, name: &str) -> Option<usize> {
        place_of(name, self.text).map(|start| start + name.len() + 1)
    }

    /// The enum that was asked for last.
    pub fn wanted(&self) -> Wanted {
        self.wanted.get()
    }

    /// A fault for each member nobody knows.
    pub fn faults(&self) -> Vec<Fault> {
        self.unknown.borrow().iter().map(|unknown| unknown.fault(self.text)).collect()
    }

    /// The text without members that are `null`, if there are any.
    pub fn without_nulls(&self) -> Option<String> {
        let nulls = self.nulls.borrow();
        if nulls.is_empty() {
            return None;
        }
        let mut kept = String::with_capacity(self.text.len());
        let mut from = 0;
        for (start, end) in nulls.iter() {
            kept.push_str(&self.text[from..*start]);
            let rest = &self.text[*end..];
            let space = rest.len() - rest.trim_start().len();
            from = *end;
            if rest.trim_start().starts_with(',') {
                from += space + 1;
            } else {
                // The last of its object: the comma before it goes.
                let before = kept.trim_end();
                kept.truncate(before.strip_suffix(',').unwrap_or(before).len());
            }
        }
        kept.push_str(&self.text[from..]);
        Some(kept)
    }

    /// Where the `null` ends that is the value of the member whose name ends here.
    fn end_of_null(&self, name_end: usize) -> Option<usize> {
        let value = self.text.get(name_end..)?.trim_start().strip_prefix(':')?.trim_start();
        let rest = value.strip_prefix("null")?;
        Some(self.text.len() - rest.len())
    }
}

impl Unknown {
    fn fault(&self, text: &str) -> Fault {
        let path = self.end.map_or_else(|| self.name.clone(), |end| path(text, end));
        let is_own = |field: &&str| OWN.iter().any(|(_, own)| own == field);
        let known: Vec<&str> = self.known.iter().copied().filter(|field| !is_own(field)).collect();
        let message = match closest(&self.name, known.iter().copied()) {
            Some(known) => format!("is not a field we know; did you mean “{known}”?"),
            None if known.is_empty() => "is not a field we know; this object has none".to_owned(),
            None => format!("is not a field we know; there are {}", list(&known, "and")),
        };
        Fault { path, message }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::read::read;
    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Outer {
        #[serde(default)]
        number: i64,
        inner: Option<Box<Outer>>,
        #[serde(default)]
        list: Vec<Option<u8>>,
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let door = Door::new(text);
        if let Err(error) = read::<Outer>(text, Some(&door)) {
            panic!("{text}: {error}");
        }
        assert_eq!(door.without_nulls().unwrap_or_else(|| text.to_owned()), expected);
    }

    #[test]
    fn members_that_are_null_are_cut_out() {
        check(r#"{"number": 1}"#, r#"{"number": 1}"#);
        check(r#"{"number": null}"#, r#"{}"#);
        check(r#"{"number" : null , "inner": {"number": 2}}"#, r#"{ "inner": {"number": 2}}"#);
        check(r#"{"list": [null, 1], "number": null, "inner": null }"#, r#"{"list": [null, 1] }"#);
        check(r#"{"number": null, "inner": {"inner": null, "list": []}}"#, r#"{ "inner": { "list": []}}"#);
        check(r#"{"inner": {"inner": {"inner": null}, "number": null}}"#, r#"{"inner": {"inner": {}}}"#);
    }

    /// Every field of the domain whose `null` is told from its absence is named above, and nothing else is.
    #[test]
    fn nulls_that_say_something_are_named() {
        let mut found = Vec::new();
        for text in super::super::domain_sources() {
            let mut name = "";
            for line in text.lines() {
                let line = line.trim_start_matches("pub ").trim();
                let line = line.strip_prefix("pub ").unwrap_or(line);
                if let Some(rest) = line.strip_prefix("struct ") {
                    name = rest.split([' ', '<', '(']).next().unwrap_or_default();
                }
                if let Some((field, kind)) = line.split_once(": ")
                    && kind.starts_with("Option<Option<")
                {
                    found.push(format!("{name}.{field}"));
                }
            }
        }
        let mut named: Vec<String> =
            NULLS.iter().flat_map(|(name, fields)| fields.iter().map(move |field| format!("{name}.{field}"))).collect();
        found.sort();
        named.sort();
        assert_eq!(found, named);
    }
}
