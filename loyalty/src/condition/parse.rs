//! From JSON to a condition, or to everything that is wrong with it.

use super::{
    Condition, Engine, Node, Value,
    limits::{DEPTH_MAX, FAULTS_MAX, LIST_LEN_MAX, PARTS_MAX, PATH_LEN_MAX, VALUE_LEN_MAX, measure},
    test::{OPERATORS, Tests},
};
use crate::Fault;

impl Condition {
    /// Reads a condition that stands at the path `at` of a larger document (empty, if it is the document). The engine says
    /// which patterns are regular expressions.
    ///
    /// # Errors
    /// Every fault with its path, such as `condition.$or[1].member.orders.$gt`; of a condition with too many parts or too
    /// deep a nesting, those that were found until then.
    pub fn parse(document: &Value, at: &str, engine: &dyn Engine) -> Result<Self, Vec<Fault>> {
        let mut parser = Parser { engine, path: at.to_owned(), depth: 0, parts: 0, faults: Vec::new() };
        match parser.condition(document).map(Node::folded) {
            Some(node) if parser.faults.is_empty() => {
                // What was read must be readable again once it is written.
                let (depth, parts) = measure(&node.written());
                if depth <= DEPTH_MAX && parts <= PARTS_MAX {
                    return Ok(Self(node));
                }
                parser.fault::<()>("is too large in its normal form: more than 2,000 parts, or more than 32 deep");
            }
            _ => {}
        }
        Err(parser.faults)
    }
}

/// Reads a condition. What has a fault is left out, and reading goes on beside it; whoever reads asks for faults at the end.
pub(super) struct Parser<'e> {
    pub(super) engine: &'e dyn Engine,
    path: String,
    depth: usize,
    parts: usize,
    faults: Vec<Fault>,
}

impl Parser<'_> {
    /// Notes a fault of what is being read.
    pub(super) fn fault<T>(&mut self, message: &str) -> Option<T> {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(Fault { path: self.path.clone(), message: message.to_owned() });
        }
        None
    }

    /// Something, unless it is missing because of a fault here.
    pub(super) fn require<T>(&mut self, value: Option<T>, message: &str) -> Option<T> {
        if value.is_none() { self.fault(message) } else { value }
    }

    /// Reads every member of an object.
    pub(super) fn members<T>(
        &mut self,
        members: &[(String, Value)],
        read: fn(&mut Self, &str, &Value) -> Option<T>,
    ) -> Vec<T> {
        let length = self.path.len();
        let mut all = Vec::new();
        for (name, value) in members {
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(name);
            all.extend(self.part(|parser| read(parser, name, value)));
            self.path.truncate(length);
        }
        all
    }

    /// Reads every item of a list, if it is one.
    pub(super) fn items<T>(&mut self, list: &Value, read: fn(&mut Self, &Value) -> Option<T>) -> Option<Vec<T>> {
        let Value::List(items) = list else { return self.fault("must be a list") };
        if items.len() > LIST_LEN_MAX {
            return self.fault("has more than 500 items");
        }
        let length = self.path.len();
        let mut all = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.path.push('[');
            self.path.push_str(&index.to_string());
            self.path.push(']');
            all.extend(self.part(|parser| read(parser, item)));
            self.path.truncate(length);
        }
        Some(all)
    }

    /// Reads one more part, one level deeper, within the limits.
    pub(super) fn part<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            // Said once; what follows is not looked at.
            return if self.parts == PARTS_MAX + 1 {
                self.fault("the condition has more than 2,000 parts")
            } else {
                None
            };
        }
        if self.depth == DEPTH_MAX {
            return self.fault("is nested more than 32 deep");
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// A condition: logical operators, and paths with what their values must be.
    pub(super) fn condition(&mut self, document: &Value) -> Option<Node> {
        let Value::Object(members) = document else { return self.fault("must be an object") };
        Some(Node::all(self.members(members, Self::clause)))
    }

    fn clause(&mut self, name: &str, value: &Value) -> Option<Node> {
        match name {
            "$and" => self.items(value, Self::condition).map(Node::all),
            "$or" => self.items(value, Self::condition).map(some),
            "$nor" => self.items(value, Self::condition).map(|parts| some(parts).not()),
            "$not" => self.condition(value).map(Node::not),
            _ if OPERATORS.contains(&name) => self.fault("is an operator on values: it stands behind a path"),
            _ if name.chars().count() > PATH_LEN_MAX => self.fault("is a path of more than 200 characters"),
            path => Some(Node::at(path, self.tests(value)?)),
        }
    }

    /// What a value must be: an object of operators, or a value it must equal.
    pub(super) fn tests(&mut self, value: &Value) -> Option<Tests> {
        let Some(operators) = operators(value) else { return Some(Tests::is(self.literal(value)?)) };
        let tests = self.members(operators, Self::test);
        Some(Tests::all(tests.into_iter().flat_map(|tests| tests.0).collect()))
    }

    /// A value to compare with, of any type.
    pub(super) fn literal(&mut self, value: &Value) -> Option<Value> {
        match value {
            Value::String(text) if text.chars().count() > VALUE_LEN_MAX => self.fault("is longer than 500 characters"),
            Value::List(_) => self.items(value, Self::literal).map(Value::List),
            Value::Object(members) => Some(Value::Object(self.members(members, |parser, name, value| {
                if name.chars().count() > VALUE_LEN_MAX {
                    return parser.fault("has a name of more than 500 characters");
                }
                Some((name.to_owned(), parser.literal(value)?))
            }))),
            value => Some(value.clone()),
        }
    }
}

/// The language takes an empty `$or` as met.
fn some(parts: Vec<Node>) -> Node {
    if parts.is_empty() { Node::always() } else { Node::any(parts) }
}

/// The members of an object that has only operators, at least one.
pub(super) fn operators(value: &Value) -> Option<&[(String, Value)]> {
    let Value::Object(members) = value else { return None };
    let is_operators = !members.is_empty() && members.iter().all(|(name, _)| name.starts_with('$'));
    is_operators.then_some(members)
}
