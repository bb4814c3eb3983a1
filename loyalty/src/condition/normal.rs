//! The one form that equal conditions share: everything that makes inner nodes.
//!
//! All in all and some in some are one level. Parts are sorted, each once, and a single one stands alone. "Not all of these"
//! is "not this, or not that" (De Morgan), down to the tests; what is denied twice is not denied. What is always met is folded
//! away; so is what is never met, unless an attribute is asked: that it is in an empty list stays, as a reason.

use super::{
    Condition, Node,
    test::{Element, Test, Tests},
};

impl Condition {
    /// Whether the condition depends on nothing: true if everything meets it, as `{}`; false if nothing does, as
    /// `{"$not": {}}`.
    pub fn constant(&self) -> Option<bool> {
        self.0.constant()
    }
}

impl Node {
    pub(super) fn always() -> Self {
        Self::All(Vec::new())
    }

    pub(super) fn never() -> Self {
        Self::Any(Vec::new())
    }

    pub(super) fn constant(&self) -> Option<bool> {
        match self {
            Self::All(parts) if parts.is_empty() => Some(true),
            Self::Any(parts) if parts.is_empty() => Some(false),
            _ => None,
        }
    }

    pub(super) fn of(value: bool) -> Self {
        if value { Self::always() } else { Self::never() }
    }

    /// The value at a path passes tests.
    pub(super) fn at(path: &str, Tests(tests): Tests) -> Self {
        Self::all(tests.into_iter().map(|test| Self::leaf(path, test)).collect())
    }

    fn leaf(path: &str, test: Test) -> Self {
        match test {
            Test::Not(tests) => Self::at(path, tests).not(),
            // Nothing meets what nothing meets.
            Test::Element(Element::Meets(node)) if node.constant() == Some(false) => Self::never(),
            test => Self::Leaf(path.to_owned(), test),
        }
    }

    /// Without the tests that everything passes. This comes last: what denies one is a test that nothing passes, and the
    /// reason why the condition is not met.
    pub(super) fn folded(self) -> Self {
        match self {
            Self::Leaf(_, Test::In { list, is_in: false, .. }) if list.is_empty() => Self::always(),
            Self::Leaf(..) => self,
            Self::All(parts) => Self::all(parts.into_iter().map(Self::folded).collect()),
            Self::Any(parts) => Self::any(parts.into_iter().map(Self::folded).collect()),
        }
    }

    pub(super) fn all(parts: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::All(parts) => flat.extend(parts),
                Self::Any(parts) if parts.is_empty() => return Self::never(),
                part => flat.push(part),
            }
        }
        single(flat).unwrap_or_else(Self::All)
    }

    pub(super) fn any(parts: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Any(parts) => flat.extend(parts),
                Self::All(parts) if parts.is_empty() => return Self::always(),
                part => flat.push(part),
            }
        }
        single(flat).unwrap_or_else(Self::Any)
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::Leaf(path, test) => Self::Leaf(path, test.not()),
            Self::All(parts) => Self::any(parts.into_iter().map(Self::not).collect()),
            Self::Any(parts) => Self::all(parts.into_iter().map(Self::not).collect()),
        }
    }
}

/// The only one of these parts, or all of them, sorted, each once.
fn single(mut parts: Vec<Node>) -> Result<Node, Vec<Node>> {
    parts.sort();
    parts.dedup();
    <[Node; 1]>::try_from(parts).map(|[part]| part)
}
