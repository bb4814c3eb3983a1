//! A test of one value: an operator and its operand.

use super::{Node, Value};

/// Every operator on values. An attribute cannot have the name of one; any other name that begins with `$` can be an
/// attribute's.
pub const OPERATORS: [&str; 27] = [
    "$eq",
    "$ne",
    "$lt",
    "$lte",
    "$gt",
    "$gte",
    "$veq",
    "$vne",
    "$vlt",
    "$vlte",
    "$vgt",
    "$vgte",
    "$in",
    "$nin",
    "$ini",
    "$nini",
    "$inGroup",
    "$notInGroup",
    "$exists",
    "$type",
    "$size",
    "$elemMatch",
    "$all",
    "$alli",
    "$regex",
    "$regexi",
    "$not",
];

/// One test. A value without an operator is compared as JavaScript coerces it; see `evaluate`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Test {
    /// The value itself: no operator.
    Is(Value),
    /// `$eq`, `$ne`, `$lt`, `$lte`, `$gt`, `$gte`
    Compare(Comparison, Value),
    /// `$veq`, `$vne`, `$vlt`, `$vlte`, `$vgt`, `$vgte`
    Version(Comparison, Value),
    /// `$in`, `$nin`, `$ini`, `$nini`. The list is sorted, each item once.
    In { list: Vec<Value>, any_case: bool, is_in: bool },
    /// `$inGroup`, `$notInGroup`
    InGroup { group: String, is_in: bool },
    /// `$exists`
    Exists(bool),
    /// `$type`
    Type(Kind),
    /// `$size`: the length passes the tests.
    Size(Tests),
    /// `$elemMatch`: some item passes.
    Element(Element),
    /// `$all`, `$alli`: for each of these some item passes. Sorted, each once.
    Every { items: Vec<Tests>, any_case: bool },
    /// `$regex`, `$regexi`
    Pattern { pattern: String, any_case: bool },
    /// `$not`: not all of them pass.
    Not(Tests),
}

/// Tests that a value must all pass: sorted, each once, at least one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tests(pub(super) Vec<Test>);

/// What an item of a list must be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Element {
    /// An object, or whatever it is, that meets a condition.
    Meets(Box<Node>),
    /// A value that passes tests.
    Passes(Tests),
}

/// How two values relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What `$type` calls a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    /// A type of JavaScript that no attribute has: what is missing is `null`.
    Undefined,
}

impl Tests {
    /// A value without an operator.
    pub(super) fn is(value: Value) -> Self {
        Self(vec![Test::Is(value)])
    }

    /// All of these, in normal form.
    pub(super) fn all(mut tests: Vec<Test>) -> Self {
        tests.sort();
        tests.dedup();
        Self(tests)
    }

    /// Not all of these.
    pub(super) fn not(self) -> Self {
        match <[Test; 1]>::try_from(self.0) {
            Ok([Test::Not(tests)]) => tests,
            Ok([test]) => Self(vec![test.not()]),
            Err(tests) => Self(vec![Test::Not(Self(tests))]),
        }
    }
}

impl Test {
    /// Passed by what does not pass this test. `<` is not denied by `>=`: what cannot be compared passes neither.
    pub(super) fn not(self) -> Self {
        match self {
            Self::Compare(Comparison::Equal, value) => Self::Compare(Comparison::NotEqual, value),
            Self::Compare(Comparison::NotEqual, value) => Self::Compare(Comparison::Equal, value),
            Self::Version(comparison, value) => Self::Version(comparison.opposite(), value),
            Self::In { list, any_case, is_in } => Self::In { list, any_case, is_in: !is_in },
            Self::InGroup { group, is_in } => Self::InGroup { group, is_in: !is_in },
            Self::Exists(exists) => Self::Exists(!exists),
            Self::Not(tests) => match <[Self; 1]>::try_from(tests.0) {
                Ok([test]) => test,
                Err(tests) => Self::Not(Tests(vec![Self::Not(Tests(tests))])),
            },
            test => Self::Not(Tests(vec![test])),
        }
    }
}

impl Comparison {
    /// The comparison whose operator ends in this.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "lt" => Self::Less,
            "lte" => Self::LessOrEqual,
            "gt" => Self::Greater,
            "gte" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }
}

impl Kind {
    /// The type of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let all = [Self::Null, Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object, Self::Undefined];
        all.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Undefined => "undefined",
        }
    }

    /// The type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::List(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}
