//! The HTTP surface. Every handler reads alike: parse, authenticate, call, reply.

mod adjustments;
#[cfg(test)]
mod bodies;
mod boot;
mod captures;
mod cases;
mod claims;
mod conditions;
mod desk;
mod documents;
mod events;
mod feedback;
pub mod find;
mod history;
mod members;
mod membership;
mod orders;
mod person;
mod platform;
mod preview;
mod program;
mod redemptions;
mod results;
mod service;
mod surveys;
pub mod table;
mod testimonials;

use worker::{Env, Request, Response};

use crate::auth::origin;
use crate::call::Call;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::shop::documents::Kind;
use find::{Found, find};
use table::{Audience, Endpoint};

/// Answers a request. What fails inside is told as a problem.
pub async fn answer(request: Request, env: Env) -> worker::Result<Response> {
    let reply = match find(&request.inner().method(), &request.path()) {
        Ok(Found::Route(route, params)) => {
            let mut call = Call::new(request, env, params);
            let reply = handle(&mut call, route.endpoint).await.unwrap_or_else(Reply::from_failure);
            if route.audience == Audience::Shopper { origin::expose(reply, call.allowed_origin) } else { reply }
        }
        Ok(Found::Preflight(params)) => {
            let mut call = Call::new(request, env, params);
            let reply = call.page().await.map_or_else(Reply::from_failure, |_| origin::preflight());
            origin::expose(reply, call.allowed_origin)
        }
        Err(failure) => Reply::from_failure(failure),
    };
    // The runtime leaves the body out of an answer to HEAD.
    reply.into_response()
}

async fn handle(call: &mut Call, endpoint: Endpoint) -> Outcome<Reply> {
    match endpoint {
        Endpoint::Boot => boot::get(call).await,
        Endpoint::Events => events::post(call).await,
        Endpoint::Claim => claims::post(call).await,
        Endpoint::FillIn => captures::post(call).await,
        Endpoint::Captures => captures::list(call).await,
        Endpoint::Redeem => redemptions::redeem(call).await,
        Endpoint::GiveBack => redemptions::give_back(call).await,
        Endpoint::History => history::get(call).await,
        Endpoint::Order => orders::get(call).await,
        Endpoint::PutOrder => orders::put(call).await,
        Endpoint::BatchOrders => orders::batch(call).await,
        Endpoint::Capture => redemptions::capture(call).await,
        Endpoint::Release => redemptions::release(call).await,
        Endpoint::Adjust => adjustments::post(call).await,
        Endpoint::Member => members::get(call).await,
        Endpoint::PutProfile => members::put_profile(call).await,
        Endpoint::Program => program::get(call).await,
        Endpoint::ProgramVersions => program::versions(call).await,
        Endpoint::PublishProgram => program::put(call).await,
        Endpoint::EvaluateCondition => conditions::evaluate(call).await,
        Endpoint::Offers => documents::list(call, Kind::Offer).await,
        Endpoint::CreateOffer => documents::create(call, Kind::Offer).await,
        Endpoint::Offer => documents::get(call, Kind::Offer).await,
        Endpoint::PutOffer => documents::put(call, Kind::Offer).await,
        Endpoint::DeleteOffer => documents::delete(call, Kind::Offer).await,
        Endpoint::OfferVersions => documents::versions(call, Kind::Offer).await,
        Endpoint::CreatePreview => preview::create(call, Kind::Offer).await,
        Endpoint::CreateSurveyPreview => preview::create(call, Kind::Survey).await,
        Endpoint::Preview => preview::get(call).await,
        Endpoint::OfferResults => results::of_offer(call).await,
        Endpoint::HoldoutResults => results::of_holdout(call).await,
        Endpoint::Surveys => documents::list(call, Kind::Survey).await,
        Endpoint::CreateSurvey => documents::create(call, Kind::Survey).await,
        Endpoint::Survey => documents::get(call, Kind::Survey).await,
        Endpoint::PutSurvey => documents::put(call, Kind::Survey).await,
        Endpoint::DeleteSurvey => documents::delete(call, Kind::Survey).await,
        Endpoint::SurveyVersions => documents::versions(call, Kind::Survey).await,
        Endpoint::AnswerSurvey => surveys::answer(call).await,
        Endpoint::MemberSurveys => surveys::of_member(call).await,
        Endpoint::Feedback => feedback::post(call).await,
        Endpoint::FeedbackList => feedback::list(call).await,
        Endpoint::FeedbackReport => feedback::report(call).await,
        Endpoint::Segments => documents::list(call, Kind::Segment).await,
        Endpoint::CreateSegment => documents::create(call, Kind::Segment).await,
        Endpoint::Segment => documents::get(call, Kind::Segment).await,
        Endpoint::PutSegment => documents::put(call, Kind::Segment).await,
        Endpoint::DeleteSegment => documents::delete(call, Kind::Segment).await,
        Endpoint::SegmentVersions => documents::versions(call, Kind::Segment).await,
        Endpoint::CountMembers => membership::count(call).await,
        Endpoint::MemberSegments => membership::of_member(call).await,
        Endpoint::LoyaltyReport => membership::report(call).await,
        Endpoint::SegmentMembers => membership::members(call).await,
        Endpoint::SegmentChanges => membership::changes(call).await,
        Endpoint::OfferSettings => documents::get(call, Kind::OfferSettings).await,
        Endpoint::PutOfferSettings => documents::put(call, Kind::OfferSettings).await,
        Endpoint::FeedbackSettings => documents::get(call, Kind::FeedbackSettings).await,
        Endpoint::PutFeedbackSettings => documents::put(call, Kind::FeedbackSettings).await,
        Endpoint::Cases => cases::list(call).await,
        Endpoint::OpenCase => cases::open(call).await,
        Endpoint::ReplyInCase => cases::reply(call).await,
        Endpoint::ReadCase => cases::read(call).await,
        Endpoint::DeskCases => desk::list(call).await,
        Endpoint::DeskCase => desk::get(call).await,
        Endpoint::PatchCase => desk::patch(call).await,
        Endpoint::WriteInCase => desk::write(call).await,
        Endpoint::GiveInCase => desk::give(call).await,
        Endpoint::CaseReport => desk::report(call).await,
        Endpoint::ShownTestimonials => testimonials::shown(call).await,
        Endpoint::Testimonials => testimonials::list(call).await,
        Endpoint::SubmitTestimonial => testimonials::submit(call).await,
        Endpoint::WithdrawTestimonial => testimonials::withdraw(call).await,
        Endpoint::DeskTestimonials => testimonials::desk(call).await,
        Endpoint::DecideTestimonial => testimonials::decide(call).await,
        Endpoint::PutShop => platform::put(call).await,
        Endpoint::Shop => platform::get(call).await,
        Endpoint::PutOrigins => platform::put_origins(call).await,
        Endpoint::PutClock => platform::put_clock(call).await,
        Endpoint::CreateKey => platform::create_key(call).await,
        Endpoint::DeleteKey => platform::delete_key(call).await,
        Endpoint::Health => service::health(),
    }
}
