//! What shoppers have given to the forms of offers, for the shop to fetch. Sealed: a copy of the database tells nobody's
//! address.

use loyalty::offer::{CaptureKind, Offer};
use loyalty::{Instant, MemberId};
use serde::{Deserialize, Serialize};

use super::command::Capture;
use super::documents::{self, Kind};
use crate::codes;
use crate::json;
use crate::limits::WORDS_VERSIONS_MAX;
use crate::objects::page;
use crate::objects::sql::{Database, document, number};
use crate::problem::{Outcome, Problem};
use crate::reply::Reply;
use crate::seal::PlatformSecret;

/// The table. A later answer of the same person to the same offer takes the place of the earlier one, under a new number,
/// so that who reads on from a number hears of it. The fingerprint is that of requests whose answers were not kept apart yet.
pub const SCHEMA: &str = "CREATE TABLE captures (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, offer TEXT NOT NULL, person TEXT NOT NULL, document TEXT NOT NULL)";

/// For finding a person's earlier answer.
pub const BY_PERSON: &str = "CREATE INDEX captures_by_person ON captures (offer, person)";

/// For reading on from a number.
pub const BY_NUMBER: &str = "CREATE INDEX captures_by_number ON captures (offer, number)";

/// The answer to a capture that was kept.
#[derive(Serialize, Deserialize)]
pub struct Captured {
    /// What the form asked for.
    pub captured: CaptureKind,
    /// When it was filled in: of a request that comes again, when it came first.
    pub at: Instant,
}

/// A capture at rest.
#[derive(Serialize, Deserialize)]
struct StoredCapture {
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

/// Keeps a capture under the name of its request, or refuses one that agrees to what the offer has never said. What the
/// request was answered is kept apart, so that it is not done again after another has taken its place.
pub fn store(
    database: &Database,
    secret: &PlatformSecret,
    shop: &str,
    id: &str,
    capture: Capture,
    now: Instant,
) -> Outcome<Reply> {
    let Capture { offer, person, member, visitor, kind, value, consent } = capture;
    let offer = offer.as_str();
    if !has_asked(database, offer, kind, &consent)? {
        return Ok(Problem::new(codes::OFFER_CHANGED).into());
    }
    let sealed = secret.seal(&sealed_at(shop, offer), &value)?;
    // Its answer may have been forgotten, and what was chosen since must not be undone.
    let at = filled_in_at(database, id)?.unwrap_or(now);
    let kept = StoredCapture { at, member, visitor, kind, sealed, consent };
    // The new one first: a number is never given twice. One of the same id is from before its answer was forgotten.
    let statement =
        "INSERT OR REPLACE INTO captures (id, fingerprint, offer, person, document) VALUES (?, '', ?, ?, ?)";
    database.run(statement, vec![id.into(), offer.into(), person.as_str().into(), document(&kept)?])?;
    let earlier = "DELETE FROM captures WHERE offer = ? AND person = ? AND id <> ?";
    database.run(earlier, vec![offer.into(), person.into(), id.into()])?;
    Reply::created(&Captured { captured: kind, at })
}

/// When the capture of this name was filled in, if it is kept.
fn filled_in_at(database: &Database, id: &str) -> Outcome<Option<Instant>> {
    #[derive(Deserialize)]
    struct Row {
        document: String,
    }
    let row: Option<Row> = database.row("SELECT document FROM captures WHERE id = ?", vec![id.into()])?;
    row.map(|Row { document }| Ok(json::from_str::<StoredCapture>(&document)?.at)).transpose()
}

/// Whether some version of an offer that was published asked for this in these words. The page may be older than the newest.
fn has_asked(database: &Database, offer: &str, kind: CaptureKind, words: &str) -> Outcome<bool> {
    for row in documents::once_published(database, Kind::Offer, offer, WORDS_VERSIONS_MAX)? {
        let offer: Offer = json::from_str(&row.document)?;
        let mut forms = offer.variants.iter().filter_map(|variant| variant.content.capture.as_ref());
        if forms.any(|form| form.kind == kind && form.consent.0.values().any(|text| text == words)) {
            return Ok(true);
        }
    }
    Ok(false)
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
    let mut rows: Vec<Row> = database.rows(query, vec![offer.into(), number(after)?, page::rows(limit as usize)?])?;
    let goes_on = page::cut(&mut rows, limit as usize);
    let next = rows.last().map(|row| row.number).filter(|_| goes_on);
    let listed = rows.into_iter().map(|Row { number, document }| {
        let StoredCapture { at, member, visitor, kind, sealed, consent } = json::from_str(&document)?;
        let value = secret.open(&sealed_at(shop, offer), &sealed)?;
        Ok(Listed { number, at, member, visitor, kind, value, consent })
    });
    Reply::ok(&Page { captures: listed.collect::<Outcome<_>>()?, next })
}

fn sealed_at(shop: &str, offer: &str) -> String {
    format!("capture {shop}/{offer}")
}
