//! What the platform does with shops: create them, their origins, keys and a sandbox's clock.

use loyalty::{Fault, Instant};
use serde::Deserialize;

use crate::auth::platform::operator;
use crate::call::Call;
use crate::codes;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::problem::{Failure, Outcome, Problem};
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::{Command, KeyKind, Settings};
use crate::shop::settings;

#[derive(Debug, Deserialize)]
pub(super) struct Origins {
    origins: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Clock {
    now: Instant,
}

#[derive(Debug, Deserialize)]
pub(super) struct NewKey {
    kind: KeyKind,
}

/// `PUT /v1/platform/shops/{shop}`
pub async fn put(call: &mut Call) -> Outcome<Reply> {
    let shop = call.shop_id()?;
    operator(call)?;
    let settings: Settings = call.json(SMALL_BODY_BYTES_MAX).await?;
    require_none(settings::faults(&settings))?;
    client::send(&call.env, &shop, None, Command::Put(settings)).await
}

/// `GET /v1/platform/shops/{shop}`
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let shop = call.shop_id()?;
    operator(call)?;
    client::send(&call.env, &shop, None, Command::Get).await
}

/// `PUT /v1/platform/shops/{shop}/origins`
pub async fn put_origins(call: &mut Call) -> Outcome<Reply> {
    let shop = call.shop_id()?;
    operator(call)?;
    let Origins { origins } = call.json(SMALL_BODY_BYTES_MAX).await?;
    require_none(settings::origin_faults(&origins))?;
    client::send(&call.env, &shop, None, Command::PutOrigins(origins)).await
}

/// `PUT /v1/platform/shops/{shop}/clock`
pub async fn put_clock(call: &mut Call) -> Outcome<Reply> {
    let shop = call.shop_id()?;
    operator(call)?;
    let Clock { now } = call.json(SMALL_BODY_BYTES_MAX).await?;
    client::send(&call.env, &shop, None, Command::PutClock(now)).await
}

/// `POST /v1/platform/shops/{shop}/keys`
pub async fn create_key(call: &mut Call) -> Outcome<Reply> {
    let shop = call.shop_id()?;
    operator(call)?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("platform", &body)?;
    let NewKey { kind } = call.parse(&body)?;
    client::send(&call.env, &shop, Some(key), Command::CreateKey(kind)).await
}

/// `DELETE /v1/platform/shops/{shop}/keys/{key}`
pub async fn delete_key(call: &mut Call) -> Outcome<Reply> {
    let shop = call.shop_id()?;
    operator(call)?;
    let id = call.params.get("key").to_owned();
    client::send(&call.env, &shop, None, Command::DeleteKey(id)).await
}

fn require_none(faults: Vec<Fault>) -> Outcome<()> {
    if faults.is_empty() { Ok(()) } else { Err(Failure::Rejected(Problem::new(codes::INVALID).errors(faults))) }
}
