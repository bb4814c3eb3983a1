//! An order's state (sections 3 and 4), as its document spells it.

use serde::{Deserialize, Serialize};

use super::{Instant, is_default};

/// An order's full current state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Whose it is.
    pub member: String,
    /// The currency of its amounts.
    pub currency: String,
    /// `placed`, `paid`, `completed` or `cancelled`.
    pub status: String,
    /// When it was placed.
    pub placed_at: Instant,
    /// When the shop last changed it.
    pub updated_at: Instant,
    /// The shop's number of this state, if it counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// When it was delivered, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
    /// What is on its way back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub returns: Vec<Return>,
    /// Whether amounts already include the tax.
    #[serde(default)]
    pub prices_include_tax: bool,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What sending it costs.
    #[serde(default)]
    pub shipping: Shipping,
    /// The codes used on it.
    #[serde(default)]
    pub coupon_codes: Vec<String>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its name in the order.
    pub id: String,
    /// What was bought.
    pub product: String,
    /// The product's labels.
    #[serde(default)]
    pub labels: Vec<String>,
    /// How many, or how much, in thousandths.
    #[serde(with = "thousandths")]
    pub quantity: i64,
    /// For one.
    pub price: i64,
    /// Off the whole line.
    #[serde(default)]
    pub discount: i64,
    /// On the whole line.
    #[serde(default)]
    pub tax: i64,
    /// Given back of the amount.
    #[serde(default)]
    pub refunded: i64,
    /// Given back of the tax.
    #[serde(default)]
    pub refunded_tax: i64,
}

/// The shipping of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shipping {
    /// Its price.
    #[serde(default)]
    pub price: i64,
    /// Its tax.
    #[serde(default)]
    pub tax: i64,
    /// Given back of the price.
    #[serde(default)]
    pub refunded: i64,
    /// Given back of the tax.
    #[serde(default)]
    pub refunded_tax: i64,
}

/// A return; nothing in the ledger depends on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// When the shop heard of it.
    pub opened_at: Instant,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
}

/// A quantity as a number with at most three decimals.
mod thousandths {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(quantity: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        match quantity % 1_000 {
            0 => serializer.serialize_i64(quantity / 1_000),
            _ => serializer.serialize_f64(*quantity as f64 / 1_000.0),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        Ok((f64::deserialize(deserializer)? * 1_000.0).round() as i64)
    }
}
