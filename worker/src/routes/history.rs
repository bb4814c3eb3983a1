//! `GET /v1/shops/{shop}/history`: the shopper's entries, page by page.

use super::person;
use crate::call::Call;
use crate::limits::{HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX};
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let before = call.query_number("before")?;
    let limit = call.limit(HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX)?;

    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;

    client::send(&call.env, owner, call.language(), None, Command::History { before, limit }).await
}
