//! From a condition back to JSON: the language itself, so that other tools and the browser read it.

use serde::{Serialize, Serializer};

use super::{
    Condition, Node, Value,
    parse::operators,
    test::{Comparison, Element, Test, Tests},
};

impl Condition {
    /// The condition as a document of the language, the same for equal conditions.
    pub fn to_value(&self) -> Value {
        self.0.written()
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl From<Condition> for Value {
    fn from(condition: Condition) -> Self {
        condition.to_value()
    }
}

impl Node {
    pub(super) fn written(&self) -> Value {
        match self {
            Self::All(parts) => all(parts),
            Self::Any(parts) if parts.is_empty() => object("$not", Value::Object(Vec::new())),
            Self::Any(parts) => object("$or", Value::List(parts.iter().map(Self::written).collect())),
            Self::Leaf(path, test) => Value::Object(vec![(path.clone(), one(test))]),
        }
    }
}

/// Several parts as the members of one object. Those whose member is taken follow under `$and`.
fn all(parts: &[Node]) -> Value {
    let mut members: Vec<(String, Value)> = Vec::new();
    let mut rest = Vec::new();
    for part in parts {
        let Value::Object(written) = part.written() else { continue };
        for (name, value) in written {
            let value = match members.iter_mut().find(|(known, _)| *known == name) {
                None => {
                    members.push((name, value));
                    continue;
                }
                Some((_, taken)) => joined(taken, value),
            };
            rest.extend(value.map(|value| Value::Object(vec![(name, value)])));
        }
    }
    if !rest.is_empty() {
        members.push(("$and".to_owned(), Value::List(rest)));
    }
    Value::object(members)
}

/// Puts operators beside those that are there, or gives them back.
fn joined(taken: &mut Value, value: Value) -> Option<Value> {
    let is_free = match (operators(taken), operators(&value)) {
        (Some(taken), Some([(name, _)])) => taken.iter().all(|(known, _)| known != name),
        _ => false,
    };
    match (taken, value) {
        (Value::Object(taken), Value::Object(operators)) if is_free => {
            taken.extend(operators);
            None
        }
        (_, value) => Some(value),
    }
}

fn object(name: &str, value: Value) -> Value {
    Value::Object(vec![(name.to_owned(), value)])
}

/// A test as what stands behind a path.
fn one(test: &Test) -> Value {
    match test {
        Test::Is(value) => value.clone(),
        test => object(test.operator(), test.operand()),
    }
}

impl Tests {
    fn written(&self) -> Value {
        match self.0.as_slice() {
            [test] => one(test),
            tests => Value::Object(tests.iter().map(|test| (test.operator().to_owned(), test.operand())).collect()),
        }
    }
}

impl Test {
    /// The operator's name; `is` for a value without an operator.
    pub(super) fn operator(&self) -> &'static str {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        match self {
            Self::Is(_) => "is",
            Self::Compare(Equal, _) => "$eq",
            Self::Compare(NotEqual, _) => "$ne",
            Self::Compare(Less, _) => "$lt",
            Self::Compare(LessOrEqual, _) => "$lte",
            Self::Compare(Greater, _) => "$gt",
            Self::Compare(GreaterOrEqual, _) => "$gte",
            Self::Version(Equal, _) => "$veq",
            Self::Version(NotEqual, _) => "$vne",
            Self::Version(Less, _) => "$vlt",
            Self::Version(LessOrEqual, _) => "$vlte",
            Self::Version(Greater, _) => "$vgt",
            Self::Version(GreaterOrEqual, _) => "$vgte",
            Self::In { any_case: false, is_in: true, .. } => "$in",
            Self::In { any_case: false, is_in: false, .. } => "$nin",
            Self::In { any_case: true, is_in: true, .. } => "$ini",
            Self::In { any_case: true, is_in: false, .. } => "$nini",
            Self::InGroup { is_in: true, .. } => "$inGroup",
            Self::InGroup { is_in: false, .. } => "$notInGroup",
            Self::Exists(_) => "$exists",
            Self::Type(_) => "$type",
            Self::Size(_) => "$size",
            Self::Element(_) => "$elemMatch",
            Self::Every { any_case: false, .. } => "$all",
            Self::Every { any_case: true, .. } => "$alli",
            Self::Pattern { any_case: false, .. } => "$regex",
            Self::Pattern { any_case: true, .. } => "$regexi",
            Self::Not(_) => "$not",
        }
    }

    /// What the operator is given; the value itself, if there is none.
    pub(super) fn operand(&self) -> Value {
        match self {
            Self::Is(value) | Self::Compare(_, value) | Self::Version(_, value) => value.clone(),
            Self::In { list, .. } => Value::List(list.clone()),
            Self::InGroup { group, .. } => Value::String(group.clone()),
            Self::Exists(exists) => Value::Bool(*exists),
            Self::Type(kind) => kind.name().into(),
            Self::Size(tests) | Self::Not(tests) | Self::Element(Element::Passes(tests)) => tests.written(),
            Self::Element(Element::Meets(node)) => element(node),
            Self::Every { items, .. } => Value::List(items.iter().map(Tests::written).collect()),
            Self::Pattern { pattern, .. } => Value::String(pattern.clone()),
        }
    }
}

/// A condition on items. `$elemMatch` takes an object that has only operators for tests, so it gets a member that is always
/// met and is no operator.
fn element(node: &Node) -> Value {
    let written = node.written();
    match written {
        Value::Object(mut members) if operators(&Value::Object(members.clone())).is_some() => {
            members.push((String::new(), object("$nin", Value::List(Vec::new()))));
            Value::Object(members)
        }
        written => written,
    }
}
