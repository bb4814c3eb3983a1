//! `/v1/shops/{shop}/members/{member}`: everything about a member, for the shop, and what the shop says of them.

use loyalty::MemberId;

use crate::call::Call;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::shop;
use crate::wallet::client;
use crate::wallet::command::Command;

/// By what decides of segments and offers: the shop's own stages and quantiles.
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let member = call.id("member", MemberId::new)?;
    let shop = call.server().await?;
    let owner = client::owner(&call.env, shop.id(), member)?;
    let measures = shop::client::measures(&call.env, shop.id()).await?;
    client::send(&call.env, owner, call.language(), None, Command::Detail(Box::new(measures))).await
}

/// `PUT …/profile`: the full current state, as an order is, but for what forms fill in.
pub async fn put_profile(call: &mut Call) -> Outcome<Reply> {
    let member = call.id("member", MemberId::new)?;
    let shop = call.server().await?;
    let profile = Box::new(call.json(SMALL_BODY_BYTES_MAX).await?);
    let owner = client::owner(&call.env, shop.id(), member)?;
    client::send(&call.env, owner, call.language(), None, Command::PutProfile(profile)).await
}
