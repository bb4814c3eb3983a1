//! The invariants that every operation must have kept: asserted in the running wallet, before anything is stored.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Hold, HoldStatus, Lot, LotSource, Wallet};
use crate::{ClaimId, Points, offer::ClaimedValue};

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
