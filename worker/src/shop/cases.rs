//! The shop's index of its members' cases: whose each is, lists, and the report. The wallets hold the truth; this can be told
//! anew at any time.

use loyalty::case::{Case, CaseKind, CaseReport, CaseStatus, DeskLine, FeedbackSettings, Idea, count_ideas};
use loyalty::{CaseId, Instant, MemberId};
use serde::{Deserialize, Serialize};

use super::documents::{self, Kind};
use super::period::period;
use super::targeting;
use crate::back_office::event::Cases;
use crate::codes;
use crate::json;
use crate::limits::{CASES_DAYS_DEFAULT, CASES_SLICE};
use crate::objects::sql::{Database, document, number};
use crate::problem::{Outcome, invalid};
use crate::reply::Reply;
use crate::wallet::cases::Desk;

/// The table. `seq` is the wallet's.
pub const SCHEMA: &str = "CREATE TABLE cases (id TEXT PRIMARY KEY, member TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, owner TEXT, same_as TEXT, opened_at_ms INTEGER NOT NULL, changed_at_ms INTEGER NOT NULL, seq INTEGER NOT NULL, document TEXT NOT NULL) WITHOUT ROWID";

/// For lists.
pub const BY_OPENING: &str = "CREATE INDEX cases_by_opening ON cases (opened_at_ms, id)";

/// For what the shop has still to do.
pub const ACTIVE: &str =
    "CREATE INDEX active_cases ON cases (opened_at_ms, id) WHERE status IN ('open', 'answered', 'waiting')";

/// For those that close by themselves.
pub const RESTING: &str = "CREATE INDEX resting_cases ON cases (id) WHERE status IN ('answered', 'solved')";

/// What can be asked of all cases.
#[derive(Debug, Serialize, Deserialize)]
pub enum CasesAsk {
    /// Whose a case is, and what it is judged by.
    Find {
        /// Which.
        case: CaseId,
        /// The idea it is to be joined to: there has to be one.
        same_as: Option<CaseId>,
    },
    /// A page of them, the newest first.
    List(Wanted),
    /// What has come of them.
    Report {
        /// From when.
        from: Option<Instant>,
        /// Until when.
        until: Option<Instant>,
    },
}

/// Which cases a list is to have. What is absent leaves out none.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Wanted {
    pub status: Option<CaseStatus>,
    pub kind: Option<CaseKind>,
    pub owner: Option<String>,
    pub member: Option<String>,
    pub overdue: Option<bool>,
    /// Those after this one.
    pub after: Option<CaseId>,
    /// At most so many.
    pub limit: usize,
}

/// Whose a case is, and what it is judged by.
#[derive(Debug, Serialize, Deserialize)]
pub struct Found {
    /// Whose.
    pub member: MemberId,
    /// What else the wallet does not know.
    pub desk: Desk,
}

/// A case as it is stored here.
#[derive(Deserialize)]
struct Row {
    member: MemberId,
    document: String,
}

impl Row {
    fn read(self) -> Outcome<(MemberId, Case)> {
        Ok((self.member, json::from_str(&self.document)?))
    }
}

/// Takes in what a wallet says of its cases, unless something newer is known.
pub fn receive(database: &Database, told: &Cases) -> Outcome<()> {
    let statement = "INSERT INTO cases (id, member, kind, status, owner, same_as, opened_at_ms, changed_at_ms, seq, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, status = excluded.status, owner = excluded.owner, same_as = excluded.same_as, changed_at_ms = excluded.changed_at_ms, seq = excluded.seq, document = excluded.document
        WHERE excluded.seq > cases.seq";
    for case in &told.cases {
        let values = vec![
            case.id.as_str().into(),
            told.member.as_str().into(),
            case.kind.as_str().into(),
            case.status.as_str().into(),
            case.owner.as_ref().map(|owner| owner.as_str()).into(),
            case.same_as.as_ref().map(CaseId::as_str).into(),
            number(case.opened_at.as_ms())?,
            number(case.changed_at.as_ms())?,
            number(told.seq)?,
            document(case)?,
        ];
        database.run(statement, values)?;
    }
    Ok(())
}

/// Answers.
pub fn execute(database: &Database, ask: CasesAsk, now: Instant) -> Outcome<Reply> {
    match ask {
        CasesAsk::Find { case, same_as } => find(database, &case, same_as.as_ref()),
        CasesAsk::List(wanted) => {
            pass_time(database, now)?;
            list(database, &wanted, now)
        }
        CasesAsk::Report { from, until } => {
            pass_time(database, now)?;
            report(database, (from, until), now)
        }
    }
}

/// Closes what has closed by itself: its wallet says so only when something else happens there.
fn pass_time(database: &Database, now: Instant) -> Outcome<()> {
    let query = "SELECT member, document FROM cases WHERE status IN ('answered', 'solved')";
    let rows: Vec<Row> = database.rows(query, Vec::new())?;
    for row in rows {
        let (_, mut case) = row.read()?;
        if case.pass_time(now) {
            let statement = "UPDATE cases SET status = ?, changed_at_ms = ?, document = ? WHERE id = ?";
            let changed_at = number(case.changed_at.as_ms())?;
            let values = vec![case.status.as_str().into(), changed_at, document(&case)?, case.id.as_str().into()];
            database.run(statement, values)?;
        }
    }
    Ok(())
}

/// What the shop sets for cases.
fn settings(database: &Database) -> Outcome<FeedbackSettings> {
    let row = documents::newest(database, Kind::FeedbackSettings, Kind::FeedbackSettings.settings_id())?;
    row.map_or_else(|| Ok(FeedbackSettings::default()), |row| Ok(json::from_str(&row.document)?))
}

fn find(database: &Database, id: &CaseId, same_as: Option<&CaseId>) -> Outcome<Reply> {
    let (member, case) = known(database, id)?.ok_or(codes::CASE_NOT_FOUND)?;
    if let Some(same_as) = same_as {
        let idea = known(database, same_as)?.filter(|(_, idea)| idea.kind == CaseKind::Idea && idea.id != *id);
        idea.ok_or_else(|| invalid("same_as", "is not another idea of this shop"))?;
    }
    let joined = Counts::of(database, std::iter::once(&case))?.people(&case);
    Reply::ok(&Found { member, desk: Desk { settings: settings(database)?, joined } })
}

fn known(database: &Database, id: &CaseId) -> Outcome<Option<(MemberId, Case)>> {
    let row: Option<Row> = database.row("SELECT member, document FROM cases WHERE id = ?", vec![id.as_str().into()])?;
    row.map(Row::read).transpose()
}

fn list(database: &Database, wanted: &Wanted, now: Instant) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct Page {
        cases: Vec<DeskLine>,
        /// What to ask for with `after` to get the next page, if there is one.
        next: Option<CaseId>,
    }
    let settings = settings(database)?;
    let mut place = match &wanted.after {
        Some(after) => {
            let (_, case) = known(database, after)?.ok_or_else(|| invalid("after", "is not a case of this shop"))?;
            Some((case.opened_at.as_ms(), case.id))
        }
        None => None,
    };
    let mut found = Vec::new();
    // Whether a target has passed is for the rules to say, so slices are read until there are enough.
    loop {
        let slice = slice(database, wanted, place.as_ref())?;
        let is_last = slice.len() < CASES_SLICE;
        for (member, case) in slice {
            place = Some((case.opened_at.as_ms(), case.id.clone()));
            let is_wanted = wanted.overdue.is_none_or(|overdue| overdue == case.is_overdue(&settings.targets, now));
            if is_wanted {
                found.push((member, case));
            }
        }
        if is_last || found.len() > wanted.limit {
            break;
        }
    }
    let is_last = found.len() <= wanted.limit;
    found.truncate(wanted.limit);
    let next = found.last().map(|(_, case)| case.id.clone()).filter(|_| !is_last);
    let counts = Counts::of(database, found.iter().map(|(_, case)| case))?;
    let line =
        |(member, case): &(MemberId, Case)| DeskLine::new(case, member, counts.people(case), &settings.targets, now);
    Reply::ok(&Page { cases: found.iter().map(line).collect(), next })
}

/// The next cases of those that columns tell, the newest first.
fn slice(database: &Database, wanted: &Wanted, place: Option<&(i64, CaseId)>) -> Outcome<Vec<(MemberId, Case)>> {
    let mut query = "SELECT member, document FROM cases WHERE 1 = 1".to_owned();
    let mut values = Vec::new();
    let columns = [
        ("status", wanted.status.map(CaseStatus::as_str)),
        ("kind", wanted.kind.map(CaseKind::as_str)),
        ("owner", wanted.owner.as_deref()),
        ("member", wanted.member.as_deref()),
    ];
    for (column, value) in columns {
        if let Some(value) = value {
            query = query + " AND " + column + " = ?";
            values.push(value.into());
        }
    }
    if wanted.overdue == Some(true) {
        query += " AND status IN ('open', 'answered', 'waiting')";
    }
    if let Some((opened_at_ms, id)) = place {
        query += " AND (opened_at_ms, id) < (?, ?)";
        values.extend([number(*opened_at_ms)?, id.as_str().into()]);
    }
    query += " ORDER BY opened_at_ms DESC, id DESC LIMIT ?";
    values.push(number(CASES_SLICE)?);
    let rows: Vec<Row> = database.rows(&query, values)?;
    rows.into_iter().map(Row::read).collect()
}

/// How many people have had each idea.
struct Counts(Vec<(CaseId, u32)>);

impl Counts {
    /// Of all ideas, if one of these is one.
    fn of<'c>(database: &Database, mut cases: impl Iterator<Item = &'c Case>) -> Outcome<Self> {
        #[derive(Deserialize)]
        struct Row {
            id: CaseId,
            member: MemberId,
            same_as: Option<CaseId>,
        }
        if !cases.any(|case| case.kind == CaseKind::Idea) {
            return Ok(Self(Vec::new()));
        }
        let rows: Vec<Row> = database.rows("SELECT id, member, same_as FROM cases WHERE kind = 'idea'", Vec::new())?;
        let idea = |row| {
            let Row { id: case, member, same_as }: &Row = row;
            Idea { case, member, same_as: same_as.as_ref() }
        };
        let ideas: Vec<_> = rows.iter().map(idea).collect();
        Ok(Self(count_ideas(&ideas).into_iter().map(|(case, people)| (case.clone(), people)).collect()))
    }

    /// Of this idea; 1 for what is none, or is joined to another.
    fn people(&self, case: &Case) -> u32 {
        self.0.iter().find(|(counted, _)| *counted == case.id).map_or(1, |(_, people)| *people)
    }
}

fn report(database: &Database, (from, until): (Option<Instant>, Option<Instant>), now: Instant) -> Outcome<Reply> {
    let (from, until) = period((from, until), CASES_DAYS_DEFAULT, now)?;
    let query = "SELECT member, document FROM cases WHERE opened_at_ms >= ? OR changed_at_ms >= ? OR kind = 'idea'
        OR status IN ('open', 'answered', 'waiting')";
    let from_ms = from.as_ms();
    let rows: Vec<Row> = database.rows(query, vec![number(from_ms)?, number(from_ms)?])?;
    let cases = rows.into_iter().map(Row::read).collect::<Outcome<Vec<_>>>()?;
    let calendar = targeting::calendar(database)?;
    Reply::ok(&CaseReport::new(&cases, (from, until), &settings(database)?.targets, &calendar, now))
}
