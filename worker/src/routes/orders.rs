//! Orders: each its full current state, one by one or a few hundred at once.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use loyalty::order::Order;
use loyalty::{Code, MemberId, OrderId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use worker::{Env, console_error};

use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::json;
use crate::limits::{BATCH_BODY_BYTES_MAX, BATCH_ORDERS_MAX, BATCH_WALLETS_AT_ONCE, ORDER_BODY_BYTES_MAX};
use crate::problem::{Failure, Outcome, Problem, broken, invalid};
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

/// `PUT /v1/shops/{shop}/orders/{order}`
pub async fn put(call: &mut Call) -> Outcome<Reply> {
    let id = call.id("order", OrderId::new)?;
    let shop = call.server().await?;
    let order = with_our_codes(call.json(ORDER_BODY_BYTES_MAX).await?);
    let owner = client::owner(&call.env, shop.id(), order.member.clone())?;
    client::tell(&call.env, owner, "en", None, Command::Order(id, order)).await
}

/// `POST /v1/shops/{shop}/orders/batch`. Orders of one member go to the wallet together, wallets are asked side by side, and
/// every order has its own outcome.
pub async fn batch(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let Batch { orders } = call.json(BATCH_BODY_BYTES_MAX).await?;
    if orders.is_empty() || orders.len() > BATCH_ORDERS_MAX {
        return Err(invalid("orders", "must have 1 to 500 orders"));
    }
    let mut outcomes: Vec<Option<Box<RawValue>>> = orders.iter().map(|_| None).collect();
    let mut by_member: BTreeMap<MemberId, Vec<(usize, OrderId, Order)>> = BTreeMap::new();
    for (index, order) in orders.iter().enumerate() {
        match read(order) {
            Ok((id, order)) => by_member.entry(order.member.clone()).or_default().push((index, id, order)),
            Err(Failure::Rejected(problem)) => outcomes[index] = Some(refused(named(order), &problem)?),
            Err(failure) => return Err(failure),
        }
    }
    let ask = async |(member, orders)| send(&call.env, shop.id(), member, orders).await;
    let mut answers = stream::iter(by_member).map(ask).buffer_unordered(BATCH_WALLETS_AT_ONCE);
    while let Some(answer) = answers.next().await {
        for (index, outcome) in answer? {
            outcomes[index] = Some(outcome);
        }
    }
    drop(answers);
    let results =
        outcomes.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| broken("an order without an outcome"))?;
    Reply::ok(&Results { results })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    orders: Vec<Box<RawValue>>,
}

#[derive(Serialize)]
struct Results {
    results: Vec<Box<RawValue>>,
}

/// An order that was not taken, in a batch.
#[derive(Serialize)]
struct Refused<'a> {
    id: Option<&'a str>,
    status: u16,
    problem: &'a Problem,
}

/// Sends a member's orders to their wallet. Gives each order's outcome with its place in the batch.
async fn send(
    env: &Env,
    shop: &str,
    member: MemberId,
    orders: Vec<(usize, OrderId, Order)>,
) -> Outcome<Vec<(usize, Box<RawValue>)>> {
    let owner = client::owner(env, shop, member)?;
    let (places, orders): (Vec<_>, Vec<_>) =
        orders.into_iter().map(|(index, id, order)| ((index, id.clone()), (id, order))).unzip();
    let answer = client::tell(env, owner, "en", None, Command::Orders(orders)).await;
    // One wallet in trouble: its orders can be sent again, the others are done.
    let problem = match answer {
        Ok(reply) if reply.status == 200 => {
            let outcomes: Vec<Box<RawValue>> = json::from_str(&reply.body)?;
            return Ok(places.into_iter().map(|(index, _)| index).zip(outcomes).collect());
        }
        Ok(_) => Problem::new(codes::INTERNAL),
        Err(Failure::Rejected(problem) | Failure::Refused(problem)) => problem,
        Err(Failure::Broken(cause)) => {
            console_error!("batch: {cause}");
            Problem::new(codes::INTERNAL)
        }
    };
    places.into_iter().map(|(index, id)| Ok((index, refused(Some(id.as_str().to_owned()), &problem)?))).collect()
}

/// Reads one order of a batch: an order with its id beside its fields.
fn read(text: &RawValue) -> Outcome<(OrderId, Order)> {
    let mut fields: BTreeMap<String, Box<RawValue>> = json::parse(text.get().as_bytes())?;
    let id = fields.remove("id").ok_or_else(|| invalid("id", "is missing"))?;
    let id = json::from_str(id.get()).map_err(|error| invalid("id", error.to_string()))?;
    Ok((id, with_our_codes(json::parse(serde_json::to_string(&fields)?.as_bytes())?)))
}

/// The id an order was sent with, as far as it has one.
fn named(text: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    json::from_str::<Named>(text.get()).ok().map(|named| named.id)
}

fn refused(id: Option<String>, problem: &Problem) -> Outcome<Box<RawValue>> {
    let refused = Refused { id: id.as_deref(), status: problem.status(), problem };
    Ok(serde_json::value::to_raw_value(&refused)?)
}

/// Coupon codes as we wrote them: shop systems change their case.
fn with_our_codes(mut order: Order) -> Order {
    for code in &mut order.coupon_codes {
        if let Some(canonical) = ids::canonical_code(code.as_str()).and_then(|text| Code::new(text).ok()) {
            *code = canonical;
        }
    }
    order
}
