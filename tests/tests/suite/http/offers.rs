//! Offers, segments and what holds for all offers: written with versions, and sent to the pages of those they are for.

use regulars_tests::{
    client::Answer,
    offers::offer,
    service::{eventually, unique},
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

fn create(shop: &Shop, route: &str, document: &Value) -> Answer {
    shop.server("POST", route).key(&unique("create")).json(document).send()
}

/// One that the document does not allow, either.
fn faulty_offer(shop: &Shop, document: &Value) -> Answer {
    shop.server("POST", "/offers").key(&unique("create")).faulty_json(document).send()
}

fn put(shop: &Shop, route: &str, after: u32, document: &Value) -> Answer {
    shop.server("PUT", route).header("if-match", &format!("\"{after}\"")).json(document).send()
}

/// The ids of what a page is sent, once it is sent these.
#[track_caller]
fn eventually_sent(what: &str, page: impl Fn() -> Value, ids: &[&str]) {
    eventually(what, || (sent(&page()) == ids).then_some(()));
}

fn sent(boot: &Value) -> Vec<&str> {
    let candidates = boot["offers"]["candidates"].as_array().map(Vec::as_slice).unwrap_or_default();
    candidates.iter().filter_map(|candidate| candidate["id"].as_str()).collect()
}

fn boot(shop: &Shop, member: &str) -> Value {
    shop.shopper(member, "GET", "/boot?lang=en").send().expect(200)
}

#[test]
fn an_offer_goes_from_draft_to_published_to_archived() {
    let shop = shop();
    let draft = with(offer("spring"), json!({"status": "draft", "condition": {"member.segments": {"$in": ["none"]}}}));
    let body = create(&shop, "/offers", &draft).expect(201);
    assert_eq!((&body["version"], &body["offer"]), (&json!(1), &draft));
    assert_eq!(body["faults"][0]["path"], "condition", "a draft may have faults, and they are told");
    assert_eq!(create(&shop, "/offers", &draft).expect(409)["code"], "already_exists");

    let published = with(draft, json!({"status": "published"}));
    let refused = put(&shop, "/offers/spring", 1, &published).expect(422);
    assert_eq!(refused["errors"][0]["path"], "condition");
    put(&shop, "/offers/spring", 1, &offer("spring")).expect(200);
    eventually_sent("the offer", || boot(&shop, "ana"), &["spring"]);

    let stale = put(&shop, "/offers/spring", 1, &offer("spring"));
    assert_eq!((&stale.expect(412)["version"], stale.header("etag")), (&json!(2), Some("\"2\"")));
    put(&shop, "/offers/spring", 2, &with(offer("spring"), json!({"status": "archived"}))).expect(200);
    eventually_sent("no offer", || boot(&shop, "ana"), &[]);

    let first = shop.server("GET", "/offers/spring?version=1").send().expect(200);
    assert_eq!(first["offer"]["status"], "draft", "every version is kept");
    let delete =
        |after: u32| shop.server("DELETE", "/offers/spring").header("if-match", &format!("\"{after}\"")).send();
    delete(2).expect(412);
    assert_eq!(delete(3).status(), 204);
    shop.server("GET", "/offers/spring").send().expect(404);
    let versions = shop.server("GET", "/offers/spring/versions").send().expect(200);
    let stages: Vec<&Value> =
        versions["versions"].as_array().into_iter().flatten().map(|line| &line["status"]).collect();
    assert_eq!(stages, [&Value::Null, &json!("archived"), &json!("published"), &json!("draft")]);
    assert_eq!(versions["versions"][0]["is_deleted"], true);
    assert_eq!(create(&shop, "/offers", &offer("spring")).expect(201)["version"], 5, "its name is free again");
}

#[test]
fn creating_is_done_once() {
    let shop = shop();
    let key = unique("create");
    let call = || shop.server("POST", "/offers").key(&key).json(&offer("spring")).send();
    let first = call();
    let again = call();
    assert_eq!((first.expect(201), again.header("idempotent-replayed")), (again.expect(201), Some("true")));
    let other = shop.server("POST", "/offers").key(&key).json(&offer("autumn")).send();
    assert_eq!(other.expect(422)["code"], "idempotency_key_reused");
}

#[test]
fn what_is_wrong_is_named() {
    let shop = shop();
    #[track_caller]
    fn faulty(answer: &Answer, path: &str) {
        let problem = answer.expect(422);
        assert_eq!(problem["errors"][0]["path"], path, "{problem}");
    }
    let of = |changes: Value| faulty_offer(&shop, &with(offer("spring"), changes));
    faulty(&of(json!({"condition": {"member.orders": {"$near": 3}}})), "condition.member.orders.$near");
    faulty(&of(json!({"schedule": {"from": "2020-07-01T08:00", "until": "2020-06-01T08:00"}})), "schedule.until");
    faulty(&of(json!({"display": {"type": "billboard"}})), "display.type");
    faulty(&of(json!({"surprise": true})), "surprise");
    let content = |content: Value| of(json!({"variants": [{"key": "only", "content": content}]}));
    let address =
        json!({"headline": {"en": "A"}, "picture": {"address": "https://evil.example/a.png", "alt": {"en": "A"}}});
    faulty(&content(address), "variants[0].content.picture.address");
    let link = json!({"headline": {"en": "A"}, "body": {"en": "[here](javascript:alert(1))"}});
    faulty(&content(link), "variants[0].content.body.en");
    faulty(&put(&shop, "/offers/spring", 0, &offer("autumn")), "id");

    let segment = |id: &str, condition: Value| json!({"id": id, "name": {"en": "A"}, "condition": condition});
    let asks = |id: &str| json!({"member.segments": {"$in": [id]}});
    create(&shop, "/segments", &segment("a", json!({"member.orders": 1}))).expect(201);
    create(&shop, "/segments", &segment("b", asks("a"))).expect(201);
    let circle = put(&shop, "/segments/a", 1, &segment("a", asks("b"))).expect(422);
    let said = circle["errors"][0].to_string();
    assert!(said.contains("asks for itself"), "{said}");
    create(&shop, "/offers", &with(offer("spring"), json!({"condition": asks("b")}))).expect(201);
    let needed = shop.server("DELETE", "/segments/b").header("if-match", "\"1\"").send().expect(422);
    assert_eq!(needed["errors"][0]["path"], "offers[spring].condition", "what is asked for is not deleted");
    faulty(
        &put(&shop, "/offer-settings", 0, &json!({"picture_origins": ["http://cdn.example"]})),
        "picture_origins[0]",
    );
    let beyond = json!({"attention": {"per_page": 1_000}});
    let call = shop.server("PUT", "/offer-settings").header("if-match", "\"0\"");
    faulty(&call.faulty_json(&beyond).send(), "attention.per_page");
}

#[test]
fn lists_come_in_pages() {
    let shop = shop();
    let settings = shop.server("GET", "/offer-settings").send().expect(200);
    assert_eq!((&settings["version"], &settings["settings"]), (&json!(0), &json!({})), "as they are by default");
    for number in 0..51 {
        let draft = with(offer(&format!("o{number:02}")), json!({"status": "draft"}));
        create(&shop, "/offers", &draft).expect(201);
    }
    let page = |query: &str| shop.server("GET", &format!("/offers{query}")).send().expect(200);
    let first = page("");
    assert_eq!((first["offers"].as_array().map(Vec::len), &first["next"]), (Some(50), &json!("o49")));
    let second = page("?after=o49");
    assert_eq!((second["offers"].as_array().map(Vec::len), &second["next"]), (Some(1), &Value::Null));
    assert_eq!(page("?status=published")["offers"], json!([]));
    let unknown = shop.server("GET", "/offers?status=publishd").send();
    assert_eq!(unknown.fault_paths(), ["status"]);
}

#[test]
fn versions_come_in_pages_without_documents() {
    let shop = shop();
    create(&shop, "/offers", &with(offer("spring"), json!({"status": "draft"}))).expect(201);
    for version in 1..102 {
        let draft = with(offer("spring"), json!({"status": "draft", "priority": version}));
        put(&shop, "/offers/spring", version, &draft).expect(200);
    }
    let page = |query: &str| shop.server("GET", &format!("/offers/spring/versions{query}")).send().expect(200);
    let (first, second) = (page(""), page("?before=3"));
    assert_eq!((first["versions"].as_array().map(Vec::len), &first["next"]), (Some(100), &json!(3)));
    assert_eq!((second["versions"].as_array().map(Vec::len), &second["next"]), (Some(2), &Value::Null));
    assert_eq!((&first["versions"][0]["version"], &second["versions"][1]["version"]), (&json!(102), &json!(1)));
    assert_eq!(shop.server("GET", "/offers/spring/versions?before=99999999999").send().fault_paths(), ["before"]);
    shop.server("GET", "/offers/unknown/versions").send().expect(404);
}

#[test]
fn what_is_published_says_all_that_divides_people() {
    let shop = shop();
    let mut little = offer("spring");
    little.as_object_mut().map(|members| members.remove("holdout"));
    let stored = create(&shop, "/offers", &little).expect(201)["offer"].clone();
    let said = json!({"holdout": 1_000, "coverage": 10_000, "limits": {"total": 5, "per_day": 1}});
    assert_eq!(stored, with(little.clone(), said));
    let own = with(little, json!({"holdout": 0, "coverage": 5_000, "limits": {}}));
    assert_eq!(put(&shop, "/offers/spring", 1, &own).expect(200)["offer"], own);
}

#[test]
fn all_that_is_published_has_a_size() {
    let shop = shop();
    let languages: Vec<String> = (b'a'..=b'z').map(|letter| format!("a{}", char::from(letter))).collect();
    let texts: serde_json::Map<String, Value> =
        languages.iter().map(|tag| (tag.clone(), json!("я".repeat(500)))).collect();
    let variant = |key: &str| json!({"key": key, "content": {"headline": {"aa": "A"}, "body": texts}});
    let large = |id: &str| with(offer(id), json!({"status": "draft", "variants": [variant("a"), variant("b")]}));
    let bytes = large("o00").to_string().len();
    let fitting = 4 * 1024 * 1024 / bytes;
    let publish = |number: usize| {
        let id = format!("o{number:02}");
        create(&shop, "/offers", &with(large(&id), json!({"status": "published"})))
    };
    let first_refused = (0..=fitting).map(publish).find(|answer| answer.status() != 201);
    let refused = first_refused.unwrap_or_else(|| panic!("{fitting} of {bytes} B are published"));
    assert_eq!(refused.fault_paths(), ["."]);
    // Everything else goes on.
    create(&shop, "/offers", &large("draft")).expect(201);
}

#[test]
fn a_page_in_a_language_that_the_widget_lacks_is_sent_the_shops_own_texts() {
    let shop = shop();
    let content = json!({"headline": {"en": "Five off", "de": "Fünf weniger", "zh-Hant": "減五元"}});
    create(&shop, "/offers", &with(offer("spring"), json!({"variants": [{"key": "only", "content": content}]})))
        .expect(201);
    let page = |tags: &str| shop.shopper("ana", "GET", &format!("/boot?lang={tags}")).send().expect(200);
    eventually_sent("the offer", || page("en"), &["spring"]);
    let lang = |tags: &str| page(tags)["offers"]["candidates"][0]["content"]["lang"].clone();
    for (tags, expected) in [("de-AT", "de"), ("DE", "de"), ("zh-hant-TW", "zh-Hant"), ("fr,de", "de"), ("fr", "en")] {
        assert_eq!(lang(tags), expected, "{tags}");
    }
    put(&shop, "/offer-settings", 0, &json!({"language": "de"})).expect(200);
    eventually("the shop's own language", || (lang("fr") == "de").then_some(()));
}

#[test]
fn each_page_is_sent_its_own() {
    let shop = shop();
    let regulars = json!({"id": "regulars", "name": {"en": "Regulars"}, "condition": {"member.orders": {"$gte": 2}}});
    create(&shop, "/segments", &regulars).expect(201);
    let to = |id: &str, condition: Value| create(&shop, "/offers", &with(offer(id), json!({"condition": condition})));
    to("for-regulars", json!({"member.segments": {"$in": ["regulars"]}, "cart.total": {"$gte": 5_000}})).expect(201);
    to("for-new", json!({"member.stage": "first_time", "request.language": "sl"})).expect(201);
    to("for-strangers", json!({"member.stage": "suspect"})).expect(201);
    for (member, orders) in [("ana", 2), ("bor", 1)] {
        for number in 0..orders {
            shop.put_order(&format!("{member}-{number}"), &order(member, 1_000));
        }
    }
    eventually_sent("ana's", || boot(&shop, "ana"), &["for-regulars"]);
    let page = boot(&shop, "ana");
    let ana = &page["offers"]["candidates"][0];
    assert_eq!(ana["condition"], json!({"cart.total": {"$gte": 5_000}}), "only what the page must decide");
    let text = page.to_string();
    for private in ["segments", "\"regulars\"", "for-new", "for-strangers", "stage", "first_time"] {
        assert!(!text.contains(private), "{private} is nobody's business in {text}");
    }
    let slovene = || shop.shopper("bor", "GET", "/boot?lang=sl-SI").send().expect(200);
    eventually_sent("bor's", slovene, &["for-new"]);
    assert_eq!(slovene()["offers"]["candidates"][0]["content"]["headline"], "Pet popusta");
    eventually_sent("not in English", || boot(&shop, "bor"), &[]);
}

#[test]
fn a_visitor_is_offered_something_only_where_it_can_be_remembered() {
    let shop = shop();
    create(&shop, "/offers", &offer("spring")).expect(201);
    let visitor = |query: &str| shop.visitor("GET", &format!("/boot?lang=en{query}")).send().expect(200);
    eventually_sent("the offer", || visitor("&visitor=new"), &["spring"]);
    assert_eq!(visitor("")["offers"], Value::Null);
    let id = visitor("&visitor=new")["offers"]["visitor"].as_str().unwrap_or_default().to_owned();
    let again = visitor(&format!("&visitor={id}"));
    assert_eq!((sent(&again), &again["offers"]["visitor"]), (vec!["spring"], &Value::Null), "it has one already");
    let forged = id.chars().rev().collect::<String>();
    assert_ne!(visitor(&format!("&visitor={forged}"))["offers"]["visitor"], Value::Null, "a forged one is replaced");
}

#[test]
fn the_program_wide_holdout_sees_nothing() {
    let shop = shop();
    create(&shop, "/offers", &offer("spring")).expect(201);
    put(&shop, "/offer-settings", 0, &json!({"holdout": 5_000})).expect(200);
    let cohort = |member: &str| boot(&shop, member)["offers"]["cohort"].clone();
    eventually("a cohort", || (cohort("m0") != Value::Null).then_some(()));
    let pages: Vec<Value> = (0..40).map(|number| boot(&shop, &format!("m{number}"))).collect();
    let held_out = pages.iter().filter(|page| page["offers"]["cohort"] == "holdout").count();
    assert!((8..=32).contains(&held_out), "{held_out} of 40 are half");
    for page in &pages {
        let shown: &[&str] = if page["offers"]["cohort"] == "holdout" { &[] } else { &["spring"] };
        assert_eq!(sent(page), shown);
    }
}
