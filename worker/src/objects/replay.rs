//! Answers kept under their idempotency key (I8): the same request again gets the first answer and changes nothing.

use serde::{Deserialize, Serialize};

use super::sql::{Database, number};
use crate::codes;
use crate::limits::REPLAY_KEPT_MS;
use crate::problem::{Outcome, Problem};
use crate::reply::{REPLAYED, Reply};

/// The table, for an object's schema.
pub const SCHEMA: &str = "CREATE TABLE replays (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID";

/// An idempotency key and what it was sent with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Key {
    /// Kind of caller and key: a shopper's keys are not the shop's.
    pub name: String,
    /// Hash of method, address and body.
    pub fingerprint: String,
}

#[derive(Deserialize)]
struct Row {
    fingerprint: String,
    status: u16,
    body: String,
}

/// The answer this request got before, if it got one; a refusal if the key was sent with something else.
pub fn find(database: &Database, key: &Key) -> Outcome<Option<Reply>> {
    let query = "SELECT fingerprint, status, body FROM replays WHERE name = ?";
    let Some(row) = database.row::<Row>(query, vec![key.name.as_str().into()])? else { return Ok(None) };
    if row.fingerprint != key.fingerprint {
        return Ok(Some(Problem::new(codes::IDEMPOTENCY_KEY_REUSED).into()));
    }
    Ok(Some(Reply::text(row.status, row.body).header(REPLAYED, "true")))
}

/// Keeps an answer, within the transaction that makes it true, and forgets those that are too old.
pub fn store(database: &Database, key: &Key, status: u16, body: &str, now_ms: i64) -> Outcome<()> {
    let oldest_ms = number(now_ms - REPLAY_KEPT_MS)?;
    database.run("DELETE FROM replays WHERE at_ms < ?", vec![oldest_ms])?;
    database.run(
        "INSERT INTO replays (name, fingerprint, status, body, at_ms) VALUES (?, ?, ?, ?, ?)",
        vec![key.name.as_str().into(), key.fingerprint.as_str().into(), number(status)?, body.into(), number(now_ms)?],
    )
}
