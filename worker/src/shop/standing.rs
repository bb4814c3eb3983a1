//! How members stand: one of them to every segment, all of them to a condition, and the shop's stages and quantiles.

use loyalty::MemberId;
use loyalty::condition;
use loyalty::offer::OfferSettings;
use loyalty::segment::{ExplainedMembership, Membership};
use loyalty::traits::LoyaltyReport;
use serde::Serialize;

use super::command::Measures;
use super::judge::Judge;
use super::{people, quantiles, sweep, targeting};
use crate::limits::COUNT_SLICE;
use crate::objects::sql::Database;
use crate::problem::Outcome;
use crate::reply::Reply;

/// The answer that tells in which segments a member is, and why. One that the shop has not heard of yet has nothing.
pub fn of_member(database: &Database, judge: &Judge<'_>, member: &MemberId) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct Standings {
        segments: Vec<ExplainedMembership>,
    }
    let person = people::of(database, member)?;
    let snapshot = person.map(|person| person.snapshot()).transpose()?.unwrap_or_default();
    Reply::ok(&Standings { segments: judge.explain(member, &snapshot) })
}

/// The answer that counts the members who meet a condition, from the first after this number on, as many as are looked at
/// at once.
pub fn count(database: &Database, judge: &Judge<'_>, document: &condition::Value, after: u64) -> Outcome<Reply> {
    #[derive(Default, Serialize)]
    struct Counted {
        members: u64,
        needs_request: u64,
        looked_at: usize,
        next: Option<u64>,
    }
    let condition = judge.condition(document)?;
    let people = people::after(database, after, COUNT_SLICE)?;
    let is_last = people.len() < COUNT_SLICE;
    let next = people.last().map(|person| person.number).filter(|_| !is_last);
    let mut counted = Counted { looked_at: people.len(), next, ..Counted::default() };
    for person in &people {
        match judge.membership(&condition, person) {
            Some(Membership::In) => counted.members += 1,
            Some(Membership::NeedsRequest) => counted.needs_request += 1,
            Some(Membership::Out) | None => {}
        }
    }
    Reply::ok(&counted)
}

/// The answer that tells how the shop's members are spread.
pub fn report(database: &Database) -> Outcome<Reply> {
    let currency = targeting::program(database)?.map(|program| program.currency);
    let (as_of, stages) = (sweep::as_of(database)?, people::stages(database)?);
    Reply::ok(&LoyaltyReport::new(as_of, stages, currency, quantiles::stored(database)?))
}

/// What members are measured with.
pub fn measures(database: &Database) -> Outcome<Reply> {
    let OfferSettings { stages, time_zone, .. } = targeting::settings(database)?;
    Reply::ok(&Measures { stages, time_zone, quantiles: quantiles::stored(database)? })
}
