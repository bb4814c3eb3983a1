//! Who is in which segment, since when, and every time somebody entered or left one.

use loyalty::{Instant, MemberId, SegmentId};
use serde::{Deserialize, Serialize};

use super::documents::{self, Kind};
use super::sweep;
use crate::codes;
use crate::objects::page;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;
use crate::reply::Reply;

/// The table of who is in which now.
pub const SCHEMA: &str = "CREATE TABLE memberships (segment TEXT NOT NULL, member TEXT NOT NULL, since_ms INTEGER NOT NULL, PRIMARY KEY (segment, member)) WITHOUT ROWID";

/// The table of changes: rows are only ever added.
pub const CHANGES: &str = "CREATE TABLE segment_changes (number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, segment TEXT NOT NULL, member TEXT NOT NULL, entered INTEGER NOT NULL)";

/// For the changes of one segment.
pub const CHANGES_INDEX: &str = "CREATE INDEX changes_of_segment ON segment_changes (segment, number)";

/// What became of a member in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    /// In it from now on.
    Entered,
    /// In it no more.
    Left,
}

/// Notes which segments a member is in now, and what that changes.
pub fn update(
    database: &Database,
    member: &MemberId,
    before: &[SegmentId],
    after: &[SegmentId],
    now: Instant,
) -> Outcome<()> {
    for segment in before.iter().filter(|segment| !after.contains(segment)) {
        let statement = "DELETE FROM memberships WHERE segment = ? AND member = ?";
        database.run(statement, vec![segment.as_str().into(), member.as_str().into()])?;
        add(database, segment, member, Change::Left, now)?;
    }
    for segment in after.iter().filter(|segment| !before.contains(segment)) {
        let statement = "INSERT OR REPLACE INTO memberships (segment, member, since_ms) VALUES (?, ?, ?)";
        database.run(statement, vec![segment.as_str().into(), member.as_str().into(), number(now.as_ms())?])?;
        add(database, segment, member, Change::Entered, now)?;
    }
    Ok(())
}

fn add(database: &Database, segment: &SegmentId, member: &MemberId, change: Change, now: Instant) -> Outcome<()> {
    let statement = "INSERT INTO segment_changes (at_ms, segment, member, entered) VALUES (?, ?, ?, ?)";
    let entered = number(i64::from(change == Change::Entered))?;
    database.run(statement, vec![number(now.as_ms())?, segment.as_str().into(), member.as_str().into(), entered])
}

/// The answer that lists who is in a segment, whatever a request says, in the order of their ids, from the first after
/// `after`; with whether others may be in it by what a request says.
pub fn members(
    database: &Database,
    (segment, needs_request): (&SegmentId, bool),
    after: &str,
    limit: u32,
) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Row {
        member: MemberId,
        since_ms: i64,
    }
    #[derive(Serialize)]
    struct Listed {
        member: MemberId,
        since: Instant,
    }
    #[derive(Serialize)]
    struct Page {
        count: u64,
        needs_request: bool,
        as_of: Option<Instant>,
        members: Vec<Listed>,
        next: Option<MemberId>,
    }
    #[derive(Deserialize)]
    struct Count {
        members: u64,
    }
    documents::newest(database, Kind::Segment, segment.as_str())?.ok_or(codes::NOT_FOUND)?;
    let query = "SELECT count(*) AS members FROM memberships WHERE segment = ?";
    let count = database.row(query, vec![segment.as_str().into()])?.map_or(0, |count: Count| count.members);
    let query = "SELECT member, since_ms FROM memberships WHERE segment = ? AND member > ? ORDER BY member LIMIT ?";
    let values = vec![segment.as_str().into(), after.into(), page::rows(limit as usize)?];
    let mut rows: Vec<Row> = database.rows(query, values)?;
    let goes_on = page::cut(&mut rows, limit as usize);
    let next = rows.last().map(|row| row.member.clone()).filter(|_| goes_on);
    let listed = |row: Row| Listed { member: row.member, since: Instant::from_ms(row.since_ms) };
    let members = rows.into_iter().map(listed).collect();
    Reply::ok(&Page { count, needs_request, as_of: sweep::as_of(database)?, members, next })
}

/// The answer that lists who has entered and left a segment, the oldest first, from the first after `after`.
pub fn changes(database: &Database, segment: &SegmentId, after: u64, limit: u32) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Row {
        number: u64,
        at_ms: i64,
        member: MemberId,
        entered: u8,
    }
    #[derive(Serialize)]
    struct Listed {
        number: u64,
        at: Instant,
        member: MemberId,
        change: Change,
    }
    #[derive(Serialize)]
    struct Page {
        changes: Vec<Listed>,
        next: Option<u64>,
    }
    // Those of one that was deleted as well: everybody has left it then.
    if !documents::is_known(database, Kind::Segment, segment.as_str())? {
        return Err(codes::NOT_FOUND.into());
    }
    let query = "SELECT number, at_ms, member, entered FROM segment_changes WHERE segment = ? AND number > ? ORDER BY number LIMIT ?";
    let values = vec![segment.as_str().into(), number(after)?, page::rows(limit as usize)?];
    let mut rows: Vec<Row> = database.rows(query, values)?;
    let goes_on = page::cut(&mut rows, limit as usize);
    let next = rows.last().map(|row| row.number).filter(|_| goes_on);
    let listed = |row: Row| Listed {
        number: row.number,
        at: Instant::from_ms(row.at_ms),
        member: row.member,
        change: if row.entered == 1 { Change::Entered } else { Change::Left },
    };
    Reply::ok(&Page { changes: rows.into_iter().map(listed).collect(), next })
}
