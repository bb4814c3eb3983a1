//! How points move between lots and what takes them (8.6 to 8.11), one step at one instant.

use super::calendar::DAY_MS;
use super::codes::Standing;
use super::facts::Redemption;
use super::fold::{Fold, taker};
use super::lots::Lot;
use super::summary::Source;

impl Fold {
    /// The lots with points in spend order: those that are available, then those that are pending, if they are wanted.
    fn in_spend_order(&self, t: i64, pending_too: bool) -> Vec<usize> {
        let mut lots: Vec<usize> = (0..self.lots.len()).filter(|at| self.lots[*at].remaining > 0).collect();
        let is_pending = |at: &usize| t < self.lots[*at].available_at;
        lots.retain(|at| self.lots[*at].is_available(t) || pending_too && is_pending(at));
        lots.sort_by_key(|at| (is_pending(at), self.lots[*at].spend_order()));
        lots
    }

    /// Takes up to so many points; says from where, and how many are missing (8.6).
    pub(super) fn take(&mut self, wanted: i128, t: i64) -> (Vec<(usize, i128)>, i128) {
        let lots = self.in_spend_order(t, true);
        self.take_from(lots, wanted)
    }

    fn take_from(&mut self, lots: Vec<usize>, wanted: i128) -> (Vec<(usize, i128)>, i128) {
        let mut missing = wanted;
        let mut parts = Vec::new();
        for at in lots {
            let points = missing.min(self.lots[at].remaining);
            if points > 0 {
                self.lots[at].remaining -= points;
                missing -= points;
                parts.push((at, points));
            }
        }
        (parts, missing)
    }

    /// Pays what is owed from available points, the oldest debt first (8.10).
    pub(super) fn pay_debt(&mut self, t: i64) {
        for taker in self.taken.keys().cloned().collect::<Vec<_>>() {
            let lots = self.in_spend_order(t, false);
            let (parts, still_owed) = self.take_from(lots, self.taken[&taker].owed);
            if let Some(taken) = self.taken.get_mut(&taker) {
                taken.parts.extend(parts);
                taken.owed = still_owed;
            }
        }
    }

    /// What a redemption took goes back where it came from; what it still owes is owed no longer (7.7, 8.10).
    pub(super) fn give_back(&mut self, redemption: &Redemption, t: i64) {
        let Some(taken) = self.taken.remove(&taker(redemption)) else { return };
        for (at, points) in taken.parts {
            let lot = &mut self.lots[at];
            if lot.expires_at.is_some_and(|expires_at| expires_at <= t) {
                lot.expired += points;
            } else {
                lot.remaining += points;
            }
        }
    }

    /// What is left in lots that expire is lost (8.3).
    pub(super) fn expire(&mut self, t: i64) {
        for lot in self.lots.iter_mut().filter(|lot| lot.expires_at.is_some_and(|expires_at| expires_at <= t)) {
            lot.expired += lot.remaining;
            lot.remaining = 0;
        }
    }

    /// Finds the points that count as never taken, and moves those that would expire too early (8.9).
    pub(super) fn restore(&mut self, redemption: &Redemption, standing: &Standing) {
        let Some(restored_from) = standing.restored_from else { return };
        let (made_at, mut wanted) = (redemption.created_at, standing.never_taken);
        for at in self.in_spend_order(made_at, true) {
            let lot = self.lots[at].clone();
            let found = wanted.min(lot.remaining);
            wanted -= found;
            let expires_at = restored_from.max(lot.available_at) + redemption.restored_days * DAY_MS;
            if found == 0 || lot.expires_at.is_none_or(|own| own >= expires_at) {
                continue;
            }
            self.lots[at].remaining -= found;
            let source =
                Source::Restored { redemption: redemption.id.clone(), first: Box::new(first(&lot.source).clone()) };
            if let Some(restored) = self.lots.iter_mut().find(|one| one.source == source) {
                restored.remaining += found;
            } else {
                let expires_at = Some(expires_at);
                self.lots.push(Lot { source, remaining: found, expired: 0, made_at, expires_at, ..lot });
            }
        }
    }

    /// Points in lots.
    fn in_lots(&self) -> i128 {
        self.lots.iter().map(|lot| lot.remaining).sum()
    }

    /// Points in lots that are not available yet.
    pub fn pending(&self) -> i128 {
        self.lots.iter().filter(|lot| self.now < lot.available_at).map(|lot| lot.remaining).sum()
    }

    /// What redemptions hold.
    pub fn held(&self) -> i128 {
        let is_held = |id: &str| self.standings.get(id).is_some_and(|standing| standing.status == "held");
        let held = self.taken.iter().filter(|((_, is_redemption, id), _)| *is_redemption && is_held(id));
        held.map(|(_, taken)| taken.figure()).sum()
    }

    /// What is owed.
    pub fn debt(&self) -> i128 {
        self.taken.values().map(|taken| taken.owed).sum()
    }

    /// What is forgiven in the whole wallet.
    pub fn forgiven(&self) -> i128 {
        self.taken.values().map(|taken| taken.forgiven).sum()
    }

    /// All points: what is in lots and held, less what is owed.
    pub fn balance(&self) -> i128 {
        self.in_lots() + self.held() - self.debt()
    }

    /// What can be spent; below zero, what is owed.
    pub fn available(&self) -> i128 {
        self.balance() - self.pending() - self.held()
    }
}

/// The first source of points: they may have been restored before.
pub fn first(source: &Source) -> &Source {
    match source {
        Source::Restored { first: source, .. } => first(source),
        source => source,
    }
}
