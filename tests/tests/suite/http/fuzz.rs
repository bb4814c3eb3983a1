//! Requests made from the description by a seed: nothing fails, every answer is a documented one, and what the description
//! forbids is not taken.

use std::collections::BTreeMap;

use fastrand::Rng;
use regulars_kit::counts;
use regulars_tests::{
    client::{Answer, Call, Client, segment},
    openapi::{DOCUMENT, Operation, generate, operations},
    service::{PLATFORM_KEY, unique},
    shop::{ORIGIN, Shop, order},
};
use serde_json::{Value, json};

use crate::http::{client, shop};

/// Requests for each operation: of both kinds, and of valid ones alone where nothing is sent.
const REQUESTS: u64 = 12;
const REQUESTS_ALL: u64 = 120;

fn requests() -> u64 {
    if counts::plays_all() { REQUESTS_ALL } else { REQUESTS }
}

/// A shop with something of each kind, and one more for what the platform does to it.
struct World {
    client: Client,
    shop: Shop,
    other: Shop,
    /// Names that are known, by the name of a path's parameter.
    known: BTreeMap<&'static str, Vec<String>>,
}

impl World {
    fn new() -> Self {
        let (client, shop) = (client(), shop());
        let other = Shop::open_without_program(&client);
        for member in ["ana", "bor"] {
            shop.give(member, 5_000);
            shop.put_order(&format!("{member}-1"), &order(member, 4_000));
        }
        let redemption = shop.take("ana", "five-off");
        let case = shop.shopper("ana", "POST", "/cases").key(&unique("k"));
        let case = case.json(&json!({"kind": "question", "text": "When?"})).send().expect(201)["case"]["id"].clone();
        for (path, document) in documents() {
            shop.server("PUT", path).header("if-match", "\"0\"").json(&document).send().expect(200);
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let known = BTreeMap::from([
            ("member", vec!["ana".to_owned(), "bor".to_owned()]),
            ("order", vec!["ana-1".to_owned(), "bor-1".to_owned()]),
            ("code", vec![redemption.code]),
            ("id", vec![redemption.id]),
            ("case", vec![text(&case)]),
            ("offer", vec!["welcome".to_owned()]),
            ("survey", vec!["after-delivery".to_owned()]),
            ("segment", vec!["loyal".to_owned()]),
        ]);
        Self { client, shop, other, known }
    }

    /// A call of an operation as the description has it, without a body.
    fn call(&self, operation: &Operation, body: Option<&Value>, rng: &mut Rng) -> Call<'_> {
        let described = &DOCUMENT["paths"][&operation.path][&operation.method];
        let is_of = |scheme: &str| {
            described["security"].as_array().into_iter().flatten().any(|entry| entry.get(scheme).is_some())
        };
        let shop = if is_of("platform") { &self.other } else { &self.shop };
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for (pointer, parameter) in operation.parameters() {
            let name = parameter["name"].as_str().unwrap_or_default();
            let is_needed = parameter["required"] == true;
            let made = match generate::valid(&format!("{pointer}/schema"), rng) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            match parameter["in"].as_str() {
                Some("path") => {
                    let chosen = if name == "shop" { Some(shop.id.clone()) } else { self.name(name, body, rng) };
                    // As an address is read, `.` and `..` are no segments.
                    let chosen = chosen.unwrap_or(made);
                    let chosen = if chosen.trim_matches('.').is_empty() { "dots" } else { &chosen };
                    path = path.replace(&format!("{{{name}}}"), &segment(chosen));
                }
                Some("query") if is_needed || rng.bool() => query.push(format!("{name}={}", segment(&made))),
                Some("header") if is_needed || rng.bool() => {
                    headers.push((name, if name == "Idempotency-Key" { unique("fuzz") } else { made }));
                }
                _ => {}
            }
        }
        let address = if query.is_empty() { path.clone() } else { format!("{path}?{}", query.join("&")) };
        let mut call = self.client.call(&operation.method.to_uppercase(), &address);
        for (name, value) in headers {
            // The version there is, so that writing can succeed.
            let current = (name == "If-Match" && rng.usize(..4) > 0).then(|| self.current(&path));
            call = call.header(name, current.as_deref().unwrap_or(&value));
        }
        if is_of("platform") {
            call.bearer(PLATFORM_KEY)
        } else if is_of("server") {
            call.bearer(&self.shop.api_key)
        } else if is_of("shopper") {
            let member = format!("m{}", rng.u32(..10_000));
            let member = if rng.bool() { "ana" } else { &member };
            call.header("origin", ORIGIN).bearer(&self.shop.signing.token(&self.shop.id, member))
        } else {
            call
        }
    }

    /// The name of something that is there, or that the body says itself.
    fn name(&self, parameter: &str, body: Option<&Value>, rng: &mut Rng) -> Option<String> {
        let own =
            body.and_then(|body| body["id"].as_str()).filter(|_| ["offer", "survey", "segment"].contains(&parameter));
        let known = || self.known.get(parameter).and_then(|names| rng.choice(names.clone()));
        own.map(str::to_owned).or_else(known)
    }

    fn current(&self, path: &str) -> String {
        let answer = self.client.call("GET", path).bearer(&self.shop.api_key).send();
        answer.header("etag").unwrap_or("\"0\"").to_owned()
    }
}

/// A document of each kind, by its path.
fn documents() -> [(&'static str, Value); 3] {
    let offer = json!({
        "id": "welcome", "name": "Welcome", "status": "published",
        "display": {"type": "slide_in"}, "triggers": [{"type": "at_once"}], "repeatable": true,
        "variants": [{"key": "a", "content": {"headline": {"en": "A gift"}, "button": {"label": {"en": "Take it"}}}}],
        "value": {"gives": {"points": {"points": 1, "reason": "Welcome"}}, "limit_per_member": {"count": 9}, "budget": 5_000},
    });
    let survey = json!({
        "id": "after-delivery", "name": "After delivery", "status": "published",
        "timing": {"after_delivery": {"from_hours": 12, "until_hours": 72}},
        "steps": [{"id": "score", "ask": {"nps": {}}, "title": {"en": "Would you?"}}],
        "thanks": [{"text": {"en": "Thank you."}}],
    });
    let segment = json!({"id": "loyal", "name": {"en": "Loyal"}, "condition": {"member.orders": {"$gte": 3}}});
    [("/offers/welcome", offer), ("/surveys/after-delivery", survey), ("/segments/loyal", segment)]
}

/// The operations that are called: those of the worker.
fn called() -> Vec<Operation> {
    operations().into_iter().filter(|operation| operation.path != "/openapi.json").collect()
}

#[track_caller]
fn check(answer: &Answer, what: &str) {
    assert!(answer.status() < 500, "{what}: {answer}");
}

#[test]
fn what_the_description_allows_is_answered_as_it_says() {
    let world = World::new();
    let mut taken: BTreeMap<String, u64> = BTreeMap::new();
    for operation in called() {
        let name = format!("{} {}", operation.method, operation.path);
        for seed in 0..requests() {
            let mut rng = Rng::with_seed(seed);
            let body = operation.body().map(|pointer| generate::valid(&pointer, &mut rng));
            println!("{name}, seed {seed}: {}", body.as_ref().unwrap_or(&Value::Null));
            let call = world.call(&operation, body.as_ref(), &mut rng);
            let answer = match &body {
                Some(body) => call.json(body).send(),
                None => call.send(),
            };
            check(&answer, &name);
            *taken.entry(name.clone()).or_default() += u64::from(answer.status() < 300);
        }
    }
    let never: Vec<&String> = taken.iter().filter(|(_, count)| **count == 0).map(|(name, _)| name).collect();
    println!("never taken: {never:#?}");
    assert!(
        never.len() * 2 < taken.len(),
        "{} of {} operations never took anything: {never:#?}",
        never.len(),
        taken.len()
    );
    counts::add(requests() as usize * taken.len(), "requests made from the description");
}

#[test]
fn what_the_description_forbids_is_refused() {
    let world = World::new();
    let mut sent = 0;
    for operation in called() {
        let Some(pointer) = operation.body() else { continue };
        for seed in 0..requests() {
            let mut rng = Rng::with_seed(seed);
            let Some(body) = generate::forbidden(&pointer, &mut rng) else { continue };
            println!("{} {}, seed {seed}: {body}", operation.method, operation.path);
            let call = world.call(&operation, Some(&body), &mut rng);
            // The client fails the test if it is taken.
            check(&call.faulty_json(&body).send(), "a forbidden body");
            sent += 1;
        }
    }
    counts::add(sent, "requests that the description forbids");
}
