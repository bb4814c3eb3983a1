//! Every body that a route takes, read as callers may write it: held over the examples of the description, and over others
//! that have what those leave out.

use std::fmt::Debug;

use loyalty::Fault;
use loyalty::case::{CasePatch, FeedbackSettings, Opening};
use loyalty::feedback::FeedbackFromElsewhere;
use loyalty::ledger::Adjustment;
use loyalty::offer::{Offer, OfferSettings, Report};
use loyalty::order::Order;
use loyalty::profile::ProfileUpdate;
use loyalty::program::Program;
use loyalty::segment::Segment;
use loyalty::survey::Survey;
use loyalty::testimonial::{TestimonialDecision, TestimonialSubmission};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{captures, cases, claims, conditions, desk, membership, orders, platform, preview, redemptions, surveys};
use crate::json;
use crate::problem::{Failure, Outcome};
use crate::shop::command::Settings;
use crate::wallet::cases::Written;

/// What a body was read as, written out; or its faults.
type Read = Result<String, Vec<Fault>>;

/// How a body of one type is read.
type ReadBody = fn(&str) -> Read;

/// How a route's body is read, by the method and the end of the address.
const BODIES: &[(&str, &str, ReadBody)] = &[
    ("post", "/events", read::<Report>),
    ("post", "/claims", read::<claims::Claim>),
    ("post", "/captures", read::<captures::Filled>),
    ("post", "/redemptions", read::<redemptions::Redeem>),
    ("put", "/orders/{order}", read::<Order>),
    ("post", "/orders/batch", read_batch),
    ("post", "/capture", read::<redemptions::Capture>),
    ("post", "/release", read::<redemptions::Release>),
    ("put", "/profile", read::<ProfileUpdate>),
    ("post", "/adjustments", read::<Adjustment>),
    ("put", "/program", read::<Program>),
    ("post", "/conditions/evaluate", read::<conditions::Trial>),
    ("post", "/offers", read_stored::<Offer>),
    ("put", "/offers/{offer}", read_stored::<Offer>),
    ("post", "/previews", read::<preview::Wanted>),
    ("post", "/surveys", read_stored::<Survey>),
    ("put", "/surveys/{survey}", read_stored::<Survey>),
    ("post", "/answers", read::<surveys::AnswerBody>),
    ("post", "/feedback", read::<FeedbackFromElsewhere>),
    ("post", "/segments", read_stored::<Segment>),
    ("put", "/segments/{segment}", read_stored::<Segment>),
    ("post", "/segments/count", read::<membership::Trial>),
    ("put", "/offer-settings", read_stored::<OfferSettings>),
    ("post", "/cases", read::<Opening>),
    ("post", "/shops/{shop}/cases/{case}/messages", read::<cases::MessageBody>),
    ("post", "/read", read::<cases::Read>),
    ("patch", "/desk/cases/{case}", read::<CasePatch>),
    ("post", "/desk/cases/{case}/messages", read::<Written>),
    ("post", "/gestures", read::<desk::GestureBody>),
    ("post", "/testimonials", read::<TestimonialSubmission>),
    ("patch", "/desk/testimonials/{testimonial}", read::<TestimonialDecision>),
    ("put", "/feedback-settings", read_stored::<FeedbackSettings>),
    ("put", "/v1/platform/shops/{shop}", read::<Settings>),
    ("put", "/origins", read::<platform::Origins>),
    ("put", "/clock", read::<platform::Clock>),
    ("post", "/keys", read::<platform::NewKey>),
];

/// Objects whose members are named by the caller, or that are conditions.
const MAPS: [&str; 12] = [
    "theme",
    "attributes",
    "condition",
    "consents",
    "groups",
    "rates",
    "condition_groups",
    "colors",
    "title",
    "name",
    "label",
    "description",
];

/// Words of the code that no caller has to know.
const JARGON: [&str; 24] = [
    "`",
    "invalid type",
    "invalid value",
    "expected",
    "sequence",
    " map",
    "i64",
    "i32",
    "u32",
    "u16",
    "u64",
    "u8",
    "usize",
    "f64",
    "struct",
    "variant",
    "enum",
    "serde",
    "unit",
    "tuple",
    "newtype",
    "integer",
    "floating",
    "Option",
];

fn outcome<T: Debug>(read: Outcome<T>) -> Read {
    match read {
        Ok(value) => Ok(format!("{value:?}")),
        Err(Failure::Rejected(problem)) => Err(problem.faults().to_vec()),
        Err(other) => panic!("{other:?}"),
    }
}

fn read<T: DeserializeOwned + Debug>(text: &str) -> Read {
    outcome(json::parse::<T>(text.as_bytes()))
}

/// A document that is stored as text: what is read from there is what came in.
fn read_stored<T: DeserializeOwned + Debug>(text: &str) -> Read {
    let read = read::<T>(text);
    if let Ok(came_in) = &read {
        let stored = json::sound::<T>(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
        let again: T = serde_json::from_str(&stored).unwrap_or_else(|error| panic!("{stored}: {error}"));
        assert_eq!(format!("{again:?}"), *came_in, "{stored}");
    }
    read
}

fn read_batch(text: &str) -> Read {
    let now = loyalty::Instant::parse("2030-01-01T00:00:00Z").unwrap_or(loyalty::Instant::from_ms(0));
    let batch = json::parse::<orders::Batch>(text.as_bytes());
    outcome(
        batch.and_then(|batch| batch.orders.iter().map(|order| orders::read(order, now)).collect::<Outcome<Vec<_>>>()),
    )
}

/// An example of a body and how it is read.
struct Example {
    place: String,
    body: Value,
    read: fn(&str) -> Read,
}

/// Every example of the description, and others that have every kind of what those leave out.
fn examples() -> Vec<Example> {
    let document: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap_or_default();
    let mut found = Vec::new();
    let mut read_by = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(body) = operation.get("requestBody") else { continue };
            let known = BODIES.iter().find(|(other, end, _)| other == method && path.ends_with(end));
            let Some((_, end, read)) = known else { panic!("{method} {path} is not in the table") };
            read_by.insert((method.clone(), *end));
            let body = body["content"]["application/json"]["example"].clone();
            assert!(!body.is_null(), "{method} {path} has no example");
            found.push(Example { place: format!("{method} {path}"), body, read: *read });
        }
    }
    assert_eq!(read_by.len(), BODIES.len(), "a body is read that is not described");
    let mut add = |place: &str, body: Value, read| found.push(Example { place: place.to_owned(), body, read });
    let content = json!({"headline": {"en": "A"}});
    let offer = |display: Value, triggers: Value| {
        json!({"id": "o", "name": "A", "status": "draft", "display": display, "triggers": triggers, "priority": 3,
            "holdout": 1_000, "variants": [{"key": "v", "content": content.clone()}], "condition": {"member.orders": {"$gt": 1}},
            "schedule": {"from": "2026-01-01T08:00", "until": "2026-02-01T08:00"}})
    };
    let triggers = json!([{"type": "at_once"}, {"type": "time_on_page", "seconds": 5}, {"type": "time_on_site", "seconds": 5},
        {"type": "scroll_depth", "percent": 50}, {"type": "exit_intent"}, {"type": "inactivity", "seconds": 5},
        {"type": "cart_value", "minimum": 5_000}, {"type": "click", "mark": "m"}, {"type": "event", "name": "e"}]);
    let displays = [
        json!({"type": "bar", "edge": "top"}),
        json!({"type": "modal"}),
        json!({"type": "slide_in"}),
        json!({"type": "inline", "place": "p"}),
        json!({"type": "badge"}),
    ];
    for display in displays {
        add("an offer", offer(display, triggers.clone()), read_stored::<Offer>);
    }
    for gives in [json!({"points": {"points": 5, "reason": "a"}}), json!({"coupon": {"reward": "r", "valid_days": 7}})]
    {
        let mut offer = offer(json!({"type": "modal"}), json!([{"type": "at_once"}]));
        offer["value"] = json!({"gives": gives, "limit_per_member": {"count": 1, "days": 30}, "budget": 100});
        add("an offer that gives something", offer, read_stored::<Offer>);
    }
    let asks = [
        json!({"nps": {}}),
        json!({"csat": {"as": "stars"}}),
        json!({"ces": {}}),
        json!({"open": {"placeholder": {"en": "A"}}}),
        json!({"choice": {"options": [{"id": "a", "label": {"en": "A"}}], "many": true}}),
    ];
    let timings = [
        json!({"at_delivery": {"for_hours": 5}}),
        json!({"after_delivery": {"from_hours": 5, "until_hours": 9}}),
        json!({"after_large_order": {"at_least": 5, "from_days": 1, "until_days": 2}}),
        json!({"anniversary": {"for_days": 1}}),
        json!({"after_case": {"from_days": 1, "until_days": 2}}),
        json!({"after_absence": {"days": 1, "for_days": 2}}),
    ];
    let (mut steps, mut of_kinds) = (Vec::new(), timings.iter().cycle());
    for (place, ask) in asks.iter().enumerate() {
        steps.push(json!({"id": place.to_string(), "ask": ask, "title": {"en": "A"}, "optional": true,
            "next": [{"from": 1, "to": 2, "step": "end"}]}));
    }
    for _ in 0..timings.len() {
        let survey = json!({"id": "s", "name": "A", "status": "draft", "timing": of_kinds.next(), "steps": steps,
            "thanks": [{"from": 1, "to": 2, "text": {"en": "A"}}]});
        add("a survey", survey, read_stored::<Survey>);
    }
    for answer in [json!({"score": 3}), json!({"options": ["a"]}), json!({"text": "a"}), json!({"skipped": true})] {
        let told = json!({"occasion": "order:1", "version": 1, "step": "s", "answer": answer});
        add("an answer", told, read::<surveys::AnswerBody>);
    }
    let kinds = [
        json!({"type": "percent_off", "percent": 5, "maximum": 5}),
        json!({"type": "amount_off", "amount": 5}),
        json!({"type": "free_shipping"}),
        json!({"type": "free_product", "product": "p"}),
        json!({"type": "store_credit", "amount": 5}),
        json!({"type": "gift"}),
    ];
    let program =
        document["paths"]["/v1/shops/{shop}/program"]["put"]["requestBody"]["content"]["application/json"]["example"]
            .clone();
    for kind in kinds {
        let mut program = program.clone();
        program["rewards"] = json!([{"id": "r", "name": {"en": "A"}, "points": 5, "kind": kind, "hold_minutes": 5, "stock": 5,
            "limit_per_member": {"count": 1, "days": 2}, "valid_from": "2026-01-01T00:00:00Z"}]);
        add("a reward", program, read::<Program>);
    }
    found
}

/// Every place of a body: how to point to it, and the path by which faults call it.
fn places(body: &Value) -> Vec<(String, String)> {
    let mut found = vec![(String::new(), String::new())];
    let mut next = 0;
    while let Some((pointer, path)) = found.get(next).cloned() {
        next += 1;
        if let Some(Value::Object(members)) = body.pointer(&pointer) {
            found.extend(members.keys().map(|name| {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                (format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), path)
            }));
        }
        if let Some(Value::Array(items)) = body.pointer(&pointer) {
            found.extend((0..items.len()).map(|index| (format!("{pointer}/{index}"), format!("{path}[{index}]"))));
        }
    }
    found
}

/// Whether an object's members are fields of a type, and those of everything it is in.
fn has_fields(body: &Value, pointer: &str) -> bool {
    let is_text = body.pointer(pointer).and_then(Value::as_object).is_some_and(|members| {
        !members.is_empty() && members.keys().all(|tag| ["en", "sl", "uk", "de"].contains(&tag.as_str()))
    });
    !is_text && !pointer.split('/').any(|name| MAPS.contains(&name))
}

/// Nothing is wrong; or else some of what is.
#[track_caller]
fn none(wrong: impl IntoIterator<Item = String>) {
    let wrong: Vec<_> = wrong.into_iter().collect();
    let some: Vec<_> = wrong.iter().take(30).map(|what| format!("{what:.700}")).collect();
    assert!(wrong.is_empty(), "{} times, such as:\n{}", wrong.len(), some.join("\n"));
}

fn faults(read: &Read) -> &[Fault] {
    read.as_ref().err().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn every_example_is_taken() {
    let told = examples().into_iter().filter_map(|Example { place, body, read }| {
        let read = read(&body.to_string());
        (!faults(&read).is_empty()).then(|| format!("{place}: {:?} in {body}", faults(&read)))
    });
    none(told);
}

#[test]
fn a_field_nobody_knows_is_told_at_its_path_with_what_was_meant() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for Example { place, body, read } in examples() {
        for (pointer, path) in places(&body) {
            let Some(Value::Object(members)) = body.pointer(&pointer) else { continue };
            if !has_fields(&body, &pointer) {
                continue;
            }
            let path = within_order(&path);
            let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            for name in members.keys().map(|name| format!("{name}_")).chain(["surprise".to_owned()]) {
                let mut changed = body.clone();
                if let Some(object) = changed.pointer_mut(&pointer).and_then(Value::as_object_mut) {
                    object.insert(name.clone(), json!({"a": [1, null]}));
                }
                let read = read(&changed.to_string());
                tried += 1;
                // The one member of an enum's object says which kind it is.
                let is_kind = |fault: &Fault| {
                    let is_here = fault.path == path || fault.path == at(&name);
                    is_here
                        && ["more than one field", "must be one of"].iter().any(|words| fault.message.contains(words))
                };
                let is_id_in_batch = place.ends_with("/batch") && name == "id_";
                if is_id_in_batch || faults(&read).iter().any(is_kind) {
                    continue;
                }
                let is_told = |fault: &&Fault| {
                    let is_meant = name == "surprise" || fault.message.contains("did you mean “");
                    fault.path == at(&name) && fault.message.starts_with("is not a field we know; ") && is_meant
                };
                if faults(&read).iter().find(is_told).is_none() {
                    wrong.push(format!("{place}: {name} at {path:?}: {read:?}"));
                }
            }
        }
    }
    none(wrong);
    assert!(tried > 400, "only {tried} fields were tried");
}

#[test]
fn all_fields_nobody_knows_are_told_at_once() {
    let body = r#"{"curency":"EUR","lines":[{"id":1,"sku":"a"},{"qty":1,"price":null}],"colour":"red","staus":"paid"}"#;
    let read = read::<Order>(body);
    let paths: Vec<_> = faults(&read).iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths[..2], ["curency", "lines[0].sku"], "{read:?}");
    let whole = r#"{"curency":"EUR","shipping":{"price":1,"weight":2},"revisionn":1,"currency":"EUR","status":"paid","lines":[],
        "placed_at":"2020-01-01T00:00:00Z","updated_at":"2020-01-01T00:00:00Z"}"#;
    let read = self::read::<Order>(whole);
    let paths: Vec<_> = faults(&read).iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["curency", "shipping.weight", "revisionn"]);
}

#[test]
fn null_is_left_out() {
    const SAYS_SOMETHING: [&str; 4] = ["birthday", "consents", "owner", "same_as"];
    let (mut tried, mut wrong) = (0, Vec::new());
    for Example { place, body, read } in examples() {
        for (pointer, path) in places(&body) {
            let Some((parent, name)) = pointer.rsplit_once('/') else { continue };
            let is_field = body.pointer(parent).is_some_and(Value::is_object) && has_fields(&body, parent);
            if !is_field || SAYS_SOMETHING.contains(&name) {
                continue;
            }
            let (mut null, mut without) = (body.clone(), body.clone());
            if let Some(value) = null.pointer_mut(&pointer) {
                *value = Value::Null;
            }
            if let Some(object) = without.pointer_mut(parent).and_then(Value::as_object_mut) {
                object.remove(name);
            }
            let (null, without) = (read(&null.to_string()), read(&without.to_string()));
            let is_kind = faults(&without).iter().any(|fault| fault.message.contains("is an empty object"));
            if null != without && !is_kind {
                wrong.push(format!("{place}, {path}: {null:?}, left out {without:?}"));
            }
            tried += 1;
        }
    }
    none(wrong);
    assert!(tried > 400, "only {tried} fields were tried");
}

#[test]
fn whole_numbers_may_have_a_fraction_of_zero() {
    none(examples().into_iter().filter_map(|Example { place, body, read }| {
        let changed = with_fractions(&body);
        (read(&changed) != read(&body.to_string())).then(|| format!("{place}: {changed}: {:?}", read(&changed)))
    }));
}

/// The path of a fault: in a batch each order's faults are told with the order.
fn within_order(path: &str) -> &str {
    path.strip_prefix("orders[0].").or(path.strip_prefix("orders[0]")).unwrap_or(path)
}

/// The body with `.0` behind each whole number.
fn with_fractions(body: &Value) -> String {
    match body {
        Value::Number(number) if !number.is_f64() => format!("{number}.0"),
        Value::Array(items) => format!("[{}]", items.iter().map(with_fractions).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}: {}", json!(name), with_fractions(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn a_value_of_another_kind_is_told_in_words_at_its_place() {
    let kinds = json!([null, true, 7, -1, 1.5, "x", "", [], ["x"], {}, {"x": 1}, 1e30]);
    let (mut told, mut wrong) = (0, Vec::new());
    for Example { place, body, read } in examples() {
        for (pointer, path) in places(&body) {
            for kind in kinds.as_array().into_iter().flatten() {
                let mut changed = body.clone();
                if let Some(value) = changed.pointer_mut(&pointer) {
                    *value = kind.clone();
                }
                let path = within_order(&path);
                let parent = path.rfind(['.', '[']).map_or("", |end| &path[..end]);
                for fault in faults(&read(&changed.to_string())) {
                    told += 1;
                    let is_there = fault.path.starts_with(path) || fault.path == parent;
                    let is_whole = [".", "id", "orders"].contains(&fault.path.as_str()) && parent.is_empty();
                    // Names of fields and of words to choose from are no jargon.
                    let words = ["there are ", "one of ", "did you mean "];
                    let end = words.iter().filter_map(|word| fault.message.find(word)).min();
                    let words = &fault.message[..end.unwrap_or(fault.message.len())];
                    let jargon: Vec<_> = JARGON.iter().filter(|word| words.contains(**word)).collect();
                    if !(is_there || is_whole) || !jargon.is_empty() {
                        wrong.push(format!("{place}: {path} as {kind}: {jargon:?} {fault:?}"));
                    }
                }
            }
        }
    }
    none(wrong);
    assert!(told > 2_000, "only {told} faults were told");
}

thread_local! {
    static WRONG: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

#[test]
fn faults_are_told_in_words() {
    fn check<T: DeserializeOwned + Debug>(body: &str, path: &str, message: &str) {
        let read = read::<T>(body);
        let found = faults(&read).iter().any(|fault| (fault.path.as_str(), fault.message.as_str()) == (path, message));
        WRONG.with_borrow_mut(|wrong| wrong.extend((!found).then(|| format!("{body}: {read:?}"))));
    }
    check::<Order>(
        r#"{"status":"shipped"}"#,
        "status",
        "is “shipped”; must be one of placed, paid, completed or cancelled",
    );
    check::<Order>(
        r#"{"status":"piad"}"#,
        "status",
        "is “piad”; must be one of placed, paid, completed or cancelled (did you mean “paid”?)",
    );
    check::<Order>(r#"{"status":1}"#, "status", "is the number 1; must be one of placed, paid, completed or cancelled");
    check::<Order>("{}", "currency", "is missing");
    check::<Order>(
        r#"{"lines":[{"id":1,"price":1499.5}]}"#,
        "lines[0].price",
        "is the number 1499.5; must be a whole number",
    );
    check::<Order>(r#"{"lines":{}}"#, "lines", "is an object; must be a list");
    check::<Order>(r#"{"member":true}"#, "member", "is true; must be a text or a whole number");
    check::<Order>(
        r#"{"placed_at":"yesterday"}"#,
        "placed_at",
        "is the text “yesterday”; must be an instant in RFC 3339, such as 1998-07-01T00:00:00Z",
    );
    check::<Order>("[]", ".", "is a list; must be an object");
    check::<Order>(r#"{"member":"a","member":"b"}"#, "member", "stands here twice; send it once");
    let gives = "must be an object with one of coupon or points, such as {\"coupon\": …}";
    check::<Offer>(r#"{"value":{"gives":100}}"#, "value.gives", &format!("is the number 100; {gives}"));
    let asks = "must be an object with one of nps, csat, ces, choice or open, such as {\"nps\": …}";
    check::<Survey>(r#"{"steps":[{"ask":5}]}"#, "steps[0].ask", &format!("is the number 5; {asks}"));
    check::<Survey>(r#"{"steps":[{"ask":["nps"]}]}"#, "steps[0].ask", &format!("is a list; {asks}"));
    check::<Survey>(
        r#"{"steps":[{"ask":"nps"}]}"#,
        "steps[0].ask",
        "is the text “nps”; must be an object, such as {\"nps\": {…}}",
    );
    check::<surveys::AnswerBody>(
        r#"{"answer":10}"#,
        "answer",
        "is the number 10; must be an object with one of score, options, text or skipped, such as {\"score\": …}",
    );
    check::<Offer>(
        r#"{"triggers":[{"type":"click","seconds":5,"mark":"m"}]}"#,
        "triggers[0].seconds",
        "does not belong to this type",
    );
    check::<Offer>(r#"{"triggers":[{"type":"click"}]}"#, "triggers[0].mark", "is missing");
    check::<Segment>(
        r#"{"name":5}"#,
        "name",
        r#"is the number 5; must be a text, or an object of texts by language, such as {"en": "Hi"}"#,
    );
    none(WRONG.take());
}
