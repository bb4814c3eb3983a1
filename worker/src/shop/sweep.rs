//! Looking at all members again: time alone moves them between segments, and so do new segments, programs and quantiles.
//!
//! A sweep goes through the members in slices, one a ring of the alarm, so that other requests come in between. It begins with
//! the quantiles, which segments may ask for.

use loyalty::condition::Native;
use loyalty::offer::{MemberOnPage, Targeting, TargetingDocument, Visit};
use loyalty::program::Program;
use loyalty::traits::{Basis, Purchases, Traits};
use loyalty::view::Snapshot;
use loyalty::{Instant, SegmentId, condition};
use serde::{Deserialize, Serialize};
use worker::console_error;

use super::people::{self, Person};
use super::{membership, quantiles, targeting};
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
}

/// Has everybody looked at again, from the first on. Within the transaction of what calls for it.
pub fn begin(database: &Database) -> Outcome<()> {
    write(database, &Sweep { at: Some(0), began_at: None, ..read(database)? })
}

/// Notes that somebody has changed.
pub fn changed(database: &Database) -> Outcome<()> {
    let sweep = read(database)?;
    if sweep.settled_ms.is_some() {
        return Ok(());
    }
    write(database, &Sweep { settled_ms: Some(clock::real_ms() + SWEEP_SETTLING_MS), ..sweep })
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
            sweep = Sweep { at: Some(0), began_at: None, ..sweep };
        }
    } else if sweep.at.is_none() && !is_due(sweep.next_ms) {
        return Ok(());
    }
    if sweep.at.is_none() && is_due(sweep.next_ms) {
        sweep = Sweep { at: Some(0), began_at: None, ..sweep };
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
    people.iter().try_for_each(|person| judge.look(database, person))?;
    let is_last = people.len() < SWEEP_SLICE;
    match people.last() {
        Some(last) if !is_last => Ok(Sweep { at: Some(last.number), began_at: Some(began_at), ..sweep }),
        _ => {
            let concerns_anybody = judge.has_segments || targeting::concerns_pages(database)?;
            let next_ms = concerns_anybody.then(|| clock::real_ms() + SWEEP_EVERY_MS);
            Ok(Sweep { at: None, began_at: None, done_at: Some(began_at), next_ms, ..sweep })
        }
    }
}

/// All it takes to tell which segments somebody is in at one instant.
pub struct Judge<'s> {
    shop: &'s str,
    targeting: Targeting,
    has_segments: bool,
    program: Option<Program>,
    engine: Native,
    now: Instant,
}

impl<'s> Judge<'s> {
    /// By what is stored now.
    pub fn new(database: &Database, shop: &'s str, now: Instant) -> Outcome<Self> {
        let program = targeting::program(database)?;
        let segments = targeting::segments(database)?;
        let has_segments = !segments.is_empty();
        let document = TargetingDocument {
            settings: targeting::settings(database)?,
            segments,
            offers: Vec::new(),
            surveys: Vec::new(),
            quantiles: quantiles::stored(database)?,
        };
        let engine = Native::default();
        let targeting = Targeting::published(document, program.as_ref(), &engine);
        Ok(Self { shop, targeting, has_segments, program, engine, now })
    }

    /// What can be said of a member, and the segments they are in; nothing if their snapshot cannot be read.
    pub fn know(&self, person: &Person) -> Option<(Traits, Vec<SegmentId>)> {
        let snapshot = person.snapshot().ok()?;
        let stages = &self.targeting.settings().stages;
        let traits =
            Traits::new(&snapshot, &Basis { program: self.program.as_ref(), stages, quantiles: None, now: self.now });
        let segments = self.targeting.segments_of(&self.visit(person, &snapshot), &self.engine);
        Some((traits, segments))
    }

    fn visit<'a>(&'a self, person: &'a Person, snapshot: &'a Snapshot) -> Visit<'a> {
        // Nothing is known here of a request.
        const NO_REQUEST: &condition::Value = &condition::Value::Object(Vec::new());
        Visit {
            shop: self.shop,
            program: self.program.as_ref(),
            member: Some(MemberOnPage { id: &person.member, key: "", snapshot }),
            visitor: None,
            request: NO_REQUEST,
            language: "en",
            now: self.now,
        }
    }

    /// Looks at a member and notes what has changed. Nothing is known here of a request, so a segment that asks for one has
    /// whoever is in it without.
    pub fn look(&self, database: &Database, person: &Person) -> Outcome<()> {
        let snapshot = match person.snapshot() {
            Ok(snapshot) => snapshot,
            Err(failure) => {
                // One that cannot be read must not keep the others waiting.
                console_error!("shop: a member's snapshot cannot be read: {failure:?}");
                return Ok(());
            }
        };
        let visit = self.visit(person, &snapshot);
        let segments = if self.has_segments { self.targeting.segments_of(&visit, &self.engine) } else { Vec::new() };
        let purchases = Purchases::new(&snapshot.facts, self.program.as_ref(), self.now);
        membership::update(database, &person.member, &person.segments()?, &segments, self.now)?;
        people::note(database, person, &purchases, &segments)
    }
}

fn read(database: &Database) -> Outcome<Sweep> {
    let found = database.documents("SELECT document FROM meta WHERE name = 'sweep'", Vec::new())?;
    Ok(found.into_iter().next().unwrap_or_default())
}

fn write(database: &Database, sweep: &Sweep) -> Outcome<()> {
    database.run("INSERT OR REPLACE INTO meta (name, document) VALUES ('sweep', ?)", vec![document(sweep)?])
}
