//! Segments: faults, circles, and the order in which they are computed.

use std::slice;

use loyalty::segment::{SEGMENTS_MAX, Segment, Segments};
use serde_json::{Value, json};

use crate::offers::{told, with};

/// Segments from pairs of an id and a condition.
fn segments(list: &[(&str, Value)]) -> Result<Segments, Vec<String>> {
    let segment = |(id, condition): &(&str, Value)| -> Segment {
        serde_json::from_value(json!({"id": id, "name": {"en": "A"}, "condition": condition})).unwrap()
    };
    let list = list.iter().map(segment).collect();
    with(|context| Segments::check(list, context.groups, context.engine)).map_err(|faults| told(&faults))
}

#[track_caller]
fn check_faults(list: &[(&str, Value)], expected: &[&str]) {
    assert_eq!(segments(list).err().unwrap_or_default(), expected);
}

/// Holds the segments that a member is in, each after those it asks for.
#[track_caller]
fn check_of(list: &[(&str, Value)], member: Value, expected: &[&str]) {
    let segments = segments(list).unwrap();
    let attributes = serde_json::from_value(json!({"member": member, "request": {"country": "SI"}})).unwrap();
    let ids = with(|context| segments.of(&attributes, context));
    assert_eq!(ids.iter().map(|id| id.as_str()).collect::<Vec<_>>(), expected);
}

/// A condition on being in one of two segments.
fn either(a: &str, b: &str) -> Value {
    json!({"member.segments": {"$in": [a, b]}})
}

/// A condition on being in a segment, as lists are asked.
fn has(id: &str) -> Value {
    json!({"member.segments": {"$elemMatch": {"$eq": id}}})
}

#[test]
fn every_fault_is_told_with_its_path() {
    check_faults(&[("a", json!({"member.orders": {"$gte": 3}}))], &[]);
    let twice = [("a", json!({})), ("a", json!({}))];
    check_faults(&twice, &["segments[1].id is used twice"]);
    let unknown = [("a", json!({})), ("b", has("c"))];
    check_faults(&unknown, &["segments[1].condition asks for the segment c, which does not exist"]);
    let message = "asks for member.segments, but not by $in, $nin, $all or $elemMatch with their names";
    for unnamed in [
        json!({"member.segments": "b"}),
        json!({"member.segments": {"$size": 2}}),
        json!({"member.segments": {"$in": ["b"], "$not": {"$size": 2}}}),
        json!({"member.segments": {"$elemMatch": {"$regex": "b", "$eq": "b"}}}),
        json!({"member.segments.0": {"$in": ["b"]}, "member.segments": {"$regex": "b"}}),
        json!({"$or": [{"member.segments": {"$in": ["b"]}}, {"member.segments": {"$eq": "b"}}]}),
        // What any other segment could pass, which nobody named, and which may be the one that asks.
        json!({"member.segments": {"$elemMatch": {"$ne": "b"}}}),
        json!({"member.segments": {"$elemMatch": {"$nin": ["b"]}}}),
        json!({"member.segments": {"$elemMatch": {"$not": {"$eq": "b"}}}}),
        json!({"member.segments": {"$all": ["b", {"$regex": "."}]}}),
        json!({"member.segments": {"$all": [{"$ne": "b"}]}}),
        json!({"member.segments": {"$in": ["b", 1]}}),
    ] {
        check_faults(&[("b", json!({})), ("a", unnamed)], &[&format!("segments[1].condition {message}")]);
    }
    check_faults(&[("b", json!({})), ("a", json!({"member.segments": {"$nin": ["b"]}}))], &[]);
    check_faults(&[("b", json!({})), ("a", json!({"member.segments": {"$all": ["b"]}}))], &[]);
    check_faults(&[("b", json!({})), ("a", json!({"$not": {"member.segments": {"$elemMatch": {"$in": ["b"]}}}}))], &[]);
    let unknown = [("a", json!({"member.stag": {"$ne": "lapsed"}, "request.county": "SI"}))];
    let faults = segments(&unknown).unwrap_err();
    let message = |name: &str, meant: &str| {
        format!("segments[0].condition asks for {name}, which is not an attribute; did you mean “{meant}”? There are ")
    };
    for (fault, (name, meant)) in
        faults.iter().zip([("member.stag", "member.stage"), ("request.county", "request.country")])
    {
        assert!(fault.starts_with(&message(name, meant)), "{fault}");
    }
    assert_eq!(faults.len(), 2);
    assert!(faults[1].ends_with("request.country, request.region, request.city, request.language and request.device"));
    let faults = segments(&[("a", json!({"member.order_count": 3}))]).unwrap_err();
    assert!(faults[0].contains("did you mean “member.orders”?"), "{faults:?}");
    let faults = segments(&[("a", json!({"$nand": [{}]}))]).unwrap_err();
    assert!(faults[0].contains("did you mean “$and”?"), "{faults:?}");
    let other_clocks = [("a", json!({"member.last_order_at": {"$gte": "2026-07-01T02:00:00+02:00"}}))];
    let message = "segments[0].condition compares member.last_order_at with 2026-07-01T02:00:00+02:00: write \
        2026-07-01T00:00:00Z, or a date";
    check_faults(&other_clocks, &[message]);
    check_faults(&[("a", json!({"member.last_order_at": {"$gte": "2026-07-01", "$exists": true}}))], &[]);
    let of_the_page = [("a", json!({"cart.total": 1}))];
    let message = "segments[0].condition asks for cart.total, but here only member and request are known";
    check_faults(&of_the_page, &[message]);
    let faults = segments(&[("a", json!({"member.orders": {"$above": 3}}))]).unwrap_err();
    assert!(faults[0].starts_with("segments[0].condition.member.orders.$above is not an operator"), "{faults:?}");
    let faults = segments(&[("a", json!({"member.orders": {"$gteq": 3}}))]).unwrap_err();
    assert!(faults[0].contains("did you mean “$gte”?"), "{faults:?}");
}

#[test]
fn a_segment_has_an_id_a_name_and_a_condition() {
    let document = json!({"id": "a", "name": {}, "condition": {}});
    let segment: Segment = serde_json::from_value(document.clone()).unwrap();
    let faults = with(|context| Segments::check(vec![segment], context.groups, context.engine)).unwrap_err();
    assert_eq!(told(&faults), ["segments[0].name needs a text in at least one language"]);
    let mut more = document;
    more["members"] = json!([]);
    assert!(serde_json::from_value::<Segment>(more).is_ok(), "another release may have written more");
}

#[test]
fn circles_are_named() {
    check_faults(&[("a", has("a"))], &["segments[0].condition asks for itself: a → a"]);
    check_faults(&[("a", has("b")), ("b", has("a"))], &["segments[0].condition asks for itself: a → b → a"]);
    let three = [("z", has("a")), ("a", has("b")), ("b", has("c")), ("c", has("a"))];
    check_faults(&three, &["segments[1].condition asks for itself: a → b → c → a"]);
    // Denial asks as well.
    let denied = json!({"$not": has("a")});
    check_faults(&[("a", denied)], &["segments[0].condition asks for itself: a → a"]);
}

#[test]
fn a_segment_is_computed_after_those_it_asks_for() {
    // d asks for b and c, which both ask for a.
    let diamond = [
        ("d", json!({"$and": [has("b"), has("c")]})),
        ("c", has("a")),
        ("b", has("a")),
        ("a", json!({"member.orders": {"$gte": 3}})),
    ];
    check_of(&diamond, json!({"orders": 3}), &["a", "b", "c", "d"]);
    check_of(&diamond, json!({"orders": 2}), &[]);
    let denied = [("new", json!({"$not": has("old")})), ("old", json!({"member.orders": {"$gte": 3}}))];
    check_of(&denied, json!({"orders": 3}), &["old"]);
    check_of(&denied, json!({"orders": 0}), &["new"]);
    let chain =
        [("c", either("b", "x")), ("b", either("a", "x")), ("a", json!({})), ("x", json!({"member.orders": 7}))];
    check_of(&chain, json!({}), &["a", "b", "c"]);
}

#[test]
fn one_with_a_fault_leaves_the_others() {
    let list = [
        ("sound", json!({"member.orders": 1})),
        ("unknown", json!({"member.orders": {"$near": 3}})),
        ("after-unknown", either("unknown", "sound")),
        ("circle", either("circle", "sound")),
        ("after-sound", has("sound")),
    ];
    let segment = |(id, condition): &(&str, Value)| -> Segment {
        serde_json::from_value(json!({"id": id, "name": {"en": "A"}, "condition": condition})).unwrap()
    };
    let list: Vec<Segment> = list.iter().map(segment).collect();
    let sound = with(|context| Segments::sound(list, context.groups, context.engine));
    let known = ["sound", "unknown", "after-unknown", "circle", "after-sound"].map(|id| sound.contains(id));
    assert_eq!(known, [true, false, false, false, true]);
}

#[test]
fn what_the_attributes_say_of_segments_counts_for_nothing() {
    let list = [("a", json!({"member.orders": {"$gte": 3}})), ("b", has("a"))];
    check_of(&list, json!({"orders": 0, "segments": ["a"]}), &[]);
    check_of(&list, json!({"orders": 0, "segments": "a"}), &[]);
    check_of(&list, json!({"orders": 3, "segments": ["x"]}), &["a", "b"]);
    check_of(&list, json!(null), &[]);
    check_of(&[("si", json!({"request.country": "SI"}))], json!({}), &["si"]);
}

#[test]
fn there_are_at_most_two_hundred() {
    let ids: Vec<String> = (0..=SEGMENTS_MAX).map(|n| format!("s{n}")).collect();
    // A chain as long as it can be: each asks for the next.
    let chain = |length: usize| {
        let next = |n: usize| if n + 1 < length { has(&ids[n + 1]) } else { json!({}) };
        (0..length).map(|n| (ids[n].as_str(), next(n))).collect::<Vec<_>>()
    };
    assert!(segments(&chain(SEGMENTS_MAX)).is_ok());
    check_faults(&chain(SEGMENTS_MAX + 1), &["segments has more than 200 segments"]);
}

/// Holds how somebody stands to each segment without a request: in it, out of it, or only a request can tell.
#[track_caller]
fn check_standings(list: &[(&str, Value)], orders: u32, expected: &[(&str, Option<bool>)]) {
    let segments = segments(list).unwrap();
    let attributes = serde_json::from_value(json!({"member": {"orders": orders}, "request": {}})).unwrap();
    let explained = with(|context| segments.explain(&attributes, context));
    let standings: Vec<_> = explained.iter().map(|one| (one.segment.as_str(), one.matches)).collect();
    assert_eq!(standings, expected);
}

#[test]
fn of_a_segment_that_asks_for_the_request_is_told_what_is_known_without() {
    let abroad = ("abroad", json!({"request.country": {"$ne": "SI"}}));
    check_standings(slice::from_ref(&abroad), 3, &[("abroad", None)]);
    let regular_or_here = ("any", json!({"$or": [{"member.orders": {"$gte": 3}}, {"request.country": "SI"}]}));
    check_standings(slice::from_ref(&regular_or_here), 3, &[("any", Some(true))]);
    check_standings(&[regular_or_here], 2, &[("any", None)]);
    let regular_and_here = ("both", json!({"member.orders": {"$gte": 3}, "request.country": "SI"}));
    check_standings(slice::from_ref(&regular_and_here), 2, &[("both", Some(false))]);
    check_standings(&[regular_and_here], 3, &[("both", None)]);
    // Through another segment, too, also where that is denied, and unless another part decides.
    let list = [
        abroad,
        ("new", json!({"member.orders": {"$lt": 3}})),
        ("through", has("abroad")),
        ("not", json!({"member.segments": {"$nin": ["abroad"]}})),
        ("either", json!({"$or": [{"member.orders": 3}, has("through")]})),
        ("known", has("new")),
    ];
    let (open, yes, no) = (None, Some(true), Some(false));
    let standings = [("abroad", open), ("new", no), ("through", open), ("not", open), ("either", yes), ("known", no)];
    check_standings(&list, 3, &standings);
    let segments = segments(&list).unwrap();
    let needing = list.iter().map(|(id, _)| *id).filter(|id| segments.needs_request(id)).collect::<Vec<_>>();
    assert_eq!(needing, ["abroad", "through", "not", "either"]);
}

#[test]
fn a_standing_is_explained_by_what_is_of_the_member() {
    let list = [
        ("old", json!({"member.orders": {"$gte": 3}})),
        (
            "here",
            json!({"$or": [{"member.tags": "vip"}, {"request.country": null}], "member.segments": {"$in": ["old"]}}),
        ),
    ];
    let segments = segments(&list).unwrap();
    let of = |member: Value| {
        let attributes = serde_json::from_value(json!({"member": member, "request": {}})).unwrap();
        serde_json::to_value(with(|context| segments.explain(&attributes, context))).unwrap()
    };
    let test = |path: &str, operator: &str, expected: Value, actual: Value, matches: bool| json!({"path": path, "operator": operator, "expected": expected, "actual": actual, "matches": matches});
    let few = test("member.orders", "$gte", json!(3), json!(1), false);
    let not_old = test("member.segments", "$in", json!(["old"]), json!([]), false);
    assert_eq!(
        of(json!({"orders": 1, "tags": []})),
        json!([
            {"segment": "old", "matches": false, "because": [few]},
            {"segment": "here", "matches": false, "because": [not_old]},
        ])
    );
    let told = of(json!({"orders": 3, "tags": "vip"}));
    let tags = test("member.tags", "is", json!("vip"), json!("vip"), true);
    assert_eq!(told[1]["because"][1], json!({"operator": "$or", "matches": true, "because": [tags]}), "{told}");
}
