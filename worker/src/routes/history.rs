//! `GET /v1/shops/{shop}/history`: the shopper's entries, page by page.

use crate::auth;
use crate::call::Call;
use crate::limits::{HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX};
use crate::problem::{Outcome, invalid};
use crate::rate;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let before = call.query_number("before")?;
    let limit = call.query_number("limit")?.unwrap_or(HISTORY_PAGE_DEFAULT.into());
    let limit = u32::try_from(limit).ok().filter(|limit| (1..=HISTORY_PAGE_MAX).contains(limit));
    let limit = limit.ok_or_else(|| invalid("limit", "must be from 1 to 100"))?;

    let shop = call.page().await?;
    let member = auth::shopper(call, &shop)?;
    let owner = client::owner(&call.env, shop.id(), member)?;
    rate::shopper(&call.env, &owner).await?;

    client::tell(&call.env, owner, call.language(), None, Command::History { before, limit }).await
}
