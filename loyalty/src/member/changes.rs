//! Which parts of a member's record an operation changed.

use std::collections::BTreeSet;

use super::MemberRecord;
use crate::{
    CaseId, ClaimId, SurveyId,
    case::{Case, Message},
    offer::{Claim, OfferHistory},
    profile::Profile,
    survey::{Occasion, Response},
    testimonial::Testimonial,
};

/// Rows to write beside those of the ledger. Messages and claims are new; the rest replaces what is stored by the same id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberChanges {
    /// The profile, if it changed.
    pub profile: Option<Profile>,
    /// What the member was shown of offers, without the claims, if that changed.
    pub offers: Option<OfferHistory>,
    /// Claims made.
    pub claims: Vec<Claim>,
    /// Cases opened or changed.
    pub cases: Vec<Case>,
    /// Messages to append, each to its case.
    pub messages: Vec<(CaseId, Message)>,
    /// Responses to surveys, one for each survey and occasion.
    pub responses: Vec<Response>,
    /// Testimonials submitted or changed.
    pub testimonials: Vec<Testimonial>,
}

/// What has been touched since the changes were last taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    pub(super) profile: bool,
    pub(super) offers: bool,
    pub(super) claims: BTreeSet<ClaimId>,
    pub(super) cases: BTreeSet<CaseId>,
    pub(super) messages: Vec<(CaseId, Message)>,
    pub(super) responses: BTreeSet<(SurveyId, Occasion)>,
    pub(super) testimonials: Vec<Testimonial>,
}

impl MemberRecord {
    /// Notes a claim that was made.
    pub(crate) fn add_claim(&mut self, claim: Claim) {
        self.touched.claims.insert(claim.id.clone());
        self.offers.claims.push(claim);
    }

    /// What has changed since the last call.
    pub(crate) fn drain_changes(&mut self) -> MemberChanges {
        let touched = std::mem::take(&mut self.touched);
        let responses = touched.responses.iter().filter_map(|(id, occasion)| self.surveys.response(id, occasion));
        MemberChanges {
            profile: touched.profile.then(|| self.profile.clone()),
            offers: touched.offers.then(|| OfferHistory { claims: Vec::new(), ..self.offers.clone() }),
            claims: self.offers.claims.iter().filter(|claim| touched.claims.contains(&claim.id)).cloned().collect(),
            cases: touched.cases.iter().filter_map(|id| self.cases.get(id)).cloned().collect(),
            messages: touched.messages,
            responses: responses.cloned().collect(),
            testimonials: touched.testimonials,
        }
    }
}

impl MemberChanges {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
