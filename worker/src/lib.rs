//! Regulars at the edge. The events of the runtime, and nothing else; `routes` is where a request goes on.
//!
//! | module | what lives there |
//! |---|---|
//! | [`routes`] | the HTTP surface, one file per resource |
//! | [`auth`] | who is calling, and from which page |
//! | [`published`] | what is in KV |
//! | [`wallet`] | one member's points: a Durable Object |
//! | [`shop`] | one shop's configuration and back office: a Durable Object |
//! | [`objects`] | what both objects share: being asked, SQLite, answers kept for replays |
//! | [`back_office`] | messages in the queue |
//! | [`request`] | what a request says of where a page is seen |
//! | [`call`], [`json`], [`reply`], [`problem`], [`codes`] | a request, an answer, and why there is none |
//! | [`limits`], [`rate`] | how much of everything |
//! | [`ids`], [`seal`], [`clock`] | randomness, secrets at rest, the time |
//! | [`visitor`], [`preview`] | names for visitors, links to previews: what we have signed |

pub mod auth;
pub mod back_office;
pub mod call;
pub mod clock;
pub mod codes;
pub mod ids;
pub mod json;
pub mod limits;
#[cfg(test)]
mod messages;
pub mod objects;
pub mod preview;
pub mod problem;
pub mod published;
pub mod rate;
pub mod reply;
pub mod request;
pub mod routes;
pub mod seal;
pub mod shop;
pub mod visitor;
pub mod wallet;

use worker::{Context, Env, MessageBatch, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    routes::answer(request, env).await
}

#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _context: Context) -> worker::Result<()> {
    back_office::consume::consume(batch, &env).await;
    Ok(())
}
