//! What is published and hardly means what was meant: each kind by example, and what is never said of what is right.

mod operators;
mod properties;

use loyalty::{
    Days, Instant, Warning,
    calendar::Calendar,
    condition::{Condition, Groups, Native, Value},
    offer::{Offer, OfferSettings},
    program::Program,
    segment::{Segment, Segments},
    survey::Survey,
    warnings::WarningContext,
};
use serde_json::json;

use crate::scenario::{day, program};

/// A shop whose program has the levels silver and gold, in dollars.
fn shop() -> Program {
    program(|p| {
        let level = |id: &str, threshold: i64| json!({"id": id, "name": {"en": id}, "threshold": threshold});
        p["tiers"] = json!({
            "by": "spend", "period": {"rolling_days": 365}, "grace_days": 0,
            "levels": [level("silver", 10_000), level("gold", 50_000)],
        });
    })
}

fn groups() -> Groups {
    serde_json::from_value(json!({"some": ["a", "b"]})).expect("groups")
}

/// What is said beside this shop's program and these segments.
fn beside<T>(segments: serde_json::Value, ask: impl FnOnce(WarningContext<'_>) -> T) -> T {
    let (program, engine, groups) = (shop(), Native::default(), groups());
    let list: Vec<Segment> = serde_json::from_value(segments).expect("segments");
    let segments = Segments::check(list, &groups, &engine).expect("sound segments");
    let calendar = Calendar::utc();
    ask(WarningContext {
        program: Some(&program),
        calendar: Some(&calendar),
        segments: &segments,
        groups: &groups,
        engine: &engine,
        now: day(100),
    })
}

fn messages(warnings: Vec<Warning>) -> Vec<String> {
    warnings.into_iter().map(|warning| warning.message).collect()
}

/// What is said of a condition.
fn said(condition: &serde_json::Value) -> Vec<String> {
    beside(json!([]), |context| {
        let document: Value = serde_json::from_value(condition.clone()).expect("a value");
        let condition = Condition::parse(&document, "condition", context.engine).expect("a condition");
        messages(context.of_condition(&condition))
    })
}

#[track_caller]
fn check(condition: serde_json::Value, expected: &[&str]) {
    assert_eq!(said(&condition), expected, "{condition}");
}

#[test]
fn a_value_that_an_attribute_never_has() {
    check(
        json!({"member.stage": "new"}),
        &[
            "compares member.stage with \"new\", which it never is: it is one of suspect, prospect, first_time, repeat, client, advocate, lapsed",
            "can never be met: no value of member.stage can pass this",
        ],
    );
    let first = |condition: serde_json::Value| said(&condition).swap_remove(0);
    assert!(first(json!({"member.stage": "first-time"})).ends_with("; did you mean first_time?"));
    assert!(first(json!({"member.stage": {"$in": ["lapsed", "Prospect"]}})).ends_with("; did you mean prospect?"));
    assert!(first(json!({"request.device": {"$ne": "mobile"}})).contains("it is one of phone, tablet, desktop"));
    assert!(first(json!({"member.nps": "promotor"})).ends_with("; did you mean promoter?"));
    assert!(first(json!({"request.country": "Slovenia"})).contains("it is two capital letters, such as SI"));
    assert!(first(json!({"request.language": "sl-SI"})).contains("without a region, such as sl"));
    assert!(first(json!({"member.language": "slovenian"})).contains("a language tag"));
    assert!(first(json!({"member.tier": "platinum"})).ends_with("it is one of silver, gold"));
    assert!(first(json!({"member.tier": "glod"})).ends_with("; did you mean gold?"));
    assert!(first(json!({"member.currency": "EUR"})).ends_with("it is the program's, USD"));
    assert!(first(json!({"page.path": "sale"})).contains("a path, such as /sale"));
    check(json!({"member.stage": {"$ini": ["LAPSED"]}, "request.country": {"$ini": ["si"]}}), &[]);
}

#[test]
fn a_value_of_another_type() {
    check(json!({"member.orders": "2"}), &["compares member.orders, which is a number, with the text \"2\": write 2"]);
    check(
        json!({"member.orders": {"$in": [1, "two"]}}),
        &["compares member.orders, which is a number, with the text \"two\""],
    );
    check(json!({"member.open_case": "true"}), &["compares member.open_case, which is true or false, with \"true\""]);
    check(json!({"member.id": 42}), &["compares member.id, which is a text, with 42"]);
    check(
        json!({"member.orders": 2.5}),
        &[
            "compares member.orders, which is a whole number, with 2.5",
            "can never be met: no value of member.orders can pass this",
        ],
    );
    check(
        json!({"member.last_order_at": "2026-07-01"}),
        &[
            "compares member.last_order_at with \"2026-07-01\", which it never is: it has a time, too. Use $gte and $lt",
            "can never be met: no value of member.last_order_at can pass this",
        ],
    );
    check(json!({"page.query.step": {"$gt": 2}, "page.query.a": 1}), &[]);
    check(json!({"member.tier": null, "member.tags": {"$in": [null]}}), &[]);
}

#[test]
fn an_operator_that_asks_nothing_of_an_attribute() {
    let one = |condition: serde_json::Value, part: &str| {
        let said = said(&condition);
        assert!(said.iter().any(|message| message.contains(part)), "{condition}: {said:?}");
    };
    one(json!({"member.tags": "vip"}), "a list of texts, by a value alone: use $in");
    one(json!({"member.tags": {"$regex": "^v"}}), "by $regex");
    one(json!({"member.tier": {"$gt": "silver"}}), "which is a text, by $gt");
    one(json!({"member.orders": {"$size": 2}}), "which is a number, by $size");
    one(json!({"member.orders": {"$regex": "2"}}), "by $regex");
    one(json!({"member.stage": {"$elemMatch": {"$eq": "lapsed"}}}), "by $elemMatch");
    one(json!({"member.tags": {"$elemMatch": {"name": "vip"}}}), "by $elemMatch");
    one(json!({"member.tags": {"$size": "2"}}), "the length of member.tags, which is a number, with the text");
    one(json!({"member.orders": {"$type": "string"}}), "of the type string: it is number");
    one(json!({"cart": {"$eq": 1}}), "which is an object, by $eq");
    one(json!({"member.orders": {"$vgt": "1.0"}}), "by $vgt");
}

#[test]
fn what_can_never_be_met() {
    let never = |condition: serde_json::Value, path: &str| {
        check(condition, &[&format!("can never be met: no value of {path} can pass this")]);
    };
    never(json!({"member.orders": {"$gt": 5, "$lt": 3}}), "member.orders");
    never(json!({"member.orders": {"$gt": 5, "$lt": 6}}), "member.orders");
    never(json!({"member.orders": {"$lt": 0}}), "member.orders");
    never(json!({"$and": [{"member.stage": "lapsed"}, {"member.stage": "client"}]}), "member.stage");
    never(json!({"member.stage": "lapsed", "$not": {"member.stage": "lapsed"}}), "member.stage");
    never(json!({"member.tags": {"$in": []}}), "member.tags");
    never(json!({"member.tags": {"$all": ["a"], "$nin": ["a", "b"]}}), "member.tags");
    never(json!({"page.type": {"$in": []}}), "page.type");
    never(json!({"page.type": {"$eq": "cart", "$ne": "cart"}}), "page.type");
    never(json!({"member.rfm.money": {"$gt": 5}}), "member.rfm.money");
    never(json!({"member.last_order_at": {"$gte": "2026-07-01", "$lt": "2026-06-01"}}), "member.last_order_at");
    never(
        json!({"member.last_order_at": {"$gt": "2026-07-01T00:00:00Z", "$lt": "2026-07-01T00:00:01Z"}}),
        "member.last_order_at",
    );
    never(json!({"visit.is_first": true, "$nor": [{"visit.is_first": {"$eq": true}}]}), "visit.is_first");
    never(json!({"request.country": {"$in": ["SI"], "$nin": ["SI"]}}), "request.country");
    check(json!({"$not": {}}), &["can never be met"]);
    // Either way nothing is left.
    check(
        json!({"$or": [{"member.orders": {"$gt": 5, "$lt": 3}}, {"member.top": true, "$not": {"member.top": true}}]}),
        &["can never be met"],
    );
    check(
        json!({"$or": [{"member.orders": {"$gt": 5, "$lt": 3}}, {"member.top": true}]}),
        &[
            "has a part that can never be met: no value of member.orders can pass this: {\"member.orders\": {\"$lt\": 3, \"$gt\": 5}}",
        ],
    );
    // What is missing is less than one.
    check(json!({"member.orders": {"$lt": 1}}), &[]);
    check(json!({"member.last_order_at": {"$gte": "2026-06-01", "$lt": "2026-07-01"}}), &[]);
}

#[test]
fn what_is_always_met() {
    let always = "is always met: it asks nothing. Leave it out, if it is meant for everybody";
    check(json!({"member.orders": {"$gte": 0}}), &[always]);
    check(json!({"$or": [{"member.top": true}, {"$not": {"member.top": true}}]}), &[always]);
    check(
        json!({"member.orders": {"$gte": 0}, "member.top": true}),
        &["has a part that is always met: {\"member.orders\": {\"$gte\": 0}}"],
    );
    check(json!({}), &[]);
    let segment = |condition: serde_json::Value| -> Segment {
        serde_json::from_value(json!({"id": "s", "name": {"en": "S"}, "condition": condition})).expect("a segment")
    };
    let of = |condition| beside(json!([]), |context| messages(segment(condition).warnings(context)));
    assert_eq!(of(json!({"member.tags": {"$nin": []}})), [always]);
    assert_eq!(of(json!({})), [""; 0]);
}

#[test]
fn a_segment_that_nobody_can_be_in() {
    let segments = json!([
        {"id": "nobody", "name": {"en": "N"}, "condition": {"member.orders": {"$gt": 5, "$lt": 3}}},
        {"id": "them", "name": {"en": "T"}, "condition": {"member.segments": {"$in": ["nobody"]}}},
        {"id": "some", "name": {"en": "S"}, "condition": {"member.orders": {"$gt": 5}}},
    ]);
    let of = |condition: serde_json::Value| {
        beside(segments.clone(), |context| {
            let document: Value = serde_json::from_value(condition).expect("a value");
            let condition = Condition::parse(&document, "condition", context.engine).expect("a condition");
            messages(context.of_condition(&condition))
        })
    };
    let never = ["can never be met: no value of member.segments can pass this"];
    assert_eq!(of(json!({"member.segments": {"$in": ["nobody"]}})), never);
    assert_eq!(of(json!({"member.segments": {"$in": ["them", "nobody"]}})), never);
    assert_eq!(of(json!({"member.segments": {"$all": ["some", "them"]}})), never);
    assert_eq!(of(json!({"member.segments": {"$in": ["them", "some"]}})), [""; 0]);
}

#[test]
fn amounts_that_were_hardly_meant_in_cents() {
    let hundred =
        "compares member.spend with 100, which is 1.00 USD: amounts are in minor units. For 100 USD write 10000";
    check(json!({"member.spend": {"$gt": 100}}), &[hundred]);
    let of = |amount: i64| said(&json!({"cart.total": {"$gte": amount}})).len();
    assert_eq!([0, 1, 49, 99, 100, 500, 950].map(of), [0, 1, 1, 1, 1, 1, 1]);
    assert_eq!([999, 199, 1_000, 5_000, -5].map(of), [0; 5]);
    let of = |program: Program| messages(program.warnings());
    let small = program(|p| {
        p["rules"][0]["minimum"] = json!(20);
        p["rewards"][0]["kind"]["amount"] = json!(5);
    });
    assert_eq!(
        of(small),
        [
            "is 20, which is 0.20 USD: amounts are in minor units. For 20 USD write 2000",
            "is 5, which is 0.05 USD: amounts are in minor units. For 5 USD write 500",
        ]
    );
    // A yen has no cents, and a dinar a thousand fils.
    let of_five = |currency: &str| {
        of(program(|p| {
            (p["currency"], p["rates"]) = (json!(currency), json!({currency: 100}));
            p["rewards"][0]["kind"]["amount"] = json!(5);
        }))
    };
    assert_eq!(of_five("JPY"), [""; 0]);
    assert_eq!(of_five("KWD"), ["is 5, which is 0.005 KWD: amounts are in minor units. For 5 KWD write 5000"]);
    assert_eq!(of(shop()), [""; 0]);
}

fn offer(change: impl FnOnce(&mut serde_json::Value)) -> Offer {
    let mut document = json!({
        "id": "o", "name": "O", "status": "published", "display": {"type": "modal"}, "triggers": [{"type": "at_once"}],
        "variants": [{"key": "a", "content": {"headline": {"en": "Hello"}}}],
    });
    change(&mut document);
    serde_json::from_value(document).expect("an offer")
}

#[test]
fn an_offer_that_hardly_means_what_it_says() {
    let of = |change: fn(&mut serde_json::Value)| -> Vec<(String, String)> {
        let warnings = beside(json!([]), |context| offer(change).warnings(context));
        warnings.into_iter().map(|warning| (warning.path, warning.message)).collect()
    };
    let one = |path: &str, message: &str| vec![(path.to_owned(), message.to_owned())];
    assert_eq!(of(|_| {}), []);
    assert_eq!(
        of(|o| o["holdout"] = json!(10)),
        one("holdout", "is in basis points: 10 is 0.1 %. For 10 % write 1000")
    );
    assert_eq!(of(|o| o["holdout"] = json!(5)), one("holdout", "is in basis points: 5 is 0.05 %. For 5 % write 500"));
    assert_eq!(
        of(|o| o["coverage"] = json!(100)),
        one("coverage", "is in basis points: 100 is 1 %. For 100 % write 10000")
    );
    assert_eq!(of(|o| (o["holdout"], o["coverage"]) = (json!(0), json!(101))), []);
    assert_eq!(
        of(|o| o["schedule"] = json!({"until": "1998-03-01T00:00"})),
        one("schedule.until", "was at 1998-03-01T00:00:00Z, before now (1998-04-11T00:00:00Z): it is over")
    );
    assert_eq!(of(|o| o["schedule"] = json!({"from": "1999-01-01T00:00", "until": "1999-02-01T00:00"})), []);
    assert_eq!(
        of(|o| o["schedule"] = json!({"from": "1999-01-01T00:00", "until": "1999-01-02T00:00", "days": ["monday"]})),
        one("schedule", "never opens: none of its days and hours are between from and until")
    );
    assert_eq!(
        of(|o| o["triggers"] = json!([{"type": "cart_value", "minimum": 50}])),
        one("triggers[0].minimum", "is 50, which is 0.50 USD: amounts are in minor units. For 50 USD write 5000")
    );
    assert_eq!(
        of(|o| o["condition"] = json!({"cart.total": {"$lt": 0, "$gt": 0}})),
        one("condition", "can never be met: no value of cart.total can pass this")
    );
    // Kept for its results.
    assert_eq!(of(|o| (o["status"], o["holdout"]) = (json!("archived"), json!(10))), []);
    let settings = OfferSettings { holdout: loyalty::experiment::Share(5), ..OfferSettings::default() };
    assert_eq!(messages(settings.warnings()), ["is in basis points: 5 is 0.05 %. For 5 % write 500"]);
}

/// Every condition within a document.
fn conditions(document: &serde_json::Value, found: &mut Vec<serde_json::Value>) {
    match document {
        serde_json::Value::Object(members) => members.iter().for_each(|(name, value)| match name.as_str() {
            "condition" if value.get("$ref").is_none() && value.get("type").is_none() => found.push(value.clone()),
            _ => conditions(value, found),
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| conditions(item, found)),
        _ => {}
    }
}

#[test]
fn nothing_is_said_of_the_demo_shop_and_the_examples() {
    let read = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("JSON") };
    let offers = read(include_str!("../../../../www/demo-shop/offers.json"));
    let surveys = read(include_str!("../../../../www/demo-shop/surveys.json"));
    let demo: Program =
        serde_json::from_str(include_str!("../../../../www/demo-shop/program.json")).expect("a program");
    assert_eq!(messages(demo.warnings()), [""; 0]);
    let offered: Vec<Offer> = serde_json::from_value(offers["offers"].clone()).expect("offers");
    let asked: Vec<Survey> = serde_json::from_value(surveys["surveys"].clone()).expect("surveys");
    let settings: OfferSettings = serde_json::from_value(offers["settings"].clone()).expect("settings");
    assert!(offered.len() > 5 && asked.len() > 1);
    beside(offers["segments"].clone(), |context| {
        let context = WarningContext { program: Some(&demo), now: Instant::default() + Days(10_000), ..context };
        offered.iter().for_each(|offer| assert_eq!(offer.warnings(context), [], "{}", offer.name));
        asked.iter().for_each(|survey| assert_eq!(survey.warnings(context), [], "{}", survey.id));
        assert_eq!(settings.warnings(), []);
    });
    let mut found = Vec::new();
    conditions(&offers, &mut found);
    conditions(&read(include_str!("../../../../worker/openapi.json")), &mut found);
    assert!(found.len() > 8, "{}", found.len());
    for condition in found {
        let of_segments = condition.to_string().contains("member.segments");
        assert!(of_segments || said(&condition).is_empty(), "{condition}: {:?}", said(&condition));
    }
}
