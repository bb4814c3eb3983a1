//! The demo shop's offers: segments, what holds for all offers, and the offers themselves, from a file.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::api::Api;

/// A customer who has sent friends: nobody in the purchases says so, and an offer thanks for it.
const ADVOCATE: &str = "20111";

/// Publishes all of them. What an earlier start has published stays as it is.
///
/// # Errors
/// When the API refuses one.
pub fn publish(server: &Api, shop: &str, document: &Value) -> Result<()> {
    let at = |rest: &str| format!("/v1/shops/{shop}{rest}");
    if server.get(&at("/offer-settings"))?["version"] == 0 {
        server.put(&at("/offer-settings"), Some(0), &document["settings"])?;
    }
    for kind in ["segments", "offers"] {
        let stored = server.get(&at(&format!("/{kind}")))?;
        let is_stored = |id: &Value| {
            let member = kind.trim_end_matches('s');
            stored[kind].as_array().is_some_and(|all| all.iter().any(|one| one[member]["id"] == *id))
        };
        for one in document[kind].as_array().with_context(|| format!("the demo has no {kind}"))? {
            if !is_stored(&one["id"]) {
                let id = one["id"].as_str().context("an offer of the demo without an id")?;
                server.put(&at(&format!("/{kind}/{id}")), Some(0), one)?;
            }
        }
    }
    server.put(&at(&format!("/members/{ADVOCATE}/profile")), None, &json!({ "recommendations": 2 }))?;
    Ok(())
}
