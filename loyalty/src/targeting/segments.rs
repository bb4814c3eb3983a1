//! The segments that a person is in.

use super::{Targeting, Visit};
use crate::{
    SegmentId,
    condition::{Condition, Engine},
    segment::{ExplainedMembership, Membership, Segments},
};

impl Targeting {
    /// The shop's segments.
    pub fn segments(&self) -> &Segments {
        &self.segments
    }

    /// The segments a person is in whatever the request is.
    pub fn segments_of(&self, visit: &Visit<'_>, engine: &dyn Engine) -> Vec<SegmentId> {
        let (standings, _) = self.segments.standings(&self.attributes(visit), self.context(engine));
        let is_in = |(id, membership): (SegmentId, Membership)| (membership == Membership::In).then_some(id);
        standings.into_iter().filter_map(is_in).collect()
    }

    /// A person's standing to every segment, and why, as far as it does not depend on the request.
    pub fn explain_segments(&self, visit: &Visit<'_>, engine: &dyn Engine) -> Vec<ExplainedMembership> {
        self.segments.explain(&self.attributes(visit), self.context(engine))
    }

    /// Whether a person would be in a segment with this condition.
    pub fn membership(&self, condition: &Condition, visit: &Visit<'_>, engine: &dyn Engine) -> Membership {
        let (_, known) = self.segments.standings(&self.attributes(visit), self.context(engine));
        known.membership(condition, self.context(engine))
    }
}
