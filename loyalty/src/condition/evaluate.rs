//! Whether attributes meet a condition, with the semantics of the GrowthBook SDK for JavaScript (`mongrule.ts`).

use std::cmp::Ordering;

use super::{
    Condition, Context, Engine, Node, Value,
    coerce::{self, compare, compare_texts, is_identical, is_truthy},
    test::{Comparison, Element, Kind, Test, Tests},
    value::length,
    version::padded,
};

impl Condition {
    /// Whether the attributes, an object, meet the condition.
    pub fn evaluate(&self, attributes: &Value, context: Context<'_>) -> bool {
        self.0.is_met(attributes, context)
    }
}

impl Node {
    pub(super) fn is_met(&self, attributes: &Value, context: Context<'_>) -> bool {
        match self {
            Self::Leaf(path, test) => test.passes(&attributes.at(path), context),
            Self::All(parts) => parts.iter().all(|part| part.is_met(attributes, context)),
            Self::Any(parts) => parts.iter().any(|part| part.is_met(attributes, context)),
        }
    }
}

impl Tests {
    fn pass(&self, value: &Value, context: Context<'_>) -> bool {
        self.0.iter().all(|test| test.passes(value, context))
    }

    /// As `pass`, with texts that stand without an operator in any case of letters.
    fn pass_in_any_case(&self, value: &Value, context: Context<'_>) -> bool {
        match self.0.as_slice() {
            [Test::Is(Value::String(text))] => {
                let engine = context.engine;
                engine.lowercase(&coerce::text(value, engine)) == engine.lowercase(text)
            }
            _ => self.pass(value, context),
        }
    }
}

impl Test {
    pub(super) fn passes(&self, value: &Value, context: Context<'_>) -> bool {
        let engine = context.engine;
        match self {
            Self::Is(expected) => is(value, expected, engine),
            Self::Compare(Comparison::Equal, expected) => is_identical(value, expected),
            Self::Compare(Comparison::NotEqual, expected) => !is_identical(value, expected),
            Self::Compare(comparison, expected) => comparison.holds(compare(value, expected, engine)),
            Self::Version(comparison, expected) => {
                comparison.holds(Some(compare_texts(&padded(value, engine), &padded(expected, engine))))
            }
            Self::In { list, any_case, is_in } => *is_in == is_among(value, list, any_case.then_some(engine)),
            Self::InGroup { group, is_in } => {
                *is_in == context.groups.get(group).is_some_and(|list| is_among(value, list, None))
            }
            Self::Exists(exists) => *exists != matches!(value, Value::Null),
            Self::Type(kind) => Kind::of(value) == *kind,
            Self::Pattern { pattern, any_case } => engine.matches(pattern, *any_case, &coerce::text(value, engine)),
            Self::Not(tests) => !tests.pass(value, context),
            Self::Size(_) | Self::Element(_) | Self::Every { .. } => {
                let Value::List(items) = value else { return false };
                self.passes_list(items, context)
            }
        }
    }

    /// The tests that only a list passes.
    fn passes_list(&self, items: &[Value], context: Context<'_>) -> bool {
        match self {
            Self::Size(tests) => tests.pass(&length(items), context),
            // Items that count as false are passed over.
            Self::Element(Element::Meets(node)) => {
                items.iter().any(|item| is_truthy(item) && node.is_met(item, context))
            }
            Self::Element(Element::Passes(tests)) => {
                items.iter().any(|item| is_truthy(item) && tests.pass(item, context))
            }
            Self::Every { items: expected, any_case: false } => {
                expected.iter().all(|tests| items.iter().any(|item| tests.pass(item, context)))
            }
            Self::Every { items: expected, any_case: true } => {
                expected.iter().all(|tests| items.iter().any(|item| tests.pass_in_any_case(item, context)))
            }
            _ => false,
        }
    }
}

impl Comparison {
    /// Whether two values in this order relate so. What cannot be compared does not.
    pub(super) fn holds(self, order: Option<Ordering>) -> bool {
        order.is_some_and(|order| match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        })
    }
}

/// A value against one without an operator, whose type decides: the other is taken for a text, a number or a truth. Lists
/// and objects are compared as they would be written.
pub(super) fn is(value: &Value, expected: &Value, engine: &dyn Engine) -> bool {
    match expected {
        Value::Null => matches!(value, Value::Null),
        Value::Bool(expected) => !matches!(value, Value::Null) && is_truthy(value) == *expected,
        Value::Number(expected) => coerce::number(value, engine) == *expected,
        Value::String(expected) => coerce::text(value, engine) == *expected,
        Value::List(_) | Value::Object(_) => value == expected,
    }
}

/// Whether a value, or some item of a list, is one of these; in any case of letters with an engine that knows them.
pub(super) fn is_among(value: &Value, list: &[Value], any_case: Option<&dyn Engine>) -> bool {
    let is_same = |a: &Value, b: &Value| match (any_case, a, b) {
        (Some(engine), Value::String(a), Value::String(b)) => engine.lowercase(a) == engine.lowercase(b),
        _ => is_identical(a, b),
    };
    let is_one = |value: &Value| list.iter().any(|one| is_same(value, one));
    match value {
        Value::List(items) => items.iter().any(is_one),
        value => is_one(value),
    }
}
