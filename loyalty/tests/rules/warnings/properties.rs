//! What is said never to be met is not met by anybody, and what is said always to be met by everybody: conditions, members and
//! visits that a seed decides.

use fastrand::Rng;
use loyalty::{
    attributes::{ATTRIBUTES, AttributeKind},
    condition::{Condition, Context, Value},
};
use serde_json::{Map, json};

use super::beside;

const CONDITIONS: u64 = 6_000;
const PEOPLE: usize = 60;

/// Few attributes, so that conditions ask for the same one twice.
const PATHS: [&str; 14] = [
    "member.stage",
    "member.orders",
    "member.spend",
    "member.tags",
    "member.last_order_at",
    "member.top",
    "member.tier",
    "member.rfm.money",
    "member.points.balance",
    "member.segments",
    "request.country",
    "page.type",
    "cart.total",
    "cart",
];

const TEXTS: [&str; 12] =
    ["lapsed", "client", "new", "gold", "a", "b", "", "SI", "si", "2", "2026-07-01T00:00:00Z", "2026-07-01"];
const INSTANTS: [&str; 5] = [
    "2026-06-30T23:59:59Z",
    "2026-07-01T00:00:00Z",
    "2026-07-01T00:00:01Z",
    "1970-01-01T00:00:00Z",
    "2027-01-01T00:00:00Z",
];
const NUMBERS: [f64; 11] = [-1.0, 0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 100.0, 1e300];

fn text(rng: &mut Rng) -> serde_json::Value {
    json!(TEXTS[rng.usize(..TEXTS.len())])
}

fn single(rng: &mut Rng) -> serde_json::Value {
    match rng.u8(..10) {
        0 => json!(null),
        1 => json!(rng.bool()),
        2..5 => json!(NUMBERS[rng.usize(..NUMBERS.len())]),
        5 => json!(INSTANTS[rng.usize(..INSTANTS.len())]),
        _ => text(rng),
    }
}

fn tests(rng: &mut Rng, depth: usize) -> serde_json::Value {
    let mut tests = Map::new();
    for _ in 0..rng.usize(1..4) {
        let list = |rng: &mut Rng| -> serde_json::Value { (0..rng.usize(..4)).map(|_| single(rng)).collect() };
        let (operator, operand) = match rng.u8(..18) {
            0 => ("$eq", single(rng)),
            1 => ("$ne", single(rng)),
            2 => ("$lt", single(rng)),
            3 => ("$lte", single(rng)),
            4 => ("$gt", single(rng)),
            5 => ("$gte", single(rng)),
            6 => ("$in", list(rng)),
            7 => ("$nin", list(rng)),
            8 => ("$ini", list(rng)),
            9 => ("$nini", list(rng)),
            10 => ("$exists", json!(rng.bool())),
            11 => ("$type", json!(["string", "number", "array", "null", "boolean", "object"][rng.usize(..6)])),
            12 => ("$all", (0..rng.usize(..3)).map(|_| text(rng)).collect()),
            13 => ("$elemMatch", json!({"$in": [text(rng)]})),
            14 => ("$size", single(rng)),
            15 => ("$regex", json!(["^l", "^$", "S", "1"][rng.usize(..4)])),
            16 => ("$vgt", text(rng)),
            _ if depth > 0 => ("$not", self::tests(rng, depth - 1)),
            _ => ("$gt", single(rng)),
        };
        tests.insert(operator.to_owned(), operand);
    }
    tests.into()
}

fn condition(rng: &mut Rng, depth: usize) -> serde_json::Value {
    let mut parts = Map::new();
    for _ in 0..rng.usize(1..4) {
        let path = PATHS[rng.usize(..PATHS.len())];
        let list =
            |rng: &mut Rng| -> serde_json::Value { (0..rng.usize(1..4)).map(|_| condition(rng, depth - 1)).collect() };
        let (name, value) = match rng.u8(..10) {
            0 if depth > 0 => ("$or", list(rng)),
            1 if depth > 0 => ("$and", list(rng)),
            2 if depth > 0 => ("$nor", list(rng)),
            3 if depth > 0 => ("$not", condition(rng, depth - 1)),
            4 => (path, single(rng)),
            _ => (path, tests(rng, 2)),
        };
        parts.insert(name.to_owned(), value);
    }
    parts.into()
}

/// A value that the attribute may have; what nobody knows is left out.
fn value(rng: &mut Rng, path: &str, kind: AttributeKind) -> Option<serde_json::Value> {
    let whole = |rng: &mut Rng, least: i64| json!(rng.i64(least..8));
    if rng.u8(..5) == 0 {
        return None;
    }
    Some(match path {
        "member.stage" => {
            json!(["suspect", "prospect", "first_time", "repeat", "client", "advocate", "lapsed"][rng.usize(..7)])
        }
        "request.country" => json!(["SI", "HR", "T1", "US"][rng.usize(..4)]),
        "member.tier" => json!(["silver", "gold"][rng.usize(..2)]),
        "member.rfm.money" => json!(rng.i64(1..=5)),
        "member.points.balance" | "cart.total" => {
            [json!(rng.i64(-3..8)), json!(100), json!(-5_000)][rng.usize(..3)].clone()
        }
        "member.spend" => [whole(rng, 0), json!(100), json!(123_456)][rng.usize(..3)].clone(),
        _ => match kind {
            AttributeKind::Text => text(rng),
            AttributeKind::Number => whole(rng, 0),
            AttributeKind::Flag => json!(rng.bool()),
            AttributeKind::Instant => json!(INSTANTS[rng.usize(..INSTANTS.len())]),
            AttributeKind::Texts => (0..rng.usize(..4)).map(|_| text(rng)).collect(),
            AttributeKind::Object | AttributeKind::Named => return None,
        },
    })
}

fn person(rng: &mut Rng) -> Value {
    let mut attributes = json!({});
    for (path, kind) in ATTRIBUTES.iter().filter(|(path, _)| PATHS.contains(path)) {
        let Some(value) = value(rng, path, *kind) else { continue };
        let mut place = &mut attributes;
        for name in path.split('.') {
            place = &mut place[name];
        }
        *place = value;
    }
    serde_json::from_value(attributes).expect("a value")
}

#[test]
fn what_is_said_never_or_always_to_be_met_is_so() {
    let (mut never, mut always, mut neither) = (0, 0, 0);
    beside(json!([]), |context| {
        for seed in 0..CONDITIONS {
            let mut rng = Rng::with_seed(seed);
            let document = condition(&mut rng, 2);
            let value: Value = serde_json::from_value(document.clone()).expect("a value");
            let condition = Condition::parse(&value, "condition", context.engine).expect("a condition");
            let said = context.of_condition(&condition);
            let is_said = |words: &str| said.iter().any(|warning| warning.message.starts_with(words));
            let (is_never, is_always) = (is_said("can never be met"), is_said("is always met"));
            assert!(!(is_never && is_always), "{document}");
            never += u32::from(is_never);
            always += u32::from(is_always);
            for _ in 0..PEOPLE {
                let person = person(&mut rng);
                let is_met = condition.evaluate(&person, Context { engine: context.engine, groups: context.groups });
                assert!(!(is_met && is_never), "{document} is met by {person:?}: {said:?}");
                assert!(is_met || !is_always, "{document} is not met by {person:?}: {said:?}");
                neither += u32::from(!is_never && !is_always);
            }
        }
    });
    regulars_kit::counts::add(CONDITIONS as usize * PEOPLE, "conditions that may never be met, evaluated");
    assert!(never > 1_000 && always > 100 && neither > 60_000, "hardly tried: {never} {always} {neither}");
}
