//! Whose an order is, and what it is worth. A wallet knows nothing of the others, so an order that comes back under another
//! member (a guest who signed in, a mistake that was mended) lands in a second one. The shop sees both claims and has all but
//! the newest given up; an order that was given up counts no more, as if it had been cancelled.

use loyalty::sale::Sale;
use loyalty::{Instant, MemberId, OrderId};
use serde::{Deserialize, Serialize};

use super::guests;
use crate::back_office::event::{Claims, Yield};
use crate::limits::QUEUE_SEND_MAX;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;

/// The table. Of two claims with one `updated_at_ms` the one that was first heard of later, with the higher `number`, is
/// newer. `yielded_at_ms` is the `updated_at_ms` for which the wallet was last told to give it up.
pub const SCHEMA: &str = "CREATE TABLE claims (number INTEGER PRIMARY KEY, order_id TEXT NOT NULL, member TEXT NOT NULL, updated_at_ms INTEGER NOT NULL, is_contested INTEGER NOT NULL DEFAULT 0, yielded_at_ms INTEGER, UNIQUE (order_id, member))";

/// For finding the few orders that more than one wallet has taken.
pub const INDEX: &str = "CREATE INDEX contested_claims ON claims (order_id) WHERE is_contested = 1";

/// When an order was placed. Orders from before there were results have nothing of what follows; they were placed before
/// anybody was counted.
pub const PLACED_AT: &str = "ALTER TABLE claims ADD COLUMN placed_at_ms INTEGER";

/// 1 for an order that is not cancelled.
pub const COUNTS: &str = "ALTER TABLE claims ADD COLUMN counts INTEGER NOT NULL DEFAULT 0";

/// What is kept of its goods, in the program's currency.
pub const VALUE: &str = "ALTER TABLE claims ADD COLUMN value INTEGER";

/// The wallet's number when it said so.
pub const SEQ: &str = "ALTER TABLE claims ADD COLUMN seq INTEGER NOT NULL DEFAULT 0";

/// For what one member has ordered within a time.
pub const SALES: &str = "CREATE INDEX sales ON claims (member, placed_at_ms) WHERE counts = 1";

/// A wallet that has to give an order up.
pub struct Beaten {
    number: i64,
    updated_at_ms: i64,
    /// What it is told.
    pub tell: Yield,
}

/// Takes in what a wallet has taken; true if another has taken one of these, too.
///
/// A wallet heard of again has taken a state since, perhaps one of the same `updated_at_ms`, so what it was told counts no
/// more. Of its own yielding it is told once too often, which changes nothing.
pub fn receive(database: &Database, claims: &Claims) -> Outcome<bool> {
    let claim = "INSERT INTO claims (order_id, member, updated_at_ms) VALUES (?, ?, ?)
        ON CONFLICT (order_id, member) DO UPDATE SET updated_at_ms = max(updated_at_ms, excluded.updated_at_ms), yielded_at_ms = NULL";
    let sold = "UPDATE claims SET placed_at_ms = ?, counts = ?, value = ?, seq = ? WHERE order_id = ? AND member = ? AND seq <= ?";
    let count = "SELECT count(*) AS claimants FROM claims WHERE order_id = ?";
    let mut any_is_contested = false;
    for of in &claims.orders {
        let order = of.order.as_str();
        let member = claims.member.as_str();
        database.run(claim, vec![order.into(), member.into(), number(of.updated_at.as_ms())?])?;
        if let Some(Sale { placed_at, counts, value }) = &of.sale {
            let (placed_at_ms, counts) = (number(placed_at.as_ms())?, number(i64::from(*counts))?);
            let (value, seq) = (value.map(|value| number(value.0)).transpose()?.into(), number(claims.seq)?);
            database
                .run(sold, vec![placed_at_ms, counts, value, seq, order.into(), member.into(), number(claims.seq)?])?;
        }
        guests::give_up(database, &of.order)?;
        let is_contested = database.row(count, vec![order.into()])?.is_some_and(|count: Count| count.claimants > 1);
        if is_contested {
            database.run("UPDATE claims SET is_contested = 1 WHERE order_id = ?", vec![order.into()])?;
        }
        any_is_contested |= is_contested;
    }
    Ok(any_is_contested)
}

#[derive(Deserialize)]
struct Count {
    claimants: u32,
}

/// Who has an order.
#[derive(Debug, Serialize, Deserialize)]
pub enum OrderOwner {
    /// This member: it is in their wallet.
    Member(MemberId),
    /// A guest: it is in no wallet.
    Guest,
    /// Nobody that the shop has heard of.
    Nobody,
}

/// Who has an order.
pub fn owner(database: &Database, order: &OrderId) -> Outcome<OrderOwner> {
    if let Some(member) = member(database, order)? {
        return Ok(OrderOwner::Member(member));
    }
    Ok(if guests::has(database, order)? { OrderOwner::Guest } else { OrderOwner::Nobody })
}

/// The member who has an order, if one has: of several the newest.
pub fn member(database: &Database, order: &OrderId) -> Outcome<Option<MemberId>> {
    #[derive(Deserialize)]
    struct Row {
        member: MemberId,
    }
    let query = "SELECT member FROM claims WHERE order_id = ? ORDER BY updated_at_ms DESC, number DESC LIMIT 1";
    Ok(database.row(query, vec![order.as_str().into()])?.map(|row: Row| row.member))
}

/// Claims that a newer one has beaten and whose wallets have not heard of it, as many as one send takes.
pub fn beaten(database: &Database, shop: &str) -> Outcome<Vec<Beaten>> {
    #[derive(Deserialize)]
    struct Row {
        number: i64,
        order_id: OrderId,
        member: MemberId,
        updated_at_ms: i64,
    }
    let query = "SELECT number, order_id, member, updated_at_ms FROM claims AS claim
        WHERE is_contested = 1 AND (yielded_at_ms IS NULL OR yielded_at_ms < updated_at_ms)
        AND EXISTS (SELECT 1 FROM claims AS other WHERE other.order_id = claim.order_id
            AND (other.updated_at_ms, other.number) > (claim.updated_at_ms, claim.number)) LIMIT ?";
    let rows: Vec<Row> = database.rows(query, vec![number(QUEUE_SEND_MAX as i64)?])?;
    let beaten = rows.into_iter().map(|row| Beaten {
        number: row.number,
        updated_at_ms: row.updated_at_ms,
        tell: Yield {
            shop: shop.to_owned(),
            member: row.member,
            order: row.order_id,
            updated_at: Instant::from_ms(row.updated_at_ms),
        },
    });
    Ok(beaten.collect())
}

/// Notes that they were told.
pub fn mark_yielded(database: &Database, beaten: &[Beaten]) -> Outcome<()> {
    for Beaten { number: claim, updated_at_ms, .. } in beaten {
        let statement = "UPDATE claims SET yielded_at_ms = ? WHERE number = ?";
        database.run(statement, vec![number(*updated_at_ms)?, number(*claim)?])?;
    }
    Ok(())
}
