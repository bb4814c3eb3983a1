//! `GET /v1/shops/{shop}/members/{member}`: everything about a member, for the shop.

use loyalty::MemberId;

use crate::call::Call;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let member = call.id("member", MemberId::new)?;
    let shop = call.server().await?;
    let owner = client::owner(&call.env, shop.id(), member)?;
    client::tell(&call.env, owner, call.language(), None, Command::Detail).await
}
