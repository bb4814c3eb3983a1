//! Every field of every type, held against the description in both directions.
//!
//! The types are read from the sources, so nobody has to keep a list of fields: a field, a variant or an object that one side
//! has and the other does not is a fault. What has to be listed is which type an operation reads and writes.

mod compare;
mod roots;
mod source;

use std::collections::BTreeSet;

use serde_json::Value;

use super::{DOCUMENT, escaped, operations};
use compare::{Comparison, Place, compare};
use roots::{ANSWERS, BODIES, OTHERS, WRITTEN_BY_HAND};
use source::Sources;

/// The schema of an operation's body or answer, and the type that is read or written.
fn pairs() -> Vec<(String, &'static str)> {
    let mut pairs: Vec<(String, &str)> =
        OTHERS.iter().map(|(pointer, place)| ((*pointer).to_owned(), *place)).collect();
    for operation in operations() {
        let described = &DOCUMENT["paths"][&operation.path][&operation.method];
        let id = described["operationId"].as_str().unwrap_or_default();
        let pointer = operation.pointer("");
        let of = |table: &'static [(&str, &str)]| table.iter().find(|(known, _)| *known == id).map(|(_, place)| *place);
        if described.get("requestBody").is_some() {
            let place = of(BODIES).unwrap_or_else(|| panic!("which type is the body of {id}?"));
            pairs.push((format!("{pointer}/requestBody/content/application~1json/schema"), place));
        }
        let answers = described["responses"].as_object().into_iter().flatten();
        for (status, _) in answers.filter(|(status, answer)| status.starts_with('2') && answer.get("content").is_some())
        {
            if WRITTEN_BY_HAND.contains(&id) {
                continue;
            }
            let place = of(ANSWERS).unwrap_or_else(|| panic!("which type is the answer of {id}?"));
            pairs.push((format!("{pointer}/responses/{status}/content/application~1json/schema"), place));
        }
    }
    pairs
}

/// Every schema of the document that has fields, by pointer.
fn objects(pointer: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object) && members.get("$ref").is_none() {
                found.insert(pointer.to_owned());
            }
            for (name, member) in
                members.iter().filter(|(name, _)| !["example", "examples", "default"].contains(&&***name))
            {
                objects(&format!("{pointer}/{}", escaped(name)), member, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(&format!("{pointer}/{index}"), item, found);
            }
        }
        _ => {}
    }
}

fn compared() -> Comparison {
    let sources = Sources::read();
    let mut result = Comparison::default();
    for (pointer, place) in pairs() {
        match sources.at(place) {
            Some(declared) => compare(&sources, &Place::at(&pointer), declared, &mut result),
            None => result.faults.push(format!("there is no {place}")),
        }
    }
    result
}

#[test]
fn the_description_has_the_fields_and_variants_of_the_types_and_no_others() {
    let faults = compared().faults;
    assert!(faults.is_empty(), "{} differences:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_object_of_the_description_is_compared() {
    let seen = compared().seen;
    let mut all = BTreeSet::new();
    objects("", &DOCUMENT, &mut all);
    let rest: Vec<&String> =
        all.difference(&seen).filter(|one| !roots::EXCUSED.iter().any(|(start, _)| one.starts_with(start))).collect();
    assert!(rest.is_empty(), "{} of {} are not compared with any type:\n{rest:#?}", rest.len(), all.len());
    for (start, _) in roots::EXCUSED {
        assert!(all.difference(&seen).any(|one| one.starts_with(start)), "{start} needs no excuse");
    }
}

#[test]
fn a_difference_is_told_in_both_directions() {
    let sources = Sources::read();
    let mut result = Comparison::default();
    let line = sources.at("loyalty/src/order/mod.rs Line").unwrap();
    compare(&sources, &Place::at("/components/schemas/Adjustment"), line, &mut result);
    let told = result.faults.join("\n");
    assert!(told.contains("reason is described, and the type does not have it"), "{told}");
    assert!(told.contains("quantity is not described"), "{told}");
}
