//! The instants a memory consists of. Both kinds of clock are join semilattices: they can be merged in any order and any
//! number of times, because what is dropped from one of them would be dropped from the union, too.
//!
//! They are sorted lists: most people have a few dozen items, and on a shopper's page a tree would weigh more than all that is
//! decided with it. Written they are maps by name.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::{Deserialize, Serialize};

use crate::{CandidateId, Instant};

/// Most showings of one candidate that are remembered, the newest; as many that interrupted, and as many that did not. No
/// limit and no cap is higher, so none can be forgotten: the 50 newest interruptions of all candidates together are among the
/// 50 newest of each.
pub const SHOWINGS_MAX: u32 = 50;

/// Most instants one clock keeps. Each of the 550 offers and surveys that a shop can have published, shown as often as it is
/// by default, are 550 × 5 = 2,750. With 14 bytes for an instant and 19 for an id, 3,000 are 52 KB at the very most; somebody
/// who has met twenty offers has 2 KB.
pub const INSTANTS_MAX: usize = 3_000;

/// An instant as a number: half as long as RFC 3339, and nothing a browser must parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "i64", into = "i64")]
struct Stamp(Instant);

/// Every instant at which something happened to a candidate: by candidate, the oldest first, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<CandidateId, BTreeSet<Stamp>>", into = "BTreeMap<CandidateId, BTreeSet<Stamp>>")]
pub(super) struct Times(Vec<(CandidateId, Stamp)>);

/// The last instant at which something happened to a candidate: by candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<CandidateId, Stamp>", into = "BTreeMap<CandidateId, Stamp>")]
pub(super) struct Latest(Vec<(CandidateId, Stamp)>);

impl Times {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes an instant, or the first free one after it: a clock that comes to the same millisecond twice counts twice.
    /// Gives what was noted.
    pub(super) fn add(&mut self, id: &CandidateId, at: Instant) -> Instant {
        let noted = (at.as_ms()..).take(INSTANTS_MAX + 1).map(Stamp::from).find(|stamp| self.insert(id, *stamp));
        noted.map_or(at, |stamp| stamp.0)
    }

    /// Forgets what is above the bounds. Those that are `quiet`, too, have their own room.
    pub(super) fn bound(&mut self, quiet: &Self) {
        bound(&mut self.0, &|id, stamp| quiet.place(id, stamp).is_ok());
    }

    /// Whether this instant of a candidate's is noted.
    pub(super) fn has(&self, id: &CandidateId, at: Instant) -> bool {
        self.place(id, Stamp(at)).is_ok()
    }

    /// The instants of one candidate, the oldest first.
    pub(super) fn of(&self, id: &CandidateId) -> Vec<Instant> {
        self.0.iter().filter(|(known, _)| known == id).map(|(_, stamp)| stamp.0).collect()
    }

    /// The instants of all candidates that others have not, the oldest first.
    pub(super) fn without(&self, others: &Self) -> Vec<Instant> {
        let rest = self.0.iter().filter(|(id, stamp)| others.place(id, *stamp).is_err());
        let mut rest: Vec<Instant> = rest.map(|(_, stamp)| stamp.0).collect();
        rest.sort_unstable();
        rest
    }

    /// Those that are wanted.
    pub(super) fn of_some(&self, wanted: &dyn Fn(&CandidateId, Instant) -> bool) -> Self {
        Self(some(&self.0, wanted))
    }

    pub(super) fn each(&self, tell: &mut dyn FnMut(&CandidateId, Instant)) {
        self.0.iter().for_each(|(id, stamp)| tell(id, stamp.0));
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (id, stamp) in other.0 {
            self.insert(&id, stamp);
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(Instant) -> bool) {
        self.0.retain(|(_, stamp)| keep(stamp.0));
    }

    /// Takes an instant in at its place. False if it is there already.
    fn insert(&mut self, id: &CandidateId, stamp: Stamp) -> bool {
        let place = self.place(id, stamp);
        if let Err(place) = place {
            self.0.insert(place, (id.clone(), stamp));
        }
        place.is_err()
    }

    fn place(&self, id: &CandidateId, stamp: Stamp) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, at)| known.cmp(id).then_with(|| at.cmp(&stamp)))
    }
}

impl Latest {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, id: &CandidateId, at: Instant) {
        self.set_latest(id, Stamp(at));
        bound(&mut self.0, &|_, _| false);
    }

    /// The last instant of one candidate.
    pub(super) fn of(&self, id: &CandidateId) -> Option<Instant> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, stamp)| stamp.0)
    }

    /// The last instant of any candidate.
    pub(super) fn of_any(&self) -> Option<Instant> {
        self.0.iter().map(|(_, stamp)| stamp.0).max()
    }

    /// Those that are wanted.
    pub(super) fn of_some(&self, wanted: &dyn Fn(&CandidateId, Instant) -> bool) -> Self {
        Self(some(&self.0, wanted))
    }

    pub(super) fn each(&self, tell: &mut dyn FnMut(&CandidateId, Instant)) {
        self.0.iter().for_each(|(id, stamp)| tell(id, stamp.0));
    }

    pub(super) fn merge(&mut self, other: Self) {
        other.0.iter().for_each(|(id, stamp)| self.set_latest(id, *stamp));
        bound(&mut self.0, &|_, _| false);
    }

    pub(super) fn retain(&mut self, keep: impl Fn(Instant) -> bool) {
        self.0.retain(|(_, stamp)| keep(stamp.0));
    }

    fn set_latest(&mut self, id: &CandidateId, stamp: Stamp) {
        match self.0.binary_search_by(|(known, _)| known.cmp(id)) {
            Ok(place) => {
                let kept = &mut self.0[place].1;
                *kept = stamp.max(*kept);
            }
            Err(place) => self.0.insert(place, (id.clone(), stamp)),
        }
    }
}

fn some(
    instants: &[(CandidateId, Stamp)],
    wanted: &dyn Fn(&CandidateId, Instant) -> bool,
) -> Vec<(CandidateId, Stamp)> {
    instants.iter().filter(|(id, stamp)| wanted(id, stamp.0)).cloned().collect()
}

/// Forgets what is above [`SHOWINGS_MAX`] of a candidate, and then above [`INSTANTS_MAX`]: first what has most newer ones of
/// the same candidate, so that the limits of the others are remembered longest; of equals the oldest.
fn bound(instants: &mut Vec<(CandidateId, Stamp)>, is_quiet: &dyn Fn(&CandidateId, Stamp) -> bool) {
    // Of each: how many newer ones there are of its candidate, those that are quiet counted apart. Nothing of this changes
    // when others are forgotten in this order.
    let mut ranks = Vec::with_capacity(instants.len());
    let mut newer = [0; 2];
    let mut candidate = None;
    for (place, (id, stamp)) in instants.iter().enumerate().rev() {
        if candidate.replace(id) != Some(id) {
            newer = [0; 2];
        }
        let newer = &mut newer[usize::from(is_quiet(id, *stamp))];
        ranks.push((*newer, Reverse(*stamp), place));
        *newer += 1;
    }
    let mut is_kept = vec![true; instants.len()];
    // Hardly ever more than one or two: a sort would weigh more on a shopper's page.
    while let Some((index, (newer, _, place))) = ranks.iter().copied().enumerate().max_by_key(|(_, rank)| *rank)
        && (newer >= SHOWINGS_MAX || ranks.len() > INSTANTS_MAX)
    {
        ranks.swap_remove(index);
        is_kept[place] = false;
    }
    let mut kept = is_kept.into_iter();
    instants.retain(|_| kept.next().unwrap_or(true));
}

impl From<BTreeMap<CandidateId, BTreeSet<Stamp>>> for Times {
    fn from(map: BTreeMap<CandidateId, BTreeSet<Stamp>>) -> Self {
        let all = map.into_iter().flat_map(|(id, stamps)| stamps.into_iter().map(move |stamp| (id.clone(), stamp)));
        Self(all.collect())
    }
}

impl From<Times> for BTreeMap<CandidateId, BTreeSet<Stamp>> {
    fn from(times: Times) -> Self {
        let mut map = Self::new();
        for (id, stamp) in times.0 {
            map.entry(id).or_default().insert(stamp);
        }
        map
    }
}

impl From<BTreeMap<CandidateId, Stamp>> for Latest {
    fn from(map: BTreeMap<CandidateId, Stamp>) -> Self {
        Self(map.into_iter().collect())
    }
}

impl From<Latest> for BTreeMap<CandidateId, Stamp> {
    fn from(latest: Latest) -> Self {
        latest.0.into_iter().collect()
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
