//! Looking at all members again: time alone moves them between segments, and so do new segments, programs and quantiles.
//!
//! A sweep goes through the members in slices, one a ring of the alarm, so that other requests come in between. It begins with
//! the quantiles, which segments may ask for.

use loyalty::Instant;
use serde::{Deserialize, Serialize};

use super::judge::Judge;
use super::{exposures, people, quantiles};
use crate::clock;
use crate::limits::{SWEEP_EVERY_MS, SWEEP_SETTLING_MS, SWEEP_SLICE};
use crate::objects::sql::{Database, document};
use crate::problem::Outcome;

/// How far the looking has come. `…_ms` are of the real clock.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Sweep {
    /// The last member that was looked at, 0 for none; absent while no sweep is under way.
    at: Option<u64>,
    /// The shop's time when it began.
    began_at: Option<Instant>,
    /// The shop's time when the last one that has come to its end began.
    done_at: Option<Instant>,
    /// When the next one begins by itself.
    next_ms: Option<i64>,
    /// When to see whether so many have bought that the quantiles are others.
    settled_ms: Option<i64>,
    /// Whether another follows at once: what this one makes of everybody, the next one's quantiles are made of.
    #[serde(default)]
    again: bool,
}

impl Sweep {
    /// From the first member on.
    fn begun(self) -> Self {
        Self { at: Some(0), began_at: None, ..self }
    }

    /// With everybody looked at. Quantiles and what time does to members are to be seen in every shop, so there is always a
    /// next one.
    fn ended(self, began_at: Instant, real_ms: i64) -> Self {
        let next_ms = Some(real_ms + SWEEP_EVERY_MS);
        let ended = Self { at: None, began_at: None, done_at: Some(began_at), next_ms, ..self };
        if ended.again { Self { again: false, ..ended.begun() } } else { ended }
    }
}

/// Has everybody looked at again, from the first on. Within the transaction of what calls for it.
pub fn start(database: &Database) -> Outcome<()> {
    write(database, &read(database)?.begun())
}

/// As [`start`], for a new program: with another currency or other rates every spend is another, and those of the quantiles
/// are known once everybody was looked at.
pub fn start_twice(database: &Database) -> Outcome<()> {
    write(database, &Sweep { again: true, ..read(database)?.begun() })
}

/// Notes that somebody has changed.
pub fn changed(database: &Database) -> Outcome<()> {
    let sweep = read(database)?;
    if sweep.settled_ms.is_some() {
        return Ok(());
    }
    let real_ms = clock::real_ms();
    let next_ms = sweep.next_ms.or(Some(real_ms + SWEEP_EVERY_MS));
    write(database, &Sweep { settled_ms: Some(real_ms + SWEEP_SETTLING_MS), next_ms, ..sweep })
}

/// The shop's time for which all memberships are known to hold.
pub fn as_of(database: &Database) -> Outcome<Option<Instant>> {
    Ok(read(database)?.done_at)
}

/// When, by the real clock, there is something to do.
pub fn due_ms(database: &Database) -> Outcome<Option<i64>> {
    let Sweep { at, next_ms, settled_ms, .. } = read(database)?;
    Ok(if at.is_some() { Some(0) } else { [next_ms, settled_ms].into_iter().flatten().min() })
}

/// Does what is due, a slice at most. Within a transaction.
pub fn ring(database: &Database, shop: &str, now: Instant) -> Outcome<()> {
    let mut sweep = read(database)?;
    let real_ms = clock::real_ms();
    let is_due = |at_ms: Option<i64>| at_ms.is_some_and(|at_ms| at_ms <= real_ms);
    if is_due(sweep.settled_ms) {
        sweep.settled_ms = None;
        if sweep.at.is_none() && quantiles::are_outgrown(database)? {
            sweep = sweep.begun();
        }
    } else if sweep.at.is_none() && !is_due(sweep.next_ms) {
        return Ok(());
    }
    if sweep.at.is_none() && is_due(sweep.next_ms) {
        sweep = sweep.begun();
    }
    if let Some(at) = sweep.at {
        sweep = slice(database, shop, sweep, at, now)?;
    }
    write(database, &sweep)
}

fn slice(database: &Database, shop: &str, sweep: Sweep, at: u64, now: Instant) -> Outcome<Sweep> {
    let began_at = match sweep.began_at {
        Some(began_at) => began_at,
        None => {
            quantiles::refresh(database, now)?;
            now
        }
    };
    let people = people::after(database, at, SWEEP_SLICE)?;
    let judge = Judge::new(database, shop, now)?;
    people.iter().try_for_each(|person| judge.update_member(database, person))?;
    let is_last = people.len() < SWEEP_SLICE;
    match people.last() {
        Some(last) if !is_last => Ok(Sweep { at: Some(last.number), began_at: Some(began_at), ..sweep }),
        _ => {
            exposures::forget(database, now)?;
            Ok(sweep.ended(began_at, clock::real_ms()))
        }
    }
}

fn read(database: &Database) -> Outcome<Sweep> {
    let found = database.documents("SELECT document FROM meta WHERE name = 'sweep'", Vec::new())?;
    Ok(found.into_iter().next().unwrap_or_default())
}

fn write(database: &Database, sweep: &Sweep) -> Outcome<()> {
    database.run("INSERT OR REPLACE INTO meta (name, document) VALUES ('sweep', ?)", vec![document(sweep)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_is_followed_by_the_next_in_every_shop() {
        let began_at = Instant::from_ms(5);
        let ended = Sweep::default().begun().ended(began_at, 1_000);
        let times = (ended.at, ended.began_at, ended.done_at, ended.next_ms);
        assert_eq!(times, (None, None, Some(began_at), Some(1_000 + SWEEP_EVERY_MS)));
    }

    #[test]
    fn what_a_new_program_begins_is_done_twice() {
        let first = Sweep { again: true, ..Sweep::default() }.begun();
        let second = first.ended(Instant::from_ms(5), 1_000);
        // Without an instant at which it began its first slice makes the quantiles anew.
        assert_eq!((second.at, second.began_at), (Some(0), None));
        assert_eq!(second.ended(Instant::from_ms(6), 2_000).at, None);
    }
}
