//! How far a member has come with the shop.

use serde::{Deserialize, Serialize};

use super::Purchases;
use crate::{Checked, Days, Fault, check::Faults};

/// How far somebody has come with the shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not known, and never seen buying.
    #[default]
    Suspect,
    /// Known, without an order.
    Prospect,
    /// Has one order.
    FirstTime,
    /// Has several orders.
    Repeat,
    /// Buys regularly, by the number of orders and the gap between them.
    Client,
    /// Buys, and recommends the shop.
    Advocate,
    /// Has bought, and has been silent for long.
    Lapsed,
}

/// Where the stages begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageSettings {
    /// Orders from which a member is a client.
    pub client_orders: u32,
    /// Longest usual gap of a client.
    pub client_gap_days: Days,
    /// Recommendations from which a buyer is an advocate.
    pub advocate_recommendations: u32,
    /// Longest silence, in percent of the member's usual gap.
    pub lapse_gap_percent: u32,
    /// However short the usual gap is, a silence of this long is none.
    pub lapse_days_min: Days,
    /// Longest silence of a member without a usual gap.
    pub lapse_days: Days,
}

impl Default for StageSettings {
    /// A client buys every quarter; twice a missed purchase is a silence; one purchase is forgotten after half a year.
    fn default() -> Self {
        Self {
            client_orders: 3,
            client_gap_days: Days(90),
            advocate_recommendations: 1,
            lapse_gap_percent: 300,
            lapse_days_min: Days(30),
            lapse_days: Days(180),
        }
    }
}

impl StageSettings {
    /// Proves the settings sound, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut require = |field: &str, sound: bool, message| faults.require(sound, || field.to_owned(), message);
        require("client_orders", (2..=1_000).contains(&self.client_orders), "must be from 2 to 1,000");
        let recommendations = (1..=1_000).contains(&self.advocate_recommendations);
        require("advocate_recommendations", recommendations, "must be from 1 to 1,000");
        require("lapse_gap_percent", (100..=10_000).contains(&self.lapse_gap_percent), "must be from 100 to 10,000");
        let days = [
            ("client_gap_days", self.client_gap_days),
            ("lapse_days_min", self.lapse_days_min),
            ("lapse_days", self.lapse_days),
        ];
        for (field, days) in days {
            require(field, (Days(1)..=Days::MAX).contains(&days), "must be from 1 to 36,525");
        }
        faults.finish(self)
    }
}

impl Stage {
    /// The stages that somebody who is known can be at.
    pub const OF_MEMBERS: [Self; 6] =
        [Self::Prospect, Self::FirstTime, Self::Repeat, Self::Client, Self::Advocate, Self::Lapsed];

    /// The stage's name in conditions and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suspect => "suspect",
            Self::Prospect => "prospect",
            Self::FirstTime => "first_time",
            Self::Repeat => "repeat",
            Self::Client => "client",
            Self::Advocate => "advocate",
            Self::Lapsed => "lapsed",
        }
    }

    /// The stage of a known member: the first that applies of prospect, lapsed, advocate, client, repeat, first-time.
    pub fn new(purchases: &Purchases, recommendations: u32, settings: &StageSettings) -> Self {
        let Some(silence_days) = purchases.days_since_last_order else { return Self::Prospect };
        let gap = purchases.usual_gap_days;
        let is_regular = gap.is_some_and(|gap| gap <= i64::from(settings.client_gap_days.0));
        if silence_days > settings.silence_days_max(gap) {
            Self::Lapsed
        } else if recommendations >= settings.advocate_recommendations {
            Self::Advocate
        } else if purchases.orders >= settings.client_orders && is_regular {
            Self::Client
        } else if purchases.orders > 1 {
            Self::Repeat
        } else {
            Self::FirstTime
        }
    }
}

impl StageSettings {
    /// The longest silence of a member with this usual gap, rounded down.
    fn silence_days_max(&self, usual_gap_days: Option<i64>) -> i64 {
        let own = |gap: i64| (gap * i64::from(self.lapse_gap_percent) / 100).max(i64::from(self.lapse_days_min.0));
        usual_gap_days.map_or(i64::from(self.lapse_days.0), own)
    }
}
