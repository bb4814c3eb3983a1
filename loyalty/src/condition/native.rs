//! The language's engine where there is no JavaScript: regular expressions of `regex-lite`.

use std::{cell::RefCell, collections::BTreeMap};

use regex_lite::{Regex, RegexBuilder};

use super::{Engine, pattern};

/// Most memory of one compiled pattern, in bytes. A pattern of two hundred characters needs a few thousand; repetitions in
/// repetitions multiply.
const PATTERN_BYTES_MAX: usize = 256 * 1024;

/// Matches with `regex-lite`, in time linear in pattern and text, what a page finds: patterns are written for it by
/// [`pattern`](super::pattern). It keeps what it has compiled: make one for a request, not for ever.
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
        [false, true].into_iter().all(|any_case| self.with(pattern, any_case, |regex| regex.is_some()))
    }

    fn matches(&self, pattern: &str, any_case: bool, text: &str) -> bool {
        let folded = any_case.then(|| pattern::folded(text));
        let text = folded.as_deref().unwrap_or(text);
        self.with(pattern, any_case, |regex| regex.is_some_and(|regex| regex.is_match(text)))
    }
}

fn compile(pattern: &str, any_case: bool) -> Option<Regex> {
    RegexBuilder::new(&pattern::translate(pattern, any_case).ok()?).size_limit(PATTERN_BYTES_MAX).build().ok()
}
