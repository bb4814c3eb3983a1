//! Who met which offer and what they did about it, as beacons report it: each thing once, however often it is told.

use loyalty::offer::{CountedEvent, OfferEventKind};
use loyalty::{Instant, MemberId};
use serde::Deserialize;

use super::guests;
use crate::back_office::event::{Reports, WalletState};
use crate::limits::{EXPOSURES_FORGOTTEN_AT_ONCE, EXPOSURES_KEPT_DAYS};
use crate::objects::sql::{Database, document, number};
use crate::problem::Outcome;

/// The table before there were runs.
pub const SCHEMA: &str = "CREATE TABLE exposures (offer TEXT NOT NULL, subject TEXT NOT NULL, arm TEXT NOT NULL, seen_at_ms INTEGER, clicked INTEGER NOT NULL, dismissed INTEGER NOT NULL, converted INTEGER NOT NULL, PRIMARY KEY (offer, subject)) WITHOUT ROWID";

/// Which member somebody turned out to be, when a member could be one visitor only.
pub const SUBJECTS: &str =
    "CREATE TABLE subjects (subject TEXT PRIMARY KEY, member TEXT NOT NULL UNIQUE) WITHOUT ROWID";

/// The table. Whoever has a row was reported once in that run; whoever has a `seen_at_ms`, the first, is a visitor of the
/// experiment. The arm is that of the first report, as JSON. `told_at_ms` is when the row's first event happened.
pub const MET: &str = "CREATE TABLE met (offer TEXT NOT NULL, run INTEGER NOT NULL, subject TEXT NOT NULL, arm TEXT NOT NULL, told_at_ms INTEGER NOT NULL, seen_at_ms INTEGER, clicked INTEGER NOT NULL, dismissed INTEGER NOT NULL, converted INTEGER NOT NULL, PRIMARY KEY (offer, run, subject)) WITHOUT ROWID";

/// What was counted before there were runs was counted in the first.
pub const MET_BEFORE: &str = "INSERT INTO met (offer, run, subject, arm, told_at_ms, seen_at_ms, clicked, dismissed, converted) SELECT offer, 1, subject, arm, coalesce(seen_at_ms, unixepoch() * 1000), seen_at_ms, clicked, dismissed, converted FROM exposures";

/// For finding what is too old.
pub const BY_AGE: &str = "CREATE INDEX met_by_age ON met (told_at_ms)";

/// Which member somebody turned out to be. A member may have been many visitors; a visitor becomes one member, the first.
/// It stays with the member.
pub const LINKS: &str = "CREATE TABLE links (subject TEXT PRIMARY KEY, member TEXT NOT NULL) WITHOUT ROWID";

/// What was known of that before.
pub const LINKED_BEFORE: &str = "INSERT INTO links (subject, member) SELECT subject, member FROM subjects";

/// Takes in what was reported of one person. Told twice, late or in another order it comes to the same.
pub fn receive(database: &Database, reports: &Reports) -> Outcome<()> {
    let subject = match &reports.member {
        // Two members on one device: who comes second goes by the wallet's own name.
        Some((member, wallet)) if !link(database, &reports.subject, member)? => {
            link(database, wallet, member)?;
            wallet
        }
        _ => &reports.subject,
    };
    reports.orders.iter().try_for_each(|order| guests::link(database, subject, order))?;
    reports.events.iter().try_for_each(|counted| count(database, subject, counted))
}

/// Takes in on which devices a member was signed in: what was counted of them before is the member's.
pub fn join(database: &Database, state: &WalletState) -> Outcome<()> {
    state.visitors.iter().try_for_each(|visitor| link(database, visitor, &state.member).map(drop))
}

/// Makes somebody a member, unless they are one. Tells whether they are this member.
fn link(database: &Database, subject: &str, member: &MemberId) -> Outcome<bool> {
    #[derive(Deserialize)]
    struct Row {
        member: MemberId,
    }
    let statement = "INSERT OR IGNORE INTO links (subject, member) VALUES (?, ?)";
    database.run(statement, vec![subject.into(), member.as_str().into()])?;
    let linked: Option<Row> = database.row("SELECT member FROM links WHERE subject = ?", vec![subject.into()])?;
    Ok(linked.is_some_and(|linked| linked.member == *member))
}

fn count(database: &Database, subject: &str, counted: &CountedEvent) -> Outcome<()> {
    // Of two times the earlier; `min` of one that is missing would be missing, too.
    let statement = "INSERT INTO met (offer, run, subject, arm, told_at_ms, seen_at_ms, clicked, dismissed, converted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (offer, run, subject) DO UPDATE SET
            told_at_ms = min(told_at_ms, excluded.told_at_ms),
            seen_at_ms = min(coalesce(seen_at_ms, excluded.seen_at_ms), coalesce(excluded.seen_at_ms, seen_at_ms)),
            clicked = max(clicked, excluded.clicked), dismissed = max(dismissed, excluded.dismissed),
            converted = max(converted, excluded.converted)";
    let at_ms = || number(counted.at.as_ms());
    let seen_at_ms = (counted.kind == OfferEventKind::Seen).then(at_ms).transpose()?;
    let did = |kind: OfferEventKind| number(i64::from(counted.kind == kind));
    let values = vec![
        counted.offer.as_str().into(),
        number(counted.run.0)?,
        subject.into(),
        document(&counted.arm)?,
        at_ms()?,
        seen_at_ms.into(),
        did(OfferEventKind::Clicked)?,
        did(OfferEventKind::Dismissed)?,
        did(OfferEventKind::Converted)?,
    ];
    database.run(statement, values)
}

/// Forgets what is too old, as much as is forgotten at once.
pub fn forget(database: &Database, now: Instant) -> Outcome<()> {
    let statement = "DELETE FROM met WHERE (offer, run, subject) IN
        (SELECT offer, run, subject FROM met WHERE told_at_ms < ? ORDER BY told_at_ms LIMIT ?)";
    let oldest_ms = (now - EXPOSURES_KEPT_DAYS).as_ms();
    database.run(statement, vec![number(oldest_ms)?, number(EXPOSURES_FORGOTTEN_AT_ONCE)?])
}
