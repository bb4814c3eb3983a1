//! One page, from one change of its address to the next.

use loyalty::{CandidateId, attention};
use web_sys::Location;

use super::{attributes, scroll::Scroll, signals::Moment};

/// Most names of events that are remembered until the next page.
const EVENTS_MAX: usize = 100;

/// What is known of a page.
#[derive(Default)]
pub(super) struct Page {
    /// What tells it from others.
    pub(super) address: String,
    /// Since when it is looked at, by the page's clock: later by the time in which nobody saw it.
    pub(super) seen_since_ms: f64,
    /// Nobody has looked yet what stays on display from the one before.
    pub(super) is_new: bool,
    /// How often it was interrupted.
    pub(super) interrupted: u32,
    /// What would have been shown to those in a holdout, once.
    pub(super) withheld: Vec<(CandidateId, attention::Display)>,
    /// What the page told of, each name once.
    pub(super) events: Vec<String>,
    pub(super) scroll: Scroll,
    /// The last there was. Kept for a preview alone, where somebody reads what has fired.
    pub(super) moment: Option<Moment>,
}

impl Page {
    /// One that is looked at from now on.
    pub(super) fn new(address: String, now_ms: f64) -> Self {
        Self { address, seen_since_ms: now_ms, is_new: true, ..Self::default() }
    }

    /// What interrupted the page before and stays interrupts this one, too.
    pub(super) fn take_over(&mut self, is_interrupted: bool) {
        if std::mem::take(&mut self.is_new) && is_interrupted {
            self.interrupted += 1;
        }
    }

    /// Nobody has seen it for so long.
    pub(super) fn was_hidden(&mut self, away_ms: f64, now_ms: f64) {
        self.seen_since_ms = (self.seen_since_ms + away_ms).min(now_ms);
    }

    /// The page tells of something.
    pub(super) fn tell(&mut self, name: String) {
        if self.events.len() < EVENTS_MAX && !self.events.contains(&name) {
            self.events.push(name);
        }
    }
}

/// What tells a page from others: its path, and that of shops which keep their path behind a `#`.
pub(super) fn address(location: &Location) -> String {
    let mut address = attributes::path(location);
    let hash = location.hash().unwrap_or_default();
    if attention::is_route(&hash) {
        address.push_str(&hash);
    }
    address
}
