//! What the people of each arm did and what they bought, summed up when somebody asks.

use std::collections::BTreeMap;

use loyalty::experiment::results::Totals;
use loyalty::experiment::{Arm, Run};
use loyalty::{Days, Instant};
use serde::Deserialize;

use crate::json;
use crate::objects::sql::{Database, number};
use crate::problem::Outcome;

/// Which orders count of those who were counted: all of them were placed when they had been.
#[derive(Clone, Copy)]
pub enum Sales {
    /// Those placed within this time from when somebody was counted.
    Within(Days),
    /// Those placed from the first instant and before the second; whoever was counted later does not count.
    Between(Instant, Instant),
}

/// What was counted in a run.
#[derive(Default)]
pub struct Counts {
    /// Of each arm.
    pub totals: BTreeMap<Arm, Totals>,
    /// People who were met in two arms, on two devices, before it was known who they are. They are in neither.
    pub crossed: u64,
}

/// Later than anything, in milliseconds, and still a whole number to SQLite when a time is added.
const NEVER_MS: i64 = 1 << 52;

/// Sums a run up. A member is one person, however many visitors that was.
///
/// A sum kept for each arm would have to follow every order, refund, move of an order to another member, sign-in and change of
/// the window, for each of some twenty offers a buyer has met; asking is rare. For the 100,000 people of a large offer this
/// reads 100,000 neighbouring rows, looks each up twice and sorts what comes out: about a second and 300,000 rows read, with
/// 500 offers as with one. What leaves SQLite is a row for each arm and sum that somebody spent, so that squares are summed
/// without overflow.
pub fn totals(database: &Database, offer: &str, run: Run, sales: Sales, now: Instant) -> Outcome<Counts> {
    #[derive(Deserialize)]
    struct Row {
        arm: Option<String>,
        revenue: i64,
        visitors: u64,
        window_open: u64,
        clicks: u64,
        dismissals: u64,
        taken: u64,
        conversions: u64,
        orders: u64,
    }
    // Whoever was seen in one arm alone has that arm, and who was seen in two has none.
    let query = "WITH person AS (
            SELECT coalesce('member ' || known.member, 'subject ' || met.subject) AS who,
                known.member AS member, min(seen_at_ms) AS seen_at_ms,
                max(min(seen_at_ms), ?) AS opens_ms, min(min(seen_at_ms) + ?, ?) AS closes_ms,
                max(clicked) AS clicked, max(dismissed) AS dismissed, max(converted) AS converted,
                min(arm) FILTER (WHERE seen_at_ms IS NOT NULL) AS arm, max(arm) FILTER (WHERE seen_at_ms IS NOT NULL) AS last_arm
            FROM met LEFT JOIN links AS known ON known.subject = met.subject
            WHERE offer = ? AND run = ?
            GROUP BY who HAVING min(seen_at_ms) < ?),
        sale AS (
            SELECT person.who AS who, claims.value AS value FROM person JOIN claims ON claims.member = person.member
                AND claims.counts = 1 AND claims.placed_at_ms >= opens_ms AND claims.placed_at_ms < closes_ms
            UNION ALL SELECT person.who AS who, guest.value AS value FROM guest_orders AS guest
                LEFT JOIN links AS buyer ON buyer.subject = guest.subject
                JOIN person ON person.who = coalesce('member ' || buyer.member, 'subject ' || guest.subject)
                AND guest.counts = 1 AND guest.placed_at_ms >= opens_ms AND guest.placed_at_ms < closes_ms)
        SELECT arm, revenue, count(*) AS visitors, sum(seen_at_ms > ?) AS window_open,
            sum(clicked) AS clicks, sum(dismissed) AS dismissals,
            sum(converted) AS taken, sum(orders > 0) AS conversions, sum(orders) AS orders
        FROM (SELECT CASE WHEN arm = last_arm THEN arm END AS arm, seen_at_ms, clicked, dismissed, converted,
                count(sale.who) AS orders, coalesce(sum(sale.value), 0) AS revenue
            FROM person LEFT JOIN sale ON sale.who = person.who GROUP BY person.who)
        GROUP BY arm, revenue";
    let (from_ms, until_ms, window_ms) = match sales {
        Sales::Within(days) => (0, NEVER_MS, (Instant::from_ms(0) + days).as_ms()),
        Sales::Between(from, until) => (from.as_ms(), until.as_ms(), NEVER_MS),
    };
    // Whoever was counted after this may still order something that counts.
    let closed_ms = if until_ms > now.as_ms() { now.as_ms() - window_ms } else { NEVER_MS };
    let values = vec![
        number(from_ms)?,
        number(window_ms)?,
        number(until_ms)?,
        offer.into(),
        number(run.0)?,
        number(until_ms)?,
        number(closed_ms)?,
    ];
    let rows: Vec<Row> = database.rows(query, values)?;
    let mut counts = Counts::default();
    for row in rows {
        let Some(arm) = row.arm else {
            counts.crossed += row.visitors;
            continue;
        };
        let total = counts.totals.entry(json::from_str(&arm)?).or_default();
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
    Ok(counts)
}
