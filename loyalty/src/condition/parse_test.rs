//! From an operator and its operand to a test.

use super::{
    Value,
    limits::{GROUP_LEN_MAX, PATTERN_LEN_MAX},
    parse::{Parser, operators},
    pattern,
    test::{Comparison, Element, Kind, OPERATORS, Test, Tests},
};
use crate::suggest;

impl Parser<'_> {
    /// The tests an operator stands for: one, unless it is a `$not` of a `$not`.
    pub(super) fn test(&mut self, operator: &str, operand: &Value) -> Option<Tests> {
        let test = match operator {
            "$eq" => Test::Compare(Comparison::Equal, self.single(operand)?),
            "$ne" => Test::Compare(Comparison::NotEqual, self.single(operand)?),
            "$lt" => Test::Compare(Comparison::Less, self.single(operand)?),
            "$lte" => Test::Compare(Comparison::LessOrEqual, self.single(operand)?),
            "$gt" => Test::Compare(Comparison::Greater, self.single(operand)?),
            "$gte" => Test::Compare(Comparison::GreaterOrEqual, self.single(operand)?),
            "$veq" => Test::Version(Comparison::Equal, self.version(operand)?),
            "$vne" => Test::Version(Comparison::NotEqual, self.version(operand)?),
            "$vlt" => Test::Version(Comparison::Less, self.version(operand)?),
            "$vlte" => Test::Version(Comparison::LessOrEqual, self.version(operand)?),
            "$vgt" => Test::Version(Comparison::Greater, self.version(operand)?),
            "$vgte" => Test::Version(Comparison::GreaterOrEqual, self.version(operand)?),
            "$in" => self.list(operand, false, true)?,
            "$nin" => self.list(operand, false, false)?,
            "$ini" => self.list(operand, true, true)?,
            "$nini" => self.list(operand, true, false)?,
            "$inGroup" => Test::InGroup { group: self.group(operand)?, is_in: true },
            "$notInGroup" => Test::InGroup { group: self.group(operand)?, is_in: false },
            "$exists" => match operand {
                Value::Bool(exists) => Test::Exists(*exists),
                _ => return self.fault("must be true or false"),
            },
            "$type" => Test::Type(self.kind(operand)?),
            "$size" => Test::Size(self.tests(operand)?),
            "$elemMatch" => Test::Element(self.element(operand)?),
            "$all" => Test::Every { items: set(self.items(operand, Self::tests)?), any_case: false },
            "$alli" => Test::Every { items: set(self.items(operand, Self::tests)?), any_case: true },
            "$regex" => Test::Pattern { pattern: self.pattern(operand)?, any_case: false },
            "$regexi" => Test::Pattern { pattern: self.pattern(operand)?, any_case: true },
            "$not" => return self.tests(operand).map(Tests::not),
            _ => {
                let meant = suggest::closest(operator, OPERATORS).map(|name| format!("did you mean “{name}”? "));
                let (meant, all) = (meant.unwrap_or_default(), suggest::list(&OPERATORS, "and"));
                return self.fault(&format!("is not an operator; {meant}There are {all}"));
            }
        };
        Some(Tests(vec![test]))
    }

    /// A value that can be the same as another: lists and objects never are.
    fn single(&mut self, value: &Value) -> Option<Value> {
        match value {
            Value::List(_) | Value::Object(_) => self.fault("must be a text, a number, true, false or null"),
            value => self.literal(value),
        }
    }

    fn version(&mut self, value: &Value) -> Option<Value> {
        match value {
            Value::String(_) | Value::Number(_) => self.literal(value),
            _ => self.fault("must be a version, such as 1.2.3"),
        }
    }

    fn list(&mut self, operand: &Value, any_case: bool, is_in: bool) -> Option<Test> {
        let list = set(self.items(operand, Self::single)?);
        Some(Test::In { list, any_case, is_in })
    }

    fn group(&mut self, operand: &Value) -> Option<String> {
        let group = match operand {
            Value::String(name) if (1..=GROUP_LEN_MAX).contains(&name.chars().count()) => Some(name.clone()),
            _ => None,
        };
        self.require(group, "must be the name of a group: 1 to 128 characters")
    }

    fn kind(&mut self, operand: &Value) -> Option<Kind> {
        let kind = match operand {
            Value::String(name) => Kind::named(name),
            _ => None,
        };
        self.require(kind, "must be null, boolean, number, string, array, object or undefined")
    }

    fn element(&mut self, operand: &Value) -> Option<Element> {
        if operators(operand).is_some() {
            self.tests(operand).map(Element::Passes)
        } else {
            self.condition(operand).map(|node| Element::Meets(Box::new(node.folded())))
        }
    }

    fn pattern(&mut self, operand: &Value) -> Option<String> {
        let Value::String(pattern) = operand else { return self.fault("must be a regular expression") };
        if pattern.chars().count() > PATTERN_LEN_MAX {
            return self.fault("is longer than 200 characters");
        }
        if let Err(message) = pattern::translate(pattern, false) {
            return self.fault(message);
        }
        if !self.engine.is_pattern(pattern) {
            return self.fault("is too large: something in it is repeated too often");
        }
        Some(pattern.clone())
    }
}

/// Sorted, each once.
fn set<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items.dedup();
    items
}
