//! Conditions over attributes: who is meant, in the JSON language of the GrowthBook SDKs.
//!
//! `{"member.orders": {"$gte": 3}, "$or": [{"request.country": "SI"}, {"member.tags": {"$in": ["vip"]}}]}`
//!
//! The same condition decides at the edge and in the browser, with the semantics of JavaScript: a missing attribute is
//! `null`, and values of different types are compared as JavaScript coerces them. What those SDKs let pass in silence (an
//! operator nobody knows, an operand of the wrong type, a broken pattern) is a [`Fault`] here, told when the condition is
//! read. Members every JavaScript object inherits, such as `constructor`, are missing here.
//!
//! | module | what lives there |
//! |---|---|
//! | `value`, `json` | a JSON value, as JavaScript keeps it; how it is read and written |
//! | `engine`, `coerce` | what JavaScript does with values, and what is asked of whoever runs the condition |
//! | `test` | a test of one value: an operator and its operand |
//! | `parse`, `parse_test`, `limits` | from JSON to a condition, or to its faults |
//! | `pattern` | regular expressions that mean the same at the edge and in the page |
//! | `normal` | the one form that equal conditions share |
//! | `evaluate`, `version` | whether attributes meet a condition |
//! | `document` | the same for a condition that is not read, in the page |
//! | `explain` | which part decided |
//! | `partial` | what is left of a condition once some attributes are known |
//! | `references` | what a condition speaks of |
//! | `write` | from a condition back to JSON |
//! | `possible` | whether some value passes a condition's tests |
//! | `warnings` | what can never be met, or means something else |

mod coerce;
mod document;
mod engine;
mod evaluate;
mod explain;
mod json;
pub mod limits;
#[cfg(feature = "regex")]
mod native;
mod normal;
mod parse;
mod parse_test;
mod partial;
pub mod pattern;
mod possible;
mod references;
mod test;
mod value;
mod version;
mod warnings;
mod write;

use std::collections::BTreeMap;

pub use document::meets;
pub use engine::Engine;
pub use explain::{Explanation, Reason};
#[cfg(feature = "regex")]
pub use native::Native;
pub use partial::Residue;
pub use references::References;
pub use test::OPERATORS;
pub use value::Value;
pub use warnings::Meaning;

#[cfg(doc)]
use crate::Fault;
use test::Test;

/// A condition that was read without a fault. Always in normal form: conditions that differ only in the order of their
/// members, in nesting or in repetition are equal and are written as the same JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition(Node);

/// A condition's tree, in which only tests are denied. Only `normal` makes its inner nodes, so that it stays in normal form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    /// The value at a path passes a test.
    Leaf(String, Test),
    /// Every part is met; met when there is none.
    All(Vec<Node>),
    /// Some part is met; never met when there is none.
    Any(Vec<Node>),
}

/// Values by the name of the group they are in, for `$inGroup` and `$notInGroup`. A group nobody knows is empty.
pub type Groups = BTreeMap<String, Vec<Value>>;

/// What a condition is evaluated with, beside the attributes.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Does what JavaScript would.
    pub engine: &'a dyn Engine,
    /// The groups there are.
    pub groups: &'a Groups,
}
