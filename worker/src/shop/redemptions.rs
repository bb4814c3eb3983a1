//! How many of each reward are left. A reservation and, later, what its wallet says of it are one row.

use std::collections::BTreeMap;

use loyalty::ledger::HoldStatus;
use loyalty::program::Program;
use loyalty::{HoldId, Instant, RewardId};
use serde::Deserialize;

use super::command::Reservation;
use crate::back_office::event::{RedemptionState, WalletState};
use crate::limits::STOCK_SETTLING_MS;
use crate::objects::sql::{Database, number};
use crate::problem::{Outcome, broken};

/// The table. `seq` is the wallet's; 0 is a reservation the wallet has not confirmed.
pub const SCHEMA: &str = "CREATE TABLE redemptions (hold TEXT PRIMARY KEY, reward TEXT NOT NULL, member_key TEXT NOT NULL, status TEXT NOT NULL, held_until_ms INTEGER NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID";

/// For counting what is taken of a reward.
pub const INDEX: &str = "CREATE INDEX redemptions_of_reward ON redemptions (reward, status)";

/// A redemption takes one of the stock when it was captured, or may still be. A capture in the last moment of a hold
/// is told a little later, so a hold's piece is given to nobody else until that had time to arrive.
const TAKEN: &str = "(status = 'captured' OR (status = 'held' AND held_until_ms > ?))";

#[derive(Deserialize)]
struct Count {
    count: u32,
}

/// Sets one aside for a redemption, if there is one; for the same redemption again it is still there.
pub fn reserve(database: &Database, reservation: &Reservation, now: Instant) -> Outcome<bool> {
    let query = "SELECT count(*) AS count FROM redemptions WHERE hold = ?";
    let known: Option<Count> = database.row(query, vec![reservation.hold.as_str().into()])?;
    if known.is_some_and(|known| known.count > 0) {
        return Ok(true);
    }
    if taken(database, &reservation.reward, now)? >= reservation.stock {
        return Ok(false);
    }
    put(
        database,
        &reservation.hold,
        &reservation.reward,
        &reservation.member_key,
        HoldStatus::Held,
        reservation.held_until,
        0,
    )?;
    Ok(true)
}

/// Puts back what was set aside and never confirmed.
pub fn unreserve(database: &Database, hold: &HoldId) -> Outcome<()> {
    database.run("DELETE FROM redemptions WHERE hold = ? AND seq = 0", vec![hold.as_str().into()])
}

/// Takes in what a wallet says of its redemptions, unless something newer is known.
pub fn receive(database: &Database, state: &WalletState) -> Outcome<()> {
    for RedemptionState { hold, reward, status, held_until } in &state.redemptions {
        put(database, hold, reward, &state.member_key, *status, *held_until, state.seq)?;
    }
    Ok(())
}

/// What is left of a program's rewards that have a stock.
pub fn left(database: &Database, program: &Program, now: Instant) -> Outcome<BTreeMap<RewardId, u32>> {
    let with_stock = program.rewards.iter().filter_map(|reward| Some((&reward.id, reward.stock?)));
    with_stock.map(|(id, stock)| Ok((id.clone(), stock.saturating_sub(taken(database, id, now)?)))).collect()
}

/// When the next hold stops taking its piece, if any does.
pub fn next_lapse(database: &Database, now: Instant) -> Outcome<Option<Instant>> {
    #[derive(Deserialize)]
    struct Next {
        at_ms: Option<i64>,
    }
    let query = "SELECT min(held_until_ms) AS at_ms FROM redemptions WHERE status = 'held' AND held_until_ms > ?";
    let next: Option<Next> = database.row(query, vec![number(settled_before(now))?])?;
    Ok(next.and_then(|next| next.at_ms).map(|at_ms| Instant::from_ms(at_ms + STOCK_SETTLING_MS)))
}

fn taken(database: &Database, reward: &RewardId, now: Instant) -> Outcome<u32> {
    let query = format!("SELECT count(*) AS count FROM redemptions WHERE reward = ? AND {TAKEN}");
    let count: Option<Count> = database.row(&query, vec![reward.as_str().into(), number(settled_before(now))?])?;
    Ok(count.map_or(0, |count| count.count))
}

fn settled_before(now: Instant) -> i64 {
    now.as_ms() - STOCK_SETTLING_MS
}

fn put(
    database: &Database,
    hold: &HoldId,
    reward: &RewardId,
    member_key: &str,
    status: HoldStatus,
    held_until: Instant,
    seq: u64,
) -> Outcome<()> {
    let status = serde_json::to_value(status)?;
    let status = status.as_str().ok_or_else(|| broken("a status that is no text"))?;
    let statement = "INSERT INTO redemptions (hold, reward, member_key, status, held_until_ms, seq) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (hold) DO UPDATE SET status = excluded.status, held_until_ms = excluded.held_until_ms, seq = excluded.seq
        WHERE excluded.seq > redemptions.seq";
    let values = vec![
        hold.as_str().into(),
        reward.as_str().into(),
        member_key.into(),
        status.into(),
        number(held_until.as_ms())?,
        number(seq)?,
    ];
    database.run(statement, values)
}
