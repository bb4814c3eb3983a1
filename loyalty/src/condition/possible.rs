//! Whether some value of each attribute passes a condition's tests: what nothing passes can never be met.
//!
//! Of an attribute's values a few are tried that stand for all of them: between two numbers that a condition names, all
//! whole numbers pass the same tests. What cannot be told so (a pattern on any text, a version, a saved group) is passed over:
//! it may be met. So what is said never to be met never is; of what never is, not all is found.

use std::collections::BTreeSet;

use super::{
    Context, Node, Value, coerce,
    test::{Comparison, Element, Test, Tests},
};
use crate::{
    Instant,
    attributes::{self, AttributeKind, Values},
};

/// Most conjunctions a condition is taken apart into.
const CONJUNCTIONS_MAX: usize = 256;
/// Most texts in a list's tests of which every subset is tried.
const SUBSETS_OF_MAX: usize = 7;
/// Most tests tried for one attribute, of some 50 ns each.
const TRIALS_MAX: usize = 1_000_000;

/// What is known of the shop: names of segments that nobody can be in.
pub(super) type NobodyIn<'a> = &'a dyn Fn(&str) -> bool;

/// Tests of one attribute that must all pass.
type Conjunction<'n> = Vec<(&'n str, &'n Test)>;

impl Node {
    /// Whether nothing meets this, whatever the attributes are; with the one attribute none of whose values passes, if it is
    /// one.
    pub(super) fn never_met(&self, context: Context<'_>, nobody_in: NobodyIn<'_>) -> Option<Option<&str>> {
        let Some(conjunctions) = self.conjunctions() else {
            let is_never = |part: &Self| part.never_met(context, nobody_in).is_some();
            let never = match self {
                Self::All(parts) => parts.iter().any(is_never),
                Self::Any(parts) => parts.iter().all(is_never),
                Self::Leaf(..) => false,
            };
            return never.then_some(None);
        };
        let mut paths = conjunctions.iter().map(|conjunction| impossible(conjunction, context, nobody_in));
        let Some(first) = paths.next() else { return Some(None) };
        let first = first?;
        paths.all(|path| path.is_some()).then_some(Some(first).filter(|_| conjunctions.len() == 1))
    }

    /// The condition as conjunctions of which one must be met; none if they are too many.
    fn conjunctions(&self) -> Option<Vec<Conjunction<'_>>> {
        match self {
            Self::Leaf(path, test) => Some(vec![vec![(path, test)]]),
            Self::Any(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(part.conjunctions()?);
                    if all.len() > CONJUNCTIONS_MAX {
                        return None;
                    }
                }
                Some(all)
            }
            Self::All(parts) => {
                let mut all: Vec<Conjunction<'_>> = vec![Vec::new()];
                for part in parts {
                    let part = part.conjunctions()?;
                    if all.len() * part.len() > CONJUNCTIONS_MAX {
                        return None;
                    }
                    let mut with_part = Vec::with_capacity(all.len() * part.len());
                    for one in &all {
                        with_part.extend(part.iter().map(|more| [one.as_slice(), more].concat()));
                    }
                    all = with_part;
                }
                Some(all)
            }
        }
    }
}

/// The first path none of whose values passes all its tests.
fn impossible<'n>(
    conjunction: &[(&'n str, &'n Test)],
    context: Context<'_>,
    nobody_in: NobodyIn<'_>,
) -> Option<&'n str> {
    let is_impossible = |path: &str| {
        let tests = conjunction.iter().filter(|(other, _)| *other == path).map(|(_, test)| *test);
        let attribute = Attribute::at(path)?;
        let tests: Vec<&Test> = tests.filter(|test| attribute.can_tell(test)).collect();
        let values = attribute.representatives(&tests, context, nobody_in)?;
        if tests.len() * values.len() > TRIALS_MAX {
            return None;
        }
        let passes = |value: &Value| tests.iter().all(|test| test.passes(value, context));
        (!passes(&Value::Null) && !values.iter().any(passes)).then_some(())
    };
    let paths: BTreeSet<&str> = conjunction.iter().map(|(path, _)| *path).collect();
    paths.into_iter().find(|path| is_impossible(path).is_some())
}

struct Attribute<'p> {
    path: &'p str,
    kind: AttributeKind,
    values: Values,
}

impl<'p> Attribute<'p> {
    fn at(path: &'p str) -> Option<Self> {
        Some(Self { path, kind: attributes::kind(path)?, values: attributes::values(path) })
    }

    /// Whether the values that are tried tell of a test whether any passes.
    fn can_tell(&self, test: &Test) -> bool {
        let every = |tests: &Tests| tests.0.iter().all(|test| self.can_tell(test));
        let all_are_tried = matches!(self.values, Values::OneOf(_)) || self.kind == AttributeKind::Flag;
        match (self.kind, test) {
            (_, Test::InGroup { .. }) => false,
            (_, Test::Not(tests)) => every(tests),
            (AttributeKind::Text | AttributeKind::Flag, Test::Pattern { .. } | Test::Version(..)) => all_are_tried,
            (_, Test::Pattern { .. } | Test::Version(..)) => false,
            (_, Test::Exists(_) | Test::Type(_)) => true,
            (AttributeKind::Number | AttributeKind::Flag, _) => true,
            (AttributeKind::Texts, Test::In { any_case, .. }) => !any_case,
            (AttributeKind::Texts, Test::Every { items, any_case: false }) => items.iter().all(names_texts),
            (AttributeKind::Texts, Test::Element(Element::Passes(tests))) => names_texts(tests),
            (AttributeKind::Texts | AttributeKind::Object | AttributeKind::Named, _) => false,
            (AttributeKind::Text | AttributeKind::Instant, _) if all_are_tried => true,
            // Only a list passes these.
            (_, Test::Size(_) | Test::Element(_) | Test::Every { .. }) => true,
            (_, Test::In { any_case, .. }) => !any_case,
            (_, Test::Is(value)) => !matches!(value, Value::Number(_) | Value::Bool(_)),
            (_, Test::Compare(Comparison::Equal | Comparison::NotEqual, _)) => true,
            (_, Test::Compare(_, value)) => {
                let is_sorted = self.kind == AttributeKind::Instant || matches!(self.values, Values::Any);
                is_sorted && matches!(value, Value::String(_))
            }
        }
    }

    /// Values that stand for all but `null`; none if that would take too many.
    fn representatives(&self, tests: &[&Test], context: Context<'_>, nobody_in: NobodyIn<'_>) -> Option<Vec<Value>> {
        let mut named = Vec::new();
        tests.iter().for_each(|test| test.values(&mut |value| named.push(value.clone())));
        let texts = |named: &[Value]| -> Vec<String> {
            let text = |value: &Value| if let Value::String(text) = value { Some(text.clone()) } else { None };
            let mut texts: Vec<String> = named.iter().filter_map(text).collect();
            texts.sort();
            texts.dedup();
            texts
        };
        let string = Value::String;
        match (self.kind, self.values) {
            (AttributeKind::Number, values) => {
                let (least, most) = match values {
                    Values::Whole { least, most } => (least, most),
                    Values::Money { least } => (least, i64::MAX),
                    _ => (i64::MIN, i64::MAX),
                };
                let whole = |value: &Value| coerce::number(value, context.engine).floor() as i64;
                let near = |whole: i64| [-1, 0, 1, 2].map(|more| whole.saturating_add(more));
                let wholes = named.iter().map(whole).chain([0, 1, least, most]).flat_map(near);
                let within = wholes.filter(|whole| (least..=most).contains(whole));
                Some(within.map(|whole| Value::Number(whole as f64)).collect())
            }
            (AttributeKind::Flag, _) => Some(vec![Value::Bool(true), Value::Bool(false)]),
            (AttributeKind::Text, Values::OneOf(all)) => Some(all.iter().map(|text| Value::from(*text)).collect()),
            (AttributeKind::Text, Values::Text { is_possible, example, .. }) => {
                let texts = texts(&named);
                let other =
                    (0..=texts.len()).find_map(|number| example(number).filter(|text| !texts.contains(text)))?;
                let possible = texts.into_iter().filter(|text| is_possible(text));
                Some(possible.chain([other]).map(string).collect())
            }
            (AttributeKind::Text, _) => {
                // The next text after each, and the first of all.
                let texts = texts(&named);
                let next = texts.iter().map(|text| format!("{text}\0"));
                Some(next.chain(texts.iter().cloned()).chain([String::new()]).map(string).collect())
            }
            (AttributeKind::Instant, _) => {
                let mut instants = vec!["0000-01-01T00:00:00Z".to_owned(), "9999-12-31T23:59:59Z".to_owned()];
                for text in texts(&named) {
                    let text = if text.len() == 10 { text + "T00:00:00Z" } else { text };
                    let at = Instant::parse(&text)?;
                    instants.extend([-1_000, 0, 1_000].map(|ms| at.plus_ms(ms).to_string()));
                }
                Some(instants.into_iter().map(string).collect())
            }
            (AttributeKind::Texts, _) => {
                let texts = texts(&named);
                // Another text than any of these.
                let other = texts.iter().map(String::as_str).max().unwrap_or_default().to_owned() + "~";
                let is_segments = self.path == "member.segments";
                let mut possible: Vec<String> =
                    texts.into_iter().filter(|text| !is_segments || !nobody_in(text)).collect();
                if possible.len() > SUBSETS_OF_MAX {
                    return None;
                }
                possible.push(other);
                let subset = |bits: usize| {
                    let items = possible.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
                    Value::List(items.map(|(_, text)| Value::String(text.clone())).collect())
                };
                Some((0..1 << possible.len()).map(subset).collect())
            }
            (AttributeKind::Object | AttributeKind::Named, _) => Some(vec![Value::Object(Vec::new())]),
        }
    }
}

/// Whether tests of a list's item compare it with texts and nothing else.
fn names_texts(tests: &Tests) -> bool {
    tests.0.iter().all(|test| match test {
        Test::Is(value) | Test::Compare(Comparison::Equal | Comparison::NotEqual, value) => {
            matches!(value, Value::String(_))
        }
        Test::In { list, any_case, .. } => !any_case && list.iter().all(|value| matches!(value, Value::String(_))),
        _ => false,
    })
}

impl Test {
    /// Every single value it compares with, those of tests within it too.
    fn values(&self, each: &mut dyn FnMut(&Value)) {
        let mut within = |tests: &Tests| tests.0.iter().for_each(|test| test.values(each));
        match self {
            Self::Not(tests) | Self::Element(Element::Passes(tests)) => within(tests),
            Self::Every { items, .. } => items.iter().for_each(within),
            Self::Is(value) | Self::Compare(_, value) => each(value),
            Self::In { list, .. } => list.iter().for_each(each),
            _ => {}
        }
    }
}
