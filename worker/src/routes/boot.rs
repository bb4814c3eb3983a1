//! `GET /v1/shops/{shop}/boot`: what the widget needs on a page view. At most two reads of KV (and one more when an isolate
//! first sees a version of the offers), and no object unless the page has seen a newer state than KV shows.

use loyalty::Instant;
use loyalty::condition::{Native, Value};
use loyalty::history::OrderHistory;
use loyalty::survey::DueSurvey;
use loyalty::targeting::PageOffers;
use loyalty::view::{MemberView, ProgramView, Viewer};
use serde::Serialize;

use super::person::{caller, snapshot, visit};
use crate::call::Call;
use crate::problem::Outcome;
use crate::published::Theme;
use crate::published::targeting::targeting;
use crate::reply::Reply;
use crate::request;
use crate::visitor;
use crate::wallet::command::Owner;

#[derive(Serialize)]
struct Boot<'a> {
    now: Instant,
    shop: ShopPart<'a>,
    lang: &'a str,
    program: Option<ProgramView>,
    member: Option<MemberView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<OffersPart<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    survey: Option<DueSurvey>,
}

#[derive(Serialize)]
struct OffersPart<'a> {
    /// An id for the visitor's device to keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<&'a str>,
    /// By what the device keeps the member's things apart from those of others: a part of the wallet's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    /// Whether the page is to tell that the member is who the device says it is.
    #[serde(skip_serializing_if = "is_not")]
    join: bool,
    #[serde(flatten)]
    page: PageOffers<'a>,
}

#[derive(Serialize)]
struct ShopPart<'a> {
    id: &'a str,
    name: &'a str,
    theme: &'a Theme,
}

pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let seen_seq = call.query_number("seq")?.unwrap_or(0);
    let shop = call.page().await?;
    let owner = caller(call, &shop).await?;
    let snapshot = match &owner {
        Some(owner) => Some(snapshot(&call.env, owner, &shop, seen_seq).await?),
        None => None,
    };
    let targeting = targeting(&call.env, &shop).await?;
    let visitor = if targeting.is_some() { Visitor::of(call, shop.id())? } else { Visitor::None };

    let program = shop.program.as_ref();
    let viewer = Viewer {
        program: program.map(|(_, program)| program.as_ref()),
        left: &shop.bundle.stock_left,
        language: call.language(),
        now: shop.now(),
    };
    let request = targeting.as_ref().map_or_else(Value::default, |_| request::attributes(call));
    let visit = visit(call, &shop, owner.as_ref().zip(snapshot.as_ref()), visitor.id(), &request);
    let engine = Native::default();
    let join = snapshot.as_ref().is_some_and(|snapshot| visitor.is_new_to(&snapshot.offers.visitors));
    let survey = targeting.as_ref().and_then(|targeting| targeting.due_survey(&visit, &engine));
    let page = targeting.as_ref().and_then(|targeting| {
        let question = survey.as_ref().map(|survey| &survey.id);
        let page = targeting.for_page(&visit, question, &engine);
        // Who has come to be a member on this device is told whether or not there is something to show: an order must not
        // count for some arms only.
        page.or_else(|| (question.is_some() || join).then(|| targeting.without_offers(&visit, question)))
    });
    let nothing = OrderHistory::default();
    let history = snapshot.as_ref().map_or(&nothing, |snapshot| &snapshot.orders);
    Reply::ok(&Boot {
        now: viewer.now,
        shop: ShopPart { id: shop.id(), name: &shop.bundle.name, theme: &shop.bundle.theme },
        lang: viewer.language,
        program: program.map(|(version, program)| ProgramView::new(*version, program, history, &viewer)),
        member: snapshot.as_ref().map(|snapshot| snapshot.view(&viewer)),
        offers: page.map(|page| OffersPart { visitor: visitor.issued(), owner: owner.as_ref().map(mark), join, page }),
        survey,
    })
}

/// Who the device says it is.
enum Visitor {
    /// It may not keep anything.
    None,
    /// It kept this.
    Known(String),
    /// It has nothing of ours yet.
    New(String),
}

impl Visitor {
    fn of(call: &Call, shop: &str) -> Outcome<Self> {
        Ok(match call.query("visitor") {
            None => Self::None,
            Some(id) if visitor::check(&call.env, shop, id)? => Self::Known(id.to_owned()),
            Some(_) => Self::New(visitor::issue(&call.env, shop)?),
        })
    }

    fn id(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Known(id) | Self::New(id) => Some(id),
        }
    }

    /// Whether a member has not been this visitor yet. One that was only just made has met nothing.
    fn is_new_to(&self, visitors: &[String]) -> bool {
        matches!(self, Self::Known(id) if !visitors.contains(id))
    }

    fn issued(&self) -> Option<&str> {
        if let Self::New(id) = self { Some(id) } else { None }
    }
}

/// What tells one member's things on a device from another's: 8 of 26 characters that only we can make, and nothing is found
/// by them.
fn mark(owner: &Owner) -> &str {
    owner.member_key.get(..8).unwrap_or_default()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(value: &bool) -> bool {
    !value
}
