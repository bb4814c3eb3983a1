//! Operators on texts: regular expressions and versions.

use serde_json::json;

use crate::conditions::{check, check_a};

#[test]
fn a_pattern_is_found_anywhere_in_the_text() {
    check_a(json!({"$regex": "b+c"}), &[json!("abbcd")], &[json!("abd"), json!("ABBCD")]);
    check_a(json!({"$regex": "^/shop/[a-z]+$"}), &[json!("/shop/jazz")], &[json!("/shop/"), json!("x/shop/jazz")]);
    check_a(json!({"$regex": "^\\/shop$"}), &[json!("/shop")], &[json!("\\/shop")]);
    check_a(json!({"$regex": "^č.$"}), &[json!("čš")], &[json!("č")]);
    check_a(json!({"$regexi": "jAzz"}), &[json!("Free JAZZ")], &[json!("blues")]);
}

#[test]
fn a_pattern_sees_what_is_no_text_as_one() {
    check_a(json!({"$regex": "^1\\.5$"}), &[json!(1.5), json!([1.5])], &[json!(15)]);
    check(json!({"a": {"$regex": "^null$"}}), &[json!({}), json!({"a": null})], &[json!({"a": []})]);
    check_a(json!({"$regex": "^x,y$"}), &[json!(["x", "y"])], &[json!(["y", "x"])]);
}

/// Versions from lower to higher, one of each kind of step.
const RISING: [&[&str]; 10] = [
    &["0.9.99", "v0.9.99"],
    &["1.0.0-9"],
    &["1.0.0-10", "1.0.0-10+build"],
    &["1.0.0-alpha"],
    &["1.0.0-alpha.1", "1-0-0-alpha-1"],
    &["1.0.0-beta"],
    &["1.0.0", "v1.0.0", "1.0.0+build.5", "1-0.0"],
    &["1.2.0"],
    &["1.10.0"],
    &["10.0.0"],
];

#[test]
fn versions_rise() {
    let is = |holds: bool, operator: &str, lower: &str, higher: &str| {
        let (met, unmet) = ([json!(lower)], []);
        let (met, unmet): (&[_], &[_]) = if holds { (&met, &unmet) } else { (&unmet, &met) };
        check_a(json!({operator: higher}), met, unmet);
    };
    for (at, lower) in RISING.iter().enumerate() {
        for (other, higher) in RISING.iter().enumerate() {
            for (a, b) in lower.iter().flat_map(|a| higher.iter().map(move |b| (a, b))) {
                is(at == other, "$veq", a, b);
                is(at != other, "$vne", a, b);
                is(at < other, "$vlt", a, b);
                is(at <= other, "$vlte", a, b);
                is(at > other, "$vgt", a, b);
                is(at >= other, "$vgte", a, b);
            }
        }
    }
}

#[test]
fn a_version_may_be_a_number_and_all_else_is_zero() {
    check_a(json!({"$veq": 2}), &[json!(2), json!("2"), json!("v2")], &[json!("2.0"), json!(null)]);
    check_a(
        json!({"$veq": "0"}),
        &[json!(0), json!(null), json!(""), json!(true), json!(["1"]), json!({})],
        &[json!("x")],
    );
    check(json!({"a": {"$vlt": "1.0.0"}}), &[json!({})], &[json!({"a": "one"})]);
    check_a(json!({"$veq": "123456"}), &[json!(123_456)], &[json!("12345")]);
    // What follows a `+` is left out up to the end of the text, on its last line.
    check_a(json!({"$veq": "1+a\nb"}), &[json!("1+a\nb+c")], &[json!("1")]);
}
