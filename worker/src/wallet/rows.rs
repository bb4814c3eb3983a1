//! The wallet's rows. Each holds one of `loyalty`'s documents as JSON, beside the columns that are searched.

use loyalty::ledger::{Changes, Entry, Hold, Wallet};
use loyalty::program::Version;
use loyalty::{AdjustmentId, HoldId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::SqlStorageValue;

use super::command::Owner;
use crate::objects::replay;
use crate::objects::sql::{Database, document, number};
use crate::problem::{Outcome, broken};

/// What is known beside the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of these tables.
    pub schema: u32,
    /// Whose wallet this is.
    pub owner: Owner,
    /// The newest program version this wallet has seen: KV may show an older one later.
    pub version: Option<Version>,
}

/// What is in the outbox: the redemptions a commit changed.
#[derive(Debug, Deserialize)]
pub struct Waiting {
    /// The commit.
    pub seq: u64,
    /// JSON list of redemptions.
    holds: String,
}

impl Waiting {
    /// Redemptions that commit changed.
    pub fn holds(&self) -> Outcome<Vec<HoldId>> {
        Ok(serde_json::from_str(&self.holds)?)
    }
}

/// The version of the tables below.
pub const SCHEMA: u32 = 1;

const TABLES: &[&str] = &[
    "CREATE TABLE meta (name TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE lots (id INTEGER PRIMARY KEY, document TEXT NOT NULL)",
    "CREATE TABLE holds (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE orders (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE adjustments (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, document TEXT NOT NULL)",
    "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, holds TEXT NOT NULL)",
    replay::SCHEMA,
];

/// Loads a wallet and who it belongs to; none if nothing was ever stored.
pub fn load(database: &Database) -> Outcome<Option<(Identity, Wallet)>> {
    if !database.has_table("meta")? {
        return Ok(None);
    }
    let identity: Identity = meta(database, "identity")?.ok_or_else(|| broken("a wallet without an identity"))?;
    if identity.schema != SCHEMA {
        return Err(broken(format!("a wallet's tables have version {}", identity.schema)));
    }
    let head = meta(database, "head")?.unwrap_or_default();
    let all = |table| format!("SELECT document FROM {table}");
    let wallet = Wallet::restore(
        head,
        database.documents(&all("lots"), Vec::new())?,
        database.documents::<Hold>(&all("holds"), Vec::new())?,
        database.documents(&all("orders"), Vec::new())?,
        database.documents(&all("adjustments"), Vec::new())?,
    );
    Ok(Some((identity, wallet)))
}

/// Sets the tables up. Within the transaction of the first commit.
pub fn create(database: &Database) -> Outcome<()> {
    TABLES.iter().try_for_each(|table| database.run(table, Vec::new()))
}

/// Writes who the wallet belongs to.
pub fn write_identity(database: &Database, identity: &Identity) -> Outcome<()> {
    write_meta(database, "identity", identity)
}

/// Writes what an operation changed, and that the world is to be told.
pub fn write(database: &Database, changes: &Changes) -> Outcome<()> {
    write_meta(database, "head", &changes.head)?;
    for lot in &changes.lots {
        put(database, "lots", number(lot.id.0)?, lot)?;
    }
    for hold in &changes.holds {
        put(database, "holds", hold.id.as_str().into(), hold)?;
    }
    for order in &changes.orders {
        put(database, "orders", order.id.as_str().into(), order)?;
    }
    for adjustment in &changes.adjustments {
        put(database, "adjustments", adjustment.id.as_str().into(), adjustment)?;
    }
    for entry in &changes.entries {
        // No replacing here: an entry is never changed (I2), so a number used twice must fail.
        let statement = "INSERT INTO entries (seq, document) VALUES (?, ?)";
        database.run(statement, vec![number(entry.seq)?, document(entry)?])?;
    }
    let holds: Vec<&HoldId> = changes.holds.iter().map(|hold| &hold.id).collect();
    let statement = "INSERT INTO outbox (seq, holds) VALUES (?, ?)";
    database.run(statement, vec![number(changes.head.seq)?, document(&holds)?])
}

/// Stored entries before a number, the newest first.
pub fn entries(database: &Database, before: Option<u64>, limit: u32) -> Outcome<Vec<Entry>> {
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(MAX_SAFE);
    let query = "SELECT document FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT ?";
    database.documents(query, vec![number(before.min(MAX_SAFE))?, number(limit)?])
}

/// The entry of an adjustment.
pub fn adjustment_entry(database: &Database, id: &AdjustmentId) -> Outcome<Option<Entry>> {
    let query = "SELECT document FROM entries WHERE document ->> 'adjustment' = ? AND document ->> 'kind' = 'adjusted'";
    Ok(database.documents(query, vec![id.as_str().into()])?.into_iter().next())
}

/// What the world has not been told yet.
pub fn outbox(database: &Database) -> Outcome<Vec<Waiting>> {
    database.rows("SELECT seq, holds FROM outbox ORDER BY seq", Vec::new())
}

/// Forgets what the world has been told.
pub fn told(database: &Database, up_to_seq: u64) -> Outcome<()> {
    database.run("DELETE FROM outbox WHERE seq <= ?", vec![number(up_to_seq)?])
}

/// The highest number both SQLite and JavaScript count to.
const MAX_SAFE: i64 = (1 << 53) - 1;

fn put(database: &Database, table: &str, id: SqlStorageValue, row: &impl Serialize) -> Outcome<()> {
    database.run(&format!("INSERT OR REPLACE INTO {table} (id, document) VALUES (?, ?)"), vec![id, document(row)?])
}

fn meta<T: DeserializeOwned>(database: &Database, name: &str) -> Outcome<Option<T>> {
    Ok(database.documents("SELECT document FROM meta WHERE name = ?", vec![name.into()])?.into_iter().next())
}

fn write_meta(database: &Database, name: &str, value: &impl Serialize) -> Outcome<()> {
    database.run("INSERT OR REPLACE INTO meta (name, document) VALUES (?, ?)", vec![name.into(), document(value)?])
}
