//! How a shop's members are spread: by stage, and by recency, frequency and money.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Quantiles, Stage};
use crate::{Currency, Instant};

/// What a shop sees of all its members together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoyaltyReport {
    /// When everybody was last looked at; none before the first time.
    pub as_of: Option<Instant>,
    /// How many members are at each stage.
    pub stages: BTreeMap<Stage, u64>,
    /// What spends are in.
    pub currency: Option<Currency>,
    /// How the buyers are spread; none with too few of them.
    pub quantiles: Option<Quantiles>,
    /// How few bring how much.
    pub top: Option<TopShare>,
}

/// The few who bring most of the spend, as shares, in whole percent rounded to the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TopShare {
    /// Of the buyers.
    pub buyers_percent: u64,
    /// Of the spend.
    pub spend_percent: u64,
}

impl LoyaltyReport {
    /// From how many are at which stage, and the shop's quantiles.
    pub fn new(
        as_of: Option<Instant>,
        mut stages: BTreeMap<Stage, u64>,
        currency: Option<Currency>,
        quantiles: Option<Quantiles>,
    ) -> Self {
        for stage in Stage::OF_MEMBERS {
            stages.entry(stage).or_default();
        }
        let top = quantiles.as_ref().map(|Quantiles { buyers, top, .. }| TopShare {
            buyers_percent: percent(top.members, *buyers),
            spend_percent: percent(top.spend.0.unsigned_abs(), top.total.0.unsigned_abs()),
        });
        Self { as_of, stages, currency, quantiles, top }
    }
}

fn percent(part: u64, whole: u64) -> u64 {
    let (part, whole) = (u128::from(part), u128::from(whole));
    let percent = (part * 200 + whole).checked_div(whole * 2).unwrap_or(0);
    u64::try_from(percent).unwrap_or(u64::MAX)
}
