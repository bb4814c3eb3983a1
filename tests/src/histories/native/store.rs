//! One wallet's rows as the worker stores them: open ones, which every operation loads, and archived ones.

use std::collections::{BTreeMap, BTreeSet};

use loyalty::ledger::{Archived, Changes, Entry, Hold, Lot, LotSource, Refusal, Rows, Wallet};
use loyalty::offer::OfferHistory;
use loyalty::{AdjustmentId, Code, HoldId, Instant, OrderId};

/// How many archived lots are loaded at a time.
const LOTS_LOADED: usize = 5;

/// A wallet's rows.
#[derive(Clone, Default)]
pub struct Store {
    /// Rows that every operation loads.
    pub open: Rows,
    archived: Rows,
    /// Archived lots that can be spent, in that order.
    next_lots: BTreeMap<String, Lot>,
    /// All entries.
    pub entries: Vec<Entry>,
    /// What the member has had to do with offers.
    pub offers: OfferHistory,
}

/// What an operation names.
#[derive(Default)]
pub struct Names {
    /// Orders.
    pub orders: Vec<OrderId>,
    /// Codes of redemptions.
    pub codes: Vec<Code>,
    /// Redemptions.
    pub holds: Vec<HoldId>,
    /// Adjustments.
    pub adjustments: Vec<AdjustmentId>,
}

impl Store {
    /// The wallet as an operation has it that names these. What an order lists is named with it.
    pub fn open(&self, names: &Names) -> Wallet {
        let mut wallet = Wallet::restore(self.open.clone()).with_offers(self.offers.clone());
        let known = self.archived.orders.iter().chain(&self.open.orders);
        let known = known.filter(|record| names.orders.contains(&record.id));
        let codes: BTreeSet<&Code> = known.flat_map(|record| &record.state.coupon_codes).chain(&names.codes).collect();
        let orders = self.archived.orders.iter().filter(|record| names.orders.contains(&record.id));
        let is_named = |hold: &&Hold| names.holds.contains(&hold.id) || codes.contains(&hold.code);
        let holds = self.archived.holds.iter().filter(is_named);
        let adjustments = self.archived.adjustments.iter().filter(|one| names.adjustments.contains(&one.id));
        wallet.name_archived(Archived {
            orders: orders.map(|record| (record.id.clone(), record.clone())).collect(),
            holds: holds.map(|hold| (hold.id.clone(), hold.clone())).collect(),
            adjustments: adjustments.map(|one| (one.id.clone(), one.clone())).collect(),
        });
        wallet
    }

    /// The wallet with all its rows.
    pub fn whole(&self) -> Wallet {
        let Rows { head, lots, orders, credits, debits, holds, adjustments, .. } = self.open.clone();
        let archived = self.archived.clone();
        let rows = Rows {
            head,
            lots: [lots, archived.lots, self.next_lots.values().cloned().collect()].concat(),
            orders: [orders, archived.orders].concat(),
            credits: [credits, archived.credits].concat(),
            debits: [debits, archived.debits].concat(),
            holds: [holds, archived.holds].concat(),
            adjustments: [adjustments, archived.adjustments].concat(),
            checkpoint: None,
            is_reopened: self.open.checkpoint.is_some(),
        };
        Wallet::restore(rows).with_offers(self.offers.clone())
    }

    /// Loads the wallet's next archived lots that it does not have yet.
    pub fn load_lots(&self, wallet: &mut Wallet) -> Result<(), Refusal> {
        let Some(from) = wallet.next_lot_key() else { return Ok(()) };
        let mut next = self.next_lots.range(from..).map(|(_, lot)| lot).peekable();
        let mut lots: Vec<Lot> = next.by_ref().take(LOTS_LOADED).cloned().collect();
        // Those that are in order by their sources alone are loaded together.
        while let Some(lot) = next.next_if(|lot| lots.last().is_some_and(|last| last.spend_key() == lot.spend_key())) {
            lots.push(lot.clone());
        }
        wallet.load_lots(lots, next.peek().copied())
    }

    /// Loads archived lots, as long as the wallet needs some at `now`; tells how often.
    pub fn load_needed_lots(&self, wallet: &mut Wallet, now: Instant) -> Result<usize, Refusal> {
        let mut loads = 0;
        while wallet.needs_lots(now) {
            self.load_lots(wallet)?;
            loads += 1;
        }
        Ok(loads)
    }

    /// How many rows an operation loads.
    pub fn open_rows(&self) -> usize {
        let Rows { lots, orders, credits, debits, holds, adjustments, .. } = &self.open;
        lots.len() + orders.len() + credits.len() + debits.len() + holds.len() + adjustments.len()
    }

    /// How many rows are archived.
    pub fn archived_rows(&self) -> usize {
        let Rows { lots, orders, credits, debits, holds, adjustments, .. } = &self.archived;
        let rows = lots.len() + orders.len() + credits.len() + debits.len() + holds.len() + adjustments.len();
        rows + self.next_lots.len()
    }

    /// How many archived lots there are that can be spent.
    pub fn archived_lots(&self) -> usize {
        self.next_lots.len()
    }

    /// Stores what an operation has changed.
    pub fn write(&mut self, changes: Changes) {
        let archive = changes.archive;
        if archive.is_whole {
            self.archived = Rows::default();
            self.next_lots.clear();
            let head = self.open.head.clone();
            self.open = Rows { head, ..Rows::default() };
        }
        self.open.head = changes.head;
        let before = self.open.checkpoint.take().filter(|_| !archive.is_whole);
        self.open.checkpoint = changes.checkpoint.or(before);
        self.entries.extend(changes.entries);
        for lot in &changes.opened_lots {
            self.next_lots.remove(&key(lot));
        }
        self.open.lots.retain(|lot| !changes.lots_gone.contains(&lot.source));
        put(&mut self.open.lots, changes.lots, |lot| lot.source.clone());
        put(&mut self.open.holds, changes.holds, |hold| hold.id.clone());
        put(&mut self.open.orders, changes.orders, |record| record.id.clone());
        put(&mut self.open.credits, changes.credits, |credit| credit.source.clone());
        put(&mut self.open.debits, changes.debits, |debit| debit.adjustment.clone());
        put(&mut self.open.adjustments, changes.adjustments, |adjustment| adjustment.id.clone());
        if let Some(offers) = changes.member.offers {
            // Claims are rows of their own.
            self.offers = OfferHistory { claims: std::mem::take(&mut self.offers.claims), ..offers };
        }
        self.offers.claims.extend(changes.member.claims);

        let next = archive.lots.iter().map(|lot| (key(lot), lot.clone()));
        self.next_lots.extend(next);
        let of_next: Vec<LotSource> = archive.lots.iter().map(|lot| lot.source.clone()).collect();
        self.open.lots.retain(|lot| !of_next.contains(&lot.source));
        let (open, archived) = (&mut self.open, &mut self.archived);
        shift(&mut open.lots, &mut archived.lots, archive.spent_lots, |lot| lot.source.clone());
        shift(&mut open.orders, &mut archived.orders, archive.orders, |record| record.id.clone());
        shift(&mut open.holds, &mut archived.holds, archive.holds, |hold| hold.id.clone());
        shift(&mut open.credits, &mut archived.credits, archive.credits, |credit| credit.source.clone());
        shift(&mut open.debits, &mut archived.debits, archive.debits, |debit| debit.adjustment.clone());
        shift(&mut open.adjustments, &mut archived.adjustments, archive.adjustments, |one| one.id.clone());
    }
}

fn key(lot: &Lot) -> String {
    let source = serde_json::to_string(&lot.source).unwrap_or_else(|error| panic!("{error}"));
    lot.spend_key() + &source
}

/// Rows in place of those of the same name, and new ones.
fn put<T, K: PartialEq>(rows: &mut Vec<T>, changed: Vec<T>, name: impl Fn(&T) -> K) {
    for row in changed {
        match rows.iter_mut().find(|known| name(known) == name(&row)) {
            Some(known) => *known = row,
            None => rows.push(row),
        }
    }
}

/// Archives rows in place of those that are open.
fn shift<T, K: PartialEq>(open: &mut Vec<T>, archived: &mut Vec<T>, rows: Vec<T>, name: impl Fn(&T) -> K) {
    let names: Vec<K> = rows.iter().map(&name).collect();
    open.retain(|row| !names.contains(&name(row)));
    archived.extend(rows);
}
