//! What is wrong with a condition, and where.

use loyalty::condition::{
    Condition, Native,
    limits::{DEPTH_MAX, GROUP_LEN_MAX, LIST_LEN_MAX, PARTS_MAX, PATH_LEN_MAX, PATTERN_LEN_MAX, VALUE_LEN_MAX},
};
use serde_json::{Value, json};

use crate::conditions::value;

/// Holds the paths of a condition's faults.
#[track_caller]
fn check(condition: Value, expected: &[&str]) {
    let faults = Condition::parse(&value(&condition), "", &Native::default()).err().unwrap_or_default();
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, expected, "{condition}");
}

/// Holds that an operand of `a` is a fault at the operator.
#[track_caller]
fn check_operands(operators: &[&str], operands: &[Value]) {
    for operator in operators {
        for operand in operands {
            check(json!({"a": {*operator: operand}}), &[&format!("a.{operator}")]);
        }
    }
}

#[test]
fn a_fault_has_the_path_of_what_is_wrong() {
    check(json!({"$or": [{"a": 1}, {"member.orders": {"$gt": []}}]}), &["$or[1].member.orders.$gt"]);
    check(json!({"a": {"$elemMatch": {"b.c": {"$in": [1, [2]]}}}}), &["a.$elemMatch.b.c.$in[1]"]);
    check(json!({"$not": {"$and": [{"$nor": [{}, 7]}]}}), &["$not.$and[0].$nor[1]"]);
    check(json!({"a": {"$all": [{"$size": {"$in": 1}}]}}), &["a.$all[0].$size.$in"]);
}

#[test]
fn a_fault_has_its_place_in_the_larger_document() {
    let faults = |condition: Value| {
        let faults = Condition::parse(&value(&condition), "offers[3].condition", &Native::default()).err();
        faults.unwrap_or_default().into_iter().map(|fault| fault.path).collect::<Vec<_>>()
    };
    assert_eq!(faults(json!({"a": {"$gt": {}}})), ["offers[3].condition.a.$gt"]);
    assert_eq!(faults(json!("a")), ["offers[3].condition"]);
}

#[test]
fn all_faults_are_told_at_once() {
    check(
        json!({"a": {"$in": 1, "$sise": 2}, "$or": {}, "b": {"$not": {"$regex": "("}}}),
        &["$or", "a.$in", "a.$sise", "b.$not.$regex"],
    );
}

#[test]
fn a_condition_is_an_object() {
    for document in [json!(null), json!([]), json!("a"), json!(1), json!(true)] {
        check(document.clone(), &[""]);
        check(json!({"$not": document}), &["$not"]);
        check(json!({"$and": [document]}), &["$and[0]"]);
    }
    for operator in ["$and", "$or", "$nor"] {
        check(json!({operator: {"a": 1}}), &[operator]);
        check(json!({operator: null}), &[operator]);
    }
}

#[test]
fn operators_stand_where_they_belong() {
    check(json!({"a": {"$gtt": 1}}), &["a.$gtt"]);
    check(json!({"a": {"$or": [1]}}), &["a.$or"]);
    check(json!({"a": {"$elemMatch": {"$or": [{"b": 1}]}}}), &["a.$elemMatch.$or"]);
    for operator in ["$gt", "$in", "$elemMatch", "$exists", "$inGroup"] {
        check(json!({operator: 1}), &[operator]);
    }
}

#[test]
fn operands_have_their_types() {
    let (list, object) = (json!([]), json!({}));
    check_operands(&["$eq", "$ne", "$lt", "$lte", "$gt", "$gte"], &[list.clone(), object.clone()]);
    check_operands(&["$veq", "$vne", "$vlt", "$vlte", "$vgt", "$vgte"], &[list.clone(), json!(null), json!(true)]);
    check_operands(&["$in", "$nin", "$ini", "$nini", "$all", "$alli"], &[json!("x"), object.clone(), json!(null)]);
    check_operands(&["$exists"], &[json!(1), json!("true"), json!(null)]);
    check_operands(&["$type"], &[json!("text"), json!("Array"), json!(null), json!(1)]);
    check_operands(&["$elemMatch"], &[json!("x"), json!(1), list.clone(), json!(null)]);
    check_operands(&["$regex", "$regexi"], &[json!(1), list.clone(), json!(null), json!("("), json!("[")]);
    check_operands(&["$inGroup", "$notInGroup"], &[json!(1), list, object, json!("")]);
}

#[test]
fn patterns_that_could_take_for_ever_are_faults() {
    let varying =
        ["(a+)*", "^/(\\w+-?)*$", "(a?){30}a{30}", "(a|a)*", "((a{100}){100}){100}", "(?:(?:ab)+c){2,}", "(a*|b)?+"];
    check_operands(&["$regex", "$regexi"], &varying.map(Value::from));
    for sound in ["^/[a-z]+/(\\d{4}-){2}\\d+$", "(?:sale|gift)?s?", "(ab)+", "(a+)?", "(a+b|c){1}"] {
        check(json!({"a": {"$regex": sound}}), &[]);
    }
}

#[test]
fn patterns_that_mean_something_else_in_a_page_are_faults() {
    let patterns = [
        "(?i)a",
        "(?P<n>a)",
        "(?<n>a)",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?#a)",
        "(a)\\1",
        "\\A",
        "\\z",
        "\\Z",
        "\\<",
        "\\x{e9}",
        "\\x41",
        "\\u0041",
        "\\p{L}",
        "\\Q",
        "\\a",
        "\\-",
        "\\ ",
        "\\",
        "[[:alpha:]]",
        "[a[b]]",
        "[]a]",
        "[]",
        "[^]",
        "[a",
        "[b-a]",
        "[a-\\d]",
        "[\\d-z]",
        "[a-b-c]",
        "[\\b]",
        "]",
        "}",
        "a{",
        "a{,2}",
        "a{2",
        "a{2,1}",
        "a{1001}",
        "a{99999999999}",
        "*",
        "+a",
        "a|*",
        "^*",
        "\\b+",
        "a**",
        "a+?+",
        "(a",
        "a)",
        "(?",
        "(?:",
        "[\u{0}-\u{10ffff}]",
    ];
    check_operands(&["$regex", "$regexi"], &patterns.map(Value::from));
}

#[test]
fn texts_and_lists_have_limits() {
    let long = |length: usize| "ž".repeat(length);
    let operand = |operator: &str, operand: Value| json!({"a": {operator: operand}});
    for (longest, condition, path) in [
        (VALUE_LEN_MAX, (&|n| json!({"a": long(n)})) as &dyn Fn(usize) -> Value, "a"),
        (VALUE_LEN_MAX, &|n| operand("$eq", json!(long(n))), "a.$eq"),
        (VALUE_LEN_MAX, &|n| operand("$in", json!([long(n)])), "a.$in[0]"),
        (VALUE_LEN_MAX, &|n| operand("$vgt", json!(long(n))), "a.$vgt"),
        (PATTERN_LEN_MAX, &|n| operand("$regexi", json!(long(n))), "a.$regexi"),
        (GROUP_LEN_MAX, &|n| operand("$inGroup", json!(long(n))), "a.$inGroup"),
        (LIST_LEN_MAX, &|n| operand("$in", json!((0..n).collect::<Vec<_>>())), "a.$in"),
        (LIST_LEN_MAX, &|n| operand("$all", json!((0..n).collect::<Vec<_>>())), "a.$all"),
        (LIST_LEN_MAX, &|n| json!({"a": (0..n).collect::<Vec<_>>()}), "a"),
        (LIST_LEN_MAX, &|n| json!({"$or": (0..n).map(|n| json!({"a": n})).collect::<Vec<_>>()}), "$or"),
    ] {
        check(condition(longest), &[]);
        check(condition(longest + 1), &[path]);
    }
    let path = long(PATH_LEN_MAX + 1);
    check(json!({&path[2..]: 1}), &[]);
    check(json!({&path: 1}), &[&path]);
    let name = long(VALUE_LEN_MAX + 1);
    check(json!({"a": {&name[2..]: 1}}), &[]);
    check(json!({"a": {&name: 1}}), &[&format!("a.{name}")]);
}

/// Something nested so often in something.
fn nested(times: usize, innermost: Value, outer: impl Fn(Value) -> Value) -> Value {
    (0..times).fold(innermost, |inner, _| outer(inner))
}

#[test]
fn nesting_has_a_limit() {
    let deepest = |condition: Value, path: &str| check(condition, &[path]);
    check(json!({"a": nested(DEPTH_MAX - 1, json!(1), |inner| json!([inner]))}), &[]);
    deepest(
        json!({"a": nested(DEPTH_MAX, json!(1), |inner| json!([inner]))}),
        &format!("a{}", "[0]".repeat(DEPTH_MAX)),
    );
    check(nested(DEPTH_MAX - 1, json!({"a": 1}), |inner| json!({"$not": inner})), &[]);
    deepest(
        nested(DEPTH_MAX, json!({"a": 1}), |inner| json!({"$not": inner})),
        &format!("{}a", "$not.".repeat(DEPTH_MAX)),
    );
    check(
        nested(3 * DEPTH_MAX, json!(1), |inner| json!({"a": {"$size": inner}})),
        &[&format!("a{}", ".$size.a".repeat(DEPTH_MAX / 2))],
    );
}

#[test]
fn a_condition_whose_normal_form_would_be_too_deep_is_a_fault() {
    // "Not both" becomes "not the one, or not the other", a second `$or` that needs an `$and`: two levels more each time.
    let not_both =
        |inner: Value| json!({"b": {"$gt": 1}, "$or": [{"c": 1}, {"d": 1}], "$not": {"e": 1, "$not": inner}});
    let mut deep = json!({"a": 1});
    let mut told = Vec::new();
    for _ in 0..DEPTH_MAX {
        deep = not_both(deep);
        if let Err(faults) = Condition::parse(&value(&deep), "", &Native::default()) {
            told = faults;
            break;
        }
    }
    let paths: Vec<_> = told.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, [""], "as it stands it is not too deep");
}

#[test]
fn parts_have_a_limit_and_are_counted_wherever_they_are() {
    let lists = |items: usize, of: usize| {
        let members = (0..items).map(|n| (format!("a{n}"), json!((0..of).collect::<Vec<_>>())));
        Value::Object(members.collect())
    };
    // A member and its items: 4 × 500 is the limit.
    check(lists(4, LIST_LEN_MAX - 1), &[]);
    let mut more = lists(4, LIST_LEN_MAX - 1);
    more["b"] = json!(1);
    assert_eq!(PARTS_MAX, 4 * LIST_LEN_MAX);
    check(more, &["b"]);
}

#[test]
fn no_more_than_fifty_faults_are_told() {
    let faulty: serde_json::Map<_, _> = (0..200).map(|n| (format!("a{n}"), json!({"$in": n}))).collect();
    let faults = Condition::parse(&value(&Value::Object(faulty)), "", &Native::default()).err().unwrap_or_default();
    assert_eq!(faults.len(), 50);
}
