//! Segments: named conditions over members, which may ask for each other by `member.segments`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
#[serde(deny_unknown_fields)]
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
            let condition = match Condition::parse(&segment.condition, &path, engine) {
                Ok(condition) => Some(condition),
                Err(found) => {
                    faults.extend("", found);
                    None
                }
            };
            let asks_for = condition.as_ref().map_or_else(Vec::new, |condition| {
                check_paths(condition, &path, &ROOTS_AT_EDGE, &mut faults);
                check_groups(condition, &path, groups, &mut faults);
                check_names(condition, &path, |name| places.contains_key(name), &mut faults);
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

/// Notes what a condition speaks of that is not within these roots: it would always be missing.
pub(crate) fn check_paths(condition: &Condition, path: &str, roots: &[&str], faults: &mut Faults) {
    for spoken_of in condition.references().paths {
        let known = spoken_of.split('.').next().is_some_and(|root| roots.contains(&root));
        let message = format!("speaks of {spoken_of}: nothing is known here but {}", roots.join(", "));
        faults.require(known, || path.to_owned(), &message);
    }
}

/// Notes saved groups that do not exist, and those asked of what only the page knows: groups stay at the edge.
pub(crate) fn check_groups(condition: &Condition, path: &str, groups: &Groups, faults: &mut Faults) {
    for (asked_of, group) in condition.grouped() {
        let exists = groups.contains_key(&group);
        let message = format!("asks for the group {group}, which is not in the offer settings");
        faults.require(exists, || path.to_owned(), &message);
        let at_edge = asked_of.split('.').next().is_some_and(|root| ROOTS_AT_EDGE.contains(&root));
        let message = format!("asks whether {asked_of} is in a group: groups are not sent to pages");
        faults.require(at_edge, || path.to_owned(), &message);
    }
}

/// Notes segments that do not exist, and questions from which it cannot be told which segments must be computed before.
pub(crate) fn check_names(condition: &Condition, path: &str, exists: impl Fn(&str) -> bool, faults: &mut Faults) {
    let names = condition.texts_at(ATTRIBUTE);
    for name in names.iter().filter(|name| !exists(name)) {
        let message = format!("asks for the segment {name}, which does not exist");
        faults.require(false, || path.to_owned(), &message);
    }
    let is_asked = condition.references().paths.iter().any(|path| is_attribute(path));
    let sound = !is_asked || !names.is_empty() && asks_by_name(&condition.to_value());
    let message = "asks for member.segments, but not by $in, $nin, $all or $elemMatch with their names";
    faults.require(sound, || path.to_owned(), message);
}

/// Whether all that is asked of `member.segments` is whether some are in it: what else is, such as its length or its text,
/// depends on segments nobody named.
fn asks_by_name(document: &Value) -> bool {
    match document {
        Value::Object(members) => members.iter().all(|(name, value)| match value {
            Value::Object(tests) if is_attribute(name) => tests.iter().all(|(name, value)| names_segments(name, value)),
            _ if is_attribute(name) => false,
            value => asks_by_name(value),
        }),
        Value::List(items) => items.iter().all(asks_by_name),
        _ => true,
    }
}

/// Whether a test compares with names and nothing else, however deep.
fn names_segments(operator: &str, operand: &Value) -> bool {
    match (operator, operand) {
        ("$in" | "$nin" | "$all", _) => true,
        ("$not", Value::Object(tests)) => tests.iter().all(|(name, value)| names_segments(name, value)),
        ("$elemMatch", Value::Object(tests)) => {
            tests.iter().all(|(name, value)| matches!(name.as_str(), "$eq" | "$ne") || names_segments(name, value))
        }
        _ => false,
    }
}

fn is_attribute(path: &str) -> bool {
    path == ATTRIBUTE || path.strip_prefix(ATTRIBUTE).is_some_and(|rest| rest.starts_with('.'))
}
