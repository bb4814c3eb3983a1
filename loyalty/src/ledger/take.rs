//! Taking points out of lots and putting them back; debt.

use super::{Entry, Lot, LotId, LotSource, Wallet};
use crate::{Instant, Points};

impl Wallet {
    /// Numbers an entry and appends it.
    pub(super) fn append(&mut self, entry: Entry) -> u64 {
        self.head.entries += 1;
        self.head.points_sum += entry.points;
        self.head.held_sum += entry.held;
        let seq = self.head.entries;
        self.touched.entries.push(Entry { seq, ..entry });
        seq
    }

    /// Makes an empty lot.
    pub(super) fn new_lot(&mut self, source: LotSource, available_at: Instant, expires_at: Option<Instant>) -> LotId {
        self.head.lots += 1;
        let id = LotId(self.head.lots);
        let empty = Points::ZERO;
        self.lots
            .insert(id, Lot { id, source, points: empty, remaining: empty, expired: empty, available_at, expires_at });
        id
    }

    /// Credits points to a lot.
    pub(super) fn credit(&mut self, id: LotId, points: Points) {
        if let Some(lot) = self.lots.get_mut(&id) {
            lot.points += points;
            lot.remaining += points;
            self.touched.lots.insert(id);
        }
    }

    /// Takes up to `wanted` points from lots available at `now`, in spend order. Tells what came from where.
    pub(super) fn take_available(&mut self, wanted: Points, now: Instant) -> Vec<(LotId, Points)> {
        let mut lots: Vec<_> =
            self.lots.values_mut().filter(|lot| lot.is_available(now) && lot.remaining > Points::ZERO).collect();
        lots.sort_by_key(|lot| lot.spend_order());
        let mut missing = wanted;
        let mut parts = Vec::new();
        for lot in lots {
            if missing == Points::ZERO {
                break;
            }
            let part = missing.min(lot.remaining);
            lot.remaining -= part;
            missing -= part;
            parts.push((lot.id, part));
        }
        self.touched.lots.extend(parts.iter().map(|part| part.0));
        parts
    }

    /// Puts points back into the lots they came from, whose expiry stays what it was (I4).
    pub(super) fn put_back(&mut self, parts: &[(LotId, Points)]) {
        for (id, points) in parts {
            if let Some(lot) = self.lots.get_mut(id) {
                lot.remaining += *points;
                self.touched.lots.insert(*id);
            }
        }
    }

    /// Pays debt from available points. Afterwards there is no debt, or nothing available.
    pub(super) fn pay_debt(&mut self, now: Instant) {
        if self.head.debt > Points::ZERO {
            let paid = self.take_available(self.head.debt, now);
            self.head.debt -= paid.iter().map(|part| part.1).sum();
        }
    }
}
