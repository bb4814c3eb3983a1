//! Who met which offer and what they did about it, as beacons report it: each thing once, however often it is told.

use std::collections::BTreeMap;

use loyalty::experiment::Arm;
use loyalty::experiment::results::Totals;
use loyalty::offer::{Counted, Deed};
use loyalty::{Days, Instant, MemberId};
use serde::Deserialize;

use crate::back_office::event::Reports;
use crate::json;
use crate::objects::sql::{Database, document, number};
use crate::problem::Outcome;

/// The table. Whoever has a row was reported once; whoever has a `seen_at_ms`, the first, is a visitor of the experiment. The
/// arm is that of the first report, as JSON.
pub const SCHEMA: &str = "CREATE TABLE exposures (offer TEXT NOT NULL, subject TEXT NOT NULL, arm TEXT NOT NULL, seen_at_ms INTEGER, clicked INTEGER NOT NULL, dismissed INTEGER NOT NULL, converted INTEGER NOT NULL, PRIMARY KEY (offer, subject)) WITHOUT ROWID";

/// Which member somebody turned out to be. One member is one person: with two, an order would count for both.
pub const SUBJECTS: &str =
    "CREATE TABLE subjects (subject TEXT PRIMARY KEY, member TEXT NOT NULL UNIQUE) WITHOUT ROWID";

/// Takes in what was reported of one person. Told twice, late or in another order it comes to the same.
pub fn take_in(database: &Database, reports: &Reports) -> Outcome<()> {
    if let Some(member) = &reports.member {
        link(database, &reports.subject, member)?;
    }
    reports.events.iter().try_for_each(|counted| count(database, reports, counted))
}

fn link(database: &Database, subject: &str, member: &MemberId) -> Outcome<()> {
    let statement = "INSERT OR IGNORE INTO subjects (subject, member) VALUES (?, ?)";
    database.run(statement, vec![subject.into(), member.as_str().into()])
}

fn count(database: &Database, reports: &Reports, counted: &Counted) -> Outcome<()> {
    // Of two times the earlier; `min` of one that is missing would be missing, too.
    let statement = "INSERT INTO exposures (offer, subject, arm, seen_at_ms, clicked, dismissed, converted) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (offer, subject) DO UPDATE SET
            seen_at_ms = min(coalesce(seen_at_ms, excluded.seen_at_ms), coalesce(excluded.seen_at_ms, seen_at_ms)),
            clicked = max(clicked, excluded.clicked), dismissed = max(dismissed, excluded.dismissed),
            converted = max(converted, excluded.converted)";
    let seen_at_ms = (counted.deed == Deed::Seen).then(|| number(reports.at.as_ms())).transpose()?;
    let did = |deed: Deed| number(i64::from(counted.deed == deed));
    let values = vec![
        counted.offer.as_str().into(),
        reports.subject.as_str().into(),
        document(&counted.arm)?,
        seen_at_ms.into(),
        did(Deed::Clicked)?,
        did(Deed::Dismissed)?,
        did(Deed::Converted)?,
    ];
    database.run(statement, values)
}

/// What the people of each arm did and what they bought within this time from when they were first counted.
///
/// It is summed up when somebody asks. A sum kept for each arm would have to follow every order, refund, move of an order to
/// another member, sign-in and change of the window, for each of some twenty offers a buyer has met; asking is rare. For the
/// 100,000 people of a large offer this reads 100,000 neighbouring rows, looks each up twice and sorts what comes out: about a
/// second and 300,000 rows read, with 500 offers as with one. What leaves SQLite is a row for each arm and
/// sum that somebody spent, so that squares are summed without overflow.
pub fn totals(database: &Database, offer: &str, window: Days, now: Instant) -> Outcome<BTreeMap<Arm, Totals>> {
    #[derive(Deserialize)]
    struct Row {
        arm: String,
        revenue: i64,
        visitors: u64,
        window_open: u64,
        clicks: u64,
        dismissals: u64,
        taken: u64,
        conversions: u64,
        orders: u64,
    }
    let query = "SELECT arm, revenue, count(*) AS visitors, sum(is_open) AS window_open, sum(clicked) AS clicks, sum(dismissed) AS dismissals,
            sum(converted) AS taken, sum(orders > 0) AS conversions, sum(orders) AS orders
        FROM (SELECT person.arm, person.clicked, person.dismissed, person.converted, person.seen_at_ms > ? AS is_open, count(sale.number) AS orders, coalesce(sum(sale.value), 0) AS revenue
            FROM exposures AS person LEFT JOIN subjects AS known ON known.subject = person.subject
            LEFT JOIN claims AS sale ON sale.member = known.member AND sale.counts = 1
                AND sale.placed_at_ms >= person.seen_at_ms AND sale.placed_at_ms < person.seen_at_ms + ?
            WHERE person.offer = ? AND person.seen_at_ms IS NOT NULL GROUP BY person.subject)
        GROUP BY arm, revenue";
    let window_ms = (Instant::from_ms(0) + window).as_ms();
    let values = vec![number((now - window).as_ms())?, number(window_ms)?, offer.into()];
    let rows: Vec<Row> = database.rows(query, values)?;
    let mut totals: BTreeMap<Arm, Totals> = BTreeMap::new();
    for row in rows {
        let total = totals.entry(json::from_str(&row.arm)?).or_default();
        total.visitors += row.visitors;
        total.window_open += row.window_open;
        total.clicks += row.clicks;
        total.dismissals += row.dismissals;
        total.taken += row.taken;
        total.conversions += row.conversions;
        total.orders += row.orders;
        if row.revenue != 0 {
            (0..row.visitors).for_each(|_| total.change_revenue(0, row.revenue));
        }
    }
    Ok(totals)
}
