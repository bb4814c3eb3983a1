//! Who is in a segment as far as that is known without a request: what a shop sees of its segments.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{ATTRIBUTE, Segments, is_attribute, list};
use crate::{
    SegmentId,
    condition::{Condition, Context, Reason, Residue, Value},
};

/// Whether somebody is in a segment, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Whatever the request is.
    In,
    /// Whatever the request is.
    Out,
    /// That depends on the request.
    NeedsRequest,
}

/// How somebody stands to a segment, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExplainedMembership {
    /// Which segment.
    pub segment: SegmentId,
    /// Whether they are in it; none if only a request can tell.
    pub matches: Option<bool>,
    /// The parts of its condition that decided.
    pub because: Vec<Reason>,
}

impl Segments {
    /// Whether a segment asks for the request, itself or through another: then nobody but a page knows all who are in it.
    pub fn needs_request(&self, id: &str) -> bool {
        let mut needing = BTreeSet::new();
        for (segment, condition) in &self.0 {
            let asks = condition.references().paths.iter().any(|path| path.split('.').next() == Some("request"));
            if asks || condition.texts_at(ATTRIBUTE).iter().any(|name| needing.contains(name.as_str())) {
                needing.insert(segment.as_str());
            }
        }
        needing.contains(id)
    }

    /// How somebody stands to every segment, each after those it asks for, and what is known of them then.
    pub fn standings(
        &self,
        attributes: &Value,
        context: Context<'_>,
    ) -> (Vec<(SegmentId, Membership)>, KnownAttributes) {
        let mut standings = Vec::with_capacity(self.0.len());
        let known =
            self.walk(attributes, context, &mut |id, _, membership, _| standings.push((id.clone(), membership)));
        (standings, known)
    }

    /// The same, with the parts that decided.
    pub fn explain(&self, attributes: &Value, context: Context<'_>) -> Vec<ExplainedMembership> {
        let mut explained = Vec::with_capacity(self.0.len());
        self.walk(attributes, context, &mut |id, condition, membership, known| {
            // A request that is not known is no reason.
            let about_member = |reason: Reason| reason.about(|path| path.split('.').next() != Some("request"));
            let because = condition.explain(known, context).because.into_iter().filter_map(about_member);
            let (matches, because) = match membership {
                Membership::NeedsRequest => (None, Vec::new()),
                decided => (Some(decided == Membership::In), because.collect()),
            };
            explained.push(ExplainedMembership { segment: id.clone(), matches, because });
        });
        explained
    }

    /// Looks at every segment with what is known by then.
    fn walk(
        &self,
        attributes: &Value,
        context: Context<'_>,
        each: &mut dyn FnMut(&SegmentId, &Condition, Membership, &Value),
    ) -> KnownAttributes {
        let mut known = KnownAttributes { attributes: attributes.clone(), open: BTreeSet::new() };
        list(&mut known.attributes).into_iter().for_each(Vec::clear);
        for (id, condition) in &self.0 {
            let membership = known.membership(condition, context);
            each(id, condition, membership, &known.attributes);
            match membership {
                Membership::In => list(&mut known.attributes).into_iter().for_each(|ids| ids.push(id.as_str().into())),
                Membership::Out => {}
                Membership::NeedsRequest => {
                    known.open.insert(id.as_str().to_owned());
                }
            }
        }
        known
    }
}

/// What is known of somebody without a request.
#[derive(Debug)]
pub struct KnownAttributes {
    /// With the segments they are in.
    attributes: Value,
    /// Segments of which only a request can tell.
    open: BTreeSet<String>,
}

impl KnownAttributes {
    /// Whether they meet a condition, as a segment would have it.
    pub fn membership(&self, condition: &Condition, context: Context<'_>) -> Membership {
        let asks_open =
            !self.open.is_empty() && condition.texts_at(ATTRIBUTE).iter().any(|name| self.open.contains(name));
        let is_known = |path: &str| path.split('.').next() == Some("member") && !(asks_open && is_attribute(path));
        match condition.partially_where(&self.attributes, &is_known, context) {
            Residue::Always => Membership::In,
            Residue::Never => Membership::Out,
            Residue::Rest(_) => Membership::NeedsRequest,
        }
    }
}
