//! What is true of a member at one instant: traits and segments, from the newest snapshot the shop has.

use std::collections::BTreeMap;

use loyalty::condition::{Condition, Native};
use loyalty::offer::Supply;
use loyalty::program::Program;
use loyalty::segment::{ExplainedMembership, Membership};
use loyalty::targeting::{MemberOnPage, Targeting, TargetingDocument, Visit};
use loyalty::traits::{Traits, TraitsContext};
use loyalty::view::Snapshot;
use loyalty::{Instant, MemberId, SegmentId, condition};
use worker::console_error;

use super::people::{self, Person};
use super::{membership, quantiles, targeting};
use crate::codes;
use crate::objects::sql::Database;
use crate::problem::{Failure, Outcome, Problem};

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
            runs: BTreeMap::new(),
        };
        let engine = Native::default();
        let targeting = Targeting::published(document, program.as_ref(), &engine);
        Ok(Self { shop, targeting, has_segments, program, engine, now })
    }

    /// What can be said of a member, and the segments they are in; nothing if their snapshot cannot be read.
    pub fn know(&self, person: &Person) -> Option<(Traits, Vec<SegmentId>)> {
        let snapshot = readable(person)?;
        let basis = TraitsContext {
            program: self.program.as_ref(),
            stages: &self.targeting.settings().stages,
            calendar: self.targeting.calendar(),
            quantiles: None,
            now: self.now,
        };
        let visit = self.visit(&person.member, &snapshot);
        let segments = if self.has_segments { self.targeting.segments_of(&visit, &self.engine) } else { Vec::new() };
        Some((Traits::new(&snapshot, &basis), segments))
    }

    /// Looks at a member and notes what has changed. Nothing is known here of a request, so a segment that asks for one has
    /// whoever is in it whatever the request is.
    pub fn update_member(&self, database: &Database, person: &Person) -> Outcome<()> {
        let Some((traits, segments)) = self.know(person) else { return Ok(()) };
        membership::update(database, &person.member, &person.segments()?, &segments, self.now)?;
        people::note(database, person, &traits, &segments)
    }

    /// How a member stands to every segment. Of one who is not known there is nothing to say but that.
    pub fn explain(&self, member: &MemberId, snapshot: &Snapshot) -> Vec<ExplainedMembership> {
        self.targeting.explain_segments(&self.visit(member, snapshot), &self.engine)
    }

    /// Whether a segment asks for the request.
    pub fn needs_request(&self, segment: &SegmentId) -> bool {
        self.targeting.segments().needs_request(segment.as_str())
    }

    /// A condition as a segment may have it.
    pub fn condition(&self, document: &condition::Value) -> Outcome<Condition> {
        let groups = &self.targeting.settings().groups;
        let checked = self.targeting.segments().condition(document, groups, &self.engine);
        let checked = checked.map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
        Ok(checked.into_inner())
    }

    /// Whether a member would be in a segment with this condition; nothing if their snapshot cannot be read.
    pub fn membership(&self, condition: &Condition, person: &Person) -> Option<Membership> {
        let snapshot = readable(person)?;
        Some(self.targeting.membership(condition, &self.visit(&person.member, &snapshot), &self.engine))
    }

    fn visit<'a>(&'a self, member: &'a MemberId, snapshot: &'a Snapshot) -> Visit<'a> {
        // Nothing is known here of a request.
        const NO_REQUEST: &condition::Value = &condition::Value::Object(Vec::new());
        Visit {
            shop: self.shop,
            program: self.program.as_ref(),
            member: Some(MemberOnPage { id: member, key: "", snapshot }),
            visitor: None,
            request: NO_REQUEST,
            language: "en",
            supply: Supply::FULL,
            now: self.now,
        }
    }
}

/// A member's snapshot. One that cannot be read must not keep the others waiting.
fn readable(person: &Person) -> Option<Snapshot> {
    person.snapshot().map_err(|failure| console_error!("shop: a member's snapshot cannot be read: {failure:?}")).ok()
}
