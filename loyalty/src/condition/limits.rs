//! How large a condition may be. It is part of the bundle that every isolate parses, and its residue is in the answer of
//! every page view.

use super::Value;
use crate::id::ID_LEN_MAX;

/// Deepest nesting of members and items in each other. Written by hand it is four to eight; the stack holds thousands.
pub const DEPTH_MAX: usize = 32;

/// Most conditions, operators and single values of one condition: some 20 KB of ids.
pub const PARTS_MAX: usize = 2_000;

/// Most items of one list. Longer ones belong into a group.
pub const LIST_LEN_MAX: usize = 500;

/// Longest text compared with, in characters.
pub const VALUE_LEN_MAX: usize = 500;

/// Longest path of an attribute, in characters.
pub const PATH_LEN_MAX: usize = 200;

/// Longest regular expression, in characters.
pub const PATTERN_LEN_MAX: usize = 200;

/// Longest name of a group, in characters: groups are named as everything else is.
pub const GROUP_LEN_MAX: usize = ID_LEN_MAX;

/// Most faults that are told at once. Whoever has so many has sent something else.
pub(super) const FAULTS_MAX: usize = 50;

/// How deep a document is nested, and how many members and items it has altogether.
pub(super) fn measure(document: &Value) -> (usize, usize) {
    let measures = |values: &mut dyn Iterator<Item = &Value>| {
        values.map(measure).fold((0, 0), |(deepest, all), (depth, parts)| (deepest.max(depth + 1), all + parts + 1))
    };
    match document {
        Value::List(items) => measures(&mut items.iter()),
        Value::Object(members) => measures(&mut members.iter().map(|(_, value)| value)),
        _ => (0, 0),
    }
}
