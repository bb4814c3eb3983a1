//! The CDNOW purchases imported through the API, and every customer read back through it.

use std::collections::BTreeMap;

use regulars_tests::cdnow;
use regulars_tests::client::segment;
use regulars_tests::histories::{detail, differences};
use regulars_tests::model::{Model, Summary};
use regulars_tests::replay::{DEMO_BEGINS, POINTS, customers, ms, order, program};
use regulars_tests::service::unique;
use regulars_tests::shop::{Shop, demo_program, text};
use serde_json::{Value, json};

/// Orders in one request: the service's limit.
const BATCH: usize = 500;
/// Entries that the service shows of a member.
const ENTRIES_SHOWN: usize = 100;
/// Customers read with one key: keys have a rate, and this test is not about it.
const CUSTOMERS_PER_KEY: usize = 500;

#[test]
fn every_imported_customer_has_what_the_model_says() {
    let shop = Shop::open_without_program(&crate::model::client());
    shop.publish(&demo_program());
    shop.set_clock(DEMO_BEGINS);
    import(&shop);

    let mut points = 0;
    let expected: Vec<_> = models().into_iter().collect();
    for some in expected.chunks(CUSTOMERS_PER_KEY) {
        let key =
            shop.platform("POST", "/keys").key(&unique("reader")).json(&json!({"kind": "api"})).send().expect(201);
        for (customer, expected) in some {
            let member = format!("/members/{}", segment(customer));
            let answer = shop.anyone("GET", &member).bearer(&text(&key["secret"])).send().expect(200);
            let differences = differences(expected, &without_import_time(detail::summary(&answer)));
            assert!(differences.is_empty(), "customer {customer}:\n{}", differences.join("\n"));
            points += expected.balance;
        }
    }
    println!("all customers together have {points} points at {DEMO_BEGINS}");
    assert_eq!(points, POINTS);
}

fn import(shop: &Shop) {
    let orders: Vec<Value> =
        cdnow::purchases().unwrap_or_else(|error| panic!("{error:#}")).iter().map(with_id).collect();
    for batch in orders.chunks(BATCH) {
        let results = shop.server("POST", "/orders/batch").json(&json!({"orders": batch})).send().expect(200);
        let results = results["results"].as_array().cloned().unwrap_or_default();
        let applied = results.iter().filter(|one| one["result"]["outcome"] == "applied").count();
        assert_eq!(applied, batch.len(), "{results:?}");
    }
}

fn with_id(purchase: &cdnow::Purchase) -> Value {
    let mut order = purchase.order();
    order["id"] = json!(purchase.order_id());
    order
}

/// Every customer as the model has them after an import on the day the demo begins.
fn models() -> BTreeMap<String, Summary> {
    let program = program();
    let now = ms(DEMO_BEGINS);
    let model = |purchases: Vec<cdnow::Purchase>| {
        let mut model = Model::new(vec![program.clone()]);
        for purchase in &purchases {
            model.order(&purchase.order_id(), order(purchase), now);
        }
        let mut wallet = without_import_time(model.summary(now));
        wallet.entries.drain(..wallet.entries.len().saturating_sub(ENTRIES_SHOWN));
        wallet
    };
    customers().into_iter().map(|(customer, purchases)| (customer, model(purchases))).collect()
}

/// The service writes down the import at its own clock, which has gone on since it was set.
fn without_import_time(mut summary: Summary) -> Summary {
    summary.entries.iter_mut().for_each(|entry| entry.at = 0);
    summary
}
