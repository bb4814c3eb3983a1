//! The HTTP surface. Every handler reads alike: parse, authenticate, call, reply.

mod adjustments;
mod boot;
pub mod find;
mod history;
mod members;
mod orders;
mod platform;
mod program;
mod redemptions;
mod service;
pub mod table;

use worker::{Env, Method, Request, Response, console_error};

use crate::auth::origin;
use crate::call::Call;
use crate::ids;
use crate::problem::{Failure, Outcome};
use crate::reply::Reply;
use find::{Found, find};
use table::{Audience, Endpoint};

/// Answers a request. What fails inside is told as a problem, and what is ours is logged here, once.
pub async fn answer(request: Request, env: Env) -> worker::Result<Response> {
    let is_head = request.method() == Method::Head;
    let reply = match find(&request.method(), &request.path()) {
        Ok(Found::Route(route, params)) => {
            let mut call = Call::new(request, env, params);
            let reply = handle(&mut call, route.endpoint).await.unwrap_or_else(told);
            if route.audience == Audience::Shopper { origin::expose(reply, call.allowed_origin) } else { reply }
        }
        Ok(Found::Preflight(params)) => {
            let mut call = Call::new(request, env, params);
            let reply = call.page().await.map_or_else(told, |_| origin::preflight());
            origin::expose(reply, call.allowed_origin)
        }
        Err(failure) => told(failure),
    };
    if is_head { Reply { body: String::new(), ..reply } } else { reply }.into_response()
}

async fn handle(call: &mut Call, endpoint: Endpoint) -> Outcome<Reply> {
    match endpoint {
        Endpoint::Boot => boot::get(call).await,
        Endpoint::Redeem => redemptions::redeem(call).await,
        Endpoint::GiveBack => redemptions::give_back(call).await,
        Endpoint::History => history::get(call).await,
        Endpoint::PutOrder => orders::put(call).await,
        Endpoint::BatchOrders => orders::batch(call).await,
        Endpoint::Capture => redemptions::capture(call).await,
        Endpoint::Release => redemptions::release(call).await,
        Endpoint::Adjust => adjustments::post(call).await,
        Endpoint::Member => members::get(call).await,
        Endpoint::Program => program::get(call).await,
        Endpoint::ProgramVersions => program::versions(call).await,
        Endpoint::PublishProgram => program::put(call).await,
        Endpoint::PutShop => platform::put(call).await,
        Endpoint::Shop => platform::get(call).await,
        Endpoint::PutOrigins => platform::put_origins(call).await,
        Endpoint::PutClock => platform::put_clock(call).await,
        Endpoint::CreateKey => platform::create_key(call).await,
        Endpoint::DeleteKey => platform::delete_key(call).await,
        Endpoint::OpenApi => service::openapi(),
        Endpoint::Health => service::health(),
    }
}

/// How a failure is told. Ours gets an id that stands in the log and in the answer, so that one leads to the other.
fn told(failure: Failure) -> Reply {
    let id = ids::random_id().unwrap_or_default();
    let reply = Reply::from_failure(failure, |cause| console_error!("request {id}: {cause}"));
    if reply.status >= 500 { reply.header("X-Request-Id", id) } else { reply }
}
