//! Taking in what the queue brings: once or several times, late or early, it comes to the same.

use loyalty::Instant;

use super::command::News;
use super::judge::Judge;
use super::{cases, claims, exposures, feedback, members, people, redemptions, sweep, testimonials};
use crate::objects::sql::Database;
use crate::problem::Outcome;

/// Takes it in. Tells whether the edge or a wallet has to hear of it.
pub fn receive(database: &Database, shop: &str, news: &News, now: Instant) -> Outcome<bool> {
    let mut concerns_edge = false;
    let mut changed = Vec::new();
    for state in &news.states {
        exposures::join(database, state)?;
        members::receive(database, state)?;
        redemptions::receive(database, state)?;
        concerns_edge |= state.waits || !state.redemptions.is_empty();
        changed.extend(people::receive(database, state)?);
    }
    for claims in &news.claims {
        concerns_edge |= claims::receive(database, claims)?;
    }
    news.reports.iter().try_for_each(|reports| exposures::receive(database, reports))?;
    news.cases.iter().try_for_each(|told| cases::receive(database, told))?;
    for told in &news.testimonials {
        concerns_edge |= testimonials::receive(database, told)?;
    }
    if !changed.is_empty() || !news.answers.is_empty() {
        let judge = Judge::new(database, shop, now)?;
        changed.iter().try_for_each(|person| judge.update_member(database, person))?;
        news.answers.iter().try_for_each(|told| feedback::receive(database, &judge, told))?;
        sweep::changed(database)?;
    }
    Ok(concerns_edge)
}
