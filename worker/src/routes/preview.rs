//! Looking at an offer on the shop's own pages before anybody else does, and asking why each offer shows or does not.

use loyalty::condition::Native;
use loyalty::offer::{Offer, PreviewOffers, Status, Targeting, TargetingDocument};
use loyalty::{CandidateId, Fault, Instant};
use serde::{Deserialize, Serialize};

use super::person::visit;
use crate::auth;
use crate::call::Call;
use crate::clock;
use crate::codes;
use crate::json;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::preview::{self, Preview};
use crate::problem::{Failure, Outcome, Problem, broken};
use crate::published::{Shop, snapshots};
use crate::rate;
use crate::reply::Reply;
use crate::request;
use crate::shop::client as shops;
use crate::shop::command::Command;
use crate::shop::targeting::Ask;
use crate::visitor;
use crate::wallet::client as wallets;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Wanted {
    version: Option<u32>,
}

/// What is to be added to an address of the shop.
#[derive(Serialize)]
struct Link {
    query: String,
    expires_at: Instant,
}

/// `POST /v1/shops/{shop}/offers/{offer}/previews`: what opens any page of the shop with a version of an offer. Stores
/// nothing, so it takes no key.
pub async fn create(call: &mut Call) -> Outcome<Reply> {
    let offer = call.id("offer", CandidateId::new)?;
    let shop = call.server().await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let Wanted { version } = call.parse_or_default(&body)?;
    // A draft with faults cannot be shown, and here is who can mend them.
    let (version, _, _) = compiled(call, &shop, offer.as_str(), version).await?;
    let expires_at_ms = clock::real_ms() + preview::LIFETIME_MS;
    let said = Preview { offer: offer.as_str().to_owned(), version, expires_at_ms };
    let token = preview::sign(&call.env, shop.id(), &said)?;
    Reply::created(&Link { query: ["regulars_preview=", &token].concat(), expires_at: Instant::from_ms(expires_at_ms) })
}

/// What a page shows of a preview.
#[derive(Serialize)]
struct Page<'a> {
    now: Instant,
    offer: &'a str,
    version: u32,
    /// Of this version: whether somebody else sees it, too.
    status: Status,
    expires_at: Instant,
    #[serde(flatten)]
    preview: PreviewOffers<'a>,
}

/// `GET /v1/shops/{shop}/preview`: the draft a link opens, and what is decided of every offer for whoever looks.
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    rate::visitor(&call.env, shop.id(), &call.address()).await?;
    let token = call.query("token").unwrap_or_default();
    let said = preview::verify(&call.env, shop.id(), token, clock::real_ms())?;
    let member = auth::shopper_or_visitor(call, &shop)?;
    let owner = member.map(|member| wallets::owner(&call.env, shop.id(), member)).transpose()?;
    let snapshot = match &owner {
        Some(owner) => snapshots::snapshot(&call.env, shop.id(), &owner.member_key).await?.unwrap_or_default(),
        None => Default::default(),
    };
    let (version, status, targeting) = compiled(call, &shop, &said.offer, Some(said.version)).await?;
    let visitor = match call.query("visitor") {
        Some(id) if visitor::check(&call.env, shop.id(), id)? => Some(id),
        _ => None,
    };
    let request = request::attributes(call);
    let visit = visit(call, &shop, owner.as_ref().map(|owner| (owner, &snapshot)), visitor, &request);
    Reply::ok(&Page {
        now: visit.now,
        offer: &said.offer,
        version,
        status,
        expires_at: Instant::from_ms(said.expires_at_ms),
        preview: targeting.preview(&said.offer, &visit, &Native::default()),
    })
}

/// What the shop object has of an offer and of all it is shown beside.
#[derive(Deserialize)]
struct Documents {
    version: u32,
    offer: Offer,
    targeting: TargetingDocument,
}

/// A version of an offer, the newest if none is named, compiled as if it were published beside the others; and what it is.
async fn compiled(call: &Call, shop: &Shop, id: &str, version: Option<u32>) -> Outcome<(u32, Status, Targeting)> {
    let ask = Ask::Preview { id: id.to_owned(), version };
    let reply = shops::tell(&call.env, shop.id(), None, Command::Documents(ask)).await?;
    match reply.status {
        200 => {}
        404 => return Err(codes::NOT_FOUND.into()),
        status => return Err(broken(format!("a shop answered {status}"))),
    }
    let Documents { version, offer, mut targeting } = json::from_str(&reply.body)?;
    let status = offer.status;
    targeting.offers.retain(|other| other.id != offer.id);
    let place = targeting.offers.len();
    targeting.offers.push(Offer { status: Status::Published, ..offer });
    let program = shop.program.as_ref().map(|(_, program)| program.as_ref());
    let compiled = Targeting::check(targeting, program, &Native::default()).map_err(|faults| {
        let prefix = format!("offers[{place}].");
        let own =
            |fault: Fault| Fault { path: fault.path.strip_prefix(&prefix).unwrap_or(&fault.path).to_owned(), ..fault };
        Failure::Rejected(Problem::new(codes::INVALID).errors(faults.into_iter().map(own).collect()))
    })?;
    Ok((version, status, compiled))
}
