//! Claiming what an offer gives: the one way in which what a browser sends makes points, and always within limits (I6).

use serde::{Deserialize, Serialize};

use super::{Credit, Entry, EntryKind, Hold, LotSource, Refusal, Wallet};
use crate::{
    CandidateId, ClaimId, Code, HoldId, Instant, Points,
    attention::{self, Memory},
    experiment::Arm,
    offer::{Claim, ClaimedValue, CountedEvent, Divisions, OfferEventKind, OfferValue, ValueKind},
    program::{Programs, Reward},
};

/// A wish to have what an offer gives, with the names that it will have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRequest {
    /// Name of the claim: 128 bits nobody can guess. It has one effect, however often it comes (I3).
    pub id: ClaimId,
    /// Name of the redemption, if the offer gives a coupon.
    pub hold: HoldId,
    /// Code for the checkout, if the offer gives a coupon.
    pub code: Code,
    /// The offer, which is to be had now.
    pub offer: CandidateId,
    /// What it gives, from a checked offer.
    pub grant: OfferValue,
    /// How people are divided for it.
    pub divisions: Divisions,
    /// Who the member is for experiments, if nothing was said of that before.
    pub subject: String,
}

impl Wallet {
    /// Gives the member what an offer gives. The budget of all members together is the caller's to keep.
    pub fn claim(&mut self, request: ClaimRequest, programs: &Programs, now: Instant) -> Result<&Claim, Refusal> {
        let now = self.start_operation(programs, now)?;
        if let Some(made) = self.member.offers.claims.iter().position(|claim| claim.id == request.id) {
            return self.member.offers.claims.get(made).ok_or(Refusal::OfferNotFound);
        }
        let ClaimRequest { id, offer, grant, divisions, .. } = &request;
        let subject = self.subject_or(&request.subject);
        let arm = self.arm(offer, &subject, divisions).filter(|(_, arm)| *arm != Arm::Holdout);
        let (run, arm) = arm.ok_or(Refusal::OfferNotFound)?;
        let (_, program) = programs.newest().ok_or(Refusal::NoProgram)?;
        let reward = match &grant.gives {
            ValueKind::Coupon { reward, .. } => Some(available_reward(program.reward(reward.as_str()), now)?),
            ValueKind::Points { .. } => None,
        };
        if !grant.has_room(offer, &self.member.offers.claims, now) {
            return Err(Refusal::LimitReached);
        }

        let gave = match (&grant.gives, reward) {
            (ValueKind::Coupon { valid_days, .. }, Some(reward)) => {
                let (id, code) = (request.hold.clone(), request.code.clone());
                let hold = Hold::new(id, code, reward, program, Points::ZERO, now).held_until(now + *valid_days);
                let entry = Entry { offer: Some(offer.clone()), ..Entry::new(EntryKind::Claimed, now, Points::ZERO) };
                self.award_coupon(Hold { offer: Some(offer.clone()), ..hold }, entry, programs)?;
                ClaimedValue::Coupon { redemption: request.hold.clone() }
            }
            (ValueKind::Coupon { .. }, None) => return Err(Refusal::OfferNotAvailable),
            (ValueKind::Points { points, reason }, _) => {
                let credit = Credit {
                    source: LotSource::Offer { claim: id.clone(), offer: offer.clone() },
                    points: *points,
                    at: now,
                    expires_at: program.expires_after_days.map(|days| now + days),
                    reason: Some(reason.clone()),
                    note: None,
                };
                self.award_points(credit, programs)?;
                ClaimedValue::Points { points: *points, reason: reason.clone() }
            }
        };
        let mut taken_up = Memory::default();
        taken_up.record(attention::Event::Converted, offer, now);
        let counted =
            CountedEvent { offer: offer.clone(), run, arm: arm.clone(), kind: OfferEventKind::Converted, at: now };
        self.remember(&subject, divisions, &[counted], taken_up, now);
        self.member.add_claim(Claim { id: id.clone(), offer: offer.clone(), arm, run, at: now, gave });
        self.member.offers.claims.last().ok_or(Refusal::OfferNotFound)
    }
}

/// A reward that a coupon can be for: tiers, points and the reward's own limit are for those who pay with points.
fn available_reward(reward: Option<&Reward>, now: Instant) -> Result<&Reward, Refusal> {
    reward.filter(|reward| reward.is_valid(now)).ok_or(Refusal::OfferNotAvailable)
}
