//! Redeeming a reward, and the ways a redemption is ended by hand.

use super::{HAD_COME_BACK_MAX, HandCapture, Hold, HoldStatus, Refusal, Wallet, wallet::NewFact};
use crate::{
    Code, HoldId, Instant, OrderId, Points, TierId,
    program::{Programs, Reward},
    tier::Qualifying,
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
        let now = self.begin(programs, now)?;
        if self.holds.contains_key(&request.hold) {
            return Err(Refusal::RedemptionExists);
        }
        let (_, program) = programs.newest().ok_or(Refusal::NoProgram)?;
        let reward = program.reward(&request.reward).ok_or(Refusal::RewardNotFound)?;
        let facts = if reward.tiers.is_empty() { Vec::new() } else { self.facts() };
        let qualifying = Qualifying::new(program, &facts);
        let tier = qualifying.as_ref().and_then(|qualifying| qualifying.tier_at(now));
        let eligibility = Eligibility { tier, available: self.balance().available, now };
        refusal(reward, eligibility, self.holds.values()).map_or(Ok(()), Err)?;

        let mut hold = Hold::new(request.hold, request.code, reward, program, reward.points, now);
        hold.terms.had_come_back = self.come_back();
        let id = hold.id.clone();
        self.store(NewFact::Hold(hold), programs, None)?;
        self.holds.get(&id).ok_or(Refusal::RedemptionNotFound)
    }

    /// Redemptions whose points have come back, those made last.
    fn come_back(&self) -> Vec<HoldId> {
        let come_back = |hold: &&Hold| hold.points > Points::ZERO && hold.status.has_come_back();
        let mut holds: Vec<&Hold> = self.holds.values().filter(come_back).collect();
        holds.sort_by_key(|hold| (std::cmp::Reverse(hold.created_at), &hold.id));
        holds.into_iter().take(HAD_COME_BACK_MAX).map(|hold| hold.id.clone()).collect()
    }

    /// Gives a redemption back, by its id.
    pub fn release(&mut self, id: &HoldId, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let now = self.begin(programs, now)?;
        let hold = self.held(|hold| hold.id == *id)?;
        let hold = Hold { released_at: Some(now), ..hold };
        self.store(NewFact::Hold(hold), programs, None)?;
        self.holds.get(id).ok_or(Refusal::RedemptionNotFound)
    }

    /// Gives a redemption back, by its code.
    pub fn release_code(&mut self, code: &Code, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let id = self.holds().find(|hold| hold.code == *code).map(|hold| hold.id.clone());
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
        let now = self.begin(programs, now)?;
        let mut hold = self.held(|hold| hold.code == *code)?;
        hold.captured.push(HandCapture { at: now, order });
        let id = hold.id.clone();
        self.store(NewFact::Hold(hold), programs, None)?;
        self.holds.get(&id).ok_or(Refusal::RedemptionNotFound)
    }

    /// A hold that has not ended, or why it cannot end (again).
    fn held(&self, is_it: impl Fn(&Hold) -> bool) -> Result<Hold, Refusal> {
        let hold = self.holds.values().find(|hold| is_it(hold)).ok_or(Refusal::RedemptionNotFound)?;
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
    /// When.
    pub(crate) now: Instant,
}

/// Why a member cannot have a reward now, in the order of `RULES.md`, 7.1; none if they can. `holds` are the member's
/// redemptions.
pub(crate) fn refusal<'h>(
    reward: &Reward,
    Eligibility { tier, available, now }: Eligibility,
    holds: impl Iterator<Item = &'h Hold>,
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
        if counting.count() >= limit.count as usize {
            return Some(Refusal::LimitReached);
        }
    }
    // Neither is beyond what sums can be.
    let missing = reward.points.minus(available).unwrap_or(Points::MAX);
    (missing > Points::ZERO).then_some(Refusal::InsufficientPoints { missing })
}
