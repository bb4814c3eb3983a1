//! How much of what offers give is spent, by all members together. Exact: one object counts, and every claim has a name.

use loyalty::ClaimId;
use serde::Deserialize;

use super::command::Spending;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;

/// What is spent of each offer's budget: of ten million claims it is not counted anew each time.
pub const SCHEMA: &str = "CREATE TABLE budgets (offer TEXT PRIMARY KEY, spent INTEGER NOT NULL) WITHOUT ROWID";

/// The claims that have spent it.
pub const CLAIMS: &str = "CREATE TABLE offer_claims (claim TEXT PRIMARY KEY, offer TEXT NOT NULL) WITHOUT ROWID";

/// Spends one of an offer's budget for a claim, if there is one; for the same claim again it is spent once.
pub fn spend(database: &Database, Spending { claim, offer, budget }: &Spending) -> Outcome<bool> {
    #[derive(Deserialize)]
    struct Row {
        spent: u32,
    }
    if of_claim(database, claim)?.is_some() {
        return Ok(true);
    }
    let query = "SELECT spent FROM budgets WHERE offer = ?";
    let spent = database.row(query, vec![offer.as_str().into()])?.map_or(0, |row: Row| row.spent);
    if spent >= *budget {
        return Ok(false);
    }
    let claimed = "INSERT INTO offer_claims (claim, offer) VALUES (?, ?)";
    database.run(claimed, vec![claim.as_str().into(), offer.as_str().into()])?;
    write(database, offer.as_str(), spent + 1)?;
    Ok(true)
}

/// Takes back what was spent for a claim that gave nothing.
pub fn unspend(database: &Database, claim: &ClaimId) -> Outcome<()> {
    let Some(offer) = of_claim(database, claim)? else { return Ok(()) };
    database.run("DELETE FROM offer_claims WHERE claim = ?", vec![claim.as_str().into()])?;
    database.run("UPDATE budgets SET spent = spent - 1 WHERE offer = ?", vec![offer.into()])
}

/// The offer for which a claim has spent one, if it has.
fn of_claim(database: &Database, claim: &ClaimId) -> Outcome<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        offer: String,
    }
    let query = "SELECT offer FROM offer_claims WHERE claim = ?";
    Ok(database.row(query, vec![claim.as_str().into()])?.map(|row: Row| row.offer))
}

fn write(database: &Database, offer: &str, spent: u32) -> Outcome<()> {
    let statement = "INSERT OR REPLACE INTO budgets (offer, spent) VALUES (?, ?)";
    database.run(statement, vec![offer.into(), number(spent)?])
}
