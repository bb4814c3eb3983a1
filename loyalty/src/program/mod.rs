//! The program: everything a shop decides about points, in one document.

mod check;
mod filter;
mod reward;
mod rule;
mod tiers;

use std::{collections::BTreeMap, rc::Rc};

use serde::{Deserialize, Serialize};

pub use check::{LEVELS_MAX, MULTIPLIERS_MAX, RATE_MAX, RATES_MAX, REWARDS_MAX, RULES_MAX};
pub(crate) use filter::matches as filter_matches;
pub use filter::{FILTER_LEN_MAX, Filter};
pub use reward::{LimitPerMember, Reward, RewardKind};
pub use rule::{Caps, Counts, Multiplier, Rounding, Rule};
pub use tiers::{Level, QualifyBy, QualifyingPeriod, Tiers};

use crate::{
    Currency, Days, Text,
    calendar::Calendar,
    money::{Conversion, Rates},
};

/// A shop's program. Amounts are minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// What shoppers know it as.
    pub name: Text,
    /// What minimums, thresholds and rewards are in.
    pub currency: Currency,
    /// Minor units of each accepted currency that make one unit of spend.
    pub rates: Rates,
    /// IANA time zone of the shop, in which days, months and years begin.
    pub time_zone: String,
    /// The status from which an order earns.
    pub earn_on: EarnOn,
    /// How long earned points are pending, unless a rule says otherwise.
    pub return_window_days: Days,
    /// What that time runs from.
    #[serde(default)]
    pub return_window_from: WindowStart,
    /// How long points wait for an order to be completed or delivered; after that the window has run from placing.
    #[serde(default = "longest_delivery_days")]
    pub longest_delivery_days: Days,
    /// How long points live once available, unless a rule says otherwise; for ever if absent.
    pub expires_after_days: Option<Days>,
    /// What happens when points to be taken back are already spent.
    pub debt: DebtPolicy,
    /// What becomes of the points behind a used code when its order is refunded.
    #[serde(default)]
    pub points_on_refund: PointsOnRefund,
    /// How long points that a refund gave back can be spent, at least.
    #[serde(default = "restored_days")]
    pub restored_days: Days,
    /// What earns.
    pub rules: Vec<Rule>,
    /// Levels of membership, if there are any.
    pub tiers: Option<Tiers>,
    /// What points buy.
    pub rewards: Vec<Reward>,
}

/// The status from which an order earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarnOn {
    /// Paid, or further.
    Paid,
    /// Delivered.
    Completed,
}

/// What an order's return window runs from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowStart {
    /// From when the order was placed.
    #[default]
    Placed,
    /// From when it was completed.
    Completed,
    /// From when it was delivered.
    Delivered,
}

/// What becomes of the points behind a used code when its order is refunded. A cancelled order always gives them back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointsOnRefund {
    /// They come back when all goods are refunded.
    #[default]
    Full,
    /// As large a part comes back as was refunded of the goods.
    Proportion,
    /// They stay spent.
    Never,
}

/// Two months: what a backorder takes.
fn longest_delivery_days() -> Days {
    Days(60)
}

/// A month to spend points that came back.
fn restored_days() -> Days {
    Days(30)
}

/// What happens when points to be taken back are already spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DebtPolicy {
    /// The rest is forgiven: the balance stops at zero.
    StopAtZero,
    /// The balance goes below zero and the next credits absorb it.
    GoNegative,
}

impl Program {
    /// The calendar of the program's time zone.
    pub fn calendar(&self) -> Calendar {
        // A checked program names a zone that exists.
        Calendar::new(&self.time_zone).unwrap_or_else(Calendar::utc)
    }

    /// How amounts in `currency` are counted; none if the program has no rate for it.
    pub fn conversion(&self, currency: Currency) -> Option<Conversion> {
        let rate = *self.rates.get(&currency)?;
        let program_rate = *self.rates.get(&self.currency)?;
        Some(Conversion { rate, program_rate })
    }

    /// The reward with this id.
    pub fn reward(&self, id: &str) -> Option<&Reward> {
        self.rewards.iter().find(|reward| reward.id.as_str() == id)
    }
}

/// A program version: 1 is the first a shop published.
pub type Version = u32;

/// The versions one operation on a wallet may need: the current one and those its orders are pinned to.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    current: Option<Version>,
    versions: BTreeMap<Version, Rc<Program>>,
}

impl Programs {
    /// A shop that has not published a program.
    pub fn none() -> Self {
        Self::default()
    }

    /// A shop whose current version is this.
    pub fn current(version: Version, program: Rc<Program>) -> Self {
        Self { current: Some(version), versions: BTreeMap::from([(version, program)]) }
    }

    /// Adds a version that is not the current one.
    pub fn insert(&mut self, version: Version, program: Rc<Program>) {
        self.versions.insert(version, program);
    }

    /// The current version, if there is one.
    pub fn newest(&self) -> Option<(Version, &Rc<Program>)> {
        let version = self.current?;
        Some((version, self.versions.get(&version)?))
    }

    /// A version, if it was loaded.
    pub fn get(&self, version: Version) -> Option<&Rc<Program>> {
        self.versions.get(&version)
    }
}
