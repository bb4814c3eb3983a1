//! Every attribute against every operator: of the right values nothing is said, of wrong ones something is.

use loyalty::{
    attributes::{ATTRIBUTES, AttributeKind},
    condition::OPERATORS,
};
use serde_json::{Value, json};

use super::said;

/// A value the attribute can have, and a value it cannot.
fn values(path: &str, kind: AttributeKind) -> (Value, Value) {
    let right = match path {
        "member.stage" => json!("lapsed"),
        "member.nps" => json!("passive"),
        "member.tier" => json!("gold"),
        "member.currency" | "cart.currency" => json!("USD"),
        "member.birthday" => json!("05-17"),
        "member.language" | "request.language" => json!("sl"),
        "member.spend" | "member.average_order" | "cart.total" => json!(20_000),
        "member.rfm.recency" | "member.rfm.frequency" | "member.rfm.money" => json!(3),
        "request.device" => json!("phone"),
        "request.country" => json!("SI"),
        "page.path" => json!("/sale"),
        "page.hash" => json!("#reviews"),
        _ => match kind {
            AttributeKind::Text | AttributeKind::Texts => json!("jazz"),
            AttributeKind::Number => json!(7),
            AttributeKind::Flag => json!(true),
            AttributeKind::Instant => json!("2026-07-01T00:00:00Z"),
            AttributeKind::Object | AttributeKind::Named => Value::Null,
        },
    };
    let wrong = match kind {
        AttributeKind::Text | AttributeKind::Texts | AttributeKind::Instant => json!(7),
        AttributeKind::Number => json!("7"),
        AttributeKind::Flag => json!("yes"),
        AttributeKind::Object | AttributeKind::Named => json!("jazz"),
    };
    (right, wrong)
}

/// Texts of a form, of a set, or names: no versions.
fn is_free(path: &str) -> bool {
    ["member.id", "request.region", "request.city", "page.type", "page.title", "page.referrer", "visit.source"]
        .contains(&path)
}

/// An operand that asks what was meant, and one that does not; as far as there are any.
fn operands(path: &str, kind: AttributeKind, operator: &str) -> (Option<Value>, Option<Value>) {
    use AttributeKind::{Flag, Instant, Named, Number, Object, Text, Texts};
    let (right, wrong) = values(path, kind);
    let right_if = |holds: bool, value: Value| if holds { (Some(value), None) } else { (None, Some(value)) };
    let is_object = matches!(kind, Object | Named);
    match operator {
        "is" | "$eq" | "$ne" if is_object || kind == Texts => (None, Some(json!("jazz"))),
        "is" | "$eq" | "$ne" => (Some(right), Some(wrong)),
        "$lt" | "$lte" | "$gt" | "$gte" if matches!(kind, Number) => (Some(right), Some(wrong)),
        // An instant that is compared with anything but a text is never before or after it.
        "$lt" | "$lte" | "$gt" | "$gte" if kind == Instant => (Some(right), Some(wrong)),
        "$lt" | "$lte" | "$gt" | "$gte" => (None, Some(right)),
        "$veq" | "$vne" | "$vlt" | "$vlte" | "$vgt" | "$vgte" => {
            right_if(kind == Text && (is_free(path) || path == "member.tier"), json!("1.2.3"))
        }
        "$in" | "$nin" if is_object => (None, Some(json!(["jazz"]))),
        "$in" | "$nin" => (Some(json!([right])), Some(json!([wrong]))),
        "$ini" | "$nini" if matches!(kind, Text | Texts) => (Some(json!([right])), Some(json!([wrong]))),
        "$ini" | "$nini" => (None, Some(json!([right]))),
        "$inGroup" | "$notInGroup" => right_if(!is_object, json!("some")),
        "$exists" => (Some(json!(true)), None),
        "$type" => {
            let name = match kind {
                Text | Instant => "string",
                Number => "number",
                Flag => "boolean",
                Texts => "array",
                Object | Named => "object",
            };
            (Some(json!(name)), Some(json!("undefined")))
        }
        "$size" if kind == Texts => (Some(json!(2)), Some(json!("2"))),
        "$elemMatch" if kind == Texts => (Some(json!({"$in": ["jazz"]})), Some(json!({"name": "jazz"}))),
        "$all" | "$alli" if kind == Texts => (Some(json!(["jazz"])), Some(json!([7]))),
        "$size" => (None, Some(json!(2))),
        "$elemMatch" => (None, Some(json!({"$eq": right}))),
        "$all" | "$alli" => (None, Some(json!([right]))),
        "$regex" | "$regexi" => right_if(matches!(kind, Text | Instant), json!("e")),
        "$not" if is_object => (Some(json!({"$exists": true})), Some(json!({"$eq": wrong}))),
        "$not" if kind == Texts => (Some(json!({"$in": ["jazz"]})), Some(json!({"$eq": wrong}))),
        "$not" => (Some(json!({"$eq": right})), Some(json!({"$eq": wrong}))),
        other => panic!("no such operator: {other}"),
    }
}

#[test]
fn of_right_values_nothing_is_said_and_of_wrong_ones_something() {
    let (mut right, mut wrong) = (0, 0);
    for (path, kind) in ATTRIBUTES {
        for operator in ["is"].into_iter().chain(OPERATORS) {
            let (meant, not_meant) = operands(path, *kind, operator);
            assert!(meant.is_some() || not_meant.is_some());
            let condition = |operand: &Value| match operator {
                "is" => json!({*path: operand}),
                operator => json!({*path: {operator: operand}}),
            };
            if let Some(operand) = &meant {
                assert_eq!(said(&condition(operand)), [""; 0], "{path} {operator} {operand}");
                right += 1;
            }
            if let Some(operand) = &not_meant {
                assert!(!said(&condition(operand)).is_empty(), "{path} {operator} {operand}");
                wrong += 1;
            }
        }
    }
    assert!(right > 600 && wrong > 800, "{right} right, {wrong} wrong");
}
