//! Points and coupons that a member gets beside orders: for a claim, for answers to a survey, as a gesture in a case.
//!
//! This is the only door into the ledger for what lives beside it. I6: every award has a cause that is kept, and every cause
//! its award.

use std::collections::BTreeSet;

use super::{Entry, Hold, LotSource, Refusal, Wallet};
use crate::{AdjustmentId, CaseId, Days, Instant, Points, case::GivenReward};

impl Wallet {
    /// Makes a lot of points that are available at once. They pay debt first.
    pub(crate) fn award_points(&mut self, source: LotSource, entry: Entry, expires_after: Option<Days>, now: Instant) {
        let lot = self.new_lot(source, now, expires_after.map(|days| now + days));
        self.credit(lot, entry.points);
        self.append(entry);
        self.pay_debt(now);
    }

    /// Makes a redemption for which no points are held.
    pub(crate) fn award_coupon(&mut self, hold: Hold, entry: Entry) {
        self.append(Entry { redemption: Some(hold.id.clone()), reward: Some(hold.reward.name.clone()), ..entry });
        self.touched.holds.insert(hold.id.clone());
        self.holds.insert(hold.id.clone(), hold);
    }

    /// I6: each gesture has its adjustment of as many points, or its redemption, and no other redemption was given in a case.
    pub(super) fn gestures_are_sound(&self) -> bool {
        let mut redemptions = BTreeSet::new();
        let are_sound = self.cases().all(|case| {
            case.gestures.iter().enumerate().all(|(place, gesture)| match &gesture.reward {
                Some(GivenReward { id, redemption }) => {
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

    /// I6: every lot of a survey is for one complete response with as many points, and every such response has one.
    pub(super) fn survey_points_are_sound(&self) -> bool {
        let responses = &self.surveys().responses;
        let lots = self.lots.values().filter_map(|lot| match &lot.source {
            LotSource::Survey { survey, occasion } => Some((survey, occasion, lot.points)),
            LotSource::Order { .. } | LotSource::Adjustment { .. } | LotSource::Offer { .. } => None,
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
