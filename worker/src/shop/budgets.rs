//! How much of what offers give is spent, by all members together. Exact: one object counts, and every claim has a name.

use std::collections::BTreeSet;

use loyalty::offer::{Offer, OfferValue, Status};
use loyalty::{CandidateId, ClaimId};
use serde::Deserialize;

use super::command::{Spending, Spent};
use super::documents::{self, Kind};
use crate::json;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;

/// What is spent of each offer's budget: of ten million claims it is not counted anew each time.
pub const SCHEMA: &str = "CREATE TABLE budgets (offer TEXT PRIMARY KEY, spent INTEGER NOT NULL) WITHOUT ROWID";

/// The claims that have spent it.
pub const CLAIMS: &str = "CREATE TABLE offer_claims (claim TEXT PRIMARY KEY, offer TEXT NOT NULL) WITHOUT ROWID";

/// Spends one of an offer's budget for a claim, if there is one; for the same claim again it is spent once.
///
/// What counts is the offer as it is now: where the claim was made its copy may be a minute old, and an offer that was stopped
/// or gives something else by now gives nothing by that copy.
pub fn spend(database: &Database, Spending { claim, offer, grant }: &Spending) -> Outcome<Spent> {
    #[derive(Deserialize)]
    struct Row {
        spent: u32,
    }
    if of_claim(database, claim)?.is_some() {
        return Ok(Spent::SetAside);
    }
    let Some(current) = current(database, offer)? else { return Ok(Spent::Withdrawn) };
    if (&current.gives, current.limit_per_member) != (&grant.gives, grant.limit_per_member) {
        return Ok(Spent::Withdrawn);
    }
    let query = "SELECT spent FROM budgets WHERE offer = ?";
    let spent = database.row(query, vec![offer.as_str().into()])?.map_or(0, |row: Row| row.spent);
    if spent >= current.budget {
        return Ok(Spent::Gone);
    }
    let claimed = "INSERT INTO offer_claims (claim, offer) VALUES (?, ?)";
    database.run(claimed, vec![claim.as_str().into(), offer.as_str().into()])?;
    write(database, offer.as_str(), spent + 1)?;
    Ok(if spent + 1 == current.budget { Spent::LastSetAside } else { Spent::SetAside })
}

/// What a published offer gives, if it is one and gives something.
fn current(database: &Database, offer: &CandidateId) -> Outcome<Option<OfferValue>> {
    let row = documents::newest(database, Kind::Offer, offer.as_str())?;
    let offer: Option<Offer> = row.map(|row| json::from_str(&row.document)).transpose()?;
    Ok(offer.filter(|offer| offer.status == Status::Published).and_then(|offer| offer.value))
}

/// The published offers whose budget is spent.
pub fn spent(database: &Database) -> Outcome<BTreeSet<CandidateId>> {
    #[derive(Deserialize)]
    struct Row {
        offer: CandidateId,
    }
    // SQLite makes a number of what stands in the document; of offers that give nothing it makes no row.
    let query =
        "SELECT budgets.offer FROM budgets JOIN documents ON kind = 'offer' AND id = budgets.offer AND is_newest = 1
        WHERE status = 'published' AND spent >= json_extract(document, '$.value.budget')";
    let rows: Vec<Row> = database.rows(query, Vec::new())?;
    Ok(rows.into_iter().map(|row| row.offer).collect())
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
