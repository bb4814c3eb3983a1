//! A shop's keys: signing keys sealed, because tokens are checked with them; API keys hashed, because they are only recognised.

use loyalty::Instant;
use serde::{Deserialize, Serialize};

use super::command::KeyKind;
use crate::auth::api_key;
use crate::clock;
use crate::codes::{self, Code};
use crate::ids;
use crate::limits::{API_KEYS_MAX, SIGNING_KEYS_MAX};
use crate::objects::sql::{Database, number};
use crate::problem::{Failure, Outcome, Problem};
use crate::published::{ApiKeyHash, SealedSecret, sealed_at};
use crate::seal::PlatformSecret;

/// The table. `secret` is sealed for signing keys and a hash for API keys.
pub const SCHEMA: &str = "CREATE TABLE keys (id TEXT PRIMARY KEY, kind TEXT NOT NULL, created_at_ms INTEGER NOT NULL, secret TEXT NOT NULL) WITHOUT ROWID";

/// What a signing secret begins with.
const SIGNING_PREFIX: &str = "rs_";

/// A key without its secret.
#[derive(Debug, Serialize)]
pub struct Listed {
    id: String,
    kind: KeyKind,
    created_at: Instant,
}

/// A key with its secret: shown once.
#[derive(Debug, Serialize)]
pub struct Made {
    #[serde(flatten)]
    listed: Listed,
    secret: String,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    kind: KeyKind,
    created_at_ms: i64,
    secret: String,
}

/// Makes a key.
pub fn create(database: &Database, shop: &str, kind: KeyKind, platform: &PlatformSecret) -> Outcome<Made> {
    let (prefix, max) = match kind {
        KeyKind::Api => (api_key::PREFIX, API_KEYS_MAX),
        KeyKind::Signing => (SIGNING_PREFIX, SIGNING_KEYS_MAX),
    };
    if rows(database)?.iter().filter(|row| row.kind == kind).count() >= max {
        let detail = format!("A shop has at most {max} keys of this kind; delete one first.");
        return Err(Failure::Refused(Problem::new(codes::TOO_MANY_KEYS).detail(detail)));
    }
    let id = ids::random_id()?;
    let secret = ids::random_secret(prefix)?;
    let (name, kept) = match kind {
        KeyKind::Api => ("api", ids::sha256_hex(secret.as_bytes())),
        KeyKind::Signing => ("signing", platform.seal(&sealed_at(shop, &id), &secret)?),
    };
    // Keys belong to who runs the shop, so they carry the real time, also in a sandbox.
    let created_at = clock::now(0);
    let values = vec![id.as_str().into(), name.into(), number(created_at.as_ms())?, kept.into()];
    database.run("INSERT INTO keys (id, kind, created_at_ms, secret) VALUES (?, ?, ?, ?)", values)?;
    Ok(Made { listed: Listed { id, kind, created_at }, secret })
}

/// Ends a key.
pub fn delete(database: &Database, id: &str) -> Outcome<()> {
    if !rows(database)?.iter().any(|row| row.id == id) {
        let missing: Code = codes::NOT_FOUND;
        return Err(missing.into());
    }
    database.run("DELETE FROM keys WHERE id = ?", vec![id.into()])
}

/// All keys, the oldest first.
pub fn list(database: &Database) -> Outcome<Vec<Listed>> {
    let listed = |row: Row| Listed { id: row.id, kind: row.kind, created_at: Instant::from_ms(row.created_at_ms) };
    Ok(rows(database)?.into_iter().map(listed).collect())
}

/// What the edge needs of the keys.
pub fn published(database: &Database) -> Outcome<(Vec<SealedSecret>, Vec<ApiKeyHash>)> {
    let (mut sealed, mut hashes) = (Vec::new(), Vec::new());
    for Row { id, kind, secret, .. } in rows(database)? {
        match kind {
            KeyKind::Signing => sealed.push(SealedSecret { id, sealed: secret }),
            KeyKind::Api => hashes.push(ApiKeyHash { id, hash: secret }),
        }
    }
    Ok((sealed, hashes))
}

fn rows(database: &Database) -> Outcome<Vec<Row>> {
    database.rows("SELECT id, kind, created_at_ms, secret FROM keys ORDER BY created_at_ms, id", Vec::new())
}
