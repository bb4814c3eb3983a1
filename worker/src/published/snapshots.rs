//! Members' snapshots: what a page view shows of a wallet without waking it.

use loyalty::view::Snapshot;
use worker::Env;

use super::store;
use crate::json;
use crate::problem::Outcome;

/// The key of a member's snapshot.
pub fn key(shop: &str, member_key: &str) -> String {
    format!("member/{shop}/{member_key}")
}

/// The published snapshot of a member; none for one who never had points, or whose first are not seen here yet.
pub async fn snapshot(env: &Env, shop: &str, member_key: &str) -> Outcome<Option<Snapshot>> {
    let Some(text) = store(env)?.get(&key(shop, member_key)).text().await? else { return Ok(None) };
    Ok(Some(json::from_str(&text)?))
}

/// Publishes a snapshot.
pub async fn put(env: &Env, shop: &str, member_key: &str, snapshot: &Snapshot) -> Outcome<()> {
    let text = serde_json::to_string(snapshot)?;
    store(env)?.put(&key(shop, member_key), text.as_str())?.execute().await?;
    Ok(())
}
