//! What is left of what offers give: what can no longer be had is not shown to anybody.

use std::collections::BTreeSet;

use super::{Claim, Offer, ValueKind};
use crate::{CandidateId, Instant, program::Program, view::Left};

/// What is left of what a shop's offers give, as it is published: it may be a minute old, and whoever gives counts anew.
#[derive(Clone, Copy, Debug)]
pub struct Supply<'a> {
    /// What is left of the rewards that have a stock.
    pub left: &'a Left,
    /// The offers whose budget is spent.
    pub spent: &'a BTreeSet<CandidateId>,
}

impl Supply<'_> {
    /// Nothing is used up.
    pub const FULL: Supply<'static> = Supply { left: &Left::new(), spent: &BTreeSet::new() };

    /// Whether what an offer gives can still be had by who has made these claims. What gives nothing always can.
    pub(super) fn has(&self, offer: &Offer, program: Option<&Program>, claims: &[Claim], now: Instant) -> bool {
        let Some(grant) = &offer.value else { return true };
        let is_left = match &grant.gives {
            ValueKind::Coupon { reward, .. } => {
                let reward = program.and_then(|program| program.reward(reward.as_str()));
                reward.is_some_and(|reward| reward.is_valid(now) && self.left.get(&reward.id) != Some(&0))
            }
            ValueKind::Points { .. } => true,
        };
        is_left && !self.spent.contains(&offer.id) && grant.has_room(&offer.id, claims, now)
    }
}
