//! What can be said of a member at any instant: the `member.*` attributes of conditions.
//!
//! | file | what it says |
//! |---|---|
//! | `purchases` | how many orders, how much, when, how often |
//! | `bought` | which products and labels |
//! | `stage` | how far the member has come, from suspect to advocate |
//! | `rfm` | recency, frequency and money beside the shop's other buyers |
//! | `top` | the few who bring most of the spend |
//! | `report` | all of a shop's members together |
//! | `attributes` | all of it as conditions read it |

mod attributes;
mod bought;
mod purchases;
mod report;
mod rfm;
mod stage;
mod top;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use bought::{BOUGHT_MAX, Bought, PastBought};
pub use purchases::{GAP_ORDERS, PurchaseSums, Purchases};
pub use report::{LoyaltyReport, TopShare};
pub use rfm::{BUYERS_MIN, Buyer, Quantiles, Scores};
pub use stage::{Stage, StageSettings};
pub use top::{TOP_PERCENT, Top};

use crate::{
    Currency, Days, Instant, Points, TierId, calendar::Calendar, feedback::NpsClass, ledger::Balance,
    profile::Birthday, program::Program, view::Snapshot,
};

/// How long an answer says what somebody thinks.
pub const NPS_DAYS: Days = Days(365);

/// What traits are computed with, and when.
#[derive(Clone, Copy, Debug)]
pub struct TraitsContext<'a> {
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// Where the stages begin.
    pub stages: &'a StageSettings,
    /// The shop's clock: birthdays go by it.
    pub calendar: &'a Calendar,
    /// The shop's quantiles, once it has enough buyers.
    pub quantiles: Option<&'a Quantiles>,
    /// The instant for which everything is computed.
    pub now: Instant,
}

/// A member at one instant. A trait that has no value is left out, so that `$exists` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits {
    /// How far the member has come.
    pub stage: Stage,
    /// How many orders, how much, when, how often.
    #[serde(flatten)]
    pub purchases: Purchases,
    /// What `spend` and `average_order` are in; none without a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Products bought, in alphabetical order.
    pub products: Vec<String>,
    /// Labels of what was bought, in alphabetical order.
    pub labels: Vec<String>,
    /// The member's points.
    pub points: PointsTraits,
    /// The member's level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<TierId>,
    /// The shop's own words for the member.
    pub tags: BTreeSet<String>,
    /// Language tag the member reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The member's birthday, with the year if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<Birthday>,
    /// Calendar days of the shop until then, 0 on the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_until_birthday: Option<u32>,
    /// How many people the member has recommended the shop to.
    pub recommendations: u32,
    /// Purposes the member has agreed to.
    pub consents: BTreeSet<String>,
    /// Whether the shop has a case of the member's still to solve.
    #[serde(default)]
    pub open_case: bool,
    /// What the member's newest answer to a survey says of recommending the shop, unless it is older than a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps: Option<NpsClass>,
    /// Scores beside the shop's other buyers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfm: Option<Scores>,
    /// Whether the member is one of the few who bring most of the spend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<bool>,
}

/// Points as traits: what the member sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsTraits {
    /// All points, less debt.
    pub balance: Points,
    /// Points that can be spent.
    pub available: Points,
    /// Points that are not available yet.
    pub pending: Points,
}

impl Traits {
    /// Somebody the shop does not know: no token, no wallet.
    pub fn of_a_stranger() -> Self {
        Self::default()
    }

    /// A known member. One without a wallet has the default snapshot. As in every view, `now` is never before the
    /// wallet's clock.
    pub fn new(snapshot: &Snapshot, basis: &TraitsContext) -> Self {
        let TraitsContext { program, stages, quantiles, .. } = *basis;
        let wallet = snapshot.at(basis.now);
        let now = basis.now.max(wallet.clock());
        let purchases = Purchases::new(&snapshot.orders, program, now);
        let Balance { balance, available, pending, .. } = wallet.balance();
        let profile = &snapshot.profile;
        let days_until = |birthday: Birthday| basis.calendar.days_until(birthday.month(), birthday.day(), now);
        let qualifying = program.and_then(|program| snapshot.orders.qualifying(program));
        let buyer = purchases.buyer();
        let nps = snapshot.surveys.newest_nps().filter(|(_, at)| now < *at + NPS_DAYS);
        Self {
            stage: Stage::new(&purchases, profile.recommendations, stages),
            currency: program.map(|program| program.currency),
            products: snapshot.bought.products(now),
            labels: snapshot.bought.labels(now),
            points: PointsTraits { balance, available, pending },
            tier: qualifying.and_then(|qualifying| qualifying.tier_at(now)).cloned(),
            tags: profile.tags.clone(),
            language: profile.language.clone(),
            birthday: profile.birthday,
            days_until_birthday: profile.birthday.and_then(days_until),
            recommendations: profile.recommendations,
            consents: profile.agreed().map(str::to_owned).collect(),
            open_case: snapshot.cases.at(now).open > 0,
            nps: nps.map(|(score, _)| NpsClass::of(score)),
            rfm: quantiles.zip(buyer).map(|(quantiles, buyer)| quantiles.scores(&buyer)),
            top: quantiles.zip(buyer).map(|(quantiles, buyer)| quantiles.top.includes(buyer.spend)),
            purchases,
        }
    }
}
