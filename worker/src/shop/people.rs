//! What the shop knows of its members for segments and quantiles: each one's newest snapshot, and what was last made of it.

use std::collections::BTreeMap;

use loyalty::traits::{Buyer, Stage, Traits};
use loyalty::view::Snapshot;
use loyalty::{Instant, MemberId, Money, SegmentId};
use serde::Deserialize;

use crate::back_office::event::WalletState;
use crate::json;
use crate::objects::sql::{Database, document, number};
use crate::problem::Outcome;

/// The table. Orders, spend and the last order are what quantiles are made of; `segments` a JSON list of the segments the
/// member was last seen in. Small rows, so that all of them are read quickly.
pub const SCHEMA: &str = "CREATE TABLE people (number INTEGER PRIMARY KEY, member TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, orders INTEGER NOT NULL DEFAULT 0, spend INTEGER, last_order_at_ms INTEGER, segments TEXT NOT NULL DEFAULT '[]')";

/// For telling how many are at which stage.
pub const STAGE: &str = "ALTER TABLE people ADD COLUMN stage TEXT";

/// The large part of a person, by the same number.
pub const SNAPSHOTS: &str = "CREATE TABLE snapshots (number INTEGER PRIMARY KEY, document TEXT NOT NULL)";

/// A member, and what was last made of the snapshot.
#[derive(Debug, Deserialize)]
pub struct Person {
    /// Grows with every new member.
    pub number: u64,
    /// Who.
    pub member: MemberId,
    orders: u32,
    spend: Option<Money>,
    last_order_at_ms: Option<i64>,
    segments: String,
    stage: Option<String>,
    document: String,
}

impl Person {
    /// The newest snapshot.
    pub fn snapshot(&self) -> Outcome<Snapshot> {
        Ok(json::from_str(&self.document)?)
    }

    /// The segments the member was last seen in.
    pub fn segments(&self) -> Outcome<Vec<SegmentId>> {
        Ok(json::from_str(&self.segments)?)
    }
}

const COLUMNS: &str = "SELECT people.number, member, orders, spend, last_order_at_ms, segments, stage, document FROM people JOIN snapshots ON snapshots.number = people.number";

/// Takes in a wallet's state and gives the member, unless a newer state is known. Of a wallet
/// without a snapshot, or with one too large to keep, the one before stays.
pub fn receive(database: &Database, state: &WalletState) -> Outcome<Option<Person>> {
    let Some(snapshot) = &state.snapshot else { return Ok(None) };
    let member = state.member.as_str();
    let statement = "INSERT INTO people (member, seq) VALUES (?, ?)
        ON CONFLICT (member) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > people.seq";
    database.run(statement, vec![member.into(), number(state.seq)?])?;
    let statement =
        "INSERT OR REPLACE INTO snapshots (number, document) SELECT number, ? FROM people WHERE member = ? AND seq = ?";
    database.run(statement, vec![snapshot.get().into(), member.into(), number(state.seq)?])?;
    database.row(&format!("{COLUMNS} WHERE member = ? AND seq = ?"), vec![member.into(), number(state.seq)?])
}

/// A member, if known.
pub fn of(database: &Database, member: &MemberId) -> Outcome<Option<Person>> {
    database.row(&format!("{COLUMNS} WHERE member = ?"), vec![member.as_str().into()])
}

/// The next members after this number, at most so many.
pub fn after(database: &Database, after: u64, limit: usize) -> Outcome<Vec<Person>> {
    let query = format!("{COLUMNS} WHERE people.number > ? ORDER BY people.number LIMIT ?");
    database.rows(&query, vec![number(after)?, number(limit as i64)?])
}

/// Notes what was made of a member's snapshot, if it is something else than before.
pub fn note(database: &Database, person: &Person, traits: &Traits, segments: &[SegmentId]) -> Outcome<()> {
    let (purchases, stage) = (&traits.purchases, traits.stage.as_str());
    let last_order_at_ms = purchases.last_order_at.map(Instant::as_ms);
    let is_same = (purchases.orders, purchases.spend, last_order_at_ms)
        == (person.orders, person.spend, person.last_order_at_ms)
        && person.stage.as_deref() == Some(stage)
        && person.segments()? == segments;
    if is_same {
        return Ok(());
    }
    let statement =
        "UPDATE people SET orders = ?, spend = ?, last_order_at_ms = ?, segments = ?, stage = ? WHERE number = ?";
    let values = vec![
        number(purchases.orders)?,
        purchases.spend.map(|spend| number(spend.0)).transpose()?.into(),
        last_order_at_ms.map(number).transpose()?.into(),
        document(&segments)?,
        stage.into(),
        number(person.number)?,
    ];
    database.run(statement, values)
}

/// How many members are at which stage, as they were last looked at.
pub fn stages(database: &Database) -> Outcome<BTreeMap<Stage, u64>> {
    #[derive(Deserialize)]
    struct Row {
        stage: Stage,
        members: u64,
    }
    let query = "SELECT stage, count(*) AS members FROM people WHERE stage IS NOT NULL GROUP BY stage";
    let rows: Vec<Row> = database.rows(query, Vec::new())?;
    Ok(rows.into_iter().map(|row| (row.stage, row.members)).collect())
}

/// How many members have bought something.
pub fn count_buyers(database: &Database) -> Outcome<u64> {
    #[derive(Deserialize)]
    struct Count {
        buyers: u64,
    }
    let query = "SELECT count(*) AS buyers FROM people WHERE orders > 0 AND spend IS NOT NULL";
    Ok(database.row(query, Vec::new())?.map_or(0, |count: Count| count.buyers))
}

/// All who have bought something. Three numbers each: 100,000 of them are some 20 MB for a moment, of an object's 128.
pub fn buyers(database: &Database, now: Instant) -> Outcome<Vec<Buyer>> {
    #[derive(Deserialize)]
    struct Row {
        orders: u32,
        spend: Money,
        last_order_at_ms: i64,
    }
    let query = "SELECT orders, spend, last_order_at_ms FROM people WHERE orders > 0 AND spend IS NOT NULL";
    let rows: Vec<Row> = database.rows(query, Vec::new())?;
    let buyer = |row: Row| Buyer {
        recency_days: now.days_since(Instant::from_ms(row.last_order_at_ms)),
        orders: row.orders,
        spend: row.spend,
    };
    Ok(rows.into_iter().map(buyer).collect())
}
