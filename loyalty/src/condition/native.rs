//! The language's engine where there is no JavaScript: regular expressions of `regex-lite`.

use std::{cell::RefCell, collections::BTreeMap};

use regex_lite::{Regex, RegexBuilder};

use super::Engine;

/// Most memory of one compiled pattern, in bytes. A pattern of two hundred characters needs a few thousand; repetitions in
/// repetitions multiply.
const PATTERN_BYTES_MAX: usize = 256 * 1024;

/// Matches with `regex-lite`, in time linear in pattern and text.
///
/// It has no look-around and no back references; such patterns are faults. It looks at characters where the browser looks at
/// UTF-16 code units, and "any case" is that of ASCII letters. It keeps what it has compiled: make one for a request, not
/// for ever.
#[derive(Debug, Default)]
pub struct Native {
    compiled: RefCell<BTreeMap<(String, bool), Option<Regex>>>,
}

impl Native {
    fn with<T>(&self, pattern: &str, any_case: bool, ask: impl FnOnce(Option<&Regex>) -> T) -> T {
        let mut compiled = self.compiled.borrow_mut();
        let regex = compiled.entry((pattern.to_owned(), any_case)).or_insert_with(|| compile(pattern, any_case));
        ask(regex.as_ref())
    }
}

impl Engine for Native {
    fn is_pattern(&self, pattern: &str) -> bool {
        self.with(pattern, false, |regex| regex.is_some())
    }

    fn matches(&self, pattern: &str, any_case: bool, text: &str) -> bool {
        self.with(pattern, any_case, |regex| regex.is_some_and(|regex| regex.is_match(text)))
    }
}

fn compile(pattern: &str, any_case: bool) -> Option<Regex> {
    RegexBuilder::new(pattern).case_insensitive(any_case).size_limit(PATTERN_BYTES_MAX).build().ok()
}
