//! What points buy.

use serde::{Deserialize, Serialize};

use crate::{Days, Instant, Money, Points, RewardId, Text, TierId, instant::Minutes, tagged::tagged, written::IdText};

/// Something a member can have for points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// The reward's name for machines.
    pub id: RewardId,
    /// The reward's name for shoppers.
    pub name: Text,
    /// What it is, for shoppers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// What it costs.
    pub points: Points,
    /// What it gives.
    pub kind: RewardKind,
    /// How many there are for all members together; without limit if absent.
    #[serde(default)]
    pub stock: Option<u32>,
    /// How many one member may have.
    #[serde(default)]
    pub limit_per_member: Option<LimitPerMember>,
    /// Only for members on one of these levels; for all if empty.
    #[serde(default)]
    pub tiers: Vec<TierId>,
    /// To be had from here on.
    #[serde(default)]
    pub valid_from: Option<Instant>,
    /// To be had before.
    #[serde(default)]
    pub valid_until: Option<Instant>,
    /// How long its points are held for the checkout.
    pub hold_minutes: Minutes,
}

/// What a reward gives. Amounts are in the program's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RewardKind {
    /// A share of the cart.
    PercentOff {
        /// 1 to 100.
        percent: u8,
        /// At most this amount.
        maximum: Option<Money>,
    },
    /// An amount off the cart.
    AmountOff {
        /// How much.
        amount: Money,
    },
    /// Delivery for nothing.
    FreeShipping {},
    /// A product for nothing.
    FreeProduct {
        /// The product, as the shop names it.
        product: String,
    },
    /// Money at the shop.
    StoreCredit {
        /// How much.
        amount: Money,
    },
    /// Something the shop gives by hand.
    Gift {},
}

tagged! {
    RewardKind { percent: u8, maximum: Money, amount: Money, product: IdText }
    PercentOff = "percent_off" { percent; maximum }
    AmountOff = "amount_off" { amount }
    FreeShipping = "free_shipping" {}
    FreeProduct = "free_product" { product }
    StoreCredit = "store_credit" { amount }
    Gift = "gift" {}
}

/// How many of a reward one member may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitPerMember {
    /// This many.
    pub count: u32,
    /// Within so many days; ever, if absent.
    #[serde(default)]
    pub days: Option<Days>,
}

impl Reward {
    /// Whether it can be had at `now`.
    pub fn is_valid(&self, now: Instant) -> bool {
        self.valid_from.is_none_or(|from| from <= now) && self.valid_until.is_none_or(|until| now < until)
    }
}
