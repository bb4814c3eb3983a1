//! A shop's program (sections 5 to 7 and 11), as its document spells it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Instant, Text};

/// A shop's program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// The program's name.
    pub name: Text,
    /// The currency of the amounts in this document.
    pub currency: String,
    /// Minor units of each currency that make one unit of spend.
    pub rates: BTreeMap<String, i64>,
    /// The zone of calendar days, months, quarters and years.
    pub time_zone: String,
    /// The status at which an order earns: `paid` or `completed`.
    pub earn_on: String,
    /// Days that earned points stay pending.
    pub return_window_days: i64,
    /// Where the return window starts: `placed`, `completed` or `delivered`.
    #[serde(default = "placed", skip_serializing_if = "is_placed")]
    pub return_window_from: String,
    /// Days after placing at which points arrive whose window has no start.
    #[serde(default = "sixty", skip_serializing_if = "is_sixty")]
    pub longest_delivery_days: i64,
    /// Days after which available points expire.
    #[serde(default)]
    pub expires_after_days: Option<i64>,
    /// `stop_at_zero` or `go_negative`.
    pub debt: String,
    /// When a refund gives back the points of a code: `full`, `proportion` or `never`.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub points_on_refund: String,
    /// Days for which points that a refund gave back can be spent, at least.
    #[serde(default = "thirty", skip_serializing_if = "is_thirty")]
    pub restored_days: i64,
    /// What earns points.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The levels and how they are reached.
    #[serde(default)]
    pub tiers: Option<Tiers>,
    /// What points can be spent on.
    #[serde(default)]
    pub rewards: Vec<Reward>,
}

/// One way to earn on orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name across program versions.
    pub id: String,
    /// What the shopper reads.
    pub name: Text,
    /// Points for one unit of spend.
    pub points_per_unit: i64,
    /// What of an order counts.
    pub counts: Counts,
    /// Lines that count; all when empty.
    #[serde(default)]
    pub only: Filter,
    /// Lines that do not count.
    #[serde(default)]
    pub except: Filter,
    /// The least sum that earns, in the program's currency.
    #[serde(default)]
    pub minimum: i64,
    /// The most that is earned.
    #[serde(default)]
    pub caps: Caps,
    /// `down`, `nearest` or `up`.
    pub rounding: String,
    /// Factors for some tiers, lines and dates.
    #[serde(default)]
    pub multipliers: Vec<Multiplier>,
    /// Days pending, when not the program's return window.
    #[serde(default)]
    pub pending_days: Option<i64>,
    /// Days to expiry, when not the program's.
    #[serde(default)]
    pub expires_after_days: Option<i64>,
}

/// Whether a rule counts tax and shipping.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Values with tax.
    #[serde(default)]
    pub tax: bool,
    /// Shipping too.
    #[serde(default)]
    pub shipping: bool,
}

/// Products and labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// Product ids.
    #[serde(default)]
    pub products: Vec<String>,
    /// Product labels.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// The most a rule gives; nothing is capped that is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Caps {
    /// On one order.
    #[serde(default)]
    pub per_order: Option<i64>,
    /// On the orders placed on one calendar day.
    #[serde(default)]
    pub per_day: Option<i64>,
    /// On the orders placed in one calendar month.
    #[serde(default)]
    pub per_month: Option<i64>,
    /// Ever.
    #[serde(default)]
    pub lifetime: Option<i64>,
}

/// A factor on what a rule gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Multiplier {
    /// 200 doubles.
    pub percent: i64,
    /// Levels it is for; everybody when empty.
    #[serde(default)]
    pub tiers: Vec<String>,
    /// Lines it is for; all when empty.
    #[serde(default)]
    pub only: Filter,
    /// Lines it is not for.
    #[serde(default)]
    pub except: Filter,
    /// First instant of orders it is for.
    #[serde(default)]
    pub from: Option<Instant>,
    /// First instant it is over.
    #[serde(default)]
    pub until: Option<Instant>,
}

/// Levels and how they are reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tiers {
    /// `spend`, `points` or `orders`.
    pub by: String,
    /// How long an order counts.
    pub period: Period,
    /// Days a level is kept after it is no longer reached.
    #[serde(default)]
    pub grace_days: i64,
    /// From the lowest to the highest.
    pub levels: Vec<Level>,
}

/// How long an order counts for a tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// So many days.
    RollingDays(i64),
    /// To the end of its `year`, `quarter` or `month`.
    Calendar(String),
}

/// One level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Its name in multipliers and rewards.
    pub id: String,
    /// What the shopper reads.
    pub name: Text,
    /// The qualifying sum that reaches it.
    pub threshold: i64,
}

/// What points can be spent on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reward {
    /// Its name in requests.
    pub id: String,
    /// What the shopper reads.
    pub name: Text,
    /// Its price.
    pub points: i64,
    /// What it is; nothing in the ledger depends on it.
    pub kind: serde_json::Value,
    /// How many there are.
    #[serde(default)]
    pub stock: Option<i64>,
    /// How many one member can have.
    #[serde(default)]
    pub limit_per_member: Option<Limit>,
    /// Levels it is for; everybody when empty.
    #[serde(default)]
    pub tiers: Vec<String>,
    /// First instant it can be had.
    #[serde(default)]
    pub valid_from: Option<Instant>,
    /// First instant it can no longer be had.
    #[serde(default)]
    pub valid_until: Option<Instant>,
    /// How long its points are held.
    pub hold_minutes: i64,
}

/// How many of a reward one member can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// So many,
    pub count: i64,
    /// in so many days, or ever.
    #[serde(default)]
    pub days: Option<i64>,
}

fn placed() -> String {
    "placed".to_owned()
}

fn is_placed(from: &str) -> bool {
    from == "placed"
}

fn full() -> String {
    "full".to_owned()
}

fn is_full(policy: &str) -> bool {
    policy == "full"
}

fn thirty() -> i64 {
    30
}

fn is_thirty(days: &i64) -> bool {
    *days == 30
}

fn sixty() -> i64 {
    60
}

fn is_sixty(days: &i64) -> bool {
    *days == 60
}
