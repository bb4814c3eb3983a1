//! The program's versions. All are kept: orders stay pinned to the one they earned by.

use loyalty::program::{Program, Version};
use loyalty::{ExpectedVersion, Instant, Warning};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::codes;
use crate::json;
use crate::objects::sql::{Database, document, number};
use crate::problem::{Failure, Outcome, Problem};
use crate::reply::Reply;

/// The table.
pub const SCHEMA: &str =
    "CREATE TABLE versions (version INTEGER PRIMARY KEY, created_at_ms INTEGER NOT NULL, document TEXT NOT NULL)";

/// A version and its document.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// The version.
    pub version: Version,
    /// When it was published, in the shop's time.
    pub created_at_ms: i64,
    /// The program as JSON.
    pub document: String,
}

#[derive(Serialize)]
struct Listed {
    version: Version,
    created_at: Instant,
}

/// A version, the current one if none is named.
pub fn find(database: &Database, version: Option<Version>) -> Outcome<Option<Row>> {
    let columns = "SELECT version, created_at_ms, document FROM versions";
    match version {
        Some(version) => database.row(&format!("{columns} WHERE version = ?"), vec![number(version)?]),
        None => database.row(&format!("{columns} ORDER BY version DESC LIMIT 1"), Vec::new()),
    }
}

/// The number of the current version; 0 before the first.
pub fn current(database: &Database) -> Outcome<Version> {
    #[derive(Deserialize)]
    struct Current {
        version: Version,
    }
    let row: Option<Current> = database.row("SELECT coalesce(max(version), 0) AS version FROM versions", Vec::new())?;
    Ok(row.map_or(0, |row| row.version))
}

/// Adds a version after the one it was made from, unless that is not the current one any more.
pub fn publish(database: &Database, after: &ExpectedVersion, program: &Program, now: Instant) -> Outcome<Reply> {
    let current = current(database)?;
    expect(current, after)?;
    let version = current + 1;
    let values = vec![number(version)?, number(now.as_ms())?, document(program)?];
    database.run("INSERT INTO versions (version, created_at_ms, document) VALUES (?, ?, ?)", values)?;
    #[derive(Serialize)]
    struct Published {
        #[serde(flatten)]
        listed: Listed,
        /// What hardly means what was meant.
        warnings: Vec<Warning>,
    }
    let published = Published { listed: Listed { version, created_at: now }, warnings: program.warnings() };
    Ok(Reply::ok(&published)?.header("ETag", etag(version)))
}

/// The answer that shows a version.
pub fn show(database: &Database, version: Option<Version>) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct Shown<'a> {
        #[serde(flatten)]
        listed: Listed,
        program: &'a RawValue,
    }
    let row = find(database, version)?.ok_or(codes::NOT_FOUND)?;
    let program: &RawValue = json::from_str(&row.document)?;
    let listed = Listed { version: row.version, created_at: Instant::from_ms(row.created_at_ms) };
    Ok(Reply::ok(&Shown { listed, program })?.header("ETag", etag(row.version)))
}

/// The answer that lists all versions, the newest first.
pub fn list(database: &Database) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Line {
        version: Version,
        created_at_ms: i64,
    }
    #[derive(Serialize)]
    struct All {
        versions: Vec<Listed>,
    }
    let lines: Vec<Line> =
        database.rows("SELECT version, created_at_ms FROM versions ORDER BY version DESC", Vec::new())?;
    let listed = |line: Line| Listed { version: line.version, created_at: Instant::from_ms(line.created_at_ms) };
    Reply::ok(&All { versions: lines.into_iter().map(listed).collect() })
}

/// Refuses what was made from another version than the current one.
pub fn expect(current: Version, after: &ExpectedVersion) -> Outcome<()> {
    if after.is_met_by(current) {
        return Ok(());
    }
    Err(Failure::Rejected(conflict(current)))
}

/// What is told to whoever has seen an older version than the current one.
pub fn conflict(current: Version) -> Problem {
    let detail = match current {
        0 => "Nothing has this name yet. Send If-Match: \"0\" to create it.".to_owned(),
        _ => format!("The current version is {current}. Read it, then send If-Match: \"{current}\" to change it."),
    };
    let problem = Problem::new(codes::VERSION_CONFLICT).detail(detail).member("version", current);
    problem.header("ETag", etag(current))
}

/// A version as an entity tag.
pub fn etag(version: Version) -> String {
    format!("\"{version}\"")
}
