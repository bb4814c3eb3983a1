//! What came of offers: an experiment's totals, judged by `loyalty`.

use loyalty::experiment::results::{ArmResults, SampleRatio, results};
use loyalty::experiment::{Experiment, Share, Variant};
use loyalty::offer::{Offer, PROGRAM, PROGRAM_HOLDOUT};
use loyalty::{CandidateId, ExperimentKey, Instant, VariantKey};
use serde::Serialize;

use super::documents::{self, Kind};
use super::{exposures, targeting};
use crate::codes;
use crate::json;
use crate::objects::sql::Database;
use crate::problem::{Outcome, broken};
use crate::reply::Reply;

/// What came of one offer.
#[derive(Serialize)]
struct Answer<'a> {
    offer: &'a str,
    window_days: u32,
    as_of: Instant,
    sample_ratio: SampleRatio,
    arms: Vec<ArmResults>,
}

/// The results of an offer, divided as its published version is, or as its last one if none is published.
pub fn of_offer(database: &Database, offer: &CandidateId, now: Instant) -> Outcome<Reply> {
    let row = documents::newest(database, Kind::Offer, offer.as_str())?.ok_or(codes::NOT_FOUND)?;
    let experiment = json::from_str::<Offer>(&row.document)?.experiment();
    answer(database, offer.as_str(), &experiment, now)
}

/// The results of all offers together: people who see them against people who see none.
pub fn of_program(database: &Database, now: Instant) -> Outcome<Reply> {
    let holdout = targeting::settings(database)?.holdout;
    let name = |_| broken("the name of the program-wide holdout");
    let experiment = Experiment {
        key: ExperimentKey::new(PROGRAM_HOLDOUT).map_err(name)?,
        variants: vec![Variant { key: VariantKey::new(PROGRAM).map_err(name)?, weight: None }],
        coverage: Share::ALL,
        holdout,
        namespace: None,
        filters: Vec::new(),
    };
    answer(database, PROGRAM_HOLDOUT, &experiment, now)
}

fn answer(database: &Database, offer: &str, experiment: &Experiment, now: Instant) -> Outcome<Reply> {
    let attribution_days = targeting::settings(database)?.attribution_days;
    let totals = exposures::totals(database, offer, attribution_days, now)?;
    let results = results(experiment, &totals);
    let answer = Answer {
        offer,
        window_days: attribution_days.0,
        as_of: now,
        sample_ratio: results.sample_ratio,
        arms: results.arms,
    };
    Reply::ok(&answer)
}
