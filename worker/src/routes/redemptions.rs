//! Redemptions: a shopper makes one and gives it back by its id; the shop's server uses or releases one by its code.

use loyalty::{Code, HoldId, OrderId, RewardId};
use serde::Deserialize;

use super::person;
use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::problem::Outcome;
use crate::published;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

#[derive(Debug, Deserialize)]
pub(super) struct Redeem {
    reward: RewardId,
}

#[derive(Debug, Deserialize, Default)]
pub(super) struct Capture {
    order: Option<OrderId>,
}

#[derive(Debug, Deserialize, Default)]
pub(super) struct Release {}

/// `POST /v1/shops/{shop}/redemptions`
pub async fn redeem(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let Redeem { reward } = call.parse(&body)?;
    client::send(&call.env, owner, call.language(), Some(key), Command::Redeem { reward }).await
}

/// `DELETE /v1/shops/{shop}/redemptions/{id}`. A key is not needed: giving back is refused the second time, and changes nothing.
pub async fn give_back(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    // What cannot be an id is as unknown as one that is nobody's.
    let id = HoldId::new(call.params.get("id")).map_err(|_| codes::REDEMPTION_NOT_FOUND)?;
    let key = call.key("shopper", &[])?;
    client::send(&call.env, owner, call.language(), key, Command::GiveBack { id }).await
}

/// `POST /v1/shops/{shop}/redemptions/{code}/capture`
pub async fn capture(call: &mut Call) -> Outcome<Reply> {
    end(call, |call, body, code| {
        let Capture { order } = call.parse_or_default(body)?;
        Ok(Command::Capture { code, order })
    })
    .await
}

/// `POST /v1/shops/{shop}/redemptions/{code}/release`
pub async fn release(call: &mut Call) -> Outcome<Reply> {
    end(call, |call, body, code| {
        let Release {} = call.parse_or_default(body)?;
        Ok(Command::Release { code })
    })
    .await
}

async fn end(call: &mut Call, command: impl FnOnce(&Call, &[u8], Code) -> Outcome<Command>) -> Outcome<Reply> {
    let shop = call.server().await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shop", &body)?;
    let code = ids::canonical_code(call.params.get("code")).and_then(|code| Code::new(code).ok());
    let code = code.ok_or(codes::REDEMPTION_NOT_FOUND)?;
    let command = command(call, &body, code.clone())?;
    let member_key = published::codes::member_key(&call.env, shop.id(), code.as_str()).await?;
    let member_key = member_key.ok_or(codes::REDEMPTION_NOT_FOUND)?;
    client::send_named(&call.env, shop.id(), &member_key, call.language(), Some(key), command).await
}
