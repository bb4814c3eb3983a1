//! Looking at an offer or a survey on the shop's own pages before anybody else does, and asking why each of them shows or
//! does not.

use loyalty::condition::Native;
use loyalty::offer::{Offer, PreviewOffers, Status};
use loyalty::survey::{DueSurvey, ExplainedSurvey, PreviewSurvey, Survey, VersionedSurvey};
use loyalty::targeting::{Targeting, TargetingDocument};
use loyalty::{CandidateId, Fault, Instant};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::person::{self, visit};
use crate::auth;
use crate::call::Call;
use crate::clock;
use crate::codes;
use crate::json;
use crate::limits::SMALL_BODY_BYTES_MAX;
use crate::preview::{self, Preview};
use crate::problem::{Failure, Outcome, Problem, broken};
use crate::published::{Shop, targeting};
use crate::rate;
use crate::reply::Reply;
use crate::request;
use crate::shop::client as shops;
use crate::shop::command::Command;
use crate::shop::documents::Kind;
use crate::shop::targeting::Ask;
use crate::visitor;
use crate::wallet::client as wallets;

#[derive(Debug, Deserialize, Default)]
pub(super) struct Wanted {
    version: Option<u32>,
}

/// What is to be added to an address of the shop.
#[derive(Serialize)]
struct Link {
    query: String,
    expires_at: Instant,
}

/// `POST /v1/shops/{shop}/offers/{offer}/previews`: what opens any page of the shop with a version of an offer, or of a
/// survey. Stores nothing, so it takes no key.
pub async fn create(call: &mut Call, kind: Kind) -> Outcome<Reply> {
    // A survey is a candidate, too: both are named alike.
    let id = call.id(kind.name(), CandidateId::new)?;
    let shop = call.server().await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let Wanted { version } = call.parse_or_default(&body)?;
    // A draft with faults cannot be shown, and here is who can mend them.
    let (version, _, _) = compiled(call, &shop, (kind, id.as_str()), version).await?;
    let expires_at_ms = clock::real_ms() + preview::LIFETIME_MS;
    let said = Preview { kind, id: id.as_str().to_owned(), version, expires_at_ms };
    let token = preview::sign(&call.env, shop.id(), &said)?;
    Reply::created(&Link { query: ["regulars_preview=", &token].concat(), expires_at: Instant::from_ms(expires_at_ms) })
}

/// What a page shows of an offer's preview.
#[derive(Serialize)]
struct OfferPage<'a> {
    now: Instant,
    offer: &'a str,
    version: u32,
    /// Of this version: whether somebody else sees it, too.
    status: Status,
    expires_at: Instant,
    #[serde(flatten)]
    preview: PreviewOffers<'a>,
}

/// What a page shows of a survey's preview.
#[derive(Serialize)]
struct SurveyPage<'a> {
    now: Instant,
    survey: DueSurvey,
    name: &'a str,
    /// Of this version: whether somebody else is asked, too.
    status: Status,
    expires_at: Instant,
    surveys: Vec<ExplainedSurvey>,
}

/// `GET /v1/shops/{shop}/preview`: the draft a link opens, and what is decided of every offer, or survey, for whoever
/// looks.
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    rate::visitor(&call.env, shop.id(), &call.address()).await?;
    let token = call.query("token").unwrap_or_default();
    let said = preview::verify(&call.env, shop.id(), token, clock::real_ms())?;
    let member = auth::shopper_or_visitor(call, &shop)?;
    let owner = member.map(|member| wallets::owner(&call.env, shop.id(), member)).transpose()?;
    let snapshot = match &owner {
        Some(owner) => person::snapshot(&call.env, owner, &shop, 0).await?,
        None => Default::default(),
    };
    let (version, status, targeting) = compiled(call, &shop, (said.kind, &said.id), Some(said.version)).await?;
    let visitor = match call.query("visitor") {
        Some(id) if visitor::check(&call.env, shop.id(), id)? => Some(id),
        _ => None,
    };
    let request = request::attributes(call);
    let visit = visit(call, &shop, owner.as_ref().map(|owner| (owner, &snapshot)), visitor, &request);
    let (now, expires_at, engine) = (visit.now, Instant::from_ms(said.expires_at_ms), Native::default());
    if said.kind == Kind::Survey {
        let preview = targeting.preview_survey(&said.id, &visit, expires_at, &engine).ok_or(codes::NOT_FOUND)?;
        let PreviewSurvey { name, survey, surveys } = preview;
        return Reply::ok(&SurveyPage { now, survey, name, status, expires_at, surveys });
    }
    let preview = targeting.preview(&said.id, &visit, &engine);
    Reply::ok(&OfferPage { now, offer: &said.id, version, status, expires_at, preview })
}

/// What the shop object has of an offer or a survey, and of all it is shown beside.
#[derive(Deserialize)]
struct Documents<'a> {
    version: u32,
    document: Document,
    #[serde(borrow)]
    targeting: &'a RawValue,
}

/// What is previewed, under its kind's name.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Document {
    Offer(Box<Offer>),
    Survey(Box<Survey>),
}

impl Document {
    /// Puts a version in the place of the published one, as if it were published itself. What it is, and how the paths of
    /// its faults begin.
    fn publish(self, version: u32, targeting: &mut TargetingDocument) -> (Status, String) {
        match self {
            Self::Offer(offer) => {
                targeting.offers.retain(|other| other.id != offer.id);
                let (status, place) = (offer.status, targeting.offers.len());
                targeting.offers.push(Offer { status: Status::Published, ..*offer });
                (status, format!("offers[{place}]."))
            }
            Self::Survey(survey) => {
                targeting.surveys.retain(|other| other.survey.id != survey.id);
                let (status, place) = (survey.status, targeting.surveys.len());
                let survey = Survey { status: Status::Published, ..*survey };
                targeting.surveys.push(VersionedSurvey { version, survey });
                (status, format!("surveys[{place}]."))
            }
        }
    }
}

/// A version, the newest if none is named, compiled as if it were published beside the others; and what it is.
async fn compiled(
    call: &Call,
    shop: &Shop,
    (kind, id): (Kind, &str),
    version: Option<u32>,
) -> Outcome<(u32, Status, Targeting)> {
    let ask = Ask::Preview { kind, id: id.to_owned(), version };
    let reply = shops::send(&call.env, shop.id(), None, Command::Documents(ask)).await?;
    match reply.status {
        200 => {}
        404 => return Err(codes::NOT_FOUND.into()),
        status => return Err(broken(format!("a shop answered {status}"))),
    }
    let Documents { version, document, targeting } = json::from_str(&reply.body)?;
    let mut targeting = targeting::read(targeting.get())?;
    let (status, prefix) = document.publish(version, &mut targeting);
    let program = shop.program.as_ref().map(|(_, program)| program.as_ref());
    let compiled = Targeting::check(targeting, program, &Native::default()).map_err(|faults| {
        let own =
            |fault: Fault| Fault { path: fault.path.strip_prefix(&prefix).unwrap_or(&fault.path).to_owned(), ..fault };
        Failure::Rejected(Problem::new(codes::INVALID).errors(faults.into_iter().map(own).collect()))
    })?;
    Ok((version, status, compiled))
}
