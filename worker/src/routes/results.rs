//! What came of offers: each one, and all of them together.

use loyalty::CandidateId;

use crate::call::Call;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::Command;

/// `GET /v1/shops/{shop}/offers/{offer}/results`
pub async fn of_offer(call: &mut Call) -> Outcome<Reply> {
    let offer = call.id("offer", CandidateId::new)?;
    let shop = call.server().await?;
    client::tell(&call.env, shop.id(), None, Command::OfferResults(offer)).await
}

/// `GET /v1/shops/{shop}/holdout/results`
pub async fn of_holdout(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    client::tell(&call.env, shop.id(), None, Command::HoldoutResults).await
}
