//! What the demo shop publishes beside its program: segments, offers and surveys, and what holds for all of them, from files.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::{api::Api, read_json};

/// The files in `www/demo-shop`: where the settings in one go, and what else is in it.
const FILES: [(&str, &str, &[&str]); 2] =
    [("offers.json", "offer-settings", &["segments", "offers"]), ("surveys.json", "feedback-settings", &["surveys"])];

/// A customer who has sent friends: nobody in the purchases says so, and an offer thanks for it.
const ADVOCATE: &str = "20111";

/// Publishes all of them. What an earlier start has published stays as it is.
///
/// # Errors
/// When the API refuses one, or a file cannot be read.
pub fn publish(server: &Api, shop: &str, folder: &Path) -> Result<()> {
    let at = |rest: &str| format!("/v1/shops/{shop}/{rest}");
    for (file, settings, kinds) in FILES {
        let document = read_json(&folder.join(file))?;
        if server.get(&at(settings))?["version"] == 0 {
            server.put(&at(settings), Some(0), &document["settings"])?;
        }
        for kind in kinds {
            publish_all(server, &at(kind), kind, &document[kind]).with_context(|| format!("the {kind} in {file}"))?;
        }
    }
    server.put(&at(&format!("members/{ADVOCATE}/profile")), None, &json!({ "recommendations": 2 }))?;
    Ok(())
}

fn publish_all(server: &Api, path: &str, kind: &str, documents: &Value) -> Result<()> {
    let stored = server.get(path)?;
    let member = kind.trim_end_matches('s');
    let is_stored =
        |id: &Value| stored[kind].as_array().is_some_and(|all| all.iter().any(|one| one[member]["id"] == *id));
    for document in documents.as_array().context("there are none")? {
        if !is_stored(&document["id"]) {
            let id = document["id"].as_str().context("one has no id")?;
            server.put(&format!("{path}/{id}"), Some(0), document)?;
        }
    }
    Ok(())
}
