//! What all facts up to an instant come to, as far as later ones ask for it (`RULES.md`, 8).
//!
//! A fold can begin at a checkpoint as long as no fact up to its instant changes. So an operation that is dated now costs
//! what lies after the checkpoint, however long the history is; the rows before it need not be loaded.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::{
    ArchiveChanges, HAD_COME_BACK_MAX, Hold, Lot, Refusal, Taken,
    flow::{Flow, Rest},
    take::{Restored, Take, Taker},
};
use crate::{HoldId, Instant, Points, RewardId, history::PastOrders, points::OutOfRange};

/// Most redemptions of a reward whose instants are kept, and so the highest limit of one member within so many days. One is
/// 26 B: whoever is at this limit of ten rewards has 13 KB of them.
pub const REDEEMED_MAX: usize = 50;

/// What all facts dated up to an instant come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The member's orders placed up to then; its instant is that of the checkpoint.
    pub(super) orders: PastOrders,
    /// How many orders there are up to then, those that have gone to another member included.
    pub(super) order_count: usize,
    /// Lots with points at that instant, or to which what is held may go back.
    pub(super) lots: Vec<Lot>,
    /// What was held or owed then.
    pub(super) takes: Vec<OpenTake>,
    /// What redemptions were made to owe because points of these were spent twice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) owed_for: BTreeMap<HoldId, Points>,
    /// What the redemptions up to then that can still change were folded with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) inputs: BTreeMap<HoldId, TakeInputs>,
    /// All points ever credited by then.
    pub(super) credited: Points,
    /// All points ever taken by then.
    pub(super) taken: Points,
    /// What is forgiven of archived redemptions and debits.
    #[serde(default)]
    pub(super) forgiven: Points,
    /// Archived redemptions that count against limits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) redeemed: BTreeMap<RewardId, Redeemed>,
    /// Archived redemptions whose points have come back, those made last, in the order of [`Hold::come_back_order`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) come_back: Vec<(Instant, HoldId)>,
    /// Lots that are archived: all can be spent.
    #[serde(default)]
    pub(super) rest: Rest,
}

/// What has been taken from lots and may go back, or is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OpenTake {
    pub(super) taker: Taker,
    pub(super) taken: Taken,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) owed_for: Vec<(HoldId, Points)>,
}

/// What a redemption is folded with beside its own fact, as far as that matters up to an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TakeInputs {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    restored: Option<Restored>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    spent_twice: Vec<(HoldId, Points)>,
    /// When everything was given back, if it was by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gave_back_at: Option<Instant>,
}

impl TakeInputs {
    pub(super) fn new(take: &Take, at: Instant) -> Self {
        Self {
            restored: take.restored,
            spent_twice: take.spent_twice.clone(),
            gave_back_at: take.gives_back_at.filter(|given_back| *given_back <= at),
        }
    }
}

impl Checkpoint {
    /// The instant up to which facts are in it.
    pub fn at(&self) -> Instant {
        self.orders.at
    }

    /// What a published state knows of rows it does not have.
    pub(crate) fn published(rest: Rest, redeemed: BTreeMap<RewardId, Redeemed>) -> Self {
        Self { rest, redeemed, ..Self::default() }
    }

    /// Keeps the sums of rows that are archived now. If those are all there are, nothing of them is in it yet.
    pub(super) fn add_archived(&mut self, archive: &ArchiveChanges) -> Result<(), OutOfRange> {
        for hold in archive.holds.iter().filter(|hold| hold.status.counts_against_limit() && !hold.is_given()) {
            self.redeemed.entry(hold.reward.id.clone()).or_default().add(hold.created_at);
        }
        let has_come_back = |hold: &&Hold| hold.points > Points::ZERO && hold.status.has_come_back();
        remember_come_back(&mut self.come_back, archive.holds.iter().filter(has_come_back));
        let of_holds = archive.holds.iter().map(|hold| hold.taken.forgiven);
        let of_debits = archive.debits.iter().map(|debit| debit.taken.forgiven);
        self.forgiven = self.forgiven.plus(Points::sum(of_holds.chain(of_debits))?)?;
        Ok(())
    }

    /// The flow as it was then. `takes` are those of all facts up to then that can still change, as they are known now: if
    /// one of them had to be folded with something else by then, the whole history is needed.
    pub(super) fn flow(&self, takes: impl IntoIterator<Item = (Taker, Take)>) -> Result<Flow, Refusal> {
        let mut open: BTreeMap<&Taker, &OpenTake> = self.takes.iter().map(|open| (&open.taker, open)).collect();
        let mut resumed = Vec::new();
        for (taker, take) in takes {
            if let Taker::Redemption(id) = &taker
                && self.inputs.get(id) != Some(&TakeInputs::new(&take, self.at()))
            {
                return Err(Refusal::HistoryNotLoaded);
            }
            if let Some(OpenTake { taken, owed_for, .. }) = open.remove(&taker) {
                resumed.push((taker, Take { taken: taken.clone(), owed_for: owed_for.clone(), ..take }));
            }
        }
        let mut flow = Flow::restore(self.lots.iter().cloned(), resumed, self.at());
        flow.set_owed_for(self.owed_for.clone());
        flow.rest = self.rest.clone();
        Ok(flow)
    }
}

/// Redemptions of one reward that count against limits: how many, and when the newest were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeemed {
    count: usize,
    /// In the order of time, [`REDEEMED_MAX`] at most.
    newest: VecDeque<Instant>,
}

impl Redeemed {
    /// Adds one.
    pub(crate) fn add(&mut self, made_at: Instant) {
        self.count += 1;
        let place = self.newest.partition_point(|other| *other <= made_at);
        self.newest.insert(place, made_at);
        if self.newest.len() > REDEEMED_MAX {
            self.newest.pop_front();
        }
    }

    /// How many were made after `since`; none if more were than are known, or all if no instant is given.
    pub(crate) fn since(&self, since: Option<Instant>) -> Option<usize> {
        let Some(since) = since else { return Some(self.count) };
        let known = self.newest.len() - self.newest.partition_point(|made_at| *made_at <= since);
        (known < self.newest.len() || self.count == self.newest.len()).then_some(known)
    }
}

/// Adds to the redemptions whose points have come back, keeping those made last.
pub(super) fn remember_come_back<'h>(known: &mut Vec<(Instant, HoldId)>, holds: impl IntoIterator<Item = &'h Hold>) {
    known.extend(holds.into_iter().map(|hold| (hold.created_at, hold.id.clone())));
    known.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    known.truncate(HAD_COME_BACK_MAX);
}
