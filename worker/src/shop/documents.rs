//! Documents that a shop's people write: offers, surveys, segments, and what holds for all offers and cases. Every version is
//! kept.

use loyalty::{ExpectedVersion, Instant};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::versions::{etag, expect};
use crate::codes;
use crate::json;
use crate::limits::{DOCUMENTS_PAGE, VERSIONS_PAGE};
use crate::objects::page;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;
use crate::reply::Reply;

/// The table. Of a document that was deleted the newest version is empty.
pub const SCHEMA: &str = "CREATE TABLE documents (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, at_ms INTEGER NOT NULL, status TEXT, document TEXT NOT NULL, is_newest INTEGER NOT NULL, PRIMARY KEY (kind, id, version)) WITHOUT ROWID";

/// For finding the newest versions among all.
pub const INDEX: &str = "CREATE INDEX newest_documents ON documents (kind, id) WHERE is_newest = 1";

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// An offer.
    Offer,
    /// A survey.
    Survey,
    /// A segment.
    Segment,
    /// What holds for all offers: there is one.
    OfferSettings,
    /// What holds for all cases: there is one.
    FeedbackSettings,
}

impl Kind {
    /// The document's name in answers and in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Survey => "survey",
            Self::Segment => "segment",
            Self::OfferSettings | Self::FeedbackSettings => "settings",
        }
    }

    /// The name of the one document of settings; nothing for what there are many of.
    pub fn settings_id(self) -> &'static str {
        match self {
            Self::Offer | Self::Survey | Self::Segment => "",
            Self::OfferSettings => "offers",
            Self::FeedbackSettings => "feedback",
        }
    }

    /// The name of a list of them.
    fn plural(self) -> &'static str {
        match self {
            Self::Offer => "offers",
            Self::Survey => "surveys",
            Self::Segment => "segments",
            Self::OfferSettings | Self::FeedbackSettings => "settings",
        }
    }
}

/// A document at one version.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// From 1, growing with every change.
    pub version: u32,
    /// When it became so, in the shop's time.
    pub at_ms: i64,
    /// How far an offer or a survey has come.
    pub status: Option<String>,
    /// As it was sent.
    pub document: String,
}

const COLUMNS: &str = "SELECT id, version, at_ms, status, document FROM documents";

/// The newest version of a document, unless it was deleted.
pub fn newest(database: &Database, kind: Kind, id: &str) -> Outcome<Option<Row>> {
    Ok(latest(database, kind, id)?.filter(|row| !row.document.is_empty()))
}

/// Whether there is such a document, or was one.
pub fn is_known(database: &Database, kind: Kind, id: &str) -> Outcome<bool> {
    Ok(latest(database, kind, id)?.is_some())
}

/// The newest version of a document, empty if it was deleted.
fn latest(database: &Database, kind: Kind, id: &str) -> Outcome<Option<Row>> {
    let query = format!("{COLUMNS} WHERE kind = ? AND id = ? AND is_newest = 1");
    database.row(&query, vec![kind.name().into(), id.into()])
}

/// All documents of a kind as they are now, in the order of their names.
pub fn all(database: &Database, kind: Kind) -> Outcome<Vec<Row>> {
    let query = format!("{COLUMNS} WHERE kind = ? AND is_newest = 1 AND document != '' ORDER BY id");
    database.rows(&query, vec![kind.name().into()])
}

/// How many documents of a kind there are, in any status or in this one.
pub fn count(database: &Database, kind: Kind, status: Option<&str>) -> Outcome<usize> {
    #[derive(Deserialize)]
    struct Count {
        documents: usize,
    }
    let query = "SELECT count(*) AS documents FROM documents
        WHERE kind = ? AND is_newest = 1 AND document != '' AND (? IS NULL OR status = ?)";
    let values = vec![kind.name().into(), status.into(), status.into()];
    Ok(database.row(query, values)?.map_or(0, |count: Count| count.documents))
}

/// Those of a status.
pub fn with_status(database: &Database, kind: Kind, status: &str) -> Outcome<Vec<Row>> {
    let query = format!("{COLUMNS} WHERE kind = ? AND is_newest = 1 AND status = ? ORDER BY id");
    database.rows(&query, vec![kind.name().into(), status.into()])
}

/// Adds a version after the one it was made from, 0 for none, unless that is not the newest any more.
pub fn put(
    database: &Database,
    kind: Kind,
    id: &str,
    after: &ExpectedVersion,
    written: Written<'_>,
    now: Instant,
) -> Outcome<Row> {
    let latest = latest(database, kind, id)?;
    let current = latest.as_ref().filter(|row| !row.document.is_empty()).map_or(0, |row| row.version);
    expect(current, after)?;
    let row = Row {
        id: id.to_owned(),
        version: latest.map_or(0, |row| row.version) + 1,
        at_ms: now.as_ms(),
        status: written.status.map(str::to_owned),
        document: written.text.to_owned(),
    };
    let older = "UPDATE documents SET is_newest = 0 WHERE kind = ? AND id = ? AND is_newest = 1";
    database.run(older, vec![kind.name().into(), id.into()])?;
    let insert =
        "INSERT INTO documents (kind, id, version, at_ms, status, document, is_newest) VALUES (?, ?, ?, ?, ?, ?, 1)";
    let values = vec![
        kind.name().into(),
        id.into(),
        number(row.version)?,
        number(row.at_ms)?,
        row.status.as_deref().into(),
        row.document.as_str().into(),
    ];
    database.run(insert, values)?;
    Ok(row)
}

/// What is written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// How far an offer or a survey has come.
    pub status: Option<&'a str>,
    /// The document; empty to delete it.
    pub text: &'a str,
}

impl Written<'_> {
    /// Nothing: the document is deleted.
    pub const NOTHING: Self = Self { status: None, text: "" };
}

/// A version, the newest if none is named.
pub fn find(database: &Database, kind: Kind, id: &str, version: Option<u32>) -> Outcome<Option<Row>> {
    let Some(version) = version else { return newest(database, kind, id) };
    let query = format!("{COLUMNS} WHERE kind = ? AND id = ? AND version = ? AND document != ''");
    database.row(&query, vec![kind.name().into(), id.into(), number(version)?])
}

/// The answer that shows a version, the newest if none is named.
pub fn show(database: &Database, kind: Kind, id: &str, version: Option<u32>) -> Outcome<Reply> {
    let row = find(database, kind, id, version)?.ok_or(codes::NOT_FOUND)?;
    Ok(Reply::ok(&Shown::new(kind, &row)?)?.header("ETag", etag(row.version)))
}

/// The answer that lists documents in the order of their names, from the first after `after`.
pub fn list(database: &Database, kind: Kind, after: &str, status: Option<&str>) -> Outcome<Reply> {
    let wanted = "kind = ? AND is_newest = 1 AND document != '' AND id > ? AND (? IS NULL OR status = ?)";
    let query = format!("{COLUMNS} WHERE {wanted} ORDER BY id LIMIT ?");
    let values = vec![kind.name().into(), after.into(), status.into(), status.into(), page::rows(DOCUMENTS_PAGE)?];
    let mut rows: Vec<Row> = database.rows(&query, values)?;
    let goes_on = page::cut(&mut rows, DOCUMENTS_PAGE);
    let next = rows.last().map(|row| row.id.as_str()).filter(|_| goes_on);
    let shown = rows.iter().map(|row| Shown::new(kind, row)).collect::<Outcome<Vec<_>>>()?;
    Reply::ok(&List { kind, shown, next })
}

/// The answer that lists a document's versions, the newest first, from the first before `before`.
pub fn versions(database: &Database, kind: Kind, id: &str, before: Option<u32>) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Row {
        version: u32,
        at_ms: i64,
        status: Option<String>,
        is_deleted: u8,
    }
    if latest(database, kind, id)?.is_none() {
        return Err(codes::NOT_FOUND.into());
    }
    let query = "SELECT version, at_ms, status, document = '' AS is_deleted FROM documents
        WHERE kind = ? AND id = ? AND version < ? ORDER BY version DESC LIMIT ?";
    let before = number(before.unwrap_or(u32::MAX))?;
    let mut rows: Vec<Row> =
        database.rows(query, vec![kind.name().into(), id.into(), before, page::rows(VERSIONS_PAGE)?])?;
    let goes_on = page::cut(&mut rows, VERSIONS_PAGE);
    let next = rows.last().map(|row| row.version).filter(|_| goes_on);
    let line = |row: Row| Line {
        version: row.version,
        updated_at: Instant::from_ms(row.at_ms),
        status: row.status,
        is_deleted: row.is_deleted == 1,
    };
    Reply::ok(&Versions { versions: rows.into_iter().map(line).collect(), next })
}

/// The newest versions of a document that were published, deleted or not since.
pub fn once_published(database: &Database, kind: Kind, id: &str, limit: usize) -> Outcome<Vec<Row>> {
    let query = format!("{COLUMNS} WHERE kind = ? AND id = ? AND status = 'published' ORDER BY version DESC LIMIT ?");
    database.rows(&query, vec![kind.name().into(), id.into(), number(limit)?])
}

/// A document in an answer, under its kind's name.
pub struct Shown<'a> {
    kind: Kind,
    row: &'a Row,
    document: &'a RawValue,
}

impl<'a> Shown<'a> {
    /// One version.
    pub fn new(kind: Kind, row: &'a Row) -> Outcome<Self> {
        Ok(Self { kind, row, document: json::from_str(&row.document)? })
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &self.row.version)?;
        map.serialize_entry("updated_at", &Instant::from_ms(self.row.at_ms))?;
        map.serialize_entry(self.kind.name(), self.document)?;
        map.end()
    }
}

struct List<'a> {
    kind: Kind,
    shown: Vec<Shown<'a>>,
    next: Option<&'a str>,
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.kind.plural(), &self.shown)?;
        map.serialize_entry("next", &self.next)?;
        map.end()
    }
}

#[derive(Serialize)]
struct Versions {
    versions: Vec<Line>,
    /// What to ask for with `before` to get the next page, if there is one.
    next: Option<u32>,
}

#[derive(Serialize)]
struct Line {
    version: u32,
    updated_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    is_deleted: bool,
}
