//! A shop's settings: name, looks, origins, clock.

use loyalty::{Fault, Instant};
use serde::{Deserialize, Serialize};

use super::command::Settings;
use super::{
    budgets, captures, cases, claims, documents, exposures, feedback, guests, keys, members, membership, people,
    redemptions, runs, testimonials, versions,
};
use crate::auth::origin::is_origin;
use crate::clock;
use crate::limits::{ORIGINS_MAX, SHOP_NAME_CHARS_MAX, THEME_ENTRIES_MAX, THEME_VALUE_CHARS_MAX};
use crate::objects::replay;
use crate::objects::sql::{Database, document};
use crate::objects::tables::{self, Versions};
use crate::problem::{Outcome, broken};

/// The shop object's tables.
const TABLES: Versions = &[
    &[
        "CREATE TABLE meta (name TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
        versions::SCHEMA,
        keys::SCHEMA,
        redemptions::SCHEMA,
        redemptions::INDEX,
        members::SCHEMA,
        members::INDEX,
        replay::SCHEMA,
    ],
    &[claims::SCHEMA, claims::INDEX],
    &[documents::SCHEMA, documents::INDEX],
    &[budgets::SCHEMA, budgets::CLAIMS, captures::SCHEMA, captures::BY_PERSON, captures::BY_NUMBER],
    &[
        claims::PLACED_AT,
        claims::COUNTS,
        claims::VALUE,
        claims::SEQ,
        claims::SALES,
        exposures::SCHEMA,
        exposures::SUBJECTS,
        people::SCHEMA,
        people::SNAPSHOTS,
        membership::SCHEMA,
        membership::CHANGES,
        membership::CHANGES_INDEX,
    ],
    &[cases::SCHEMA, cases::BY_OPENING, cases::ACTIVE],
    &[feedback::SCHEMA, feedback::BY_TIME],
    &[testimonials::SCHEMA, testimonials::BY_TIME, testimonials::APPROVED],
    &[cases::RESTING],
    &feedback::WORDS,
    &[people::STAGE],
    &[
        runs::SCHEMA,
        exposures::MET,
        exposures::MET_BEFORE,
        exposures::BY_AGE,
        "DROP TABLE exposures",
        exposures::LINKS,
        exposures::LINKED_BEFORE,
        "DROP TABLE subjects",
    ],
    &[guests::SCHEMA, guests::BY_SUBJECT],
];

/// The version of the tables above.
const SCHEMA: u32 = tables::newest(TABLES);

/// Which shop an object is, and how it stores it.
#[derive(Serialize, Deserialize)]
struct Identity {
    schema: u32,
    shop: String,
}

/// The settings as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stored {
    /// What the platform says.
    pub settings: Settings,
    /// How far a sandbox's clock is ahead of the real one.
    pub clock_offset_ms: i64,
}

impl Stored {
    /// The shop's time.
    pub fn now(&self) -> Instant {
        clock::now(self.clock_offset_ms)
    }
}

/// The stored settings; none if the shop was never created.
pub fn load(database: &Database) -> Outcome<Option<Stored>> {
    if shop(database)?.is_none() {
        return Ok(None);
    }
    Ok(database.documents("SELECT document FROM meta WHERE name = 'settings'", Vec::new())?.into_iter().next())
}

/// Stores settings.
pub fn write(database: &Database, stored: &Stored) -> Outcome<()> {
    database.run("INSERT OR REPLACE INTO meta (name, document) VALUES ('settings', ?)", vec![document(stored)?])
}

/// The shop's id; none if the shop was never created. Objects do not know their own names.
pub fn shop(database: &Database) -> Outcome<Option<String>> {
    if !database.has_table("meta")? {
        return Ok(None);
    }
    let stored = database.documents("SELECT document FROM meta WHERE name = 'identity'", Vec::new())?;
    match stored.into_iter().next() {
        Some(Identity { schema: SCHEMA, shop }) => Ok(Some(shop)),
        Some(Identity { schema, shop }) => {
            database.transaction(|| {
                tables::bring_up(database, TABLES, schema)?;
                write_shop(database, &shop)
            })?;
            Ok(Some(shop))
        }
        None => Err(broken("a shop without an identity")),
    }
}

/// Sets the tables up, for a shop of this id.
pub fn create(database: &Database, shop: &str) -> Outcome<()> {
    tables::bring_up(database, TABLES, 0)?;
    write_shop(database, shop)
}

fn write_shop(database: &Database, shop: &str) -> Outcome<()> {
    let identity = Identity { schema: SCHEMA, shop: shop.to_owned() };
    database.run("INSERT OR REPLACE INTO meta (name, document) VALUES ('identity', ?)", vec![document(&identity)?])
}

/// Everything that is wrong with settings.
pub fn faults(settings: &Settings) -> Vec<Fault> {
    let mut faults = origin_faults(&settings.origins);
    let mut fault = |path: String, message: &str| faults.push(Fault { path, message: message.to_owned() });
    if settings.name.trim().is_empty() || settings.name.chars().count() > SHOP_NAME_CHARS_MAX {
        fault("name".to_owned(), "must have 1 to 100 characters");
    }
    if settings.theme.len() > THEME_ENTRIES_MAX {
        fault("theme".to_owned(), "has more than 40 entries");
    }
    for (name, value) in &settings.theme {
        if !is_theme_name(name) {
            fault(format!("theme.{name}"), "must be named with a-z, 0-9, _ and at most 40 characters");
        }
        if !is_theme_value(value) {
            fault(
                format!("theme.{name}"),
                "must have 1 to 100 characters, none of ; { } < > \\ or a control character",
            );
        }
    }
    faults
}

/// Everything that is wrong with a list of origins.
pub fn origin_faults(origins: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if origins.len() > ORIGINS_MAX {
        faults.push(Fault { path: "origins".to_owned(), message: "has more than 20 origins".to_owned() });
    }
    for (index, _) in origins.iter().enumerate().filter(|(_, origin)| !is_origin(origin)) {
        let message = "is not an origin, such as https://shop.example (http:// only for this machine)".to_owned();
        faults.push(Fault { path: format!("origins[{index}]"), message });
    }
    faults
}

fn is_theme_name(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Values become custom properties of the widget: they must not end the declaration they stand in.
fn is_theme_value(value: &str) -> bool {
    let fits = (1..=THEME_VALUE_CHARS_MAX).contains(&value.chars().count());
    fits && !value.chars().any(|c| c.is_control() || matches!(c, ';' | '{' | '}' | '<' | '>' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(settings: &str, paths: &[&str]) {
        let settings: Settings = serde_json::from_str(settings).unwrap_or_else(|error| panic!("{error}"));
        let faults = faults(&settings);
        assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), paths);
    }

    #[test]
    fn sound_settings_have_no_faults() {
        check(r#"{"name":"Acme"}"#, &[]);
        check(
            r##"{"name":"Ї","origins":["https://acme.example"],"theme":{"accent":"#c0392b","radius":"12px"},"sandbox":true}"##,
            &[],
        );
    }

    #[test]
    fn every_fault_is_named() {
        check(
            r#"{"name":" ","origins":["https://acme.example/","https://acme.example"],"theme":{"Accent":"red","accent":"red;}"}}"#,
            &["origins[0]", "name", "theme.Accent", "theme.accent"],
        );
    }
}
