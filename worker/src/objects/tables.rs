//! An object's tables, by version: a deploy finds objects that an older one has made.

use super::sql::Database;
use crate::problem::{Outcome, broken};

/// What leads to each version from the one before it; the first makes the tables. What was deployed is never edited.
pub type Versions = &'static [&'static [&'static str]];

/// The version these lead to.
pub const fn newest(versions: Versions) -> u32 {
    // A handful of lists.
    versions.len() as u32
}

/// Brings tables of version `from`, 0 for none, to the newest one. Within a transaction.
pub fn bring_up(database: &Database, versions: Versions, from: u32) -> Outcome<()> {
    if from > newest(versions) {
        return Err(broken(format!("tables of version {from} were made by a newer deploy")));
    }
    let missing = versions.iter().skip(from as usize).flat_map(|version| version.iter());
    missing.into_iter().try_for_each(|statement| database.run(statement, Vec::new()))
}
