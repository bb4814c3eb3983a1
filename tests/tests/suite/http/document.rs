//! The examples in the document, as the service really answers them.

use regulars_tests::{
    openapi::{self, operations},
    service::{eventually, unique},
    shop::{Shop, with},
};
use serde_json::{Value, json};

use crate::http::client;

/// An operation's example request and, if it has one, its example answer.
fn example(id: &str) -> (Value, Value) {
    let found = operations().into_iter().find_map(|operation| {
        let described = &openapi::DOCUMENT["paths"][&operation.path][&operation.method];
        (described["operationId"] == id).then_some(described)
    });
    let described = found.unwrap_or_else(|| panic!("no operation {id}"));
    let request = described["requestBody"]["content"]["application/json"]["example"].clone();
    let success = ["200", "201"].iter().find_map(|status| described["responses"].get(status));
    (request, success.map(|response| response["content"]["application/json"]["example"].clone()).unwrap_or_default())
}

/// The examples tell one story; told from its beginning to the service, every answer is the documented one.
#[test]
fn the_examples_are_what_the_service_answers() {
    let client = client();
    let shop = Shop::open_without_program(&client);
    let (settings, described) = example("put_shop");
    let answer = shop.platform("PUT", "").json(&settings).send().expect(200);
    let own = json!({"shop": null, "keys": null, "clock_offset_ms": null});
    assert_eq!(with(answer, own.clone()), with(described, own));

    shop.platform("PUT", "/clock").json(&example("put_clock").0).send().expect(200);
    let (program, published) = example("publish_program");
    let answer = shop.server("PUT", "/program").header("if-match", "\"0\"").json(&program).send().expect(200);
    assert_eq!(answer["version"], published["version"]);

    let (order, result) = example("put_order");
    assert_eq!(shop.put_order("web-1001", &order), result);
    let (_, explained) = example("order");
    let detail = eventually("the shop knows whose it is", || {
        let answer = shop.server("GET", "/orders/web-1001").send();
        (answer.status() == 200).then(|| answer.json())
    });
    assert_eq!(detail, explained);
    let again = with(example("put_orders").0, json!({}));
    let batch = shop.server("POST", "/orders/batch").json(&again).send().expect(200);
    assert_eq!(batch, with(example("put_orders").1, json!({})));

    let (trial, explained) = example("evaluate_condition");
    assert_eq!(shop.server("POST", "/conditions/evaluate").json(&trial).send().expect(200), explained);

    let member = order["member"].as_str().unwrap_or_default();
    shop.adjust(member, &unique("k"), &example("adjust").0).expect(201);
    shop.give(member, 400);
    let redeem =
        shop.shopper(member, "POST", "/redemptions").key(&unique("k")).json(&example("redeem").0).send().expect(201);
    let code = redeem["redemption"]["code"].as_str().unwrap_or_default();
    let capture = shop.server("POST", &format!("/redemptions/{code}/capture")).key(&unique("k"));
    assert_eq!(capture.json(&example("capture").0).send().expect(201)["redemption"]["order"], "web-1001");
}

#[test]
fn the_service_says_that_it_is_there() {
    assert_eq!(client().call("GET", "/health").send().expect(200), json!({"status": "ok"}));
}
