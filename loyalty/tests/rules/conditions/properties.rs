//! What holds for every condition, tried on thousands that a seed decides.

use loyalty::condition::{Condition, Native, Reason, Residue, Value};
use serde_json::json;

use crate::conditions::{parse, random::Random, value, with};

/// Few of these conditions are always or never met, and each is tried on several attributes.
const CONDITIONS: u64 = 4_000;
const ATTRIBUTES: usize = 8;

/// Tries something on many conditions, each with its own random source and attributes. Gives how often it said yes.
pub fn for_many(mut holds: impl FnMut(&serde_json::Value, &Condition, &[Value], &mut Random) -> usize) -> usize {
    let one = |seed| {
        let mut random = Random::new(seed);
        let document = random.condition();
        let condition = parse(&document);
        let attributes: Vec<_> = (0..ATTRIBUTES).map(|_| value(&random.attributes())).collect();
        holds(&document, &condition, &attributes, &mut random)
    };
    let said = (0..CONDITIONS).map(one).sum();
    regulars_kit::counts::add(CONDITIONS as usize * ATTRIBUTES, "conditions evaluated");
    said
}

fn written(condition: &Condition) -> String {
    serde_json::to_string(condition).expect("written")
}

/// Only these roots of the attributes, or only the others.
fn with_roots(attributes: &Value, roots: &[&str], are_kept: bool) -> Value {
    let Value::Object(members) = attributes else { panic!("attributes are an object") };
    Value::object(members.iter().filter(|(name, _)| roots.contains(&name.as_str()) == are_kept).cloned())
}

#[test]
fn what_is_known_first_and_what_is_known_later_decide_as_all_at_once() {
    let mut rests = 0;
    let met = for_many(|document, condition, attributes, random| {
        let met = attributes.iter().filter(|attributes| {
            let roots = random.roots();
            let (known, rest) = (with_roots(attributes, &roots, true), with_roots(attributes, &roots, false));
            with(|context| {
                let residue = condition.partially(&known, &roots, context);
                let at_once = condition.evaluate(attributes, context);
                assert_eq!(residue.evaluate(&rest, context), at_once, "{document} of {attributes:?} knowing {roots:?}");
                if let Residue::Rest(rest_condition) = &residue {
                    rests += 1;
                    let paths = rest_condition.references().paths;
                    assert!(paths.iter().all(|path| !roots.iter().any(|root| path.split('.').next() == Some(root))));
                    // The browser reads it as it reads any other.
                    assert_eq!(parse(&serde_json::to_value(rest_condition).expect("written")), *rest_condition);
                }
                at_once
            })
        });
        met.count()
    });
    assert!(rests > 5_000, "only {rests} residues asked anything");
    assert!(met > 5_000, "only {met} were met");
}

#[test]
fn what_is_written_is_read_as_the_same() {
    for_many(|document, condition, attributes, _| {
        let normal: Value = serde_json::from_str(&written(condition)).expect("a value");
        let again = Condition::parse(&normal, "", &Native::default()).expect("read again");
        assert_eq!(again, *condition, "{document}");
        assert_eq!(written(&again), written(condition), "{document}");
        assert_eq!(normal, condition.to_value(), "{document}");
        for attributes in attributes {
            with(|context| assert_eq!(again.evaluate(attributes, context), condition.evaluate(attributes, context)));
        }
        0
    });
}

/// The condition in another order and nesting.
fn disguised(document: &serde_json::Value, random: &mut Random) -> serde_json::Value {
    let serde_json::Value::Object(members) = document else { panic!("a condition is an object") };
    let mut parts: Vec<_> = members.iter().map(|(name, value)| json!({name: value})).collect();
    parts.reverse();
    parts.extend(parts.last().cloned());
    match random.attributes().as_object().map_or(0, serde_json::Map::len) % 4 {
        0 => json!({"$and": parts}),
        1 => json!({"$and": [{"$or": [{"$and": parts}]}, {}]}),
        2 => json!({"$not": {"$not": {"$and": parts}}}),
        _ => json!({"$nor": [{"$not": {"$and": parts}}]}),
    }
}

#[test]
fn a_condition_in_disguise_has_the_same_normal_form() {
    for_many(|document, condition, _, random| {
        let other = disguised(document, random);
        assert_eq!(written(&parse(&other)), written(condition), "{document} as {other}");
        0
    });
}

#[test]
fn the_opposite_of_a_condition_is_met_where_it_is_not() {
    for_many(|document, condition, attributes, _| {
        let opposite = parse(&json!({"$not": document}));
        for attributes in attributes {
            with(|context| {
                assert_ne!(
                    opposite.evaluate(attributes, context),
                    condition.evaluate(attributes, context),
                    "{document}"
                );
            });
        }
        assert_eq!(parse(&json!({"$nor": [{"$not": document}]})), *condition, "{document}");
        0
    });
}

/// Every reason in a part agrees with the part.
fn agrees(reason: &Reason, matches: bool) -> bool {
    reason.matches() == matches
        && match reason {
            Reason::Test { .. } => true,
            Reason::Group { because, .. } => {
                !because.is_empty() && because.iter().all(|reason| agrees(reason, matches))
            }
        }
}

#[test]
fn an_explanation_agrees_with_the_evaluation() {
    let mut reasons = 0;
    for_many(|document, condition, attributes, _| {
        for attributes in attributes {
            with(|context| {
                let explained = condition.explain(attributes, context);
                assert_eq!(explained.matches, condition.evaluate(attributes, context), "{document}");
                let nothing = Reason::Group { operator: "$or", matches: false, because: Vec::new() };
                if condition.constant() == Some(false) {
                    assert_eq!(explained.because, [nothing], "{document}");
                    return;
                }
                assert!(explained.because.iter().all(|reason| agrees(reason, explained.matches)), "{explained:?}");
                assert_eq!(explained.because.is_empty(), condition.constant() == Some(true), "{document}");
                reasons += explained.because.len();
            });
        }
        0
    });
    assert!(reasons > 10_000, "only {reasons} reasons were given");
}
