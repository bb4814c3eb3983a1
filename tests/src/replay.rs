//! The CDNOW customers as the model has them, under the demo shop's program.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cdnow::{self, Purchase};
use crate::model::documents::{Order, Program};
use crate::shop::demo_program;

/// Where the demo shop's clock begins.
pub const DEMO_BEGINS: &str = "1998-07-01T00:00:00Z";
/// What all customers together have then. The README states it.
pub const POINTS: i128 = 1_342_503;

/// The demo shop's program as the model reads it.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn program() -> Rc<Program> {
    Rc::new(read(demo_program()))
}

/// Every customer's purchases in the order they were made.
///
/// # Panics
/// When the file cannot be read.
#[must_use]
pub fn customers() -> BTreeMap<String, Vec<Purchase>> {
    let mut customers: BTreeMap<String, Vec<Purchase>> = BTreeMap::new();
    for purchase in cdnow::purchases().unwrap_or_else(|error| panic!("{error:#}")) {
        customers.entry(purchase.customer.clone()).or_default().push(purchase);
    }
    assert_eq!(customers.len(), 2_357);
    customers
}

/// A purchase as the model's order.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn order(purchase: &Purchase) -> Order {
    read(purchase.order())
}

/// An instant in milliseconds.
///
/// # Panics
/// When it is not RFC 3339.
#[must_use]
pub fn ms(instant: &str) -> i64 {
    instant.parse::<jiff::Timestamp>().unwrap_or_else(|error| panic!("{instant}: {error}")).as_millisecond()
}

fn read<T: DeserializeOwned>(document: Value) -> T {
    serde_json::from_value(document).unwrap_or_else(|error| panic!("{error}"))
}
