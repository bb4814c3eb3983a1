//! What is published and hardly means what was meant is taken, and the answer says so.

use regulars_tests::{
    offers::offer,
    service::unique,
    shop::{Shop, program, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// The paths of what is said in the answer to a document, which is taken.
#[track_caller]
fn said(answer: &Value) -> Vec<&str> {
    let warnings = answer["warnings"].as_array().unwrap_or_else(|| panic!("no warnings: {answer}"));
    warnings.iter().map(|warning| warning["path"].as_str().unwrap_or_default()).collect()
}

fn create(shop: &Shop, route: &str, document: &Value) -> Value {
    shop.server("POST", route).key(&unique("create")).json(document).send().expect(201)
}

fn put(shop: &Shop, route: &str, after: u32, document: &Value) -> Value {
    shop.server("PUT", route).header("if-match", &format!("\"{after}\"")).json(document).send().expect(200)
}

#[test]
fn an_offer_that_nobody_will_see_is_taken_and_said() {
    let shop = shop();
    assert_eq!(said(&create(&shop, "/offers", &offer("sound"))), [""; 0]);
    let strange = json!({
        "condition": {"member.stage": "new"}, "holdout": 10, "schedule": {"until": "2019-01-01T00:00"},
    });
    let answer = create(&shop, "/offers", &with(offer("strange"), strange));
    assert_eq!(said(&answer), ["condition", "condition", "schedule.until", "holdout"]);
    let words = answer["warnings"][0]["message"].as_str().unwrap_or_default();
    assert!(words.starts_with("compares member.stage with \"new\", which it never is"), "{words}");
    assert_eq!(answer["faults"], json!([]));
    // Nothing is said when it is only looked at.
    let shown = shop.server("GET", "/offers/strange").send().expect(200);
    assert_eq!((&shown["offer"]["status"], &shown["warnings"]), (&json!("published"), &Value::Null));
    assert_eq!(said(&put(&shop, "/offers/strange", 1, &offer("strange"))), [""; 0]);
}

#[test]
fn segments_settings_and_programs_are_looked_at_too() {
    let shop = shop();
    let segment = |id: &str, condition: Value| json!({"id": id, "name": {"en": id}, "condition": condition});
    let nobody = segment("nobody", json!({"member.orders": {"$gt": 5, "$lt": 3}}));
    assert_eq!(said(&create(&shop, "/segments", &nobody)), ["condition"]);
    let through = segment("through", json!({"member.segments": {"$in": ["nobody"]}}));
    assert_eq!(said(&create(&shop, "/segments", &through)), ["condition"]);
    let some = segment("nobody", json!({"member.orders": {"$gt": 5}}));
    assert_eq!(said(&put(&shop, "/segments/nobody", 1, &some)), [""; 0]);
    assert_eq!(said(&put(&shop, "/segments/through", 1, &through)), [""; 0]);

    assert_eq!(said(&put(&shop, "/offer-settings", 0, &json!({"holdout": 5}))), ["holdout"]);
    assert_eq!(said(&put(&shop, "/offer-settings", 1, &json!({"holdout": 500}))), [""; 0]);

    let mut small = program();
    small["rules"][0]["minimum"] = json!(20);
    assert_eq!(said(&put(&shop, "/program", 1, &small)), ["rules[0].minimum"]);
}
