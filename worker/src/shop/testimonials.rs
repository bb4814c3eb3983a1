//! The shop's index of its members' testimonials: whose each is, a list, and what everybody is shown. The wallets hold the
//! truth; this can be told anew at any time.

use loyalty::testimonial::{DeskTestimonial, ShownTestimonial, Testimonial, TestimonialStatus};
use loyalty::{MemberId, TestimonialId};
use serde::{Deserialize, Serialize};

use super::publish;
use crate::back_office::event::Testimonials;
use crate::codes;
use crate::json;
use crate::limits::TESTIMONIALS_SHOWN;
use crate::objects::sql::{Database, document, number};
use crate::problem::{Outcome, invalid};
use crate::reply::Reply;

/// The table. `seq` is the wallet's.
pub const SCHEMA: &str = "CREATE TABLE testimonials (id TEXT PRIMARY KEY, member TEXT NOT NULL, status TEXT NOT NULL, at_ms INTEGER NOT NULL, changed_at_ms INTEGER NOT NULL, seq INTEGER NOT NULL, document TEXT NOT NULL) WITHOUT ROWID";

/// For lists.
pub const BY_TIME: &str = "CREATE INDEX testimonials_by_time ON testimonials (at_ms, id)";

/// For what everybody is shown.
pub const APPROVED: &str =
    "CREATE INDEX approved_testimonials ON testimonials (changed_at_ms, id) WHERE status = 'approved'";

/// What can be asked of all testimonials.
#[derive(Debug, Serialize, Deserialize)]
pub enum TestimonialsAsk {
    /// Whose a testimonial is.
    Find(TestimonialId),
    /// A page of them, the newest first.
    List {
        /// Only those that have come so far.
        status: Option<TestimonialStatus>,
        /// Only those after this one.
        after: Option<TestimonialId>,
        /// At most so many.
        limit: usize,
    },
}

/// A testimonial as it is stored here.
#[derive(Deserialize)]
struct Row {
    member: MemberId,
    document: String,
}

/// Takes in what a wallet says of its testimonials, unless something newer is known. Tells whether pages must hear of it.
pub fn receive(database: &Database, told: &Testimonials) -> Outcome<bool> {
    let statement = "INSERT INTO testimonials (id, member, status, at_ms, changed_at_ms, seq, document) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET status = excluded.status, changed_at_ms = excluded.changed_at_ms, seq = excluded.seq, document = excluded.document
        WHERE excluded.seq > testimonials.seq";
    let mut concerns_pages = false;
    for testimonial in &told.testimonials {
        let values = vec![
            testimonial.id.as_str().into(),
            told.member.as_str().into(),
            testimonial.status.as_str().into(),
            number(testimonial.at.as_ms())?,
            number(testimonial.changed_at.as_ms())?,
            number(told.seq)?,
            document(testimonial)?,
        ];
        database.run(statement, values)?;
        // What waits was never shown.
        concerns_pages |= testimonial.status != TestimonialStatus::Waiting;
    }
    if concerns_pages {
        publish::testimonials_changed(database)?;
    }
    Ok(concerns_pages)
}

/// Answers.
pub fn execute(database: &Database, ask: TestimonialsAsk) -> Outcome<Reply> {
    match ask {
        TestimonialsAsk::Find(id) => Reply::ok(&known(database, &id)?.ok_or(codes::TESTIMONIAL_NOT_FOUND)?.0),
        TestimonialsAsk::List { status, after, limit } => list(database, status, after.as_ref(), limit),
    }
}

/// What everybody is shown, the newest approved first, as pages hear it.
pub fn shown(database: &Database) -> Outcome<String> {
    #[derive(Serialize)]
    struct Shown<'a> {
        testimonials: Vec<ShownTestimonial<'a>>,
    }
    let query =
        "SELECT document FROM testimonials WHERE status = 'approved' ORDER BY changed_at_ms DESC, id DESC LIMIT ?";
    let approved: Vec<Testimonial> = database.documents(query, vec![number(TESTIMONIALS_SHOWN)?])?;
    Ok(serde_json::to_string(&Shown { testimonials: approved.iter().map(ShownTestimonial::from).collect() })?)
}

fn known(database: &Database, id: &TestimonialId) -> Outcome<Option<(MemberId, Testimonial)>> {
    let query = "SELECT member, document FROM testimonials WHERE id = ?";
    let row: Option<Row> = database.row(query, vec![id.as_str().into()])?;
    row.map(read).transpose()
}

fn read(row: Row) -> Outcome<(MemberId, Testimonial)> {
    Ok((row.member, json::from_str(&row.document)?))
}

fn list(
    database: &Database,
    status: Option<TestimonialStatus>,
    after: Option<&TestimonialId>,
    limit: usize,
) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct Page<'a> {
        testimonials: Vec<DeskTestimonial<'a>>,
        /// What to ask for with `after` to get the next page, if there is one.
        next: Option<&'a TestimonialId>,
    }
    let mut query = "SELECT member, document FROM testimonials WHERE 1 = 1".to_owned();
    let mut values = Vec::new();
    if let Some(status) = status {
        query += " AND status = ?";
        values.push(status.as_str().into());
    }
    if let Some(after) = after {
        let known = known(database, after)?;
        let (_, place) = known.ok_or_else(|| invalid("after", "is not a testimonial of this shop"))?;
        query += " AND (at_ms, id) < (?, ?)";
        values.extend([number(place.at.as_ms())?, place.id.as_str().into()]);
    }
    query += " ORDER BY at_ms DESC, id DESC LIMIT ?";
    values.push(number(limit + 1)?);
    let rows: Vec<Row> = database.rows(&query, values)?;
    let found = rows.into_iter().map(read).collect::<Outcome<Vec<_>>>()?;
    let shown = &found[..found.len().min(limit)];
    let next = shown.last().map(|(_, testimonial)| &testimonial.id).filter(|_| found.len() > limit);
    let testimonials = shown.iter().map(|(member, testimonial)| DeskTestimonial { member, testimonial });
    Reply::ok(&Page { testimonials: testimonials.collect(), next })
}
