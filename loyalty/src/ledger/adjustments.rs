//! Points the shop gives or takes by hand, with a reason for the shopper and a note for itself.

use serde::{Deserialize, Serialize};

use super::{Entry, EntryKind, LotSource, Refusal, Wallet};
use crate::{AdjustmentId, Checked, Fault, Instant, Points, check::Faults, program::Programs};

/// Longest reason, in characters: it is read in the widget.
pub const REASON_LEN_MAX: usize = 300;
/// Longest note, in characters.
pub const NOTE_LEN_MAX: usize = 2_000;

/// Points given (above zero) or taken (below).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Its name, made by the shop before it was sent: it takes effect once (I3).
    pub id: AdjustmentId,
    /// How many.
    pub points: Points,
    /// Why, for the shopper.
    pub reason: String,
    /// Why, for the shop alone.
    #[serde(default)]
    pub note: Option<String>,
}

impl Adjustment {
    /// Proves the adjustment sound, or tells everything that is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let sound = self.points != Points::ZERO && (-Points::MAX..=Points::MAX).contains(&self.points);
        faults.require(sound, || "points".to_owned(), "must be from -900,000,000,000 to 900,000,000,000 and not 0");
        let reason = !self.reason.trim().is_empty() && self.reason.chars().count() <= REASON_LEN_MAX;
        faults.require(reason, || "reason".to_owned(), "must have 1 to 300 characters");
        let note = self.note.as_ref().is_none_or(|note| note.chars().count() <= NOTE_LEN_MAX);
        faults.require(note, || "note".to_owned(), "must have at most 2,000 characters");
        faults.finish(self)
    }
}

impl Wallet {
    /// Gives or takes points. Gives the entry's number; none if this adjustment was made before.
    pub fn adjust(
        &mut self,
        adjustment: Checked<Adjustment>,
        programs: &Programs,
        now: Instant,
    ) -> Result<Option<u64>, Refusal> {
        let adjustment = adjustment.into_inner();
        let now = self.begin(programs, now)?;
        if let Some(made) = self.adjustments.get(&adjustment.id) {
            return if *made == adjustment { Ok(None) } else { Err(Refusal::AdjustmentConflict) };
        }
        if adjustment.points > Points::ZERO {
            let expires_after = programs.newest().and_then(|(_, program)| program.expires_after_days);
            let source = LotSource::Adjustment { adjustment: adjustment.id.clone() };
            let lot = self.new_lot(source, now, expires_after.map(|days| now + days));
            self.credit(lot, adjustment.points);
        } else {
            let wanted = -adjustment.points;
            let missing = wanted - self.balance().available;
            if missing > Points::ZERO {
                return Err(Refusal::InsufficientPoints { missing });
            }
            self.take_available(wanted, now);
        }
        let seq = self.append(Entry {
            adjustment: Some(adjustment.id.clone()),
            reason: Some(adjustment.reason.clone()),
            note: adjustment.note.clone(),
            ..Entry::new(EntryKind::Adjusted, now, adjustment.points)
        });
        self.pay_debt(now);
        self.touched.adjustments.insert(adjustment.id.clone());
        self.adjustments.insert(adjustment.id.clone(), adjustment);
        Ok(Some(seq))
    }
}
