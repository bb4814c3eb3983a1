//! How the shop's buyers are spread, for `member.rfm` and `member.top`.

use loyalty::Instant;
use loyalty::traits::{BUYERS_MIN, Quantiles};

use super::{people, publish};
use crate::objects::sql::{Database, document};
use crate::problem::Outcome;

/// The quantiles pages and segments are decided by; none before there are enough buyers.
pub fn stored(database: &Database) -> Outcome<Option<Quantiles>> {
    Ok(database.documents("SELECT document FROM meta WHERE name = 'quantiles'", Vec::new())?.into_iter().next())
}

/// Whether the buyers are a tenth more than those the quantiles were made of: after an import, say.
pub fn are_outgrown(database: &Database) -> Outcome<bool> {
    let buyers = people::count_buyers(database)?;
    let known = stored(database)?.map_or(0, |quantiles| quantiles.buyers);
    Ok(buyers >= BUYERS_MIN as u64 && buyers * 10 >= known * 11)
}

/// Computes them anew. Pages hear of it if somebody's scores may be others.
pub fn refresh(database: &Database, now: Instant) -> Outcome<()> {
    let (before, after) = (stored(database)?, Quantiles::new(&people::buyers(database, now)?));
    if before == after {
        return Ok(());
    }
    match &after {
        Some(quantiles) => {
            let statement = "INSERT OR REPLACE INTO meta (name, document) VALUES ('quantiles', ?)";
            database.run(statement, vec![document(quantiles)?])?;
        }
        None => database.run("DELETE FROM meta WHERE name = 'quantiles'", Vec::new())?,
    }
    let decides = |quantiles: Option<Quantiles>| {
        quantiles.map(|Quantiles { recency_days, orders, spend, top, .. }| (recency_days, orders, spend, top.threshold))
    };
    if decides(before) != decides(after) {
        publish::targeting_changed(database)?;
        publish::changed(database)?;
    }
    Ok(())
}
