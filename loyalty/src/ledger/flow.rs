//! Points in the order of time: lots become available, are taken, given back, and expire (`RULES.md`, 8).
//!
//! A flow stands at an instant and only goes forward. It knows nothing of orders and programs, so a published snapshot
//! can go on with it at any later instant.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Lot, LotSource, Refusal,
    checkpoint::OpenTake,
    lot::SpendOrder,
    take::{Restored, Take, Taker},
};
use crate::{
    HoldId, Instant, Points,
    points::OutOfRange,
    program::{DebtPolicy, WindowStart},
};

/// Why a flow cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    OutOfRange,
    /// It needs lots that it was made without.
    LotsNotLoaded,
}

impl From<OutOfRange> for Stop {
    fn from(_: OutOfRange) -> Self {
        Self::OutOfRange
    }
}

impl From<Stop> for Refusal {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::OutOfRange => Self::OutOfRange,
            Stop::LotsNotLoaded => Self::LotsNotLoaded,
        }
    }
}

/// Lots that were not loaded, in sums. Nothing happens to them by itself before `until`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// What of them can be spent.
    pub available: Points,
    /// What of them can be spent later.
    #[serde(default)]
    pub pending: Points,
    /// What of that waits without a date.
    #[serde(default)]
    pub waiting: Points,
    /// What that waits for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub waits_for: BTreeSet<WindowStart>,
    /// When one of them is to become available or to expire.
    pub until: Option<Instant>,
    /// The first of them to be spent, if they may come to be loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first: Option<SpendOrder>,
}

impl Rest {
    /// Archived lots: all can be spent, `first` before the others.
    pub(super) fn archived(available: Points, first: Option<SpendOrder>) -> Self {
        let until = first.as_ref().and_then(|first| first.expires_at);
        Self { available, until, first, ..Self::default() }
    }
}

/// Something that happens. At one instant it happens in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Arrival,
    GiveBack(Taker),
    Expiry(LotSource),
    Credit(LotSource),
    Take(Taker),
}

/// All lots and all that was taken from them, at one instant.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    pub(super) lots: BTreeMap<LotSource, Lot>,
    pub(super) takes: BTreeMap<Taker, Take>,
    /// Lots with something left.
    spendable: BTreeSet<SpendOrder>,
    /// What is owed, by who has owed longest.
    owing: BTreeSet<(Instant, Taker)>,
    /// What is owed already because points of these redemptions were spent twice.
    owed_for: BTreeMap<HoldId, Points>,
    /// What is still to come.
    steps: BTreeSet<(Instant, Step)>,
    /// Lots that are still to be made.
    coming: BTreeMap<LotSource, Lot>,
    /// Lots that were not loaded.
    pub(super) rest: Rest,
    /// What has changed since the flow was made or restored.
    pub(super) changed: Changed,
}

/// Which lots and takes a flow has changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Changed {
    pub(super) lots: BTreeSet<LotSource>,
    pub(super) takers: BTreeSet<Taker>,
    /// Lots on which something depended that may not have changed them.
    pub(super) seen: BTreeSet<LotSource>,
}

impl Flow {
    /// The flow, which is to go through all of this, too.
    pub(super) fn with(
        mut self,
        lots: impl IntoIterator<Item = Lot>,
        takes: impl IntoIterator<Item = (Taker, Take)>,
    ) -> Self {
        for lot in lots {
            self.steps.insert((lot.made_at, Step::Credit(lot.source.clone())));
            self.coming.insert(lot.source.clone(), lot);
        }
        for (taker, take) in takes {
            if take.gives_back_at.is_none_or(|at| take.at < at) {
                self.steps.insert((take.at, Step::Take(taker.clone())));
                self.steps.extend(take.gives_back_at.map(|at| (at, Step::GiveBack(taker.clone()))));
            }
            self.takes.insert(taker, take);
        }
        self
    }

    /// A flow that stands at `clock` with this behind it.
    pub(super) fn restore(
        lots: impl IntoIterator<Item = Lot>,
        takes: impl IntoIterator<Item = (Taker, Take)>,
        clock: Instant,
    ) -> Self {
        let mut flow = Self::default();
        for lot in lots {
            flow.plan(&lot, clock);
            flow.insert_lot(lot);
        }
        for (taker, take) in takes {
            if take.taken.owed > Points::ZERO {
                flow.owing.insert((take.at, taker.clone()));
            }
            let gives_back_at = take.gives_back_at.filter(|at| clock < *at);
            flow.steps.extend(gives_back_at.map(|at| (at, Step::GiveBack(taker.clone()))));
            flow.takes.insert(taker, take);
        }
        flow.changed = Changed::default();
        flow
    }

    /// What is owed already because points of these redemptions were spent twice.
    pub(super) fn owed_for(&self) -> impl Iterator<Item = (&HoldId, &Points)> {
        self.owed_for.iter().filter(|(_, points)| **points > Points::ZERO)
    }

    /// Knows what was owed already because points of these redemptions were spent twice.
    pub(super) fn set_owed_for(&mut self, owed_for: BTreeMap<HoldId, Points>) {
        self.owed_for = owed_for;
    }

    /// What is held or owed at an instant at which the flow stands.
    pub(super) fn open_takes(&self, at: Instant) -> Vec<OpenTake> {
        let open = self.takes.iter().filter(|(_, take)| take.is_open(at));
        let open = open.map(|(taker, take)| OpenTake {
            taker: taker.clone(),
            taken: take.taken.clone(),
            owed_for: take.owed_for.clone(),
        });
        open.collect()
    }

    /// The lots to which what is held then may go back.
    pub(super) fn may_go_back_to(&self, at: Instant) -> impl Iterator<Item = &LotSource> {
        let open = self.takes.values().filter(move |take| take.is_open(at));
        open.flat_map(|take| &take.taken.parts).map(|(source, _)| source)
    }

    /// Takes more lots that stand where the flow does.
    pub(super) fn load(&mut self, lots: impl IntoIterator<Item = Lot>, clock: Instant) {
        for lot in lots {
            self.plan(&lot, clock);
            self.insert_lot(lot);
        }
    }

    /// Whether anything is due up to `now`.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.steps.first().is_some_and(|(at, _)| *at <= now)
    }

    /// Goes on to `now`.
    pub(super) fn advance(&mut self, now: Instant) -> Result<(), Stop> {
        while let Some((at, step)) = self.steps.first().filter(|(at, _)| *at <= now).cloned() {
            self.steps.pop_first();
            match step {
                Step::Arrival => {}
                Step::GiveBack(taker) => self.give_back(&taker, at)?,
                Step::Expiry(source) => self.expire(&source)?,
                Step::Credit(source) => self.make(&source),
                Step::Take(taker) => self.take_points_for(&taker, at)?,
            }
            self.pay_debt(at)?;
        }
        Ok(())
    }

    /// Makes the lots that are still to come: they are pending.
    pub(super) fn make_coming(&mut self) {
        self.steps.retain(|(_, step)| !matches!(step, Step::Credit(_)));
        for lot in std::mem::take(&mut self.coming).into_values() {
            // One whose points can be spent at once arrives when it is made.
            self.plan(&lot, lot.made_at.plus_ms(-1));
            self.insert_lot(lot);
        }
    }

    fn make(&mut self, source: &LotSource) {
        if let Some(lot) = self.coming.remove(source) {
            self.plan(&lot, lot.made_at);
            self.insert_lot(lot);
        }
    }

    /// Plans what happens to a lot by itself after `now`.
    fn plan(&mut self, lot: &Lot, now: Instant) {
        let arrival = (lot.available_at, Step::Arrival);
        let expiry = lot.expires_at.map(|at| (at, Step::Expiry(lot.source.clone())));
        self.steps.extend([Some(arrival), expiry].into_iter().flatten().filter(|(at, _)| now < *at));
    }

    /// Puts a lot in its place.
    fn insert_lot(&mut self, lot: Lot) {
        let spend_order = lot.spend_order();
        if lot.remaining > Points::ZERO {
            self.spendable.insert(spend_order);
        } else {
            self.spendable.remove(&spend_order);
        }
        self.changed.lots.insert(lot.source.clone());
        self.lots.insert(lot.source.clone(), lot);
    }

    fn set_take(&mut self, taker: Taker, take: Take) {
        self.changed.takers.insert(taker.clone());
        self.takes.insert(taker, take);
    }

    fn change(
        &mut self,
        source: &LotSource,
        change: impl FnOnce(&mut Lot) -> Result<(), OutOfRange>,
    ) -> Result<(), OutOfRange> {
        let Some(mut lot) = self.lots.get(source).cloned() else { return Ok(()) };
        change(&mut lot)?;
        self.insert_lot(lot);
        Ok(())
    }

    fn expire(&mut self, source: &LotSource) -> Result<(), OutOfRange> {
        // Nothing is lost, so nothing is to be stored.
        if self.lots.get(source).is_none_or(|lot| lot.remaining == Points::ZERO) {
            return Ok(());
        }
        self.change(source, |lot| {
            lot.expired = lot.expired.plus(lot.remaining)?;
            lot.remaining = Points::ZERO;
            Ok(())
        })
    }

    /// Gives everything back to the lots it came from, whose expiry stays what it was (I4).
    fn give_back(&mut self, taker: &Taker, at: Instant) -> Result<(), Stop> {
        let Some(take) = self.takes.get_mut(taker) else { return Ok(()) };
        self.changed.takers.insert(taker.clone());
        self.owing.remove(&(take.at, taker.clone()));
        for (other, owed) in std::mem::take(&mut take.owed_for) {
            let known = self.owed_for.entry(other).or_default();
            *known = known.minus(owed)?;
        }
        for (source, points) in std::mem::take(&mut take.taken).parts {
            self.change(&source, |lot| {
                if lot.is_expired(at) {
                    lot.expired = lot.expired.plus(points)?;
                } else {
                    lot.remaining = lot.remaining.plus(points)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn take_points_for(&mut self, taker: &Taker, at: Instant) -> Result<(), Stop> {
        let Some(mut take) = self.takes.remove(taker) else { return Ok(()) };
        let kept = take.restored.map_or(Ok(take.points), |restored| take.points.minus(restored.points))?;
        take.taken.parts = self.take_from_lots(kept, at, true)?;
        let mut missing = kept.minus(Points::sum(take.taken.parts.iter().map(|part| part.1))?)?;
        for (other, points) in &take.spent_twice {
            let known = self.owed_for.entry(other.clone()).or_default();
            let owed = points.minus(*known)?.min(missing).max(Points::ZERO);
            *known = known.plus(owed)?;
            take.owed_for.push((other.clone(), owed));
            take.taken.owed = take.taken.owed.plus(owed)?;
            missing = missing.minus(owed)?;
        }
        match take.debt {
            DebtPolicy::GoNegative => take.taken.owed = take.taken.owed.plus(missing)?,
            DebtPolicy::StopAtZero => take.taken.forgiven = missing,
        }
        if take.taken.owed > Points::ZERO {
            self.owing.insert((take.at, taker.clone()));
        }
        if let (Some(restored), Taker::Redemption(redemption)) = (take.restored, taker) {
            self.restore_points(restored, redemption, at)?;
        }
        self.set_take(taker.clone(), take);
        Ok(())
    }

    /// Gives points that count as never taken the time they have to be spent.
    fn restore_points(&mut self, restored: Restored, redemption: &HoldId, at: Instant) -> Result<(), Stop> {
        let parts = self.next_points(restored.points, at, true)?;
        self.changed.seen.extend(parts.iter().map(|(source, _)| source.clone()));
        for (source, points) in parts {
            let Some(lot) = self.lots.get(&source).cloned() else { continue };
            let until = restored.at.max(lot.available_at) + restored.days;
            if lot.expires_at.is_none_or(|expires_at| until <= expires_at) {
                continue;
            }
            self.change(&source, |lot| {
                lot.points = lot.points.minus(points)?;
                lot.remaining = lot.remaining.minus(points)?;
                Ok(())
            })?;
            let first = source.first().clone();
            let source = LotSource::Restored { redemption: redemption.clone(), from: Box::new(first) };
            let empty = Lot {
                source: source.clone(),
                points: Points::ZERO,
                remaining: Points::ZERO,
                expired: Points::ZERO,
                made_at: at,
                expires_at: Some(until),
                ..lot
            };
            let mut lot = self.lots.get(&source).cloned().unwrap_or(empty);
            lot.points = lot.points.plus(points)?;
            lot.remaining = lot.remaining.plus(points)?;
            self.plan(&lot, at);
            self.insert_lot(lot);
        }
        Ok(())
    }

    /// Up to so many points from available lots in spend order, and then from pending ones, if those are wanted too.
    fn next_points(&self, wanted: Points, at: Instant, also_pending: bool) -> Result<Vec<(LotSource, Points)>, Stop> {
        let available = self.spendable.iter().filter(|lot| lot.available_at <= at);
        let pending = self.spendable.iter().filter(|lot| also_pending && at < lot.available_at);
        let (mut missing, mut parts) = (wanted, Vec::new());
        // Lots that were not loaded can all be spent: they have a place among those, and come before any pending one.
        let is_before_rest = |lot: &SpendOrder| lot.available_at <= at && self.rest.first.as_ref() >= Some(lot);
        for lot in available.chain(pending) {
            if missing == Points::ZERO {
                break;
            }
            if self.rest.first.is_some() && !is_before_rest(lot) {
                return Err(Stop::LotsNotLoaded);
            }
            let left = self.lots.get(&lot.source).map_or(Points::ZERO, |lot| lot.remaining);
            let part = missing.min(left);
            missing = missing.minus(part)?;
            parts.push((lot.source.clone(), part));
        }
        if missing > Points::ZERO && self.rest.first.is_some() {
            return Err(Stop::LotsNotLoaded);
        }
        Ok(parts)
    }

    fn take_from_lots(
        &mut self,
        wanted: Points,
        at: Instant,
        also_pending: bool,
    ) -> Result<Vec<(LotSource, Points)>, Stop> {
        let parts = self.next_points(wanted, at, also_pending)?;
        for (source, points) in &parts {
            self.change(source, |lot| {
                lot.remaining = lot.remaining.minus(*points)?;
                Ok(())
            })?;
        }
        Ok(parts)
    }

    /// Pays debt from available points, what has been owed longest first. Afterwards there is no debt, or nothing available.
    fn pay_debt(&mut self, at: Instant) -> Result<(), Stop> {
        while let Some((since, taker)) = self.owing.first().cloned() {
            let Some(mut take) = self.takes.get(&taker).cloned() else { break };
            let paid = self.take_from_lots(take.taken.owed, at, false)?;
            if paid.is_empty() {
                break;
            }
            take.taken.owed = take.taken.owed.minus(Points::sum(paid.iter().map(|part| part.1))?)?;
            take.taken.parts.extend(paid);
            if take.taken.owed == Points::ZERO {
                self.owing.remove(&(since, taker.clone()));
            }
            self.set_take(taker, take);
        }
        Ok(())
    }
}
