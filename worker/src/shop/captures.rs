//! What shoppers have given to the forms of offers, for the shop to fetch. Sealed: a copy of the database tells nobody's
//! address.

use loyalty::offer::CaptureKind;
use loyalty::{Instant, MemberId};
use serde::{Deserialize, Serialize};

use super::command::Capture;
use crate::codes;
use crate::json;
use crate::objects::sql::{Database, document, number};
use crate::problem::{Outcome, Problem};
use crate::reply::{REPLAYED, Reply};
use crate::seal::PlatformSecret;

/// The table. A later answer of the same person to the same offer takes the place of the earlier one, under a new number,
/// so that who reads on from a number hears of it.
pub const SCHEMA: &str = "CREATE TABLE captures (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, offer TEXT NOT NULL, person TEXT NOT NULL, document TEXT NOT NULL)";

/// For finding a person's earlier answer.
pub const BY_PERSON: &str = "CREATE INDEX captures_by_person ON captures (offer, person)";

/// For reading on from a number.
pub const BY_NUMBER: &str = "CREATE INDEX captures_by_number ON captures (offer, number)";

/// A capture at rest.
#[derive(Serialize, Deserialize)]
struct Kept {
    at: Instant,
    member: Option<MemberId>,
    visitor: Option<String>,
    kind: CaptureKind,
    sealed: String,
    consent: String,
}

/// A capture for the shop.
#[derive(Serialize)]
struct Listed {
    number: u64,
    at: Instant,
    member: Option<MemberId>,
    visitor: Option<String>,
    kind: CaptureKind,
    value: String,
    consent: String,
}

#[derive(Serialize)]
struct Page {
    captures: Vec<Listed>,
    /// What to ask for with `after` to get the next page, if there is one.
    next: Option<u64>,
}

/// Keeps a capture. Sent again under its id it is there already; under the same id with something else it is refused.
pub fn keep(
    database: &Database,
    secret: &PlatformSecret,
    shop: &str,
    capture: Capture,
    now: Instant,
) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct Answer {
        captured: CaptureKind,
    }
    #[derive(Deserialize)]
    struct Known {
        fingerprint: String,
    }
    let Capture { key, offer, person, member, visitor, kind, value, consent } = capture;
    let id = format!("{person}:{}", key.name);
    let answer = Reply::created(&Answer { captured: kind })?;
    let query = "SELECT fingerprint FROM captures WHERE id = ?";
    let known: Option<Known> = database.row(query, vec![id.as_str().into()])?;
    match known {
        Some(known) if known.fingerprint == key.fingerprint => return Ok(answer.header(REPLAYED, "true")),
        Some(_) => return Ok(Problem::new(codes::IDEMPOTENCY_KEY_REUSED).into()),
        None => {}
    }
    let sealed = secret.seal(&sealed_at(shop, offer.as_str()), &value)?;
    let kept = Kept { at: now, member, visitor, kind, sealed, consent };
    // The new one first: a number is never given twice.
    let statement = "INSERT INTO captures (id, fingerprint, offer, person, document) VALUES (?, ?, ?, ?, ?)";
    let values = vec![
        id.as_str().into(),
        key.fingerprint.into(),
        offer.as_str().into(),
        person.as_str().into(),
        document(&kept)?,
    ];
    database.run(statement, values)?;
    let earlier = "DELETE FROM captures WHERE offer = ? AND person = ? AND id <> ?";
    database.run(earlier, vec![offer.as_str().into(), person.into(), id.into()])?;
    Ok(answer)
}

/// A page of what an offer's forms were given, the oldest first.
pub fn list(
    database: &Database,
    secret: &PlatformSecret,
    shop: &str,
    offer: &str,
    after: u64,
    limit: u32,
) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Row {
        number: u64,
        document: String,
    }
    let query = "SELECT number, document FROM captures WHERE offer = ? AND number > ? ORDER BY number LIMIT ?";
    let rows: Vec<Row> = database.rows(query, vec![offer.into(), number(after)?, number(limit)?])?;
    let next = rows.last().filter(|_| rows.len() == limit as usize).map(|row| row.number);
    let listed = rows.into_iter().map(|Row { number, document }| {
        let Kept { at, member, visitor, kind, sealed, consent } = json::from_str(&document)?;
        let value = secret.open(&sealed_at(shop, offer), &sealed)?;
        Ok(Listed { number, at, member, visitor, kind, value, consent })
    });
    Reply::ok(&Page { captures: listed.collect::<Outcome<_>>()?, next })
}

fn sealed_at(shop: &str, offer: &str) -> String {
    format!("capture {shop}/{offer}")
}
