//! The rules have a number: a later release may count differently, and takes nothing away by that (`RULES.md`, 13).

use super::{Credit, Entry, EntryKind, Facts, LotSource, Refusal, Wallet, fold::Folded};
use crate::{Instant, Points, program::Programs};

/// Rules by which wallets can be folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) number: u32,
    pub(super) fold: fn(Facts, &Programs, Instant) -> Result<Folded, Refusal>,
    /// Whether a fact may be appended to the fold that stands: appending follows the rules of this release.
    pub(super) can_append: bool,
}

/// The rules of this release.
pub(super) const RULES: Rules = Rules { number: 1, fold: super::fold::fold, can_append: true };

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
        self.require_history()?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{AdjustmentId, Days, ledger::store::NewFact};

    fn day(days: u32) -> Instant {
        Instant::from_ms(0) + Days(days)
    }

    /// The same facts, with another expiry of everything that was given.
    fn with_expiry(
        facts: Facts,
        expires_at: impl Fn(&Credit) -> Option<Instant>,
        programs: &Programs,
        now: Instant,
    ) -> Result<Folded, Refusal> {
        let mut credits = facts.credits.clone();
        for credit in credits.values_mut().filter(|credit| !matches!(credit.source, LotSource::Rules { .. })) {
            credit.expires_at = expires_at(credit);
        }
        super::super::fold::fold(Facts { credits: &credits, ..facts }, programs, now)
    }

    /// Invented: what is given lives ten days.
    const SHORTER: Rules = Rules {
        number: 2,
        fold: |facts, programs, now| with_expiry(facts, |credit| Some(credit.at + Days(10)), programs, now),
        can_append: false,
    };

    /// Invented: what is given lives for ever.
    const LONGER: Rules = Rules {
        number: 2,
        fold: |facts, programs, now| with_expiry(facts, |_| None, programs, now),
        can_append: false,
    };

    fn give(wallet: &mut Wallet, id: &str, expires_at: Option<Instant>, now: Instant) {
        let source = LotSource::Adjustment { adjustment: AdjustmentId::new(id).unwrap() };
        let credit = Credit { source, points: Points(100), at: now, expires_at, reason: None, note: None };
        wallet.start_operation(&Programs::none(), now).unwrap();
        wallet.store(NewFact::Credit(credit), &Programs::none(), None).unwrap();
        assert_eq!(wallet.check(), Ok(()));
    }

    /// A wallet with 100 points from day 0, stored by the rules of this release, that a later release finds on day 20.
    fn found_by(rules: Rules, expires_at: Option<Instant>) -> Wallet {
        let mut wallet = Wallet::default();
        give(&mut wallet, "a", expires_at, day(0));
        wallet.pass_time(day(20));
        wallet.drain_changes().unwrap();
        wallet.rules = rules;
        wallet.touch(&Programs::none(), day(21)).unwrap();
        assert_eq!(wallet.head.rules, 1, "no fact has changed");
        wallet
    }

    #[test]
    fn a_change_of_the_rules_takes_nothing_away() {
        let mut wallet = found_by(SHORTER, None);
        assert_eq!(wallet.balance().available, Points(100));
        give(&mut wallet, "b", None, day(21));
        assert_eq!((wallet.head.rules, wallet.balance().available), (2, Points(200)));
        // What is given from now on is counted by the new rules; what was made good stays.
        wallet.pass_time(day(31));
        assert_eq!((wallet.balance().available, wallet.check()), (Points(100), Ok(())));
    }

    #[test]
    fn what_a_change_of_the_rules_brings_is_one_entry() {
        let mut wallet = found_by(LONGER, Some(day(10)));
        assert_eq!(wallet.balance().available, Points::ZERO);
        give(&mut wallet, "b", None, day(21));
        assert_eq!(wallet.balance().available, Points(200));
        let entries: Vec<_> = wallet.new_entries().iter().map(|entry| (entry.kind, entry.points)).collect();
        assert_eq!(entries, [(EntryKind::RulesChanged, Points(100)), (EntryKind::Adjusted, Points(100))]);
    }
}
