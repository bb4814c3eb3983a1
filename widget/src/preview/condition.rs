//! Tests of conditions in words. What somebody does not meet at the edge comes as its reasons; what is left for the page is
//! taken apart here, into parts that the offers' own evaluator decides one by one.

use loyalty::condition::Value;

use super::{judge::Judge, model::Part, words::keys};
use crate::js::Js;

/// What the edge found not to be met.
pub fn unmet(judge: &Judge<'_>, because: &Js) -> Vec<Part> {
    let mut parts = Vec::new();
    reasons(judge, because, 0, &mut parts);
    parts
}

fn reasons(judge: &Judge<'_>, because: &Js, depth: usize, parts: &mut Vec<Part>) {
    for reason in because.items(Js::clone) {
        let is_met = reason.get("matches").as_flag();
        let path = reason.text("path");
        if path.is_empty() {
            let message = if reason.text("operator") == "$or" { keys::ONE_OF } else { keys::ALL_OF };
            parts.push(Part { is_met, line: judge.say(message, []), depth });
            reasons(judge, &reason.get("because"), depth + 1, parts);
        } else {
            let value = |name: &str| (judge.inside.value)(&reason.get(name));
            let line = line(judge, &path, &reason.text("operator"), &value("expected"), &value("actual"));
            parts.push(Part { is_met, line, depth });
        }
    }
}

/// What a condition of the page asks, each with whether it is met.
pub fn parts(judge: &Judge<'_>, condition: &Value, depth: usize, parts: &mut Vec<Part>) {
    let Value::Object(members) = condition else { return };
    for (name, value) in members {
        let own = |value: Value| Value::Object(vec![(name.clone(), value)]);
        let mut test = |operator: &str, operand: &Value, condition: &Value| {
            let actual = judge.sight.at(name);
            let line = line(judge, name, operator, operand, &actual);
            parts.push(Part { is_met: judge.sight.meets(condition), line, depth });
        };
        match (name.as_str(), value) {
            ("$and", Value::List(all)) => all.iter().for_each(|part| self::parts(judge, part, depth, parts)),
            ("$or", Value::List(some)) => {
                let is_met = judge.sight.meets(&own(value.clone()));
                parts.push(Part { is_met, line: judge.say(keys::ONE_OF, []), depth });
                some.iter().for_each(|part| self::parts(judge, part, depth + 1, parts));
            }
            ("$not", _) => parts.push(Part { is_met: false, line: judge.say(keys::NOTHING, []), depth }),
            (_, Value::Object(operators)) if operators.iter().any(|(name, _)| name.starts_with('$')) => {
                for (operator, operand) in operators {
                    let alone = own(Value::Object(vec![(operator.clone(), operand.clone())]));
                    test(operator, operand, &alone);
                }
            }
            _ => test("is", value, &own(value.clone())),
        }
    }
}

/// `member.orders must be at least 2. It is 0.`
fn line(judge: &Judge<'_>, path: &str, operator: &str, expected: &Value, actual: &Value) -> String {
    let written = written(expected);
    let must = match operator {
        "is" | "$eq" | "$veq" => keys::MUST_BE,
        "$ne" | "$vne" => keys::MUST_NOT_BE,
        "$lt" | "$vlt" => keys::MUST_BE_LESS,
        "$lte" | "$vlte" => keys::MUST_BE_MOST,
        "$gt" | "$vgt" => keys::MUST_BE_MORE,
        "$gte" | "$vgte" => keys::MUST_BE_LEAST,
        "$in" | "$ini" => keys::MUST_BE_AMONG,
        "$nin" | "$nini" => keys::MUST_NOT_BE_AMONG,
        "$inGroup" => keys::MUST_BE_IN_GROUP,
        "$notInGroup" => keys::MUST_NOT_BE_IN_GROUP,
        "$all" | "$alli" => keys::MUST_HAVE_ALL,
        "$regex" | "$regexi" => keys::MUST_MATCH,
        _ => {
            let is_known = operator == "$exists";
            return match expected {
                Value::Bool(false) if is_known => judge.say(keys::MUST_NOT_EXIST, [path, &self::written(actual)]),
                _ if is_known => judge.say(keys::MUST_EXIST, [path]),
                _ => judge.say(keys::MUST_PASS, [path, operator, &written, &known(judge, actual)]),
            };
        }
    };
    judge.say(must, [path, &written, &known(judge, actual)])
}

/// What an attribute is, or that nobody knows.
fn known(judge: &Judge<'_>, actual: &Value) -> String {
    match actual {
        Value::Null => judge.say(keys::UNKNOWN, []),
        actual => judge.say(keys::IT_IS, [&written(actual)]),
    }
}

/// A value as its condition writes it, texts in quotes.
fn written(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(is) => if *is { "true" } else { "false" }.to_owned(),
        // It fails for other radices only.
        Value::Number(number) => {
            js_sys::Number::from(*number).to_string_with_radix(10).map(String::from).unwrap_or_default()
        }
        Value::String(text) => ["“", text, "”"].concat(),
        Value::List(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| [name, ": ", &written(value)].concat());
            ["{", &members.collect::<Vec<_>>().join(", "), "}"].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_as_people_read_it() {
        let list = Value::List(vec!["sl".into(), Value::Bool(true), Value::Null]);
        assert_eq!(written(&list), "“sl”, true, null");
        let object = Value::Object(vec![("$regex".to_owned(), "^/a".into()), ("b".to_owned(), list)]);
        assert_eq!(written(&object), "{$regex: “^/a”, b: “sl”, true, null}");
    }
}
