//! `/v1/shops/{shop}/offers/{offer}/captures`: what the forms of offers were given, from pages and for the shop.

use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::CandidateId;
use loyalty::experiment::Arm;
use loyalty::member::FormAnswer;
use loyalty::offer::{Availability, CaptureKind, OfferEventKind, ReportedEvent};
use loyalty::targeting::Targeting;
use serde::Deserialize;

use super::person::{Person, caller};
use crate::call::Call;
use crate::codes;
use crate::json;
use crate::limits::{CAPTURES_PAGE_DEFAULT, CAPTURES_PAGE_MAX, SMALL_BODY_BYTES_MAX};
use crate::objects::replay::Key;
use crate::problem::{Outcome, invalid};
use crate::published::Shop;
use crate::published::targeting::targeting;
use crate::reply::Reply;
use crate::shop::captures::Captured;
use crate::shop::client as shops;
use crate::shop::command::{Capture, Command as Ask};
use crate::wallet::command::Command;

#[derive(Debug, Deserialize)]
pub(super) struct Filled {
    /// The id that the device keeps.
    visitor: Option<String>,
    /// What was written.
    value: String,
    /// What the person has agreed to: the words that the form showed.
    consent: String,
}

/// `POST …/captures`. The shop is asked even for what is refused: the same request before may have had another answer.
pub async fn post(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = caller(call, &shop).await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let filled: Filled = call.parse(&body)?;
    let person = Person::new(call, &shop, owner, filled.visitor.clone())?;
    let offer = CandidateId::new(call.params.get("offer")).map_err(|_| codes::OFFER_NOT_FOUND)?;
    let targeting = targeting(&call.env, &shop).await?;
    let value = filled.value.clone();
    let ask = ask(call, &shop, &person, (&offer, targeting.as_deref()), filled).await?;
    let key = Key { name: [name(&person), ":", &key.name].concat(), ..key };
    let reply = shops::send(&call.env, shop.id(), Some(key), ask).await?;
    if reply.status == 201 {
        let captured: Captured = json::from_str(&reply.body)?;
        take_up(call, &shop, person, (offer, targeting), (&captured, &value)).await?;
    }
    Ok(reply)
}

/// What the shop is asked to keep, or to refuse.
async fn ask(
    call: &Call,
    shop: &Shop,
    person: &Person,
    (offer, targeting): (&CandidateId, Option<&Targeting>),
    Filled { visitor, value, consent }: Filled,
) -> Outcome<Ask> {
    const NOT_FOUND: Ask = Ask::RefuseCapture { is_early_or_late: false };
    let Some(targeting) = targeting else { return Ok(NOT_FOUND) };
    let arm = match person.availability(call, shop, targeting, offer).await? {
        Availability::NotForThem => return Ok(NOT_FOUND),
        Availability::NotNow => return Ok(Ask::RefuseCapture { is_early_or_late: true }),
        Availability::Now(arm) => arm,
    };
    let Some(kind) = form(targeting, offer, &arm) else { return Ok(NOT_FOUND) };
    let captured = loyalty::offer::Captured::parse(kind, &value, shop.now());
    let captured = captured.map_err(|fault| invalid("value", fault.to_string()))?;
    Ok(Ask::KeepCapture(Box::new(Capture {
        offer: offer.clone(),
        person: name(person).to_owned(),
        member: person.owner.as_ref().map(|owner| owner.member.clone()),
        visitor,
        kind,
        value: captured.to_string(),
        consent,
    })))
}

/// Notes that the offer was taken up; a member's wallet takes the consent, too: both as of the instant at which the form was
/// filled in first. Also when the shop had kept it before, and whatever has become of the offer since: the first time may have
/// ended between the two.
async fn take_up(
    call: &Call,
    shop: &Shop,
    person: Person,
    (offer, targeting): (CandidateId, Option<Rc<Targeting>>),
    (Captured { captured: kind, at }, value): (&Captured, &str),
) -> Outcome<()> {
    let divisions = targeting.map(|targeting| targeting.divisions(shop.id(), std::iter::once(&offer)));
    let divisions = divisions.unwrap_or_default();
    // A wallet finds its member's arm itself.
    let arm = divisions.arm(&offer, &person.subject, &BTreeMap::new()).filter(|(_, arm)| *arm != Arm::Holdout);
    let at_ms = at.as_ms();
    let event = |(run, arm)| ReportedEvent {
        event: OfferEventKind::Converted,
        offer: offer.clone(),
        arm,
        run,
        at: at_ms,
        quiet: false,
    };
    let events = arm.map(event).into_iter().collect();
    let value = loyalty::offer::Captured::parse(*kind, value, shop.now()).ok();
    let birthday = value.and_then(|value| value.birthday());
    let form = FormAnswer { offer: offer.clone(), kind: *kind, birthday, at: *at };
    let take = |subject, divisions, _| Command::Captured { form, subject, divisions };
    person.count(call, shop, divisions, events, take).await
}

/// Who it is for the shop: a wallet's name or a visitor id.
fn name(person: &Person) -> &str {
    person.owner.as_ref().map_or(&person.subject, |owner| &owner.member_key)
}

/// `GET …/captures`: the oldest first, from after a number.
pub async fn list(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let offer = call.id("offer", CandidateId::new)?;
    let after = call.query_number("after")?.unwrap_or(0);
    let limit = call.limit(CAPTURES_PAGE_DEFAULT, CAPTURES_PAGE_MAX)?;
    shops::send(&call.env, shop.id(), None, Ask::Captures { offer, after, limit }).await
}

/// What the form of the variant that somebody was shown asks for.
fn form(targeting: &Targeting, offer: &CandidateId, arm: &Arm) -> Option<CaptureKind> {
    let Arm::Variant(key) = arm else { return None };
    let variants = &targeting.offer(offer.as_str())?.variants;
    Some(variants.iter().find(|variant| variant.key == *key)?.content.capture.as_ref()?.kind)
}
