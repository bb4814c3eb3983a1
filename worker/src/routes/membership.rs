//! Who is in a segment, and who has entered and left it.

use loyalty::SegmentId;

use crate::call::Call;
use crate::limits::{SEGMENT_PAGE_DEFAULT, SEGMENT_PAGE_MAX};
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::Command;

/// `GET /v1/shops/{shop}/segments/{segment}/members`
pub async fn members(call: &mut Call) -> Outcome<Reply> {
    let segment = call.id("segment", SegmentId::new)?;
    let after = call.query("after").unwrap_or_default().to_owned();
    let limit = call.limit(SEGMENT_PAGE_DEFAULT, SEGMENT_PAGE_MAX)?;
    let shop = call.server().await?;
    client::tell(&call.env, shop.id(), None, Command::SegmentMembers { segment, after, limit }).await
}

/// `GET /v1/shops/{shop}/segments/{segment}/changes`
pub async fn changes(call: &mut Call) -> Outcome<Reply> {
    let segment = call.id("segment", SegmentId::new)?;
    let after = call.query_number("after")?.unwrap_or(0);
    let limit = call.limit(SEGMENT_PAGE_DEFAULT, SEGMENT_PAGE_MAX)?;
    let shop = call.server().await?;
    client::tell(&call.env, shop.id(), None, Command::SegmentChanges { segment, after, limit }).await
}
