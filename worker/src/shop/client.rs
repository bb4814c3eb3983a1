//! Asking a shop.

use loyalty::order::Order;
use loyalty::program::Version;
use loyalty::{ClaimId, HoldId, OrderId};
use serde::Deserialize;
use worker::Env;

use super::claims::OrderOwner;
use super::command::{Command, Envelope, Measures, News, Reservation, Spending, Spent};
use super::guests::GuestOutcome;
use crate::objects::ask::{Object, ask, ask_for};
use crate::objects::replay::Key;
use crate::problem::{Outcome, broken};
use crate::reply::Reply;

/// Asks a shop; its answer is the caller's.
pub async fn send(env: &Env, shop: &str, key: Option<Key>, command: Command) -> Outcome<Reply> {
    ask(env, Object::Shop, shop, &Envelope { shop: shop.to_owned(), key, command }).await
}

/// The document of a program version, if there is such a version.
pub async fn program_document(env: &Env, shop: &str, version: Version) -> Outcome<Option<String>> {
    let reply = send(env, shop, None, Command::ProgramDocument(version)).await?;
    match reply.status {
        200 => Ok(Some(reply.body)),
        404 => Ok(None),
        status => Err(broken(format!("a shop answered {status}"))),
    }
}

/// What a shop measures its members with.
pub async fn measures(env: &Env, shop: &str) -> Outcome<Measures> {
    let envelope = Envelope { shop: shop.to_owned(), key: None, command: Command::Measures };
    ask_for(env, Object::Shop, shop, &envelope).await
}

/// Sets one of a reward aside, if there is one.
pub async fn reserve(env: &Env, shop: &str, reservation: Reservation) -> Outcome<bool> {
    set_aside(env, shop, Command::Reserve(reservation)).await
}

/// Spends one of an offer's budget, if there is one.
pub async fn spend(env: &Env, shop: &str, spending: Spending) -> Outcome<Spent> {
    let envelope = Envelope { shop: shop.to_owned(), key: None, command: Command::Spend(Box::new(spending)) };
    ask_for(env, Object::Shop, shop, &envelope).await
}

/// Takes back what was spent.
pub async fn unspend(env: &Env, shop: &str, claim: ClaimId) -> Outcome<()> {
    done(send(env, shop, None, Command::Unspend(claim)).await?)
}

/// Tells a shop of checked orders without a member: what became of each, in their order.
pub async fn guest_orders(env: &Env, shop: &str, orders: Vec<(OrderId, Order)>) -> Outcome<Vec<GuestOutcome>> {
    let command = Command::GuestOrders(orders);
    ask_for(env, Object::Shop, shop, &Envelope { shop: shop.to_owned(), key: None, command }).await
}

/// Who has an order, as far as the shop has heard.
pub async fn order_owner(env: &Env, shop: &str, order: OrderId) -> Outcome<OrderOwner> {
    let envelope = Envelope { shop: shop.to_owned(), key: None, command: Command::OrderOwner(order) };
    ask_for(env, Object::Shop, shop, &envelope).await
}

/// Puts back what was set aside.
pub async fn unreserve(env: &Env, shop: &str, hold: HoldId) -> Outcome<()> {
    done(send(env, shop, None, Command::Unreserve(hold)).await?)
}

/// Tells a shop what has happened.
pub async fn receive(env: &Env, shop: &str, news: News) -> Outcome<()> {
    done(send(env, shop, None, Command::TakeIn(news)).await?)
}

async fn set_aside(env: &Env, shop: &str, command: Command) -> Outcome<bool> {
    #[derive(Deserialize)]
    struct Answer {
        set_aside: bool,
    }
    let envelope = Envelope { shop: shop.to_owned(), key: None, command };
    Ok(ask_for::<Answer>(env, Object::Shop, shop, &envelope).await?.set_aside)
}

fn done(reply: Reply) -> Outcome<()> {
    if reply.status == 204 { Ok(()) } else { Err(broken(format!("a shop answered {}", reply.status))) }
}
