//! `/v1/shops/{shop}/offers/{offer}/captures`: what the forms of offers were given, from pages and for the shop.

use loyalty::CandidateId;
use loyalty::experiment::{Arm, Run};
use loyalty::offer::{self, Availability, Captured, Deed, Reported, Targeting};
use serde::Deserialize;

use super::person::{Person, caller};
use crate::call::Call;
use crate::codes;
use crate::limits::{CAPTURES_PAGE_DEFAULT, CAPTURES_PAGE_MAX, SMALL_BODY_BYTES_MAX};
use crate::problem::{Outcome, invalid};
use crate::published::targeting::targeting;
use crate::reply::Reply;
use crate::shop::client as shops;
use crate::shop::command::{Capture, Command as Ask};
use crate::wallet::command::Command;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filled {
    /// The id that the device keeps.
    visitor: Option<String>,
    /// What was written.
    value: String,
    /// Whether the person has agreed to what the form says.
    consent: bool,
}

/// `POST …/captures`
pub async fn post(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = caller(call, &shop).await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let Filled { visitor, value, consent } = call.parse(&body)?;
    let person = Person::new(call, &shop, owner, visitor)?;
    let offer = CandidateId::new(call.params.get("offer")).map_err(|_| codes::OFFER_NOT_FOUND)?;
    let targeting = targeting(&call.env, &shop).await?.ok_or(codes::OFFER_NOT_FOUND)?;
    let arm = match person.availability(call, &shop, &targeting, &offer).await? {
        Availability::NotForThem => return Err(codes::OFFER_NOT_FOUND.into()),
        Availability::NotNow => return Err(codes::OFFER_NOT_AVAILABLE.into()),
        Availability::Now(arm) => arm,
    };
    let form = form(&targeting, &offer, &arm).ok_or(codes::OFFER_NOT_FOUND)?;
    if !consent {
        return Err(invalid("consent", "must be true"));
    }
    let captured = Captured::parse(form.kind, &value).map_err(|fault| invalid("value", fault.to_string()))?;

    let capture = Capture {
        key,
        offer: offer.clone(),
        person: person.owner.as_ref().map_or_else(|| person.subject.clone(), |owner| owner.member_key.clone()),
        member: person.owner.as_ref().map(|owner| owner.member.clone()),
        visitor: person.visitor.clone(),
        kind: form.kind,
        value: captured.to_string(),
        consent: form.consent.in_language(call.language()).to_owned(),
    };
    let kind = form.kind;
    let reply = shops::tell(&call.env, shop.id(), None, Ask::KeepCapture(capture)).await?;
    if reply.status == 201 {
        // The offer was taken up; a member's wallet takes the consent, too.
        let divisions = targeting.divisions(shop.id(), std::iter::once(&offer));
        let run = divisions.offers.get(&offer).map_or(Run::FIRST, |division| division.run);
        let event = Reported { event: Deed::Converted, offer: offer.clone(), arm, run, at: shop.now().as_ms() };
        let birthday = captured.birthday();
        let take = |subject, divisions, _| Command::Captured { offer, subject, divisions, kind, birthday };
        person.count(call, &shop, divisions, vec![event], take).await?;
    }
    Ok(reply)
}

/// `GET …/captures`: the oldest first, from after a number.
pub async fn list(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let offer = call.id("offer", CandidateId::new)?;
    let after = call.query_number("after")?.unwrap_or(0);
    let limit = call.limit(CAPTURES_PAGE_DEFAULT, CAPTURES_PAGE_MAX)?;
    shops::tell(&call.env, shop.id(), None, Ask::Captures { offer, after, limit }).await
}

/// The form of the variant that somebody was shown.
fn form<'a>(targeting: &'a Targeting, offer: &CandidateId, arm: &Arm) -> Option<&'a offer::Capture> {
    let Arm::Variant(key) = arm else { return None };
    let variants = &targeting.offer(offer.as_str())?.variants;
    variants.iter().find(|variant| variant.key == *key)?.content.capture.as_ref()
}
