//! `POST /v1/shops/{shop}/events`: what pages report of offers, which member their visitor has become, and which orders were
//! placed on them. Whatever was answered with 204 is counted, once.

use loyalty::offer::{OfferEventKind, Report, ReportedEvent};
use loyalty::targeting::Targeting;

use super::person::{Person, caller};
use crate::call::Call;
use crate::codes;
use crate::limits::EVENTS_BODY_BYTES_MAX;
use crate::problem::{Failure, Outcome, Problem};
use crate::published::targeting::targeting;
use crate::reply::Reply;
use crate::wallet::command::Command;

pub async fn post(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = caller(call, &shop).await?;
    let report: Report = call.json(EVENTS_BODY_BYTES_MAX).await?;
    let report = report.check().map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
    let Report { visitor, mut events, orders } = report.into_inner();
    let person = Person::new(call, &shop, owner, visitor)?;
    let Some(targeting) = targeting(&call.env, &shop).await? else { return Ok(Reply::empty(204)) };

    person.placed(call, &shop, orders).await?;
    events.retain(|event| is_told_by_pages(event, &targeting));
    let divisions = targeting.divisions(shop.id(), events.iter().map(|event| &event.offer));
    let visitor = person.visitor.clone();
    let report = |subject, divisions, events| Command::Report { subject, visitor, divisions, events };
    person.count(call, &shop, divisions, events, report).await?;
    Ok(Reply::empty(204))
}

/// What gives something of value was taken up when it was claimed, which no page has to tell.
fn is_told_by_pages(event: &ReportedEvent, targeting: &Targeting) -> bool {
    let gives = || targeting.offer(event.offer.as_str()).is_some_and(|offer| offer.value.is_some());
    event.event != OfferEventKind::Converted || !gives()
}
