//! What the shop knows of its members' wallets, from their own words; it can be told again at any time.

use loyalty::MemberId;
use loyalty::program::Version;
use serde::Deserialize;

use crate::back_office::event::{Touch, WalletState};
use crate::limits::QUEUE_SEND_MAX;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;

/// The table. `version` is the newest the wallet has seen; `touched` the newest it was sent a touch for.
pub const SCHEMA: &str = "CREATE TABLE members (member_key TEXT PRIMARY KEY, member TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, balance INTEGER NOT NULL, tier TEXT, orders INTEGER NOT NULL, waits INTEGER NOT NULL, version INTEGER NOT NULL, touched INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID";

/// For finding the few that wait.
pub const INDEX: &str = "CREATE INDEX members_that_wait ON members (version) WHERE waits = 1";

/// Takes in a wallet's state, unless a newer one is known.
pub fn receive(database: &Database, state: &WalletState) -> Outcome<()> {
    let statement = "INSERT INTO members (member_key, member, seq, at_ms, balance, tier, orders, waits, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (member_key) DO UPDATE SET seq = excluded.seq, at_ms = excluded.at_ms, balance = excluded.balance, tier = excluded.tier,
            orders = excluded.orders, waits = excluded.waits, version = excluded.version
        WHERE excluded.seq > members.seq";
    let values = vec![
        state.member_key.as_str().into(),
        state.member.as_str().into(),
        number(state.seq)?,
        number(state.at.as_ms())?,
        number(state.balance.0)?,
        state.tier.as_ref().map(|tier| tier.as_str()).into(),
        number(i64::try_from(state.orders).unwrap_or(i64::MAX))?,
        number(i64::from(state.waits))?,
        number(state.version.unwrap_or(0))?,
    ];
    database.run(statement, values)
}

/// Wallets in which an order waits and that have not heard of this version, as many as one send takes.
pub fn to_touch(database: &Database, shop: &str, version: Version) -> Outcome<Vec<Touch>> {
    #[derive(Deserialize)]
    struct Row {
        member: MemberId,
    }
    let query = "SELECT member FROM members WHERE waits = 1 AND version < ? AND touched < ? LIMIT ?";
    let rows: Vec<Row> =
        database.rows(query, vec![number(version)?, number(version)?, number(QUEUE_SEND_MAX as i64)?])?;
    Ok(rows.into_iter().map(|row| Touch { shop: shop.to_owned(), member: row.member, version }).collect())
}

/// Notes that they were sent one.
pub fn touched(database: &Database, touches: &[Touch]) -> Outcome<()> {
    for touch in touches {
        let values = vec![number(touch.version)?, touch.member.as_str().into()];
        database.run("UPDATE members SET touched = ? WHERE member = ?", values)?;
    }
    Ok(())
}
