//! Which part of a condition decided, for people who ask why something did or did not apply.

use serde::Serialize;

use super::{Condition, Context, Node, Value};

/// Whether attributes meet a condition, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Whether they do.
    pub matches: bool,
    /// Each part that decided, in the order of the normal form: every part if they match, and if not, the parts that are
    /// not met. Empty if the condition asks nothing; what nothing can meet is an `$or` of no parts.
    pub because: Vec<Reason>,
}

/// One part of a condition that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Reason {
    /// A test of one attribute.
    Test {
        /// Where the attribute is.
        path: String,
        /// The operator, in the language; `is` for a value without one.
        operator: &'static str,
        /// What the operator was given.
        expected: Value,
        /// What the attribute is, `null` if it is missing. It may be private: show it only to those who may see it.
        actual: Value,
        /// Whether the attribute passes.
        matches: bool,
    },
    /// Several parts.
    Group {
        /// `$or`: some of them suffice; `$and`: all of them are needed.
        operator: &'static str,
        /// Whether they are met together.
        matches: bool,
        /// Those among them that decided: if an `$or` is met, the parts that are, else every part.
        because: Vec<Reason>,
    },
}

impl Condition {
    /// Evaluates the condition and says why it is met or not. A `$not` is explained at the tests it denies.
    pub fn explain(&self, attributes: &Value, context: Context<'_>) -> Explanation {
        match self.0.reason(attributes, context) {
            Reason::Group { operator: "$and", matches, because } => Explanation { matches, because },
            reason => Explanation { matches: reason.matches(), because: vec![reason] },
        }
    }
}

impl Reason {
    /// Whether the part is met.
    pub fn matches(&self) -> bool {
        match self {
            Self::Test { matches, .. } | Self::Group { matches, .. } => *matches,
        }
    }
}

impl Reason {
    /// What of the reason is about these attributes.
    pub(crate) fn about(self, is_wanted: fn(&str) -> bool) -> Option<Self> {
        match self {
            Self::Test { ref path, .. } => is_wanted(path).then_some(self),
            Self::Group { operator, matches, because } => {
                let because: Vec<Self> = because.into_iter().filter_map(|reason| reason.about(is_wanted)).collect();
                (!because.is_empty()).then_some(Self::Group { operator, matches, because })
            }
        }
    }
}

impl Node {
    fn reason(&self, attributes: &Value, context: Context<'_>) -> Reason {
        let (operator, parts) = match self {
            Self::Leaf(path, test) => {
                let actual = attributes.at(path);
                return Reason::Test {
                    path: path.clone(),
                    operator: test.operator(),
                    expected: test.operand(),
                    matches: test.passes(&actual, context),
                    actual: actual.into_owned(),
                };
            }
            Self::All(parts) => ("$and", parts),
            Self::Any(parts) => ("$or", parts),
        };
        let mut because: Vec<Reason> = parts.iter().map(|part| part.reason(attributes, context)).collect();
        let matches = match self {
            Self::Any(_) => because.iter().any(Reason::matches),
            _ => because.iter().all(Reason::matches),
        };
        because.retain(|reason| reason.matches() == matches);
        Reason::Group { operator, matches, because }
    }
}
