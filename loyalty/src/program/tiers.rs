//! Levels of membership, as the shop sets them.

use serde::{Deserialize, Serialize};

use crate::{Days, Text, TierId, calendar::Period};

/// Levels of membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiers {
    /// What qualifies.
    pub by: QualifyBy,
    /// Over which time.
    pub period: QualifyingPeriod,
    /// How long a level is kept after it is no longer reached.
    pub grace_days: Days,
    /// From the lowest to the highest.
    pub levels: Vec<Level>,
}

/// What qualifies for a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualifyBy {
    /// Money spent on goods, in minor units of the program's currency.
    Spend,
    /// Points earned by orders.
    Points,
    /// Number of orders with something spent.
    Orders,
}

/// Over which time qualifying amounts are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualifyingPeriod {
    /// This many days back from any instant.
    RollingDays(Days),
    /// A period of the shop's calendar: a month, quarter or year.
    Calendar(Period),
}

/// One level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The level's name for machines.
    pub id: TierId,
    /// The level's name for shoppers.
    pub name: Text,
    /// What it brings, for shoppers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefits: Option<Text>,
    /// The qualifying amount that reaches it.
    pub threshold: i64,
}
