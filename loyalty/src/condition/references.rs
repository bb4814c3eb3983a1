//! What a condition speaks of.

use std::collections::BTreeSet;

use super::{
    Condition, Node, Value,
    test::{Element, Test, Tests},
};

/// The attributes and groups a condition needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Paths of attributes. Those inside `$elemMatch` belong to the items of a list and are not among them.
    pub paths: BTreeSet<String>,
    /// Names of groups.
    pub groups: BTreeSet<String>,
}

impl Condition {
    /// Every attribute and group the condition speaks of.
    pub fn references(&self) -> References {
        let mut references = References::default();
        self.0.visit(&mut |path, test| {
            references.paths.insert(path.to_owned());
            test.visit(&mut |test| {
                if let Test::InGroup { group, .. } = test {
                    references.groups.insert(group.clone());
                }
            });
        });
        references
    }

    /// Every attribute that is asked whether it, or something in it, is in a group, with the group's name.
    pub fn grouped(&self) -> BTreeSet<(String, String)> {
        let mut grouped = BTreeSet::new();
        self.0.visit(&mut |path, test| {
            test.visit(&mut |test| {
                if let Test::InGroup { group, .. } = test {
                    grouped.insert((path.to_owned(), group.clone()));
                }
            });
        });
        grouped
    }

    /// Every text that the attribute at `path`, or something in it, is compared with: of `member.segments`, the segments
    /// the condition depends on. Patterns and groups are not texts; whoever must know them all asks [`Self::references`].
    pub fn texts_at(&self, path: &str) -> BTreeSet<String> {
        let mut texts = BTreeSet::new();
        self.0.visit(&mut |at, test| {
            if at.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
                test.visit(&mut |test| {
                    let values = match test {
                        Test::Is(value) | Test::Compare(_, value) => std::slice::from_ref(value),
                        Test::In { list, .. } => list,
                        _ => &[],
                    };
                    values.iter().for_each(|value| collect_texts(value, &mut texts));
                });
            }
        });
        texts
    }
}

fn collect_texts(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            texts.insert(text.clone());
        }
        Value::List(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(members) => members.iter().for_each(|(_, value)| collect_texts(value, texts)),
        _ => {}
    }
}

impl Node {
    fn visit(&self, each: &mut dyn FnMut(&str, &Test)) {
        match self {
            Self::Leaf(path, test) => each(path, test),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.visit(each)),
        }
    }
}

impl Tests {
    fn visit(&self, each: &mut dyn FnMut(&Test)) {
        self.0.iter().for_each(|test| test.visit(each));
    }
}

impl Test {
    /// This test and every one inside it.
    fn visit(&self, each: &mut dyn FnMut(&Test)) {
        each(self);
        match self {
            Self::Size(tests) | Self::Not(tests) | Self::Element(Element::Passes(tests)) => tests.visit(each),
            Self::Element(Element::Meets(node)) => node.visit(&mut |_, test| test.visit(each)),
            Self::Every { items, .. } => items.iter().for_each(|tests| tests.visit(each)),
            _ => {}
        }
    }
}
