//! Orders: each its full current state, one by one or a few hundred at once.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use loyalty::ledger::OrderResult;
use loyalty::order::Order;
use loyalty::{Checked, Code, Instant, MemberId, OrderId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use worker::{Env, console_error};

use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::json;
use crate::limits::{BATCH_BODY_BYTES_MAX, BATCH_ORDERS_MAX, BATCH_WALLETS_AT_ONCE, ORDER_BODY_BYTES_MAX};
use crate::problem::{Failure, Outcome, Problem, broken, invalid};
use crate::reply::Reply;
use crate::shop::claims::OrderOwner;
use crate::shop::client::{guest_orders, order_owner};
use crate::shop::guests::GuestOutcome;
use crate::wallet::client;
use crate::wallet::command::Command;

/// `GET /v1/shops/{shop}/orders/{order}`: from the wallet of the member who has it now. A guest's order is in no wallet, and
/// the shop keeps its value alone, so there is nothing to explain.
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let id = call.id("order", OrderId::new)?;
    let shop = call.server().await?;
    let not_found = |detail: &str| Err(Failure::Rejected(Problem::new(codes::ORDER_NOT_FOUND).detail(detail)));
    match order_owner(&call.env, shop.id(), id.clone()).await? {
        OrderOwner::Member(member) => {
            let owner = client::owner(&call.env, shop.id(), member)?;
            client::send(&call.env, owner, call.language(), None, Command::OrderDetail(id)).await
        }
        OrderOwner::Guest => not_found("This order was sent without a member: a guest's order earns no points."),
        OrderOwner::Nobody => not_found("No order with this id was sent, or it was first sent a few seconds ago."),
    }
}

/// `PUT /v1/shops/{shop}/orders/{order}`
pub async fn put(call: &mut Call) -> Outcome<Reply> {
    let id = call.id("order", OrderId::new)?;
    let shop = call.server().await?;
    let mut order = checked(as_kept(call.json(ORDER_BODY_BYTES_MAX).await?), shop.now())?;
    let member = match order.member.clone() {
        Some(member) => member,
        None => match guest_orders(&call.env, shop.id(), vec![(id.clone(), order.clone())]).await?.pop() {
            Some(GuestOutcome::Guests(result)) => return Reply::ok(&result),
            Some(GuestOutcome::Members(member)) => member,
            None => return Err(broken("an order without an outcome")),
        },
    };
    order.member = Some(member.clone());
    let owner = client::owner(&call.env, shop.id(), member)?;
    client::send(&call.env, owner, "en", None, Command::Order(id, order)).await
}

/// `POST /v1/shops/{shop}/orders/batch`. Orders of guests go to the shop together, those of one member to the wallet, wallets are
/// asked side by side, and every order has its own outcome.
pub async fn batch(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let Batch { orders } = call.json(BATCH_BODY_BYTES_MAX).await?;
    if orders.is_empty() || orders.len() > BATCH_ORDERS_MAX {
        return Err(invalid("orders", "must have 1 to 500 orders"));
    }
    let mut outcomes: Vec<Option<Box<RawValue>>> = orders.iter().map(|_| None).collect();
    let mut by_member: BTreeMap<MemberId, Vec<(usize, OrderId, Order)>> = BTreeMap::new();
    let mut of_guests = Vec::new();
    for (index, order) in orders.iter().enumerate() {
        match read(order, shop.now()) {
            Ok((id, order)) => match order.member.clone() {
                Some(member) => by_member.entry(member).or_default().push((index, id, order)),
                None => of_guests.push((index, id, order)),
            },
            Err(Failure::Rejected(problem)) => outcomes[index] = Some(refused(named(order), &problem)?),
            Err(failure) => return Err(failure),
        }
    }
    if !of_guests.is_empty() {
        let orders = of_guests.iter().map(|(_, id, order)| (id.clone(), order.clone())).collect();
        let told = guest_orders(&call.env, shop.id(), orders).await?;
        for ((index, id, mut order), told) in of_guests.into_iter().zip(told) {
            match told {
                GuestOutcome::Guests(result) => outcomes[index] = Some(taken(&id, &result)?),
                GuestOutcome::Members(member) => {
                    order.member = Some(member.clone());
                    by_member.entry(member).or_default().push((index, id, order));
                }
            }
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

#[derive(Debug, Deserialize)]
pub(super) struct Batch {
    pub(super) orders: Vec<Box<RawValue>>,
}

#[derive(Serialize)]
struct Results {
    results: Vec<Box<RawValue>>,
}

/// A guest's order that was taken, in a batch.
#[derive(Serialize)]
struct Taken<'a> {
    id: &'a OrderId,
    status: u16,
    result: &'a OrderResult,
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
    let answer = client::send(env, owner, "en", None, Command::Orders(orders)).await;
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
pub(super) fn read(text: &RawValue, now: Instant) -> Outcome<(OrderId, Order)> {
    let mut fields: BTreeMap<String, Box<RawValue>> = json::parse(text.get().as_bytes())?;
    let id = fields.remove("id").filter(|id| id.get() != "null").ok_or_else(|| invalid("id", "is missing"))?;
    let id = json::parse(id.get().as_bytes()).map_err(|failure| failure.within("id"))?;
    let order = as_kept(json::parse(serde_json::to_string(&fields)?.as_bytes())?);
    Ok((id, checked(order, now)?))
}

/// The id an order was sent with, as far as it has one.
fn named(text: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        // As it was sent, whether it can be an id or not.
        id: Value,
    }
    match json::from_str::<Named>(text.get()).ok()?.id {
        Value::String(id) => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn taken(id: &OrderId, result: &OrderResult) -> Outcome<Box<RawValue>> {
    Ok(serde_json::value::to_raw_value(&Taken { id, status: 200, result })?)
}

fn refused(id: Option<String>, problem: &Problem) -> Outcome<Box<RawValue>> {
    let refused = Refused { id: id.as_deref(), status: problem.status(), problem };
    Ok(serde_json::value::to_raw_value(&refused)?)
}

/// A guest's order, without a fault. Any other is checked by its member's wallet.
fn checked(order: Order, now: Instant) -> Outcome<Order> {
    if order.member.is_some() {
        return Ok(order);
    }
    let checked = order.check(now).map(Checked::into_inner);
    checked.map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))
}

/// A shop's state as it is kept, with coupon codes as we wrote them: shop systems change their case.
fn as_kept(order: Order) -> Order {
    let mut order = order.adjust();
    for code in &mut order.coupon_codes {
        if let Some(canonical) = ids::canonical_code(code.as_str()).and_then(|text| Code::new(text).ok()) {
            *code = canonical;
        }
    }
    order
}
