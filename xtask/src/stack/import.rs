//! Brings the CDNOW purchases into a shop, as its server would: through the batch route.

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use regulars_kit::cdnow::{self, Purchase};
use serde_json::{Value, json};

use super::api::Api;

/// Orders in one request. The route takes 500; smaller ones let the bar move.
const BATCH_SIZE: usize = 250;

/// Sends all purchases in the order they were made by each customer: an order's tier depends on those before it.
///
/// # Errors
/// When a batch or one of its orders is refused.
pub fn purchases(server: &Api, shop: &str) -> Result<()> {
    let purchases = cdnow::purchases()?;
    let bar = ProgressBar::new(purchases.len() as u64);
    bar.set_style(ProgressStyle::with_template(
        "Importing real purchases  {bar:32} {human_pos}/{human_len} orders, {per_sec:.0}",
    )?);
    for batch in purchases.chunks(BATCH_SIZE) {
        let orders: Vec<Value> = batch.iter().map(with_id).collect();
        let answer = server.post(&format!("/v1/shops/{shop}/orders/batch"), None, &json!({ "orders": orders }))?;
        check(&answer, batch.len())?;
        bar.inc(batch.len() as u64);
    }
    bar.finish();
    Ok(())
}

fn with_id(purchase: &Purchase) -> Value {
    let mut order = purchase.order();
    order["id"] = purchase.order_id().into();
    order
}

/// Every order of a batch has its own outcome; here they are all meant to be taken.
fn check(answer: &Value, expected: usize) -> Result<()> {
    let results = answer["results"].as_array().context("the batch's answer has no `results`")?;
    if results.len() != expected {
        bail!("{} results for {expected} orders", results.len());
    }
    match results.iter().find(|result| result["status"] != 200) {
        None => Ok(()),
        Some(refused) => bail!("an order was refused: {refused}"),
    }
}
