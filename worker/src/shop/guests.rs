//! Guests' orders: what the shop's server says of an order that is no member's, and on whose device it was placed. What was
//! bought is believed of the server alone, who bought it of a page alone; either may come first.

use loyalty::ledger::{OrderOutcome, OrderResult};
use loyalty::order::Order;
use loyalty::program::Program;
use loyalty::sale::{GuestSale, Sale};
use loyalty::{Instant, MemberId, Money, OrderId};
use serde::{Deserialize, Serialize};

use super::{claims, targeting};
use crate::codes;
use crate::limits::GUEST_ORDERS_OF_ONE_MAX;
use crate::objects::sql::{Database, number};
use crate::problem::{Failure, Outcome, Problem};
use crate::reply::Reply;

/// The table. `subject` is who was on the device, once a page has said so; `updated_at_ms` and what follows is what the server
/// said, once it has.
pub const SCHEMA: &str = "CREATE TABLE guest_orders (order_id TEXT PRIMARY KEY, subject TEXT, updated_at_ms INTEGER, placed_at_ms INTEGER, counts INTEGER NOT NULL DEFAULT 0, value INTEGER) WITHOUT ROWID";

/// For what one person has ordered.
pub const BY_SUBJECT: &str = "CREATE INDEX guest_orders_by_subject ON guest_orders (subject)";

/// What became of an order that was told without a member.
#[derive(Debug, Serialize, Deserialize)]
pub enum GuestOutcome {
    /// It is a guest's.
    Guests(OrderResult),
    /// This member has it by now: the state is their wallet's.
    Members(MemberId),
}

/// Takes in checked orders that were told without a member.
pub fn put(database: &Database, orders: Vec<(OrderId, Order)>) -> Outcome<Reply> {
    let program = targeting::program(database)?;
    let each = |(id, order): (OrderId, Order)| match claims::member(database, &id)? {
        Some(member) => Ok(GuestOutcome::Members(member)),
        None => put_one(database, id, order, program.as_ref()).map(GuestOutcome::Guests),
    };
    Reply::ok(&orders.into_iter().map(each).collect::<Outcome<Vec<_>>>()?)
}

fn put_one(database: &Database, id: OrderId, order: Order, program: Option<&Program>) -> Outcome<OrderResult> {
    let sale = Sale::of(&order, program).map_err(|_| Failure::Refused(Problem::new(codes::OUT_OF_RANGE)))?;
    let told = GuestSale { updated_at: order.updated_at, sale };
    let outcome = GuestSale::outcome(stored(database, &id)?.as_ref(), &told);
    if outcome == OrderOutcome::Applied {
        let statement =
            "INSERT INTO guest_orders (order_id, updated_at_ms, placed_at_ms, counts, value) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (order_id) DO UPDATE SET updated_at_ms = excluded.updated_at_ms,
                placed_at_ms = excluded.placed_at_ms, counts = excluded.counts, value = excluded.value";
        let Sale { placed_at, counts, value } = told.sale;
        let values = vec![
            id.as_str().into(),
            number(told.updated_at.as_ms())?,
            number(placed_at.as_ms())?,
            number(i64::from(counts))?,
            value.map(|value| number(value.0)).transpose()?.into(),
        ];
        database.run(statement, values)?;
    }
    let remarks = order.remarks().map_err(|_| Failure::Refused(Problem::new(codes::OUT_OF_RANGE)))?;
    Ok(OrderResult { remarks, ..OrderResult::of_guest(id, outcome, order.coupon_codes) })
}

/// Whether the shop's server has told of an order without a member.
pub fn has(database: &Database, order: &OrderId) -> Outcome<bool> {
    Ok(stored(database, order)?.is_some())
}

fn stored(database: &Database, id: &OrderId) -> Outcome<Option<GuestSale>> {
    #[derive(Deserialize)]
    struct Row {
        updated_at_ms: i64,
        placed_at_ms: i64,
        counts: i64,
        value: Option<Money>,
    }
    let query = "SELECT updated_at_ms, placed_at_ms, counts, value FROM guest_orders
        WHERE order_id = ? AND updated_at_ms IS NOT NULL";
    let row: Option<Row> = database.row(query, vec![id.as_str().into()])?;
    Ok(row.map(|row| GuestSale {
        updated_at: Instant::from_ms(row.updated_at_ms),
        sale: Sale { placed_at: Instant::from_ms(row.placed_at_ms), counts: row.counts == 1, value: row.value },
    }))
}

/// Notes on whose device an order was placed. Who says so first is believed, and of so many orders at most.
pub fn link(database: &Database, subject: &str, order: &OrderId) -> Outcome<()> {
    let statement = "INSERT INTO guest_orders (order_id, subject)
        SELECT ?, ? WHERE (SELECT count(*) FROM guest_orders WHERE subject = ?) < ?
        ON CONFLICT (order_id) DO UPDATE SET subject = coalesce(subject, excluded.subject)";
    let most = number(GUEST_ORDERS_OF_ONE_MAX)?;
    database.run(statement, vec![order.as_str().into(), subject.into(), subject.into(), most])
}

/// Forgets an order that a member has: their wallet counts it.
pub fn give_up(database: &Database, order: &OrderId) -> Outcome<()> {
    database.run("DELETE FROM guest_orders WHERE order_id = ?", vec![order.as_str().into()])
}
