//! The wallet's rows. Each holds one of `loyalty`'s documents as JSON, beside the columns that are searched.
//!
//! Rows that every operation needs are open; what lies before the wallet's checkpoint is archived, under kinds of its own
//! (`archive`).

use super::command::Owner;
use crate::json;
use crate::objects::replay;
use crate::objects::sql::{Database, document, number};
use crate::objects::tables::{self, Versions};
use crate::problem::{Outcome, broken};
use loyalty::case::{Case, MESSAGES_MAX, Message};
use loyalty::ledger::{
    Adjustment, Changes, Checkpoint, Credit, Debit, Entry, Hold, Lot, LotSource, OrderRecord, Rows, Wallet,
};
use loyalty::offer::{Claim, OfferHistory};
use loyalty::profile::Profile;
use loyalty::program::Version;
use loyalty::survey::{Occasion, Response, SurveyHistory};
use loyalty::testimonial::Testimonial;
use loyalty::{AdjustmentId, CaseId, ClaimId, HoldId, OrderId, SurveyId, TestimonialId};
use serde::{Deserialize, Serialize};

pub mod archive;

/// What is known beside the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of these tables.
    pub schema: u32,
    /// Whose wallet this is.
    pub owner: Owner,
    /// The newest program version this wallet has seen: KV may show an older one later.
    pub version: Option<Version>,
}

/// A wallet as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Whose it is.
    pub identity: Identity,
    /// The ledger.
    pub wallet: Wallet,
}

/// What is in the outbox: the redemptions, orders, claims, cases, responses and testimonials a commit
/// changed.
#[derive(Debug, Deserialize)]
pub struct Waiting {
    /// The commit.
    pub seq: u64,
    /// JSON list of redemptions.
    holds: String,
    /// JSON list of orders.
    orders: String,
    /// JSON list of claims.
    claims: String,
    /// JSON list of cases.
    cases: String,
    /// JSON list of responses: survey and occasion of each.
    responses: String,
    /// JSON list of testimonials.
    testimonials: String,
}

impl Waiting {
    /// Redemptions that commit changed.
    pub fn holds(&self) -> Outcome<Vec<HoldId>> {
        Ok(json::from_str(&self.holds)?)
    }

    /// Orders that commit changed.
    pub fn orders(&self) -> Outcome<Vec<OrderId>> {
        Ok(json::from_str(&self.orders)?)
    }

    /// What members have made of surveys in that commit: survey and occasion of each.
    pub fn responses(&self) -> Outcome<Vec<(SurveyId, Occasion)>> {
        Ok(json::from_str(&self.responses)?)
    }

    /// Claims that commit made.
    pub fn claims(&self) -> Outcome<Vec<ClaimId>> {
        Ok(json::from_str(&self.claims)?)
    }

    /// Cases that commit opened or changed.
    pub fn cases(&self) -> Outcome<Vec<CaseId>> {
        Ok(json::from_str(&self.cases)?)
    }

    /// Testimonials that commit made or changed.
    pub fn testimonials(&self) -> Outcome<Vec<TestimonialId>> {
        Ok(json::from_str(&self.testimonials)?)
    }
}

/// Few tables, because most wallets are small: each table and each index takes a page of every member's database.
const TABLES: Versions = &[
    &[
        "CREATE TABLE documents (kind TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID",
        "CREATE TABLE entries (seq INTEGER PRIMARY KEY, document TEXT NOT NULL)",
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, holds TEXT NOT NULL)",
        replay::SCHEMA,
    ],
    &["ALTER TABLE outbox ADD COLUMN orders TEXT NOT NULL DEFAULT '[]'"],
    &["ALTER TABLE outbox ADD COLUMN claims TEXT NOT NULL DEFAULT '[]'"],
    &["ALTER TABLE outbox ADD COLUMN cases TEXT NOT NULL DEFAULT '[]'"],
    &["ALTER TABLE outbox ADD COLUMN responses TEXT NOT NULL DEFAULT '[]'"],
    &["ALTER TABLE outbox ADD COLUMN testimonials TEXT NOT NULL DEFAULT '[]'"],
];

/// The version of the tables above.
pub const SCHEMA: u32 = tables::newest(TABLES);

/// Kinds of documents.
const IDENTITY: &str = "identity";
const HEAD: &str = "head";
const LOT: &str = "lot";
const HOLD: &str = "hold";
const ORDER: &str = "order";
const CREDIT: &str = "credit";
const DEBIT: &str = "debit";
const ADJUSTMENT: &str = "adjustment";
const PROFILE: &str = "profile";
const OFFERS: &str = "offers";
const CLAIM: &str = "claim";
const CASE: &str = "case";
/// A message of a case. Deciding needs none, so they are not loaded with the wallet.
const MESSAGE: &str = "message";
const RESPONSE: &str = "response";
const TESTIMONIAL: &str = "testimonial";
const CHECKPOINT: &str = "checkpoint";

/// All that every operation needs.
const OPEN: [&str; 15] = [
    IDENTITY,
    HEAD,
    LOT,
    HOLD,
    ORDER,
    CREDIT,
    DEBIT,
    ADJUSTMENT,
    PROFILE,
    OFFERS,
    CLAIM,
    CASE,
    RESPONSE,
    TESTIMONIAL,
    CHECKPOINT,
];

/// Loads a wallet's open rows and who it belongs to; none if nothing was ever stored.
pub fn load(database: &Database) -> Outcome<Option<Stored>> {
    load_rows(database, Rows::default(), true)
}

/// Loads a wallet with all its rows.
pub fn load_whole(database: &Database) -> Outcome<Option<Stored>> {
    load_rows(database, archive::all(database)?, false)
}

fn load_rows(database: &Database, mut rows: Rows, has_checkpoint: bool) -> Outcome<Option<Stored>> {
    #[derive(Deserialize)]
    struct Row {
        kind: String,
        document: String,
    }
    if !database.has_table("documents")? {
        return Ok(None);
    }
    let (mut identity, mut profile) = (None, Profile::default());
    let (mut offers, mut claims, mut cases) = (OfferHistory::default(), Vec::new(), Vec::new());
    let (mut responses, mut testimonials) = (Vec::new(), Vec::new());
    let query = format!("SELECT kind, document FROM documents WHERE kind IN ({})", ["?"; OPEN.len()].join(", "));
    for Row { kind, document } in database.rows(&query, OPEN.map(Into::into).to_vec())? {
        match kind.as_str() {
            IDENTITY => identity = Some(json::from_str::<Identity>(&document)?),
            HEAD => rows.head = json::from_str(&document)?,
            LOT => rows.lots.push(json::from_str::<Lot>(&document)?),
            HOLD => rows.holds.push(json::from_str::<Hold>(&document)?),
            ORDER => rows.orders.push(json::from_str::<OrderRecord>(&document)?),
            CREDIT => rows.credits.push(json::from_str::<Credit>(&document)?),
            DEBIT => rows.debits.push(json::from_str::<Debit>(&document)?),
            ADJUSTMENT => rows.adjustments.push(json::from_str::<Adjustment>(&document)?),
            PROFILE => profile = json::from_str(&document)?,
            OFFERS => offers = json::from_str(&document)?,
            CLAIM => claims.push(json::from_str::<Claim>(&document)?),
            CASE => cases.push(json::from_str::<Case>(&document)?),
            RESPONSE => responses.push(json::from_str::<Response>(&document)?),
            TESTIMONIAL => testimonials.push(json::from_str::<Testimonial>(&document)?),
            CHECKPOINT if has_checkpoint => rows.checkpoint = Some(json::from_str::<Checkpoint>(&document)?),
            CHECKPOINT => rows.is_reopened = true,
            _ => return Err(broken(format!("a wallet has a document of kind {kind}"))),
        }
    }
    let mut identity = identity.ok_or_else(|| broken("a wallet without an identity"))?;
    if identity.schema != SCHEMA {
        database.transaction(|| {
            tables::bring_up(database, TABLES, identity.schema)?;
            identity.schema = SCHEMA;
            write_identity(database, &identity)
        })?;
    }
    claims.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let wallet = Wallet::restore(rows);
    let wallet = wallet.with_profile(profile).with_offers(OfferHistory { claims, ..offers }).with_cases(cases);
    let wallet = wallet.with_surveys(SurveyHistory { responses }).with_testimonials(testimonials);
    Ok(Some(Stored { identity, wallet }))
}

/// Sets the tables up. Within the transaction of the first commit.
pub fn create(database: &Database) -> Outcome<()> {
    tables::bring_up(database, TABLES, 0)
}

/// Writes who the wallet belongs to.
pub fn write_identity(database: &Database, identity: &Identity) -> Outcome<()> {
    put(database, IDENTITY, "", identity)
}

/// Writes what an operation changed, and that the world is to be told.
pub fn write(database: &Database, changes: &Changes) -> Outcome<()> {
    archive::open_lots(database, &changes.opened_lots)?;
    put(database, HEAD, "", &changes.head)?;
    for lot in &changes.lots {
        put(database, LOT, &source_id(&lot.source)?, lot)?;
    }
    for source in &changes.lots_gone {
        remove(database, LOT, &source_id(source)?)?;
    }
    for credit in &changes.credits {
        put(database, CREDIT, &source_id(&credit.source)?, credit)?;
    }
    for debit in &changes.debits {
        put(database, DEBIT, debit.adjustment.as_str(), debit)?;
    }
    for hold in &changes.holds {
        put(database, HOLD, hold.id.as_str(), hold)?;
    }
    for order in &changes.orders {
        put(database, ORDER, order.id.as_str(), order)?;
    }
    for adjustment in &changes.adjustments {
        put(database, ADJUSTMENT, adjustment.id.as_str(), adjustment)?;
    }
    match &changes.checkpoint {
        Some(checkpoint) => put(database, CHECKPOINT, "", checkpoint)?,
        None if changes.archive.is_whole => remove(database, CHECKPOINT, "")?,
        None => {}
    }
    archive::write(database, changes)?;
    if let Some(profile) = &changes.member.profile {
        put(database, PROFILE, "", profile)?;
    }
    if let Some(offers) = &changes.member.offers {
        put(database, OFFERS, "", offers)?;
    }
    for claim in &changes.member.claims {
        put(database, CLAIM, claim.id.as_str(), claim)?;
    }
    for case in &changes.member.cases {
        put(database, CASE, case.id.as_str(), case)?;
    }
    for (case, message) in &changes.member.messages {
        // No replacing here: a message is never changed.
        let statement = "INSERT INTO documents (kind, id, document) VALUES (?, ?, ?)";
        database.run(statement, vec![MESSAGE.into(), message_id(case, message.number).into(), document(message)?])?;
    }
    for response in &changes.member.responses {
        put(database, RESPONSE, &response_id(response), response)?;
    }
    for testimonial in &changes.member.testimonials {
        put(database, TESTIMONIAL, testimonial.id.as_str(), testimonial)?;
    }
    for entry in &changes.entries {
        // No replacing here: an entry is never changed (I2), so a number used twice must fail.
        let statement = "INSERT INTO entries (seq, document) VALUES (?, ?)";
        database.run(statement, vec![number(entry.seq)?, document(entry)?])?;
    }
    let claims: Vec<&ClaimId> = changes.member.claims.iter().map(|claim| &claim.id).collect();
    let cases: Vec<&CaseId> = changes.member.cases.iter().map(|case| &case.id).collect();
    let responses = changes.member.responses.iter().map(|response| (&response.survey, &response.occasion));
    let responses: Vec<(&SurveyId, &Occasion)> = responses.collect();
    let testimonials: Vec<&TestimonialId> =
        changes.member.testimonials.iter().map(|testimonial| &testimonial.id).collect();
    let statement =
        "INSERT INTO outbox (seq, holds, orders, claims, cases, responses, testimonials) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        number(changes.head.seq)?,
        document(&changes.changed_holds)?,
        document(&changes.changed_orders)?,
        document(&claims)?,
        document(&cases)?,
        document(&responses)?,
        document(&testimonials)?,
    ];
    database.run(statement, values)
}

/// A case's messages, notes included, the oldest first.
pub fn messages(database: &Database, case: &CaseId) -> Outcome<Vec<Message>> {
    let query = "SELECT document FROM documents WHERE kind = ? AND id >= ? AND id <= ? ORDER BY id";
    let (first, last) = (message_id(case, 0), message_id(case, MESSAGES_MAX));
    database.documents(query, vec![MESSAGE.into(), first.into(), last.into()])
}

/// The name of a message's row: names are in the order of the numbers, which have three digits at most.
fn message_id(case: &CaseId, number: u32) -> String {
    format!("{case}:{number:03}")
}

/// What a lot or a credit is stored by: where the points come from, as JSON.
fn source_id(source: &LotSource) -> Outcome<String> {
    Ok(serde_json::to_string(source)?)
}

/// What a response is stored and told by: survey and occasion. No survey's name has the sign between them.
fn response_id(response: &Response) -> String {
    format!("{}\n{}", response.survey, response.occasion)
}

/// Stored entries before a number, the newest first.
pub fn entries(database: &Database, before: Option<u64>, limit: u32) -> Outcome<Vec<Entry>> {
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(MAX_SAFE);
    let query = "SELECT document FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT ?";
    database.documents(query, vec![number(before.min(MAX_SAFE))?, number(limit)?])
}

/// The entry with this number.
pub fn entry(database: &Database, seq: u64) -> Outcome<Option<Entry>> {
    Ok(database.documents("SELECT document FROM entries WHERE seq = ?", vec![number(seq)?])?.into_iter().next())
}

/// The entry of an adjustment that was made before: looked for among all.
pub fn adjustment_entry(database: &Database, id: &AdjustmentId) -> Outcome<Option<Entry>> {
    let query = "SELECT document FROM entries WHERE document ->> 'adjustment' = ? AND document ->> 'kind' = 'adjusted'";
    Ok(database.documents(query, vec![id.as_str().into()])?.into_iter().next())
}

/// What the world has not been told yet.
pub fn outbox(database: &Database) -> Outcome<Vec<Waiting>> {
    let query = "SELECT seq, holds, orders, claims, cases, responses, testimonials FROM outbox ORDER BY seq";
    database.rows(query, Vec::new())
}

/// Whether there is something the world has not been told yet.
pub fn has_news(database: &Database) -> Outcome<bool> {
    let query = "SELECT seq, holds, orders, claims, cases, responses, testimonials FROM outbox LIMIT 1";
    let newest: Option<Waiting> = database.row(query, Vec::new())?;
    Ok(newest.is_some())
}

/// Forgets what the world has been told.
pub fn clear_outbox(database: &Database, up_to_seq: u64) -> Outcome<()> {
    database.run("DELETE FROM outbox WHERE seq <= ?", vec![number(up_to_seq)?])
}

/// The highest number both SQLite and JavaScript count to.
const MAX_SAFE: i64 = (1 << 53) - 1;

/// Writes a row, unless it says so already.
fn put(database: &Database, kind: &str, id: &str, row: &impl Serialize) -> Outcome<()> {
    let statement = "INSERT INTO documents (kind, id, document) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE
        SET document = excluded.document WHERE document <> excluded.document";
    database.run(statement, vec![kind.into(), id.into(), document(row)?])
}

fn remove(database: &Database, kind: &str, id: &str) -> Outcome<()> {
    database.run("DELETE FROM documents WHERE kind = ? AND id = ?", vec![kind.into(), id.into()])
}
