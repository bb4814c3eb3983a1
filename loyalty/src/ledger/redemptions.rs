//! Redeeming a reward, and the ways a redemption ends.

use super::{Entry, EntryKind, Hold, HoldStatus, Refusal, Wallet};
use crate::{
    Code, HoldId, Instant, OrderId, Points,
    program::{Program, Programs, Reward},
    tier::{Fact, Qualifying},
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

/// The ways a hold ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HoldEnd {
    Captured,
    Released,
    Lapsed,
    /// After having been captured, by its order's cancellation.
    Returned,
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
        let history = History { facts: &self.facts(), holds: self.holds.values() };
        refusal(reward, program, history, self.balance().available, now).map_or(Ok(()), Err)?;

        let parts = self.take_available(reward.points, now);
        let hold = Hold { points: reward.points, parts, ..Hold::given(request.hold, request.code, reward, now) };
        self.append(Entry { held: hold.points, ..entry_of(&hold, EntryKind::Held, now) });
        let id = hold.id.clone();
        self.touched.holds.insert(id.clone());
        Ok(self.holds.entry(id).insert_entry(hold).into_mut())
    }

    /// Gives a redemption back, by its id.
    pub fn release(&mut self, id: &HoldId, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let now = self.begin(programs, now)?;
        let id = self.held(|hold| hold.id == *id)?;
        self.end_hold(&id, HoldEnd::Released, now);
        self.pay_debt(now);
        self.pass_time(now);
        self.holds.get(&id).ok_or(Refusal::RedemptionNotFound)
    }

    /// Gives a redemption back, by its code.
    pub fn release_code(&mut self, code: &Code, programs: &Programs, now: Instant) -> Result<&Hold, Refusal> {
        let id = self.hold_with_code(code).ok_or(Refusal::RedemptionNotFound)?;
        self.release(&id, programs, now)
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
        let id = self.held(|hold| hold.code == *code)?;
        self.capture_hold(&id, order, now);
        self.holds.get(&id).ok_or(Refusal::RedemptionNotFound)
    }

    pub(super) fn capture_hold(&mut self, id: &HoldId, order: Option<OrderId>, now: Instant) {
        if let Some(hold) = self.holds.get_mut(id) {
            hold.order = order;
        }
        self.end_hold(id, HoldEnd::Captured, now);
    }

    pub(super) fn hold_with_code(&self, code: &Code) -> Option<HoldId> {
        self.holds.values().find(|hold| hold.code == *code).map(|hold| hold.id.clone())
    }

    /// The id of a hold that has not ended, or why it cannot end (again).
    fn held(&self, is_it: impl Fn(&Hold) -> bool) -> Result<HoldId, Refusal> {
        let hold = self.holds.values().find(|hold| is_it(hold)).ok_or(Refusal::RedemptionNotFound)?;
        match hold.status {
            HoldStatus::Held => Ok(hold.id.clone()),
            HoldStatus::Captured => Err(Refusal::HoldAlreadyCaptured),
            HoldStatus::Released | HoldStatus::Returned => Err(Refusal::HoldAlreadyReleased),
            HoldStatus::Lapsed => Err(Refusal::HoldExpired),
        }
    }

    /// Ends a hold and writes it down. Callers give one that holds (or, to return it, one that was captured): I4.
    pub(super) fn end_hold(&mut self, id: &HoldId, end: HoldEnd, at: Instant) {
        let Some(hold) = self.holds.get_mut(id) else { return };
        let (status, kind, points, held) = match end {
            HoldEnd::Captured => (HoldStatus::Captured, EntryKind::Spent, -hold.points, -hold.points),
            HoldEnd::Released => (HoldStatus::Released, EntryKind::Released, Points::ZERO, -hold.points),
            HoldEnd::Lapsed => (HoldStatus::Lapsed, EntryKind::Lapsed, Points::ZERO, -hold.points),
            HoldEnd::Returned => (HoldStatus::Returned, EntryKind::Returned, hold.points, Points::ZERO),
        };
        hold.status = status;
        hold.ended_at = Some(at);
        let entry = Entry { points, held, ..entry_of(hold, kind, at) };
        let given_back = if end == HoldEnd::Captured { Vec::new() } else { hold.parts.clone() };
        self.put_back(&given_back);
        self.touched.holds.insert(id.clone());
        self.append(entry);
    }
}

/// What a member did before, as far as it decides about rewards.
pub(crate) struct History<'a, H: Iterator<Item = &'a Hold>> {
    /// The member's orders.
    pub(crate) facts: &'a [Fact],
    /// The member's redemptions.
    pub(crate) holds: H,
}

/// Why a member cannot have a reward now, in the order of `RULES.md`; none if they can.
pub(crate) fn refusal<'a>(
    reward: &Reward,
    program: &Program,
    history: History<'a, impl Iterator<Item = &'a Hold>>,
    available: Points,
    now: Instant,
) -> Option<Refusal> {
    if !reward.is_valid(now) {
        return Some(Refusal::RewardNotAvailable);
    }
    let tier = Qualifying::new(program, history.facts).and_then(|qualifying| qualifying.tier_at(now));
    if !reward.tiers.is_empty() && !tier.is_some_and(|tier| reward.tiers.contains(tier)) {
        return Some(Refusal::TierRequired);
    }
    if let Some(limit) = reward.limit_per_member {
        let since = |hold: &Hold| limit.days.is_none_or(|days| hold.created_at > now - days);
        let is_bought = |hold: &Hold| hold.reward.id == reward.id && !hold.is_given();
        let counting =
            history.holds.filter(|hold| is_bought(hold) && hold.status.counts_against_limit() && since(hold));
        if counting.count() >= limit.count as usize {
            return Some(Refusal::LimitReached);
        }
    }
    let missing = reward.points - available;
    (missing > Points::ZERO).then_some(Refusal::InsufficientPoints { missing })
}

fn entry_of(hold: &Hold, kind: EntryKind, at: Instant) -> Entry {
    Entry {
        redemption: Some(hold.id.clone()),
        reward: Some(hold.reward.name.clone()),
        order: hold.order.clone(),
        offer: hold.offer.clone(),
        ..Entry::new(kind, at, Points::ZERO)
    }
}
