//! Redeeming a reward, and the ways a redemption is ended by hand.

use super::{
    HandCapture, Hold, HoldStatus, REDEEMED_MAX, Redeemed, Refusal, Wallet, checkpoint::remember_come_back,
    store::NewFact,
};
use crate::{
    Code, HoldId, Instant, OrderId, Points, TierId,
    history::OrderHistory,
    program::{Programs, Reward},
};

/// A wish to redeem, with the names that the redemption will have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedeemRequest {
    /// The reward's id.
    pub reward: String,
    /// Name of the redemption: 128 random bits.
    pub hold: HoldId,
    /// Code for the checkout: 128 random bits.
    pub code: Code,
}

impl Wallet {
    /// Holds points for a reward.
    pub fn redeem(&mut self, request: RedeemRequest, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let now = self.start_operation(programs, now)?;
        if self.hold(&request.hold).is_some() {
            return Err(Refusal::RedemptionExists);
        }
        let (_, program) = programs.newest().ok_or(Refusal::NoProgram)?;
        let reward = program.reward(&request.reward).ok_or(Refusal::RewardNotFound)?;
        let history = if reward.tiers.is_empty() { OrderHistory::default() } else { self.order_history() };
        if history.past.as_ref().is_some_and(|past| !past.are_enough_for(program)) {
            return Err(Refusal::HistoryNotLoaded);
        }
        let qualifying = history.qualifying(program);
        let tier = qualifying.as_ref().and_then(|qualifying| qualifying.tier_at(now));
        let eligibility = Eligibility { tier, available: self.balance().available, now };
        let redeemed = self.redeemed().and_then(|redeemed| redeemed.get(&reward.id));
        refusal(reward, eligibility, self.holds.values(), redeemed).map_or(Ok(()), Err)?;

        let mut hold = Hold::new(request.hold, request.code, reward, program, reward.points, now);
        hold.terms.had_come_back = self.come_back();
        let id = hold.id.clone();
        self.store(NewFact::Hold(hold), programs, None)?;
        self.holds.get(&id).ok_or(Refusal::RedemptionNotFound)
    }

    /// Redemptions whose points have come back, those made last.
    fn come_back(&self) -> Vec<HoldId> {
        let come_back = |hold: &&Hold| hold.points > Points::ZERO && hold.status.has_come_back();
        let holds = self.holds.values().filter(come_back);
        let mut known = self.checkpoint.as_ref().map(|checkpoint| checkpoint.come_back.clone()).unwrap_or_default();
        remember_come_back(&mut known, holds);
        known.into_iter().map(|(_, id)| id).collect()
    }

    /// Gives a redemption back, by its id.
    pub fn release(&mut self, id: &HoldId, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let now = self.start_operation(programs, now)?;
        let hold = self.held(|hold| hold.id == *id)?;
        let hold = Hold { released_at: Some(now), ..hold };
        self.store(NewFact::Hold(hold), programs, None)?;
        self.holds.get(id).ok_or(Refusal::RedemptionNotFound)
    }

    /// Gives a redemption back, by its code.
    pub fn release_code(&mut self, code: &Code, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let id = self.hold_by_code(code).map(|hold| hold.id.clone());
        self.release(&id.ok_or(Refusal::RedemptionNotFound)?, programs, now)
    }

    /// Spends a redemption's points: its code was used, on this order if one is named.
    pub fn capture(
        &mut self,
        code: &Code,
        order: Option<OrderId>,
        programs: &Programs,
        now: Instant,
    ) -> Result<&Hold, Refusal> {
        let now = self.start_operation(programs, now)?;
        let mut hold = self.held(|hold| hold.code == *code)?;
        if order.as_ref().is_some_and(|order| self.named.orders.contains_key(order)) {
            return Err(Refusal::HistoryNotLoaded);
        }
        hold.captured.push(HandCapture { at: now, order });
        let id = hold.id.clone();
        self.store(NewFact::Hold(hold), programs, None)?;
        self.holds.get(&id).ok_or(Refusal::RedemptionNotFound)
    }

    /// A hold that has not ended, or why it cannot end (again).
    fn held(&self, is_it: impl Fn(&Hold) -> bool) -> Result<Hold, Refusal> {
        let mut holds = self.holds.values().chain(self.named.holds.values());
        let hold = holds.find(|hold| is_it(hold)).ok_or(Refusal::RedemptionNotFound)?;
        match hold.status {
            HoldStatus::Held => Ok(hold.clone()),
            HoldStatus::Captured => Err(Refusal::HoldAlreadyCaptured),
            HoldStatus::Released | HoldStatus::Returned => Err(Refusal::HoldAlreadyReleased),
            HoldStatus::Lapsed => Err(Refusal::HoldExpired),
        }
    }
}

/// What decides whether a member can have rewards: computed once for all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Eligibility<'a> {
    /// The member's level.
    pub(crate) tier: Option<&'a TierId>,
    /// Points that can be spent.
    pub(crate) available: Points,
    /// The instant for which everything is computed.
    pub(crate) now: Instant,
}

/// Why a member cannot have a reward now, in the order of `RULES.md`, 7.1; none if they can. `holds` are the member's
/// redemptions, beside those that are known in numbers (`redeemed`).
pub(crate) fn refusal<'h>(
    reward: &Reward,
    Eligibility { tier, available, now }: Eligibility,
    holds: impl Iterator<Item = &'h Hold>,
    redeemed: Option<&Redeemed>,
) -> Option<Refusal> {
    if !reward.is_valid(now) {
        return Some(Refusal::RewardNotAvailable);
    }
    if !reward.tiers.is_empty() && !tier.is_some_and(|tier| reward.tiers.contains(tier)) {
        return Some(Refusal::TierRequired);
    }
    if let Some(limit) = reward.limit_per_member {
        let since = |hold: &Hold| limit.days.is_none_or(|days| hold.created_at > now - days);
        let is_bought = |hold: &Hold| hold.reward.id == reward.id && !hold.is_given();
        let counting = holds.filter(|hold| is_bought(hold) && hold.status.counts_against_limit() && since(hold));
        let before = redeemed.map(|redeemed| redeemed.since(limit.days.map(|days| now - days)));
        // Where more were made than are known one by one, that is at least as many.
        if counting.count() + before.map_or(0, |before| before.unwrap_or(REDEEMED_MAX)) >= limit.count as usize {
            return Some(Refusal::LimitReached);
        }
    }
    // Neither is beyond what sums can be.
    let missing = reward.points.minus(available).unwrap_or(Points::MAX);
    (missing > Points::ZERO).then_some(Refusal::InsufficientPoints { missing })
}
