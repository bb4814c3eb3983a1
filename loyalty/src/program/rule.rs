//! A rule that earns on orders.

use serde::{Deserialize, Serialize};

use super::Filter;
use crate::{Days, Instant, Money, Points, RuleId, Text, TierId};

/// What earns, and how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The rule's name for machines. It stays the same rule across versions.
    pub id: RuleId,
    /// The rule's name for shoppers.
    pub name: Text,
    /// Points for one unit of spend.
    pub points_per_unit: i64,
    /// What is counted beside the goods.
    #[serde(default)]
    pub counts: Counts,
    /// Only these products; all if empty.
    #[serde(default)]
    pub only: Filter,
    /// Not these products.
    #[serde(default)]
    pub except: Filter,
    /// What must be spent on what counts, in the program's currency.
    #[serde(default)]
    pub minimum: Money,
    /// How much it gives at most.
    #[serde(default)]
    pub caps: Caps,
    /// How a fraction of a point is rounded.
    pub rounding: Rounding,
    /// What gives more.
    #[serde(default)]
    pub multipliers: Vec<Multiplier>,
    /// How long its points are pending; the program's return window if absent.
    #[serde(default)]
    pub pending_days: Option<Days>,
    /// How long its points live; as the program says if absent.
    #[serde(default)]
    pub expires_after_days: Option<Days>,
}

/// What is counted beside the goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Tax.
    pub tax: bool,
    /// Shipping.
    pub shipping: bool,
}

/// How much a rule gives one member at most, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Caps {
    /// For one order.
    pub per_order: Option<Points>,
    /// For the orders placed on one calendar day.
    pub per_day: Option<Points>,
    /// For the orders placed in one calendar month.
    pub per_month: Option<Points>,
    /// For ever.
    pub lifetime: Option<Points>,
}

/// How a fraction of a point is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the whole number below.
    Down,
    /// To the nearest whole number, a half up.
    Nearest,
    /// To the whole number above.
    Up,
}

/// What gives more points, or fewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Multiplier {
    /// 200 doubles the points. Where several apply the highest is taken.
    pub percent: i64,
    /// Only for members on one of these levels; for all if empty.
    #[serde(default)]
    pub tiers: Vec<TierId>,
    /// Only these products; all if empty.
    #[serde(default)]
    pub only: Filter,
    /// Not these products.
    #[serde(default)]
    pub except: Filter,
    /// Only for orders placed from here on.
    #[serde(default)]
    pub from: Option<Instant>,
    /// Only for orders placed before.
    #[serde(default)]
    pub until: Option<Instant>,
}
