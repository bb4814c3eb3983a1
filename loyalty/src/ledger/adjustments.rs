//! Points the shop gives or takes by hand, with a reason for the shopper and a note for itself.

use serde::{Deserialize, Serialize};

use super::{Credit, Debit, LotSource, Refusal, Taken, Wallet, store::NewFact};
use crate::{
    AdjustmentId, Checked, Fault, Instant, Points,
    check::Faults,
    program::{DebtPolicy, Programs},
};

/// Longest reason, in characters: it is read in the widget.
pub const REASON_LEN_MAX: usize = 300;
/// Longest note, in characters.
pub const NOTE_LEN_MAX: usize = 2_000;

/// Points given (above zero) or taken (below).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Its name, made by the shop before it was sent: it takes effect once (I3).
    pub id: AdjustmentId,
    /// How many points: below zero they are taken.
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
        let sound = self.points != Points::ZERO && (-Points::MAX.0..=Points::MAX.0).contains(&self.points.0);
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
        let now = self.start_operation(programs, now)?;
        let known = self.adjustments.get(&adjustment.id).or_else(|| self.named.adjustments.get(&adjustment.id));
        if let Some(made) = known {
            return if *made == adjustment { Ok(None) } else { Err(Refusal::AdjustmentConflict) };
        }
        let program = programs.newest().map(|(_, program)| program);
        let fact = if adjustment.points > Points::ZERO {
            let expires_after = program.and_then(|program| program.expires_after_days);
            NewFact::Credit(Credit {
                source: LotSource::Adjustment { adjustment: adjustment.id.clone() },
                points: adjustment.points,
                at: now,
                expires_at: expires_after.map(|days| now + days),
                reason: Some(adjustment.reason.clone()),
                note: adjustment.note.clone(),
            })
        } else {
            let points = adjustment.points.negated()?;
            let missing = points.minus(self.balance().available)?;
            if missing > Points::ZERO {
                return Err(Refusal::InsufficientPoints { missing });
            }
            NewFact::Debit(Debit {
                adjustment: adjustment.id.clone(),
                points,
                at: now,
                debt: program.map_or(DebtPolicy::StopAtZero, |program| program.debt),
                taken: Taken::default(),
            })
        };
        let id = adjustment.id.clone();
        self.adjustments.insert(id.clone(), adjustment);
        if let Err(refusal) = self.store(fact, programs, None) {
            self.adjustments.remove(&id);
            return Err(refusal);
        }
        let entry = self.touched.entries.iter().rev().find(|entry| entry.adjustment.as_ref() == Some(&id));
        let seq = entry.map(|entry| entry.seq);
        self.touched.adjustments.insert(id);
        Ok(seq)
    }
}
