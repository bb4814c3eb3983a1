//! A value without an operator: its type decides how the attribute is taken.

use serde_json::json;

use crate::conditions::{check, check_a};

#[test]
fn a_text_is_compared_with_the_attribute_as_a_text() {
    check_a(json!("1"), &[json!("1"), json!(1), json!([1]), json!([["1"]])], &[json!(true), json!("1.0"), json!("01")]);
    check_a(json!("true"), &[json!(true), json!("true")], &[json!(1), json!("True")]);
    check_a(json!("null"), &[json!(null), json!("null")], &[json!(0), json!("")]);
    check(json!({"a": "null"}), &[json!({})], &[]);
    check_a(json!(""), &[json!(""), json!([]), json!([null]), json!([[]])], &[json!(null), json!(false), json!(0)]);
    check_a(json!("1,,x,2,3"), &[json!([1, null, "x", [2, 3]])], &[json!([1, "x", 2, 3])]);
    check_a(json!("[object Object]"), &[json!({}), json!({"b": 1}), json!([{}])], &[json!([])]);
    check_a(json!("Živjo"), &[json!("Živjo")], &[json!("živjo"), json!("Z\u{30c}ivjo")]);
}

#[test]
fn numbers_become_texts_as_javascript_writes_them() {
    for (text, number) in [
        ("0", json!(-0.0)),
        ("-1.5", json!(-1.5)),
        ("0.1", json!(0.1)),
        ("0.000001", json!(0.000_001)),
        ("1e-7", json!(1e-7)),
        ("1.5e-10", json!(1.5e-10)),
        ("100000", json!(100_000)),
        ("123456.789", json!(123_456.789)),
        ("100000000000000000000", json!(1e20)),
        ("1e+21", json!(1e21)),
        ("-1.25e+30", json!(-1.25e30)),
        ("9007199254740992", json!(9_007_199_254_740_993_u64)),
        ("1.7976931348623157e+308", json!(f64::MAX)),
        ("5e-324", json!(5e-324)),
    ] {
        check_a(json!(text), &[number], &[json!(7)]);
    }
}

#[test]
fn a_number_is_compared_with_the_attribute_as_a_number() {
    check_a(
        json!(0),
        &[json!(0), json!(null), json!(false), json!(""), json!("  "), json!([]), json!("-0")],
        &[json!("a"), json!({}), json!(true)],
    );
    check(json!({"a": 0}), &[json!({})], &[]);
    check_a(
        json!(1),
        &[json!(true), json!("1"), json!(" 1\n"), json!("1.0"), json!([1]), json!(["1"])],
        &[json!([1, 1]), json!("1a"), json!("1_")],
    );
    check_a(
        json!(16),
        &[json!("0x10"), json!("0o20"), json!("0b10000"), json!("1.6e1"), json!("+16"), json!("16.")],
        &[json!("0x"), json!("-0x10"), json!("0x+10"), json!("0b2"), json!("16n")],
    );
    check_a(json!(0.5), &[json!(".5"), json!("5e-1")], &[json!("."), json!("0,5"), json!("1/2")]);
    check_a(json!(7), &[json!("\u{feff}7\u{2003}")], &[json!("\u{85}7")]);
}

#[test]
fn infinity_is_written_in_one_way() {
    let over_all = |text: &str| json!({"a": text});
    check(
        json!({"a": {"$gt": 1e308}}),
        &[over_all("Infinity"), over_all("+Infinity"), over_all("1e999")],
        &[over_all("-Infinity"), over_all("inf"), over_all("infinity"), over_all("NaN")],
    );
}

#[test]
fn a_truth_is_compared_with_what_counts_as_true() {
    check_a(
        json!(true),
        &[json!(true), json!(1), json!("false"), json!([]), json!({})],
        &[json!(false), json!(0), json!(""), json!(null)],
    );
    check_a(json!(false), &[json!(false), json!(0), json!("")], &[json!(true), json!("0"), json!([]), json!(null)]);
    check(json!({"a": false}), &[], &[json!({})]);
}

#[test]
fn lists_and_objects_are_compared_as_they_are_written() {
    check_a(json!([1, "2"]), &[json!([1, "2"])], &[json!([1, 2]), json!(["2", 1]), json!([1, "2", 3]), json!("1,2")]);
    check_a(json!([]), &[json!([])], &[json!(null), json!(""), json!([[]])]);
    check_a(json!([1, 2.0]), &[json!([1.0, 2])], &[]);
    check_a(json!({}), &[json!({})], &[json!([]), json!(null), json!({"b": null})]);
    check_a(json!({"b": {"c": [1]}}), &[json!({"b": {"c": [1]}})], &[json!({"b": {"c": 1}}), json!({"b": {}})]);
}

#[test]
fn operators_beside_other_members_are_no_operators() {
    check_a(json!({"$gt": 1, "b": 2}), &[json!({"$gt": 1, "b": 2})], &[json!(2), json!({"b": 2})]);
}
