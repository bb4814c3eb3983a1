//! Who is in a segment, who has entered and left it, and how members stand.

use loyalty::{MemberId, SegmentId, condition};
use serde::Deserialize;

use crate::call::{Call, within_numbers};
use crate::limits::{SEGMENT_BODY_BYTES_MAX, SEGMENT_PAGE_DEFAULT, SEGMENT_PAGE_MAX};
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
    client::send(&call.env, shop.id(), None, Command::SegmentMembers { segment, after, limit }).await
}

/// `GET /v1/shops/{shop}/segments/{segment}/changes`
pub async fn changes(call: &mut Call) -> Outcome<Reply> {
    let segment = call.id("segment", SegmentId::new)?;
    let after = call.query_number("after")?.unwrap_or(0);
    let limit = call.limit(SEGMENT_PAGE_DEFAULT, SEGMENT_PAGE_MAX)?;
    let shop = call.server().await?;
    client::send(&call.env, shop.id(), None, Command::SegmentChanges { segment, after, limit }).await
}

/// A condition that is tried on all members.
#[derive(Debug, Deserialize)]
pub(super) struct Trial {
    condition: condition::Value,
    #[serde(default)]
    after: u64,
}

/// `POST /v1/shops/{shop}/segments/count`: nothing of it is kept.
pub async fn count(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let Trial { condition, after } = call.json(SEGMENT_BODY_BYTES_MAX).await?;
    let after = within_numbers("after", after)?;
    client::send(&call.env, shop.id(), None, Command::CountMembers { condition, after }).await
}

/// `GET /v1/shops/{shop}/members/{member}/segments`
pub async fn of_member(call: &mut Call) -> Outcome<Reply> {
    let member = call.id("member", MemberId::new)?;
    let shop = call.server().await?;
    client::send(&call.env, shop.id(), None, Command::MemberSegments(member)).await
}

/// `GET /v1/shops/{shop}/reports/loyalty`
pub async fn report(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    client::send(&call.env, shop.id(), None, Command::LoyaltyReport).await
}
