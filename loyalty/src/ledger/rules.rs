//! The rules have a number: a later release may count differently, and takes nothing away by that (`RULES.md`, 13).

use super::{Credit, Entry, EntryKind, Facts, LotSource, Refusal, Wallet, fold::Folded};
use crate::{Instant, Points, program::Programs};

/// Rules by which wallets can be folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) number: u32,
    pub(super) fold: fn(Facts, &Programs, Instant) -> Result<Folded, Refusal>,
}

/// The rules of this release.
pub(super) const RULES: Rules = Rules { number: 1, fold: super::fold::fold };

impl Default for Rules {
    fn default() -> Self {
        RULES
    }
}

impl Wallet {
    /// Folds the facts as they are by the newest rules, if they were folded by others: before one of them changes.
    pub(super) fn change_rules(&mut self, programs: &Programs) -> Result<(), Refusal> {
        let (number, clock) = (self.rules.number, self.head.clock);
        if self.head.rules == number || self.head.seq == 0 {
            self.head.rules = number;
            return Ok(());
        }
        let before = self.balance();
        let saved = self.clone();
        let changed = self.adopt_rules(programs, clock).and_then(|()| {
            let now = self.balance();
            let (points, held) = (now.balance.minus(before.balance)?, now.held.minus(before.held)?);
            if (points, held) != (Points::ZERO, Points::ZERO) {
                self.append(Entry { held, ..Entry::new(EntryKind::RulesChanged, clock, points) })?;
            }
            Ok(())
        });
        if changed.is_err() {
            *self = saved;
        }
        changed
    }

    fn adopt_rules(&mut self, programs: &Programs, clock: Instant) -> Result<(), Refusal> {
        let before = self.balance().available;
        let folded = (self.rules.fold)(self.facts_of_points(), programs, clock)?;
        self.adopt(folded);
        let lost = before.minus(self.balance().available)?;
        if lost > Points::ZERO {
            let expires_after = programs.newest().and_then(|(_, program)| program.expires_after_days);
            let source = LotSource::Rules { rules: self.rules.number };
            let expires_at = expires_after.map(|days| clock + days);
            let credit =
                Credit { source: source.clone(), points: lost, at: clock, expires_at, reason: None, note: None };
            self.touched.credits.insert(source.clone());
            self.credits.insert(source, credit);
            let folded = (self.rules.fold)(self.facts_of_points(), programs, clock)?;
            self.adopt(folded);
        }
        self.head.rules = self.rules.number;
        Ok(())
    }
}
