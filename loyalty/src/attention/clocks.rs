//! The instants a memory consists of. Both kinds of clock are join semilattices: they can be merged in any order and any
//! number of times, because each keeps the newest of a union.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{CandidateId, Instant};

/// Most instants one clock keeps, the newest. With five showings a week these are 40 weeks; the four clocks with ids of
/// 16 bytes and 14 bytes for an instant are 4 × 200 × 33 B = 26 KB at the very most.
pub const INSTANTS_MAX: usize = 200;

/// An instant as a number: half as long as RFC 3339, and nothing a browser must parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "i64", into = "i64")]
struct Stamp(Instant);

/// Every instant at which something happened to a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Times(BTreeMap<CandidateId, BTreeSet<Stamp>>);

/// The last instant at which something happened to a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Latest(BTreeMap<CandidateId, Stamp>);

impl Times {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes an instant, or the first free one after it: a clock that comes to the same millisecond twice counts twice.
    pub(super) fn add(&mut self, id: &CandidateId, at: Instant) {
        let stamps = self.0.entry(id.clone()).or_default();
        let mut later = (at.as_ms()..).take(INSTANTS_MAX + 1).map(Stamp::from);
        stamps.extend(later.find(|stamp| !stamps.contains(stamp)));
        self.bound();
    }

    /// The instants of one candidate, the oldest first.
    pub(super) fn of(&self, id: &CandidateId) -> Vec<Instant> {
        self.0.get(id).into_iter().flatten().map(|stamp| stamp.0).collect()
    }

    /// The instants of all candidates, the oldest first.
    pub(super) fn all(&self) -> Vec<Instant> {
        let mut all: Vec<Instant> = self.0.values().flatten().map(|stamp| stamp.0).collect();
        all.sort_unstable();
        all
    }

    pub(super) fn each(&self, tell: &mut dyn FnMut(&CandidateId, Instant)) {
        for (id, stamps) in &self.0 {
            stamps.iter().for_each(|stamp| tell(id, stamp.0));
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (id, stamps) in other.0 {
            self.0.entry(id).or_default().extend(stamps);
        }
        self.bound();
    }

    pub(super) fn retain(&mut self, keep: impl Fn(Instant) -> bool) {
        self.0.retain(|_, stamps| {
            stamps.retain(|stamp| keep(stamp.0));
            !stamps.is_empty()
        });
    }

    /// Forgets the oldest above [`INSTANTS_MAX`]; of the same instant the first by id.
    fn bound(&mut self) {
        let excess = self.0.values().map(BTreeSet::len).sum::<usize>().saturating_sub(INSTANTS_MAX);
        for _ in 0..excess {
            let oldest = self.0.iter().filter_map(|(id, stamps)| Some((*stamps.first()?, id))).min();
            let Some(id) = oldest.map(|(_, id)| id.clone()) else { return };
            let Some(stamps) = self.0.get_mut(&id) else { return };
            stamps.pop_first();
            if stamps.is_empty() {
                self.0.remove(&id);
            }
        }
    }
}

impl Latest {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, id: &CandidateId, at: Instant) {
        self.keep(id.clone(), Stamp(at));
        self.bound();
    }

    /// The last instant of one candidate.
    pub(super) fn of(&self, id: &CandidateId) -> Option<Instant> {
        self.0.get(id).map(|stamp| stamp.0)
    }

    /// The last instant of any candidate.
    pub(super) fn of_any(&self) -> Option<Instant> {
        self.0.values().max().map(|stamp| stamp.0)
    }

    pub(super) fn each(&self, tell: &mut dyn FnMut(&CandidateId, Instant)) {
        self.0.iter().for_each(|(id, stamp)| tell(id, stamp.0));
    }

    pub(super) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(id, stamp)| self.keep(id, stamp));
        self.bound();
    }

    pub(super) fn retain(&mut self, keep: impl Fn(Instant) -> bool) {
        self.0.retain(|_, stamp| keep(stamp.0));
    }

    fn keep(&mut self, id: CandidateId, stamp: Stamp) {
        let kept = self.0.entry(id).or_insert(stamp);
        *kept = stamp.max(*kept);
    }

    /// Forgets the oldest above [`INSTANTS_MAX`]; of the same instant the first by id.
    fn bound(&mut self) {
        for _ in INSTANTS_MAX..self.0.len() {
            let oldest = self.0.iter().map(|(id, stamp)| (*stamp, id)).min();
            let Some(id) = oldest.map(|(_, id)| id.clone()) else { return };
            self.0.remove(&id);
        }
    }
}

impl From<i64> for Stamp {
    fn from(ms: i64) -> Self {
        Self(Instant::from_ms(ms))
    }
}

impl From<Stamp> for i64 {
    fn from(stamp: Stamp) -> i64 {
        stamp.0.as_ms()
    }
}
