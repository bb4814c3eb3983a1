//! Rate limits: approximate and per location, against floods. Exact limits belong to the rules.

use worker::Env;

use crate::codes;
use crate::problem::{Failure, Outcome, Problem};
use crate::wallet::command::Owner;

/// Seconds after which a refused caller may try again: the shorter of the periods the platform offers.
const RETRY_AFTER_SECONDS: &str = "10";

/// Counts a request of a shopper.
pub async fn shopper(env: &Env, owner: &Owner) -> Outcome<()> {
    count(env, "RATE_SHOPPER", format!("{}/{}", owner.shop, owner.member_key)).await
}

/// Counts a request of a visitor, who is known by the address alone and may share it with many.
pub async fn visitor(env: &Env, shop: &str, address: &str) -> Outcome<()> {
    count(env, "RATE_VISITOR", format!("{shop}/{address}")).await
}

/// Counts a request of a shop's server, by key.
pub async fn server(env: &Env, shop: &str, key: &str) -> Outcome<()> {
    count(env, "RATE_SERVER", format!("{shop}/{key}")).await
}

async fn count(env: &Env, limiter: &str, key: String) -> Outcome<()> {
    if env.rate_limiter(limiter)?.limit(key).await?.success {
        return Ok(());
    }
    let problem = Problem::new(codes::RATE_LIMITED).header("Retry-After", RETRY_AFTER_SECONDS);
    Err(Failure::Rejected(problem))
}
