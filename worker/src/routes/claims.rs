//! `POST /v1/shops/{shop}/offers/{offer}/claims`: a member takes what an offer gives.

use std::rc::Rc;

use loyalty::CandidateId;
use loyalty::offer::Availability;
use loyalty::targeting::Targeting;
use serde::Deserialize;

use super::person::{self, Person};
use crate::call::Call;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::problem::Outcome;
use crate::published::Shop;
use crate::published::targeting::targeting;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Command;

#[derive(Debug, Deserialize)]
pub(super) struct Claim {
    /// The id that the device keeps: who has just signed in is still whom the page was made for.
    visitor: Option<String>,
}

pub async fn post(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let Claim { visitor } = call.parse(&body)?;
    let person = Person::new(call, &shop, Some(owner.clone()), visitor)?;
    let targeting = targeting(&call.env, &shop).await?;
    let command = command(call, &shop, &person, targeting).await?;
    client::send(&call.env, owner, call.language(), Some(key), command).await
}

/// What the wallet is asked. A refusal goes there, too: the same request before may have had another answer.
async fn command(call: &Call, shop: &Shop, person: &Person, targeting: Option<Rc<Targeting>>) -> Outcome<Command> {
    let not_found = Command::RefuseClaim { is_early_or_late: false };
    let Some((targeting, offer)) = targeting.zip(CandidateId::new(call.params.get("offer")).ok()) else {
        return Ok(not_found);
    };
    let Some(grant) = targeting.offer(offer.as_str()).and_then(|offer| offer.value.clone()) else {
        return Ok(not_found);
    };
    Ok(match person.availability(call, shop, &targeting, &offer).await? {
        Availability::NotForThem => not_found,
        Availability::NotNow => Command::RefuseClaim { is_early_or_late: true },
        Availability::Now(_) => {
            let divisions = targeting.divisions(shop.id(), std::iter::once(&offer));
            Command::Claim { offer, grant, subject: person.subject.clone(), divisions }
        }
    })
}
