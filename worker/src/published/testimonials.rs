//! What members let a shop show: the answer that every page hears, as it is.

use worker::Env;

use super::store;
use crate::problem::Outcome;

fn key(shop: &str) -> String {
    format!("testimonials/{shop}")
}

/// The published list as JSON; none before the first.
pub async fn text(env: &Env, shop: &str) -> Outcome<Option<String>> {
    Ok(store(env)?.get(&key(shop)).text().await?)
}

/// Publishes the list.
pub async fn put(env: &Env, shop: &str, text: &str) -> Outcome<()> {
    store(env)?.put(&key(shop), text)?.execute().await?;
    Ok(())
}
