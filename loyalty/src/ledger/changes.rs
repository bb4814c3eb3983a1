//! What an operation changed, and the invariants it must have kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};

use super::{
    Adjustment, ArchiveChanges, Checkpoint, Credit, Debit, Entry, Hold, HoldStatus, Lot, LotSource, OrderRecord, Wallet,
};
use crate::{AdjustmentId, ClaimId, HoldId, Instant, OrderId, Points, member::MemberChanges, offer::ClaimedValue};

/// What a wallet knows beside its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of commits so far.
    pub seq: u64,
    /// The instant up to which time has passed.
    pub clock: Instant,
    /// Number of entries so far.
    pub entries: u64,
    /// Sum of all entries' points.
    pub points_sum: Points,
    /// Sum of all entries' held points.
    pub held_sum: Points,
    /// The number of the rules by which the facts were folded.
    #[serde(default)]
    pub rules: u32,
    /// Orders the wallet was told to give up before it was told of them, with the `updated_at` for which.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub yields: BTreeMap<OrderId, Instant>,
}

/// Rows to write in one transaction: entries are new, the rest replaces what is stored by the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The wallet's head.
    pub head: Head,
    /// Entries to append.
    pub entries: Vec<Entry>,
    /// Lots made or changed.
    pub lots: Vec<Lot>,
    /// Lots to delete: nothing comes from there any more.
    pub lots_gone: Vec<LotSource>,
    /// Redemptions made or changed.
    pub holds: Vec<Hold>,
    /// Orders made or changed.
    pub orders: Vec<OrderRecord>,
    /// Points given.
    pub credits: Vec<Credit>,
    /// Points taken by hand, or whose parts have changed.
    pub debits: Vec<Debit>,
    /// Adjustments made.
    pub adjustments: Vec<Adjustment>,
    /// Orders that this operation has changed, wherever they are stored now.
    pub changed_orders: BTreeSet<OrderId>,
    /// Redemptions that this operation has changed.
    pub changed_holds: BTreeSet<HoldId>,
    /// Lots that were archived and are open now, as they are archived. To be removed from the archive first.
    pub opened_lots: Vec<Lot>,
    /// Rows to archive.
    pub archive: ArchiveChanges,
    /// What the archived rows come to, if that has changed.
    pub checkpoint: Option<Checkpoint>,
    /// What changed beside the ledger.
    pub member: MemberChanges,
}

/// What has been touched since the changes were last taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    pub(super) entries: Vec<Entry>,
    pub(super) yields: bool,
    pub(super) lots: BTreeSet<LotSource>,
    pub(super) credits: BTreeSet<LotSource>,
    pub(super) debits: BTreeSet<AdjustmentId>,
    pub(super) holds: BTreeSet<HoldId>,
    pub(super) orders: BTreeSet<OrderId>,
    pub(super) adjustments: BTreeSet<AdjustmentId>,
    /// Lots that were loaded from the archive.
    pub(super) opened_lots: BTreeMap<LotSource, Lot>,
    pub(super) archive: Option<ArchiveChanges>,
}

impl Touched {
    /// Whether there is nothing to store. Lots that were only loaded are as they are stored.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_facts() && self.archive.is_none()
    }

    /// Whether something has become another.
    fn has_facts(&self) -> bool {
        let is_empty = self.entries.is_empty()
            && !self.yields
            && self.lots.is_empty()
            && self.credits.is_empty()
            && self.debits.is_empty()
            && self.holds.is_empty()
            && self.orders.is_empty()
            && self.adjustments.is_empty();
        !is_empty
    }
}

/// An invariant that does not hold: a defect, never the caller's fault. Nothing may be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach(pub &'static str);

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Breach {}

impl Wallet {
    /// What has changed since the last call, under the next `seq`; none if nothing has.
    pub fn drain_changes(&mut self) -> Option<Changes> {
        let mut touched = std::mem::take(&mut self.touched);
        let member = self.member.drain_changes();
        if touched.is_empty() && member.is_empty() {
            self.touched.opened_lots = touched.opened_lots;
            return None;
        }
        self.head.seq += 1;
        if !touched.has_facts() && member.is_empty() {
            // Rows were only put elsewhere: that moves no clock.
            self.head.clock = self.clock_before;
        }
        touched.lots.extend(touched.opened_lots.keys().cloned());
        let (changed_orders, changed_holds) = (touched.orders.clone(), touched.holds.clone());
        if touched.archive.as_ref().is_some_and(|archive| archive.is_whole) {
            self.touch_all_rows(&mut touched);
        }
        let has_new_checkpoint = touched.archive.is_some() || !touched.opened_lots.is_empty();
        Some(Changes {
            head: self.head.clone(),
            entries: touched.entries,
            lots: touched.lots.iter().filter_map(|source| self.flow.lots.get(source)).cloned().collect(),
            lots_gone: touched.lots.iter().filter(|source| !self.flow.lots.contains_key(source)).cloned().collect(),
            credits: touched.credits.iter().filter_map(|source| self.credits.get(source)).cloned().collect(),
            debits: touched.debits.iter().filter_map(|id| self.debits.get(id)).cloned().collect(),
            holds: touched.holds.iter().filter_map(|id| self.holds.get(id)).cloned().collect(),
            orders: touched.orders.iter().filter_map(|id| self.orders.get(id)).cloned().collect(),
            adjustments: touched.adjustments.iter().filter_map(|id| self.adjustments.get(id)).cloned().collect(),
            changed_orders,
            changed_holds,
            opened_lots: touched.opened_lots.into_values().collect(),
            archive: touched.archive.unwrap_or_default(),
            checkpoint: self.checkpoint.as_deref().filter(|_| has_new_checkpoint).cloned(),
            member,
        })
    }

    /// The invariants of one wallet. I1: balance = sum of entries, held = sum of entries' held; nothing is below zero but by
    /// debt.
    pub fn check(&self) -> Result<(), Breach> {
        let balance = self.balance();
        let require = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(Breach(what)) };
        require(balance.balance == self.head.points_sum, "I1: the balance is not the sum of the entries")?;
        require(balance.held == self.head.held_sum, "I1: what is held is not the sum of the entries")?;
        require(balance.debt >= Points::ZERO, "I1: debt is below zero")?;
        require(
            balance.available >= Points::ZERO || balance.debt > Points::ZERO,
            "I1: available points are below zero without debt",
        )?;
        let lot_sound = |lot: &Lot| Points::ZERO <= lot.remaining && lot.remaining <= lot.points;
        require(self.lots().all(lot_sound), "I1: a lot has less than nothing left, or more than was credited")?;
        let has_taken_right = |hold: &Hold| {
            let wanted = hold.points.minus(hold.not_taken);
            let taken = hold.taken.spent().and_then(|spent| spent.plus(hold.taken.forgiven));
            if hold.counts_as_taken() { taken == wanted } else { taken == Ok(Points::ZERO) }
        };
        require(
            self.holds().all(has_taken_right),
            "I4: a redemption has not taken its points, or not given them back",
        )?;
        let ended_sound = self.holds().all(|hold| (hold.status == HoldStatus::Held) == hold.ended_at.is_none());
        require(ended_sound, "I4: a hold has ended twice or not at all")?;
        let mut rules = self.orders().flat_map(|record| &record.counted.rules);
        require(rules.all(|rule| rule.points >= Points::ZERO), "I5: an order was reversed beyond what it earned")?;
        require(self.claims_are_sound(), "I6: offers gave something that nobody claimed, or not what was claimed")?;
        require(self.gestures_are_sound(), "I6: a gesture is not what was given for it")?;
        require(self.survey_points_are_sound(), "I6: points for an answer that is not complete, or not once")?;
        require(self.testimonials_are_sound(), "two testimonials of one member could be shown")
    }

    /// I6: each claim has made its lot or its coupon, once, and there are no others.
    fn claims_are_sound(&self) -> bool {
        let lots = self.credits.values().filter_map(|credit| match &credit.source {
            LotSource::Offer { claim, .. } => Some((claim, credit.points)),
            _ => None,
        });
        let lots: Vec<(&ClaimId, Points)> = lots.collect();
        let is_coupon = |hold: &&Hold| hold.offer.is_some() || hold.points == Points::ZERO && hold.case.is_none();
        let coupons = self.holds.values().filter(is_coupon).count();
        let given: BTreeMap<&ClaimId, &ClaimedValue> =
            self.offers().claims.iter().map(|claim| (&claim.id, &claim.gave)).collect();
        let lots_sound = lots.iter().all(
            |(claim, credited)| matches!(given.get(claim), Some(ClaimedValue::Points { points, .. }) if points == credited),
        );
        let mut redemptions = BTreeSet::new();
        let coupons_sound = given.values().all(|gave| match gave {
            ClaimedValue::Points { .. } => true,
            ClaimedValue::Coupon { redemption } => {
                let hold = self.holds.get(redemption).filter(|hold| hold.offer.is_some());
                redemptions.insert(redemption) && hold.is_some_and(|hold| hold.points == Points::ZERO)
            }
        });
        let all = given.len() == self.offers().claims.len() && given.len() == lots.len() + coupons;
        all && lots_sound && coupons_sound && redemptions.len() == coupons
    }
}
