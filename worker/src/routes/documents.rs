//! Offers, surveys, segments and what holds for all offers and cases: documents that the shop's people write, with
//! versions.

use loyalty::case::FeedbackSettings;
use loyalty::offer::{Offer, OfferSettings, Status};
use loyalty::segment::Segment;
use loyalty::survey::Survey;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::Call;
use crate::json;
use crate::limits::{OFFER_BODY_BYTES_MAX, SEGMENT_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX};
use crate::problem::{Outcome, invalid};
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::Command;
use crate::shop::documents::Kind;
use crate::shop::targeting::{Ask, name};

/// `GET /v1/shops/{shop}/offers`: a page of them, in the order of their ids.
pub async fn list(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    let after = call.query("after").unwrap_or_default().to_owned();
    let status = call.query_word("status", &[Status::Draft, Status::Published, Status::Archived], name)?;
    ask(call, Ask::List { kind, after, status }).await
}

/// `POST /v1/shops/{shop}/offers`: a new one.
pub async fn create(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    let shop = call.server().await?;
    let body = call.bytes(limit(kind)).await?;
    let key = call.required_key("shop", &body)?;
    let text = sound(call, kind, &body)?;
    client::send(&call.env, shop.id(), Some(key), Command::Documents(Ask::Create { kind, text })).await
}

/// `GET /v1/shops/{shop}/offers/{offer}`: a version, the newest if none is named.
pub async fn get(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    let version = query_version(call, "version")?;
    let id = id(call, kind);
    ask(call, Ask::Show { kind, id, version }).await
}

/// `PUT /v1/shops/{shop}/offers/{offer}`: another version.
pub async fn put(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    let shop = call.server().await?;
    let after = call.if_match()?;
    let body = call.bytes(limit(kind)).await?;
    let text = sound(call, kind, &body)?;
    let put = Ask::Put { kind, id: id(call, kind), after, text };
    client::send(&call.env, shop.id(), None, Command::Documents(put)).await
}

/// `DELETE /v1/shops/{shop}/offers/{offer}`: what it was is kept among its versions.
pub async fn delete(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    let shop = call.server().await?;
    let after = call.if_match()?;
    let delete = Ask::Delete { kind, id: id(call, kind), after };
    client::send(&call.env, shop.id(), None, Command::Documents(delete)).await
}

/// `GET /v1/shops/{shop}/offers/{offer}/versions`: a page of them, the newest first.
pub async fn versions(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    let before = query_version(call, "before")?;
    let id = id(call, kind);
    ask(call, Ask::Versions { kind, id, before }).await
}

/// A document's text, if it is one of its kind at all; what it says is checked beside the others.
fn sound(call: &Call, kind: Kind, body: &[u8]) -> Outcome<String> {
    let text = call.require_json(body)?;
    let text = match kind {
        Kind::Offer => json::sound::<Offer>(text),
        Kind::Survey => json::sound::<Survey>(text),
        Kind::Segment => json::sound::<Segment>(text),
        Kind::OfferSettings => json::sound::<OfferSettings>(text),
        Kind::FeedbackSettings => json::sound::<FeedbackSettings>(text),
    }?;
    with_id_as_text(text)
}

/// The document with its own id as a text, if it was sent as a number: answers say it so.
fn with_id_as_text(text: String) -> Outcome<String> {
    #[derive(Deserialize)]
    struct Named<'t> {
        #[serde(borrow, default)]
        id: Option<&'t RawValue>,
    }
    let id = json::from_str::<Named<'_>>(&text)?.id.map(RawValue::get);
    let Some(id) = id.filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())) else { return Ok(text) };
    let Some(start) = json::place_of(id, &text) else { return Ok(text) };
    let (before, after) = (&text[..start], &text[start + id.len()..]);
    Ok(format!("{before}\"{id}\"{after}"))
}

fn query_version(call: &Call, name: &str) -> Outcome<Option<u32>> {
    let version = call.query_number(name)?.map(u32::try_from).transpose();
    version.map_err(|_| invalid(name, "is too large"))
}

async fn ask(call: &mut Call, ask: Ask) -> Outcome<Reply> {
    let shop = call.server().await?;
    client::send(&call.env, shop.id(), None, Command::Documents(ask)).await
}

fn id(call: &Call, kind: Kind) -> String {
    match kind {
        Kind::Offer => call.params.get("offer").to_owned(),
        Kind::Survey => call.params.get("survey").to_owned(),
        Kind::Segment => call.params.get("segment").to_owned(),
        Kind::OfferSettings | Kind::FeedbackSettings => kind.settings_id().to_owned(),
    }
}

fn limit(kind: Kind) -> usize {
    match kind {
        Kind::Offer | Kind::Survey => OFFER_BODY_BYTES_MAX,
        Kind::Segment | Kind::OfferSettings => SEGMENT_BODY_BYTES_MAX,
        Kind::FeedbackSettings => SMALL_BODY_BYTES_MAX,
    }
}
