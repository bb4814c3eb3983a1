//! Since when an offer's people are divided as they are, and how they were divided before.

use std::collections::BTreeMap;

use loyalty::experiment::{Experiment, Run, Share, Variant};
use loyalty::offer::{PROGRAM, PROGRAM_HOLDOUT};
use loyalty::{ExperimentKey, Instant, VariantKey};
use serde::Deserialize;

use crate::json;
use crate::objects::sql::{Database, document, number};
use crate::problem::{Outcome, broken};

/// The table: how people were divided when each run began, as JSON. The program-wide holdout has runs as an offer has. An
/// offer that was published before there were runs has none of them until it is published again, and is in its first.
pub const SCHEMA: &str = "CREATE TABLE runs (offer TEXT NOT NULL, run INTEGER NOT NULL, began_at_ms INTEGER NOT NULL, experiment TEXT NOT NULL, is_over INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (offer, run)) WITHOUT ROWID";

/// A run.
#[derive(Deserialize)]
pub struct Row {
    /// Which.
    pub run: Run,
    began_at_ms: i64,
    experiment: String,
    is_over: u8,
}

impl Row {
    /// When it began.
    pub fn began_at(&self) -> Instant {
        Instant::from_ms(self.began_at_ms)
    }

    /// How people were divided.
    pub fn experiment(&self) -> Outcome<Experiment> {
        Ok(json::from_str(&self.experiment)?)
    }
}

/// A run, the newest if none is named.
pub fn find(database: &Database, offer: &str, run: Option<Run>) -> Outcome<Option<Row>> {
    let query = "SELECT run, began_at_ms, experiment, is_over FROM runs WHERE offer = ? AND (? IS NULL OR run = ?) ORDER BY run DESC LIMIT 1";
    let run = run.map(|run| number(run.0)).transpose()?;
    database.row(query, vec![offer.into(), run.clone().into(), run.into()])
}

/// Begins another run, unless the last one goes on and divides people as this does. Within the transaction that publishes.
pub fn publish(database: &Database, offer: &str, experiment: &Experiment, now: Instant) -> Outcome<()> {
    let run = match find(database, offer, None)? {
        Some(last) if last.is_over == 0 && last.experiment()?.divides_as(experiment) => return Ok(()),
        Some(last) => last.run.next(),
        None => Run::FIRST,
    };
    let statement = "INSERT INTO runs (offer, run, began_at_ms, experiment) VALUES (?, ?, ?, ?)";
    database.run(statement, vec![offer.into(), number(run.0)?, number(now.as_ms())?, document(experiment)?])
}

/// Begins another run of the program-wide holdout if its share is another, and ends it when nobody is held out any more.
pub fn publish_holdout(database: &Database, share: Share, now: Instant) -> Outcome<()> {
    if share == Share::NONE {
        return end(database, PROGRAM_HOLDOUT);
    }
    publish(database, PROGRAM_HOLDOUT, &of_program(share)?, now)
}

/// Ends the last run: whatever is published under this name is divided anew.
pub fn end(database: &Database, offer: &str) -> Outcome<()> {
    database.run("UPDATE runs SET is_over = 1 WHERE offer = ?", vec![offer.into()])
}

/// The newest runs, for pages: of what was ever divided anew, as everything else is in its first.
pub fn newest(database: &Database) -> Outcome<BTreeMap<String, Run>> {
    #[derive(Deserialize)]
    struct Newest {
        offer: String,
        run: Run,
    }
    let query = "SELECT offer, max(run) AS run FROM runs GROUP BY offer HAVING max(run) > 1";
    let rows: Vec<Newest> = database.rows(query, Vec::new())?;
    Ok(rows.into_iter().map(|row| (row.offer, row.run)).collect())
}

/// The program-wide holdout as an experiment.
pub fn of_program(holdout: Share) -> Outcome<Experiment> {
    let name = |_| broken("the name of the program-wide holdout");
    Ok(Experiment {
        key: ExperimentKey::new(PROGRAM_HOLDOUT).map_err(name)?,
        variants: vec![Variant { key: VariantKey::new(PROGRAM).map_err(name)?, weight: None }],
        coverage: Share::ALL,
        holdout,
        namespace: None,
        filters: Vec::new(),
    })
}
