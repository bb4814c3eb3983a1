//! Rows before the wallet's checkpoint: looked up by name, all of them for what changes the past, and lots in the order in
//! which they are spent.

use std::collections::BTreeSet;

use loyalty::ledger::{Adjustment, Archived, Changes, Credit, Debit, Hold, Lot, OrderRecord, Rows, Wallet};
use loyalty::order::Order;
use loyalty::{AdjustmentId, Code, HoldId, OrderId};
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ADJUSTMENT, CREDIT, DEBIT, HOLD, LOT, ORDER, put, remove, source_id};
use crate::json;
use crate::objects::sql::{Database, number};
use crate::problem::{Outcome, broken};

const PAST_ORDER: &str = "past:order";
const PAST_HOLD: &str = "past:hold";
/// By the code of an archived redemption, its id.
const PAST_CODE: &str = "past:code";
const PAST_CREDIT: &str = "past:credit";
const PAST_DEBIT: &str = "past:debit";
const PAST_ADJUSTMENT: &str = "past:adjustment";
/// Lots of which nothing is left.
const SPENT_LOT: &str = "past:spent_lot";
/// Lots that can be spent, by their place in the order in which they are, then their source.
const NEXT_LOT: &str = "past:lot";

/// How many archived lots are loaded at a time: a redemption seldom takes points of more.
const LOTS_LOADED: usize = 32;

/// What an operation names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub orders: BTreeSet<OrderId>,
    pub codes: BTreeSet<Code>,
    pub holds: BTreeSet<HoldId>,
    pub adjustments: BTreeSet<AdjustmentId>,
}

impl Names {
    /// An order and what it lists.
    pub fn add_order(&mut self, id: &OrderId, order: &Order) {
        self.orders.insert(id.clone());
        self.codes.extend(order.coupon_codes.iter().cloned());
    }
}

/// The archived rows of these names, and of the codes that these orders list.
pub fn named(database: &Database, wallet: &Wallet, names: &Names) -> Outcome<Archived> {
    let mut named = Archived::default();
    let mut codes = names.codes.clone();
    for id in &names.orders {
        match wallet.orders().find(|record| record.id == *id) {
            Some(record) => codes.extend(record.state.coupon_codes.iter().cloned()),
            None => {
                if let Some(record) = row::<OrderRecord>(database, PAST_ORDER, id.as_str())? {
                    codes.extend(record.state.coupon_codes.iter().cloned());
                    named.orders.insert(id.clone(), record);
                }
            }
        }
    }
    let mut holds = names.holds.clone();
    for code in &codes {
        holds.extend(row::<HoldId>(database, PAST_CODE, code.as_str())?);
    }
    for id in holds {
        let hold = row::<Hold>(database, PAST_HOLD, id.as_str())?;
        named.holds.extend(hold.map(|hold| (id, hold)));
    }
    for id in &names.adjustments {
        let adjustment = row::<Adjustment>(database, PAST_ADJUSTMENT, id.as_str())?;
        named.adjustments.extend(adjustment.map(|adjustment| (id.clone(), adjustment)));
    }
    Ok(named)
}

/// Loads the wallet's next archived lots.
pub fn load_lots(database: &Database, wallet: &mut Wallet) -> Outcome<()> {
    let Some(key) = wallet.next_lot_key() else { return Ok(()) };
    let query = "SELECT document FROM documents WHERE kind = ? AND id >= ? ORDER BY id LIMIT ?";
    let from = |key: String, limit: usize| database.documents(query, vec![NEXT_LOT.into(), key.into(), number(limit)?]);
    let mut lots: Vec<Lot> = from(key, LOTS_LOADED)?;
    let mut next = None;
    if let Some(last) = lots.last() {
        // Those that are in order by their sources alone are loaded together. A source is written in braces, and the sign
        // after a brace ends them.
        let (last_id, end) = (next_lot_id(last)?, last.spend_key() + "|");
        let query = "SELECT document FROM documents WHERE kind = ? AND id > ? AND id < ? ORDER BY id";
        let beside: Vec<Lot> = database.documents(query, vec![NEXT_LOT.into(), last_id.into(), end.clone().into()])?;
        lots.extend(beside);
        next = from(end, 1)?.pop();
    }
    wallet.load_lots(lots, next.as_ref()).map_err(|refusal| broken(format!("the next lots: {refusal}")))
}

/// All archived rows.
pub fn all(database: &Database) -> Outcome<Rows> {
    #[derive(Deserialize)]
    struct Row {
        kind: String,
        document: String,
    }
    let mut rows = Rows::default();
    if !database.has_table("documents")? {
        return Ok(rows);
    }
    let query = "SELECT kind, document FROM documents WHERE kind >= 'past:' AND kind < 'past;'";
    for Row { kind, document } in database.rows(query, Vec::new())? {
        match kind.as_str() {
            PAST_ORDER => rows.orders.push(json::from_str::<OrderRecord>(&document)?),
            PAST_HOLD => rows.holds.push(json::from_str::<Hold>(&document)?),
            PAST_CREDIT => rows.credits.push(json::from_str::<Credit>(&document)?),
            PAST_DEBIT => rows.debits.push(json::from_str::<Debit>(&document)?),
            PAST_ADJUSTMENT => rows.adjustments.push(json::from_str::<Adjustment>(&document)?),
            SPENT_LOT | NEXT_LOT => rows.lots.push(json::from_str::<Lot>(&document)?),
            PAST_CODE => {}
            _ => return Err(broken(format!("a wallet has an archived document of kind {kind}"))),
        }
    }
    Ok(rows)
}

/// Takes lots that are open now out of the archive.
pub fn open_lots(database: &Database, lots: &[Lot]) -> Outcome<()> {
    lots.iter().try_for_each(|lot| remove(database, NEXT_LOT, &next_lot_id(lot)?))
}

/// Writes what an operation has archived. Of a wallet that had all its rows, any may have been archived or open before.
pub fn write(database: &Database, changes: &Changes) -> Outcome<()> {
    let archive = &changes.archive;
    if archive.is_whole {
        remove_others(database, changes)?;
    }
    for order in &archive.orders {
        shift(database, (ORDER, PAST_ORDER), order.id.as_str(), order)?;
    }
    for hold in &archive.holds {
        shift(database, (HOLD, PAST_HOLD), hold.id.as_str(), hold)?;
        put(database, PAST_CODE, hold.code.as_str(), &hold.id)?;
    }
    for credit in &archive.credits {
        shift(database, (CREDIT, PAST_CREDIT), &source_id(&credit.source)?, credit)?;
    }
    for debit in &archive.debits {
        shift(database, (DEBIT, PAST_DEBIT), debit.adjustment.as_str(), debit)?;
    }
    for adjustment in &archive.adjustments {
        shift(database, (ADJUSTMENT, PAST_ADJUSTMENT), adjustment.id.as_str(), adjustment)?;
    }
    for lot in &archive.spent_lots {
        shift(database, (LOT, SPENT_LOT), &source_id(&lot.source)?, lot)?;
    }
    for lot in &archive.lots {
        remove(database, LOT, &source_id(&lot.source)?)?;
        put(database, NEXT_LOT, &next_lot_id(lot)?, lot)?;
    }
    Ok(())
}

/// Removes archived rows that are open now, and lots that are archived in another place or no more.
fn remove_others(database: &Database, changes: &Changes) -> Outcome<()> {
    for order in &changes.orders {
        remove(database, PAST_ORDER, order.id.as_str())?;
    }
    for hold in &changes.holds {
        remove(database, PAST_HOLD, hold.id.as_str())?;
        remove(database, PAST_CODE, hold.code.as_str())?;
    }
    for credit in &changes.credits {
        remove(database, PAST_CREDIT, &source_id(&credit.source)?)?;
    }
    for debit in &changes.debits {
        remove(database, PAST_DEBIT, debit.adjustment.as_str())?;
    }
    for adjustment in &changes.adjustments {
        remove(database, PAST_ADJUSTMENT, adjustment.id.as_str())?;
    }
    #[derive(Deserialize)]
    struct Row {
        kind: String,
        id: String,
    }
    let archive = &changes.archive;
    let next: BTreeSet<String> = archive.lots.iter().map(next_lot_id).collect::<Outcome<_>>()?;
    let spent = archive.spent_lots.iter().map(|lot| source_id(&lot.source));
    let spent: BTreeSet<String> = spent.collect::<Outcome<_>>()?;
    let query = "SELECT kind, id FROM documents WHERE kind IN (?, ?)";
    for Row { kind, id } in database.rows(query, vec![NEXT_LOT.into(), SPENT_LOT.into()])? {
        let stays = if kind == NEXT_LOT { next.contains(&id) } else { spent.contains(&id) };
        if !stays {
            remove(database, &kind, &id)?;
        }
    }
    Ok(())
}

fn next_lot_id(lot: &Lot) -> Outcome<String> {
    Ok(lot.spend_key() + &source_id(&lot.source)?)
}

/// Archives a row.
fn shift(database: &Database, (open, past): (&str, &str), id: &str, row: &impl Serialize) -> Outcome<()> {
    remove(database, open, id)?;
    put(database, past, id, row)
}

fn row<T: DeserializeOwned>(database: &Database, kind: &str, id: &str) -> Outcome<Option<T>> {
    let query = "SELECT document FROM documents WHERE kind = ? AND id = ?";
    Ok(database.documents(query, vec![kind.into(), id.into()])?.into_iter().next())
}
