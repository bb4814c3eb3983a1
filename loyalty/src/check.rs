//! Faults in a document from outside, and the proof that there were none.

use std::ops::Deref;

use serde::Serialize;

use crate::{Instant, instant::Minutes};

/// How far ahead of the service's clock what a shop's server says of the past may be. Servers that set their clocks differ by
/// less than a second, one that nobody sets is a few minutes off within months, and local time sent as UTC is off by half an
/// hour at least. A state dated further ahead would keep every true one out until its time has come.
pub const CLOCK_AHEAD_MAX: Minutes = Minutes(10);

/// One fault in a document: where it is and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Path of the faulty value, such as `lines[0].price`.
    pub path: String,
    /// What is wrong, in English, for the developer who sent it.
    pub message: String,
}

/// Something in a document that is taken, and hardly means what was meant: it can never be met, or means something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Path of the value, such as `condition`.
    pub path: String,
    /// What it means, and what to write instead, in English, for the developer who sent it.
    pub message: String,
}

/// Collects the faults of a document, so that all of them are told at once.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault at `path` unless `holds`.
    pub(crate) fn require(&mut self, holds: bool, path: impl FnOnce() -> String, message: &str) {
        if !holds {
            self.0.push(Fault { path: path(), message: message.to_owned() });
        }
    }

    /// Whether there is none so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes a fault at `path` if an instant that a shop's server has told is further ahead than its clock may be.
    pub(crate) fn require_past(&mut self, path: impl FnOnce() -> String, at: Instant, now: Instant) {
        if now + CLOCK_AHEAD_MAX < at {
            self.0.push(Fault { path: path(), message: too_far_ahead(at, now) });
        }
    }

    /// Notes the faults of a part, each path begun with `path`: `limits.`, or nothing.
    pub(crate) fn extend(&mut self, path: &str, part: Vec<Fault>) {
        self.0.extend(within(path, part));
    }

    /// The document, proven sound, or everything that is wrong with it.
    pub(crate) fn finish<T>(self, document: T) -> Result<Checked<T>, Vec<Fault>> {
        if self.0.is_empty() { Ok(Checked(document)) } else { Err(self.0) }
    }
}

/// What was found, how far ahead that is, and what to do about it.
fn too_far_ahead(at: Instant, now: Instant) -> String {
    let minutes = at.after(now) / 60_000;
    let ahead = match minutes {
        ..120 => format!("{minutes} minutes"),
        120..2_880 => format!("{} hours", minutes / 60),
        2_880.. => format!("{} days", minutes / 1_440),
    };
    format!(
        "is {at}, which is {ahead} ahead of our clock ({now}); at most {} minutes are taken. \
         Check your server's clock, and that it does not send local time as UTC",
        CLOCK_AHEAD_MAX.0
    )
}

/// The faults of a part, each path begun with `path`.
pub(crate) fn within(path: &str, part: Vec<Fault>) -> impl Iterator<Item = Fault> {
    part.into_iter().map(move |fault| Fault { path: [path, &fault.path].concat(), ..fault })
}

/// A document whose `check` found no fault. Nothing behind it checks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<T>(T);

impl<T> Checked<T> {
    /// A document made from one that was checked, in which what was changed cannot be wrong.
    pub(crate) fn known(document: T) -> Self {
        Self(document)
    }

    /// The document itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Checked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
