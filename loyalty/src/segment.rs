//! Segments: named conditions over members, which may ask for each other by `member.segments`.

mod check;
mod known;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use check::{check_groups, check_names, check_paths};
pub use known::{ExplainedMembership, Membership};

use crate::{
    Checked, Fault, SegmentId, Text,
    check::Faults,
    condition::{self, Condition, Context, Engine, Groups, Value},
};

/// Most segments of a shop. Every page view computes them all: 200 conditions of ten parts are 2,000 comparisons, far
/// below a millisecond.
pub const SEGMENTS_MAX: usize = 200;

/// The attribute that lists the segments a member is in.
pub(crate) const ATTRIBUTE: &str = "member.segments";

/// What the edge knows of a person: what segments may speak of.
pub const ROOTS_AT_EDGE: [&str; 2] = ["member", "request"];

/// A named group of members, as the shop describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its name for conditions: `{"member.segments": {"$in": ["regulars"]}}`.
    pub id: SegmentId,
    /// Its name for people.
    pub name: Text,
    /// Who is in it: a [`Condition`] over `member.*` and `request.*`.
    pub condition: condition::Value,
}

/// All segments of a shop, without a fault, each after those it asks for.
#[derive(Clone, Debug, Default)]
pub struct Segments(Vec<(SegmentId, Condition)>);

impl Segments {
    /// Takes those that are without a fault: what another build wrote may have one here. Offers that ask for one of the rest
    /// have a fault themselves.
    pub fn sound(mut list: Vec<Segment>, groups: &Groups, engine: &dyn Engine) -> Self {
        loop {
            let faults = match Self::check(list.clone(), groups, engine) {
                Ok(segments) => return segments,
                Err(faults) => faults,
            };
            let before = list.len();
            let mut paths = (0..before).map(|place| format!("segments[{place}]."));
            list.retain(|_| !paths.next().is_some_and(|path| faults.iter().any(|fault| fault.path.starts_with(&path))));
            if list.len() == before {
                return Self::default();
            }
        }
    }

    /// Reads a shop's segments, which may ask for its saved groups. The engine says which patterns are regular expressions.
    ///
    /// # Errors
    /// Every fault with its path, such as `segments[2].condition`; of segments that ask for each other in a circle, one
    /// that names the circle.
    pub fn check(list: Vec<Segment>, groups: &Groups, engine: &dyn Engine) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let few = list.len() <= SEGMENTS_MAX;
        faults.require(few, || "segments".to_owned(), "has more than 200 segments");
        if !few {
            return faults.finish(Self::default()).map(Checked::into_inner);
        }
        let mut places = BTreeMap::new();
        for (place, segment) in list.iter().enumerate() {
            let first = places.insert(segment.id.as_str(), place).is_none();
            faults.require(first, || format!("segments[{place}].id"), "is used twice");
        }
        let mut nodes = Vec::with_capacity(list.len());
        for (place, segment) in list.iter().enumerate() {
            segment.name.check(&format!("segments[{place}].name"), &mut faults);
            let path = format!("segments[{place}].condition");
            let exists = |name: &str| places.contains_key(name);
            let condition = condition_of(&segment.condition, &path, exists, (groups, engine), &mut faults);
            let asks_for = condition.as_ref().map_or_else(Vec::new, |condition| {
                let names = condition.texts_at(ATTRIBUTE);
                names.iter().filter_map(|name| places.get(name.as_str()).copied()).collect()
            });
            nodes.push((condition, asks_for));
        }
        let ids: Vec<&SegmentId> = list.iter().map(|segment| &segment.id).collect();
        let order = in_order(&nodes, &ids, &mut faults);
        let condition = |place: usize| nodes.get(place).and_then(|(condition, _)| condition.clone());
        let sorted = order.into_iter().filter_map(|place| Some((list.get(place)?.id.clone(), condition(place)?)));
        faults.finish(Self(sorted.collect())).map(Checked::into_inner)
    }

    /// Reads the condition of a segment that is not among these, but may ask for them.
    ///
    /// # Errors
    /// Every fault with its path: `condition`, or something in it.
    pub fn condition(
        &self,
        document: &Value,
        groups: &Groups,
        engine: &dyn Engine,
    ) -> Result<Checked<Condition>, Vec<Fault>> {
        let mut faults = Faults::default();
        let condition = condition_of(document, "condition", |name| self.contains(name), (groups, engine), &mut faults);
        faults.finish(condition).and_then(|condition| condition.into_inner().map(Checked::known).ok_or_else(Vec::new))
    }

    /// Each with its condition, after those it asks for.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (&SegmentId, &Condition)> {
        self.0.iter().map(|(id, condition)| (id, condition))
    }

    /// Whether there is a segment of this name.
    pub fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|(known, _)| known.as_str() == id)
    }

    /// The segments that somebody with these attributes is in, each after those it asks for. What the attributes say of
    /// `member.segments` themselves is not looked at.
    pub fn of(&self, attributes: &Value, context: Context<'_>) -> Vec<SegmentId> {
        self.compute(attributes, context).0
    }

    /// The attributes with `member.segments`.
    pub fn added_to(&self, attributes: &Value, context: Context<'_>) -> Value {
        self.compute(attributes, context).1
    }

    fn compute(&self, attributes: &Value, context: Context<'_>) -> (Vec<SegmentId>, Value) {
        let mut attributes = attributes.clone();
        let mut ids = Vec::new();
        if let Some(list) = list(&mut attributes) {
            list.clear();
        }
        for (id, condition) in &self.0 {
            if condition.evaluate(&attributes, context) {
                ids.push(id.clone());
                if let Some(list) = list(&mut attributes) {
                    list.push(Value::from(id.as_str()));
                }
            }
        }
        (ids, attributes)
    }
}

/// The condition of a segment, unless it cannot be read.
fn condition_of(
    document: &Value,
    path: &str,
    exists: impl Fn(&str) -> bool,
    (groups, engine): (&Groups, &dyn Engine),
    faults: &mut Faults,
) -> Option<Condition> {
    match Condition::parse(document, path, engine) {
        Ok(condition) => {
            check_paths(&condition, path, &ROOTS_AT_EDGE, faults);
            check_groups(&condition, path, groups, faults);
            check_names(&condition, path, exists, faults);
            Some(condition)
        }
        Err(found) => {
            faults.extend("", found);
            None
        }
    }
}

/// The list `member.segments`, made if there is none. Attributes without a member, whom nobody knows, have no place for it.
fn list(attributes: &mut Value) -> Option<&mut Vec<Value>> {
    let Value::Object(member) = member_mut(attributes, "member")? else { return None };
    let place = member.iter().position(|(name, _)| name == "segments").unwrap_or(member.len());
    if place == member.len() {
        member.push(("segments".to_owned(), Value::Null));
    }
    let (_, segments) = member.get_mut(place)?;
    if !matches!(segments, Value::List(_)) {
        *segments = Value::List(Vec::new());
    }
    if let Value::List(list) = segments { Some(list) } else { None }
}

fn member_mut<'v>(object: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    let Value::Object(members) = object else { return None };
    members.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The places of the segments, each after those it asks for.
fn in_order(nodes: &[(Option<Condition>, Vec<usize>)], ids: &[&SegmentId], faults: &mut Faults) -> Vec<usize> {
    let mut walk = Walk { nodes, ids, faults, open: Vec::new(), done: Vec::new() };
    (0..nodes.len()).for_each(|place| walk.visit(place));
    walk.done
}

/// A walk in depth: at most as deep as there are segments.
struct Walk<'a> {
    nodes: &'a [(Option<Condition>, Vec<usize>)],
    ids: &'a [&'a SegmentId],
    faults: &'a mut Faults,
    /// From the segment the walk began at to this one.
    open: Vec<usize>,
    done: Vec<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, place: usize) {
        if self.done.contains(&place) {
            return;
        }
        if let Some(first) = self.open.iter().position(|open| *open == place) {
            let circle = self.open.iter().skip(first).chain([&place]);
            let names: Vec<&str> = circle.filter_map(|place| self.ids.get(*place)).map(|id| id.as_str()).collect();
            let message = format!("asks for itself: {}", names.join(" → "));
            return self.faults.require(false, || format!("segments[{place}].condition"), &message);
        }
        self.open.push(place);
        let nodes = self.nodes;
        nodes.get(place).into_iter().flat_map(|(_, asks_for)| asks_for).for_each(|next| self.visit(*next));
        self.open.pop();
        self.done.push(place);
    }
}

fn is_attribute(path: &str) -> bool {
    path == ATTRIBUTE || path.strip_prefix(ATTRIBUTE).is_some_and(|rest| rest.starts_with('.'))
}
