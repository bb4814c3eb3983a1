//! What a condition of a segment, an offer or a survey may speak of.

use super::{ATTRIBUTE, ROOTS_AT_EDGE, is_attribute};
use crate::{
    attributes::{self, ATTRIBUTES, AttributeKind},
    check::Faults,
    condition::{Condition, Groups, Value},
    suggest,
};

/// Notes what a condition speaks of that is not within these roots, or has a name that nothing has: it would always be
/// missing. Instants are compared as texts, so they must be written as attributes are.
pub(crate) fn check_paths(condition: &Condition, path: &str, roots: &[&str], faults: &mut Faults) {
    for spoken_of in condition.references().paths {
        let is_within = spoken_of.split('.').next().is_some_and(|root| roots.contains(&root));
        if !is_within {
            let message = unknown_root(&spoken_of, roots);
            faults.require(false, || path.to_owned(), &message);
            continue;
        }
        let kind = attributes::kind(&spoken_of);
        if kind.is_none() {
            faults.require(false, || path.to_owned(), &unknown_attribute(&spoken_of));
        }
        let texts =
            if kind == Some(AttributeKind::Instant) { condition.texts_at(&spoken_of) } else { Default::default() };
        for text in texts.iter().filter(|text| !attributes::is_instant(text)) {
            let message = format!("compares {spoken_of} with {text}: write 2026-07-01T00:00:00Z, or a date");
            faults.require(false, || path.to_owned(), &message);
        }
    }
}

/// What is said of an attribute that is known elsewhere, or nowhere.
fn unknown_root(asked_for: &str, roots: &[&str]) -> String {
    const LOGICAL: [&str; 4] = ["$and", "$or", "$nor", "$not"];
    if asked_for.starts_with('$') {
        return format!("has {asked_for}; {}", suggest::instead(asked_for, &LOGICAL, "conditions are joined by"));
    }
    format!("asks for {asked_for}, but here only {} are known", suggest::list(roots, "and"))
}

/// What is said of an attribute that does not exist.
fn unknown_attribute(asked_for: &str) -> String {
    let root = asked_for.split('.').next().unwrap_or_default();
    let names = || ATTRIBUTES.iter().map(|(name, _)| *name).filter(|name| name.split('.').next() == Some(root));
    let meant = suggest::closest(asked_for, names()).or_else(|| suggest::related(asked_for, root, names()));
    let meant = meant.map(|name| format!("did you mean “{name}”? ")).unwrap_or_default();
    let all: Vec<_> = names().collect();
    format!("asks for {asked_for}, which is not an attribute; {meant}There are {}", suggest::list(&all, "and"))
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

/// Whether a test compares with names and nothing else: no pattern, and nothing that other segments could pass.
fn names_segments(operator: &str, operand: &Value) -> bool {
    match (operator, operand) {
        ("$in" | "$nin" | "$all", Value::List(names)) => names.iter().all(is_name),
        ("$not", Value::Object(tests)) => tests.iter().all(|(name, value)| names_segments(name, value)),
        ("$elemMatch", Value::Object(tests)) => tests.iter().all(|(name, value)| match name.as_str() {
            "$eq" => is_name(value),
            name => name == "$in" && names_segments(name, value),
        }),
        _ => false,
    }
}

fn is_name(value: &Value) -> bool {
    matches!(value, Value::String(_))
}
