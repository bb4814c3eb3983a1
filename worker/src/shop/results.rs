//! What came of offers: an experiment's totals, judged by `loyalty`.

use loyalty::experiment::results::{ArmResults, SampleRatio, results};
use loyalty::experiment::{Experiment, Run};
use loyalty::offer::{Offer, PROGRAM_HOLDOUT};
use loyalty::{CandidateId, Days, Instant};
use serde::{Deserialize, Serialize};

use super::documents::{self, Kind};
use super::totals::{Counts, Sales, totals};
use super::{runs, targeting};
use crate::codes;
use crate::json;
use crate::objects::sql::Database;
use crate::problem::{Outcome, invalid};
use crate::reply::Reply;

/// Of which time the program-wide holdout is asked.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Period {
    /// The beginning; that of the run, if absent.
    pub from: Option<Instant>,
    /// The end; now, if absent.
    pub until: Option<Instant>,
}

/// What came of one run.
#[derive(Serialize)]
struct Answer<'a> {
    offer: &'a str,
    run: Run,
    /// Absent if it began before that was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<Instant>,
    #[serde(flatten)]
    time: Time,
    as_of: Instant,
    crossed: u64,
    sample_ratio: SampleRatio,
    arms: Vec<ArmResults>,
}

/// Which orders count.
#[derive(Serialize)]
#[serde(untagged)]
enum Time {
    Window { window_days: Days },
    Period { from: Instant, until: Instant },
}

/// A run, as results need it.
struct Divided {
    run: Run,
    began_at: Option<Instant>,
    experiment: Experiment,
}

/// The results of an offer: of the run that it is in, or of an earlier one.
pub fn of_offer(database: &Database, offer: &CandidateId, run: Option<Run>, now: Instant) -> Outcome<Reply> {
    let row = documents::newest(database, Kind::Offer, offer.as_str())?.ok_or(codes::NOT_FOUND)?;
    let as_it_is = || Ok(json::from_str::<Offer>(&row.document)?.experiment());
    let divided = divided(database, offer.as_str(), run, as_it_is)?;
    let window_days = targeting::settings(database)?.attribution_days;
    let counts = totals(database, offer.as_str(), divided.run, Sales::Within(window_days), now)?;
    answer((offer.as_str(), divided), Time::Window { window_days }, counts, now)
}

/// The results of all offers together: people who see them against people who see none.
pub fn of_program(database: &Database, run: Option<Run>, period: Period, now: Instant) -> Outcome<Reply> {
    let as_it_is = || runs::of_program(targeting::settings(database)?.holdout);
    let divided = divided(database, PROGRAM_HOLDOUT, run, as_it_is)?;
    let until = period.until.unwrap_or(now);
    let from = period.from.or(divided.began_at).unwrap_or(Instant::from_ms(0));
    if from > until {
        return Err(invalid("until", "must not be before from"));
    }
    let counts = totals(database, PROGRAM_HOLDOUT, divided.run, Sales::Between(from, until), now)?;
    answer((PROGRAM_HOLDOUT, divided), Time::Period { from, until }, counts, now)
}

/// The run that is asked for. What was never published since there are runs is in its first.
fn divided(
    database: &Database,
    offer: &str,
    run: Option<Run>,
    as_it_is: impl FnOnce() -> Outcome<Experiment>,
) -> Outcome<Divided> {
    match runs::find(database, offer, run)? {
        Some(row) => Ok(Divided { run: row.run, began_at: Some(row.began_at()), experiment: row.experiment()? }),
        None if run.unwrap_or_default() == Run::FIRST => {
            Ok(Divided { run: Run::FIRST, began_at: None, experiment: as_it_is()? })
        }
        None => Err(codes::NOT_FOUND.into()),
    }
}

fn answer((offer, divided): (&str, Divided), time: Time, counts: Counts, now: Instant) -> Outcome<Reply> {
    let results = results(&divided.experiment, &counts.totals);
    let answer = Answer {
        offer,
        run: divided.run,
        started_at: divided.began_at,
        time,
        as_of: now,
        crossed: counts.crossed,
        sample_ratio: results.sample_ratio,
        arms: results.arms,
    };
    Reply::ok(&answer)
}
