//! Points and coupons that a member gets beside orders: for a claim, for answers to a survey, as a gesture in a case.
//!
//! This is the only door into the ledger for what lives beside it. I6: every award has a cause that is kept, and every cause
//! its award.

use std::collections::BTreeSet;

use super::{Credit, Entry, Hold, LotSource, Refusal, Wallet, store::NewFact};
use crate::{AdjustmentId, CaseId, Points, case::GestureReward, program::Programs};

impl Wallet {
    /// Stores points that are given: they are available at once, and pay debt first.
    pub(crate) fn award_points(&mut self, credit: Credit, programs: &Programs) -> Result<(), Refusal> {
        self.store(NewFact::Credit(credit), programs, None)
    }

    /// Stores a redemption for which no points are held.
    pub(crate) fn award_coupon(&mut self, hold: Hold, entry: Entry, programs: &Programs) -> Result<(), Refusal> {
        let entry = Entry { redemption: Some(hold.id.clone()), reward: Some(hold.reward.name.clone()), ..entry };
        self.store(NewFact::Hold(hold), programs, None)?;
        self.append(entry)?;
        Ok(())
    }

    /// I6: each gesture has its adjustment of as many points, or its redemption, and no other redemption was given in a case.
    pub(super) fn gestures_are_sound(&self) -> bool {
        let mut redemptions = BTreeSet::new();
        let are_sound = self.cases().all(|case| {
            case.gestures.iter().enumerate().all(|(place, gesture)| match &gesture.reward {
                Some(GestureReward { id, redemption }) => {
                    let hold = self.holds.get(redemption).filter(|hold| hold.case.as_ref() == Some(&case.id));
                    let is_free = hold.is_some_and(|hold| hold.reward.id == *id && hold.points == Points::ZERO);
                    redemptions.insert(redemption) && is_free
                }
                None => {
                    let id = gesture_adjustment_id(&case.id, place).ok();
                    let adjustment = id.and_then(|id| self.adjustments.get(&id));
                    adjustment.is_some_and(|adjustment| adjustment.points == gesture.points)
                }
            })
        });
        are_sound && redemptions.len() == self.holds.values().filter(|hold| hold.case.is_some()).count()
    }

    /// I6: every credit of a survey is for one complete response with as many points, and every such response has one.
    pub(super) fn survey_points_are_sound(&self) -> bool {
        let responses = &self.surveys().responses;
        let lots = self.credits.values().filter_map(|credit| match &credit.source {
            LotSource::Survey { survey, occasion } => Some((survey, occasion, credit.points)),
            _ => None,
        });
        let mut lots: Vec<_> = lots.collect();
        let paid = responses.iter().filter(|response| response.points > Points::ZERO);
        let mut answers: Vec<_> =
            paid.map(|response| (&response.survey, &response.occasion, response.points)).collect();
        lots.sort();
        answers.sort();
        let are_complete = responses.iter().all(|response| response.is_complete() || response.points == Points::ZERO);
        are_complete && lots == answers
    }
}

/// The adjustment of a case's gesture. A case's name is random, so no adjustment of the shop's own is called so.
pub(crate) fn gesture_adjustment_id(case: &CaseId, place: usize) -> Result<AdjustmentId, Refusal> {
    AdjustmentId::new(format!("case:{case}:{place}")).map_err(|_| Refusal::AdjustmentConflict)
}

/// Whether an adjustment is a gesture in a case.
pub(super) fn is_gesture(adjustment: &AdjustmentId) -> bool {
    adjustment.as_str().starts_with("case:")
}
