//! What a person was shown and what they made of it: a small document on the device, and for members in the wallet.

use serde::{Deserialize, Serialize};

use super::{
    Limits,
    clocks::{Latest, Times},
};
use crate::{CandidateId, Days, Instant};

/// How long dismissals are remembered: longer than any rest. Showings are remembered for ever, since a limit is one of all
/// times.
pub const KEPT_DAYS: Days = Days(400);

/// The time of the longest cap.
pub(super) const WEEK: Days = Days(7);

/// One person's memory. What one device remembers and what another does are merged, in any order, any number of times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    #[serde(skip_serializing_if = "Times::is_empty")]
    pub(super) seen: Times,
    /// Those of `seen` that interrupted nothing.
    #[serde(skip_serializing_if = "Times::is_empty")]
    pub(super) quiet: Times,
    #[serde(skip_serializing_if = "Latest::is_empty")]
    pub(super) dismissed: Latest,
    #[serde(skip_serializing_if = "Latest::is_empty")]
    pub(super) converted: Latest,
    #[serde(skip_serializing_if = "Latest::is_empty")]
    pub(super) answered: Latest,
}

/// What happened to something shown. Each kind has its own clock.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It came on display.
    Seen,
    /// It came on display and interrupted nothing.
    SeenQuietly,
    /// The shopper closed it.
    Dismissed,
    /// The shopper took it up.
    Converted,
    /// The shopper answered it, in part or in full.
    Answered,
}

impl Memory {
    /// Remembers what happened.
    pub fn record(&mut self, event: Event, id: &CandidateId, now: Instant) {
        match event {
            Event::Seen | Event::SeenQuietly => {
                let noted = self.seen.add(id, now);
                if event == Event::SeenQuietly {
                    self.quiet.add(id, noted);
                }
                self.bound();
            }
            Event::Dismissed => self.dismissed.add(id, now),
            Event::Converted => self.converted.add(id, now),
            Event::Answered => self.answered.add(id, now),
        }
    }

    /// Whether something was taken up or answered.
    pub fn is_done(&self, id: &CandidateId) -> bool {
        self.converted.of(id).is_some() || self.answered.of(id).is_some()
    }

    /// Whether something was shown as often as it may be by itself.
    pub fn is_at_limit(&self, id: &CandidateId, limits: &Limits) -> bool {
        limits.total.is_some_and(|total| self.seen.of(id).len() >= total as usize)
    }

    /// What both remember. Showings of one candidate on two devices in the same millisecond are one.
    pub fn merge(mut self, other: Self) -> Self {
        self.seen.merge(other.seen);
        self.quiet.merge(other.quiet);
        self.bound();
        self.dismissed.merge(other.dismissed);
        self.converted.merge(other.converted);
        self.answered.merge(other.answered);
        self
    }

    /// Forgets showings that no limit and no cap asks for.
    fn bound(&mut self) {
        self.seen.bound(&self.quiet);
        self.quiet.bound(&Times::default());
    }

    /// Whether this is remembered, or of a dismissal, a conversion or an answer a later one.
    pub fn knows(&self, event: Event, id: &CandidateId, at: Instant) -> bool {
        match event {
            Event::Seen | Event::SeenQuietly => self.seen.has(id, at),
            _ => self.last(event, id).is_some_and(|last| at <= last),
        }
    }

    /// When something last happened.
    pub fn last(&self, event: Event, id: &CandidateId) -> Option<Instant> {
        match event {
            Event::Seen | Event::SeenQuietly => self.seen.of(id).last().copied(),
            Event::Dismissed => self.dismissed.of(id),
            Event::Converted => self.converted.of(id),
            Event::Answered => self.answered.of(id),
        }
    }

    /// Tells everything that is remembered: kind by kind, candidate by candidate, the oldest first.
    pub fn each(&self, tell: &mut dyn FnMut(Event, &CandidateId, Instant)) {
        self.seen.each(&mut |id, at| {
            let is_quiet = self.quiet.has(id, at);
            tell(if is_quiet { Event::SeenQuietly } else { Event::Seen }, id, at);
        });
        self.dismissed.each(&mut |id, at| tell(Event::Dismissed, id, at));
        self.converted.each(&mut |id, at| tell(Event::Converted, id, at));
        self.answered.each(&mut |id, at| tell(Event::Answered, id, at));
    }

    /// What a page must know to show what all that is remembered would. Of a candidate these are as many of the newest
    /// showings as `showings` says its limits ask for, and everything else; of the rest as many interruptions of the last week
    /// as `per_week` is, and the newest instant of each clock, from which rests and pauses last. A page remembers by itself
    /// what it was told before.
    #[must_use]
    pub fn for_page(&self, showings: &dyn Fn(&CandidateId) -> Option<u32>, per_week: u32, now: Instant) -> Self {
        let newest_of = |list: &[Instant], count: u32| list.get(list.len().saturating_sub(count as usize)).copied();
        let interruptions = self.seen.without(&self.quiet);
        let newest = interruptions.last().copied();
        let counted_from = newest_of(&interruptions, per_week.max(1));
        let counts = |id: &CandidateId, at: Instant| {
            let is_limited = || showings(id).is_some_and(|count| Some(at) >= newest_of(&self.seen.of(id), count));
            let is_counted = || Some(at) == newest || Some(at) >= counted_from && now < at + WEEK;
            !self.quiet.has(id, at) && is_counted() || is_limited()
        };
        let latest = |clock: &Latest| {
            let newest = clock.of_any();
            clock.of_some(&|id, at| showings(id).is_some() || Some(at) == newest)
        };
        Self {
            seen: self.seen.of_some(&counts),
            quiet: self.quiet.of_some(&counts),
            dismissed: latest(&self.dismissed),
            converted: latest(&self.converted),
            answered: latest(&self.answered),
        }
    }

    /// Forgets dismissals older than [`KEPT_DAYS`].
    pub fn prune(&mut self, now: Instant) {
        self.dismissed.retain(|at| now < at + KEPT_DAYS);
    }

    /// Forgets what has not happened yet. For the wallet alone, whose clock is right: a device whose clock was ahead must
    /// not silence the others.
    pub fn forget_the_future(&mut self, now: Instant) {
        let is_past = |at: Instant| at <= now;
        self.seen.retain(is_past);
        self.quiet.retain(is_past);
        self.dismissed.retain(is_past);
        self.converted.retain(is_past);
        self.answered.retain(is_past);
    }
}
