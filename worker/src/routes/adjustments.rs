//! `POST /v1/shops/{shop}/members/{member}/adjustments`: points given or taken by hand.

use loyalty::MemberId;

use crate::call::Call;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

pub async fn post(call: &mut Call) -> Outcome<Reply> {
    let member = call.id("member", MemberId::new)?;
    let shop = call.server().await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shop", &body)?;
    let adjustment = call.parse(&body)?;
    let owner = client::owner(&call.env, shop.id(), member)?;
    client::send(&call.env, owner, call.language(), Some(key), Command::Adjust(adjustment)).await
}
