//! What came of offers: each one, and all of them together.

use loyalty::CandidateId;
use loyalty::experiment::Run;

use crate::call::Call;
use crate::codes;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::Command;
use crate::shop::results::Period;

/// `GET /v1/shops/{shop}/offers/{offer}/results`
pub async fn of_offer(call: &mut Call) -> Outcome<Reply> {
    let offer = call.id("offer", CandidateId::new)?;
    let shop = call.server().await?;
    let run = run(call)?;
    client::send(&call.env, shop.id(), None, Command::OfferResults { offer, run }).await
}

/// `GET /v1/shops/{shop}/holdout/results`
pub async fn of_holdout(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let run = run(call)?;
    let period = Period { from: call.query_instant("from")?, until: call.query_instant("until")? };
    client::send(&call.env, shop.id(), None, Command::HoldoutResults { run, period }).await
}

/// The run that is asked for, if one is. There are never as many as do not fit.
fn run(call: &Call) -> Outcome<Option<Run>> {
    let run = call.query_number("run")?.map(u32::try_from).transpose();
    Ok(run.map_err(|_| codes::NOT_FOUND)?.map(Run))
}
