//! What is left of a condition once some attributes are known: what the edge sends instead of the condition.

use super::{Condition, Context, Node, Value};

/// What a condition still asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Residue {
    /// Nothing: it is met, whatever the rest is.
    Always,
    /// Nothing: it is not met, whatever the rest is.
    Never,
    /// This, of the attributes that were not known.
    Rest(Condition),
}

impl Condition {
    /// Evaluates every part whose path begins with one of `known_roots` and folds it away; no trace of it is left. The
    /// residue, evaluated with the other attributes, gives what the whole condition gives with all of them. A known root
    /// that the attributes do not have is `null`, as ever.
    pub fn partially(&self, attributes: &Value, known_roots: &[&str], context: Context<'_>) -> Residue {
        let is_known = |path: &str| known_roots.iter().any(|root| path.split('.').next() == Some(root));
        self.partially_where(attributes, &is_known, context)
    }

    /// As [`Self::partially`], with a say about each path whether what is there is known.
    pub(crate) fn partially_where(
        &self,
        attributes: &Value,
        is_known: &dyn Fn(&str) -> bool,
        context: Context<'_>,
    ) -> Residue {
        let rest = Self(self.0.partially(attributes, is_known, context));
        match rest.constant() {
            Some(true) => Residue::Always,
            Some(false) => Residue::Never,
            None => Residue::Rest(rest),
        }
    }
}

impl Node {
    fn partially(&self, attributes: &Value, is_known: &dyn Fn(&str) -> bool, context: Context<'_>) -> Self {
        let some = |parts: &[Self]| parts.iter().map(|part| part.partially(attributes, is_known, context)).collect();
        match self {
            Self::Leaf(path, _) if is_known(path) => Self::of(self.is_met(attributes, context)),
            Self::Leaf(..) => self.clone(),
            Self::All(parts) => Self::all(some(parts)),
            Self::Any(parts) => Self::any(some(parts)),
        }
    }
}

impl Residue {
    /// Whether the attributes that were not known meet what is left.
    pub fn evaluate(&self, rest: &Value, context: Context<'_>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Rest(condition) => condition.evaluate(rest, context),
        }
    }
}
