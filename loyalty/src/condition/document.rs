//! Conditions decided straight from their documents, for the page: reading one takes many times the code of deciding it.
//!
//! The edge has read them and written them again; what holds of a written condition holds here. Nothing is checked, there
//! is no normal form and there are no faults. Compared is as in `evaluate`.

use super::{
    Engine, Value,
    coerce::{self, compare, compare_texts, is_identical, is_truthy},
    evaluate::{is, is_among},
    parse::operators,
    test::{Comparison, Kind},
    value::length,
    version::padded,
};

/// Whether attributes meet a condition as [`Condition::to_value`](super::Condition::to_value) writes it; every group is
/// empty. None if something in it that decides is not known here: a newer edge wrote it.
pub fn meets(attributes: &Value, condition: &Value, engine: &dyn Engine) -> Option<bool> {
    Document { engine }.is_met(condition, attributes)
}

struct Document<'e> {
    engine: &'e dyn Engine,
}

impl Document<'_> {
    fn is_met(&self, condition: &Value, attributes: &Value) -> Option<bool> {
        let Value::Object(members) = condition else { return None };
        every(members, &mut |(name, value)| self.clause(name, value, attributes))
    }

    fn clause(&self, name: &str, value: &Value, attributes: &Value) -> Option<bool> {
        let mut is_part_met = |part: &Value| self.is_met(part, attributes);
        match name {
            "$and" => every(items(value)?, &mut is_part_met),
            // The language takes an empty `$or` as met.
            "$or" => Some(items(value)?.is_empty() || some(items(value)?, &mut is_part_met)?),
            "$not" => Some(!self.is_met(value, attributes)?),
            path => self.passes(&attributes.at(path), value),
        }
    }

    /// Whether a value is as it must be: it passes an object of operators, or equals what it is given.
    fn passes(&self, value: &Value, expected: &Value) -> Option<bool> {
        match operators(expected) {
            Some(operators) => every(operators, &mut |(name, operand)| self.test(name, operand, value)),
            None => Some(is(value, expected, self.engine)),
        }
    }

    fn test(&self, operator: &str, operand: &Value, value: &Value) -> Option<bool> {
        let engine = self.engine;
        if let Some(comparison) = operator.strip_prefix("$v").and_then(Comparison::named) {
            return Some(comparison.holds(Some(compare_texts(&padded(value, engine), &padded(operand, engine)))));
        }
        Some(match operator {
            "$eq" => is_identical(value, operand),
            "$ne" => !is_identical(value, operand),
            "$in" => is_among(value, items(operand)?, None),
            "$nin" => !is_among(value, items(operand)?, None),
            "$ini" => is_among(value, items(operand)?, Some(engine)),
            "$nini" => !is_among(value, items(operand)?, Some(engine)),
            "$inGroup" => false,
            "$notInGroup" => true,
            "$exists" => is_truthy(operand) != matches!(value, Value::Null),
            "$type" => is_identical(&Kind::of(value).name().into(), operand),
            "$regex" => self.matches(operand, false, value)?,
            "$regexi" => self.matches(operand, true, value)?,
            "$not" => !self.passes(value, operand)?,
            "$size" | "$elemMatch" | "$all" | "$alli" => match value {
                Value::List(items) => self.test_list(operator, operand, items)?,
                _ => false,
            },
            _ => Comparison::named(operator.strip_prefix('$')?)?.holds(compare(value, operand, engine)),
        })
    }

    /// The tests that only a list passes.
    fn test_list(&self, operator: &str, operand: &Value, list: &[Value]) -> Option<bool> {
        match operator {
            "$size" => self.passes(&length(list), operand),
            // Items that count as false are passed over.
            "$elemMatch" => some(list, &mut |item| match operators(operand) {
                _ if !is_truthy(item) => Some(false),
                Some(_) => self.passes(item, operand),
                None => self.is_met(operand, item),
            }),
            _ => every(items(operand)?, &mut |expected| {
                some(list, &mut |item| match expected {
                    Value::String(text) if operator == "$alli" => {
                        let engine = self.engine;
                        Some(engine.lowercase(&coerce::text(item, engine)) == engine.lowercase(text))
                    }
                    expected => self.passes(item, expected),
                })
            }),
        }
    }

    /// A browser may have other patterns than the edge.
    fn matches(&self, pattern: &Value, any_case: bool, value: &Value) -> Option<bool> {
        let Value::String(pattern) = pattern else { return None };
        let is_pattern = self.engine.is_pattern(pattern);
        is_pattern.then(|| self.engine.matches(pattern, any_case, &coerce::text(value, self.engine)))
    }
}

fn items(list: &Value) -> Option<&[Value]> {
    let Value::List(items) = list else { return None };
    Some(items)
}

/// Whether all of them are, up to the first that is not.
fn every<T>(all: &[T], is: &mut dyn FnMut(&T) -> Option<bool>) -> Option<bool> {
    for one in all {
        if !is(one)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether one of them is, up to the first that is.
fn some<T>(all: &[T], is: &mut dyn FnMut(&T) -> Option<bool>) -> Option<bool> {
    every(all, &mut |one| Some(!is(one)?)).map(|is_none| !is_none)
}
