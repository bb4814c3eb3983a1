//! What a program must satisfy before it can be published.

use std::collections::BTreeSet;

use super::{FILTER_LEN_MAX, Filter, Multiplier, Program, QualifyingPeriod, Reward, RewardKind, Rule, Tiers};
use crate::{
    Checked, Days, Fault, Money, Points, TierId,
    calendar::{Calendar, Period},
    check::Faults,
    ledger::REDEEMED_MAX,
    order::LABEL_LEN_MAX,
};

/// Most rules of a program.
pub const RULES_MAX: usize = 50;
/// Most levels of a program.
pub const LEVELS_MAX: usize = 20;
/// Most rewards of a program.
pub const REWARDS_MAX: usize = 200;
/// Most multipliers of a rule.
pub const MULTIPLIERS_MAX: usize = 50;
/// Most currencies of a program.
pub const RATES_MAX: usize = 50;
/// Most minor units in a unit of spend. A sum of amounts, below 10^16, times a rate is below 10^25 and stays within an i128.
pub const RATE_MAX: i64 = 1_000_000_000;
/// Most points for a unit of spend.
const POINTS_PER_UNIT_MAX: i64 = 1_000_000;
/// Highest multiplier: a hundredfold.
const PERCENT_MAX: i64 = 10_000;
/// Highest qualifying amount of a level: of money, points or orders.
const THRESHOLD_MAX: i64 = Money::MAX.0;
/// Longest hold: 90 days. Points must not be forgotten in a hold.
const HOLD_MINUTES_MAX: u32 = 90 * 24 * 60;

impl Program {
    /// Proves the program sound, or tells everything that is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let at = |path: &str| {
            let path = path.to_owned();
            move || path
        };
        self.name.check("name", &mut faults);
        faults.require(
            self.rates.contains_key(&self.currency),
            at("rates"),
            "has no rate for the program's own currency",
        );
        faults.require(self.rates.len() <= RATES_MAX, at("rates"), "has more than 50 currencies");
        for (currency, rate) in &self.rates {
            faults.require(
                (1..=RATE_MAX).contains(rate),
                at(&format!("rates.{currency}")),
                "must be from 1 to 1,000,000,000",
            );
        }
        faults.require(
            Calendar::new(&self.time_zone).is_some(),
            at("time_zone"),
            "is not an IANA time zone, such as Europe/Ljubljana",
        );
        check_days("return_window_days", self.return_window_days, 0, &mut faults);
        check_days("longest_delivery_days", self.longest_delivery_days, 0, &mut faults);
        check_days("restored_days", self.restored_days, 1, &mut faults);
        if let Some(days) = self.expires_after_days {
            check_days("expires_after_days", days, 1, &mut faults);
        }

        let levels = self.tiers.iter().flat_map(|tiers| &tiers.levels).map(|level| &level.id).collect();
        if let Some(tiers) = &self.tiers {
            tiers.check(&mut faults);
        }
        faults.require(self.rules.len() <= RULES_MAX, at("rules"), "has more than 50 rules");
        for (index, rule) in self.rules.iter().enumerate() {
            rule.check(&format!("rules[{index}]"), &levels, &mut faults);
        }
        check_unique("rules", self.rules.iter().map(|rule| rule.id.as_str()), &mut faults);
        faults.require(self.rewards.len() <= REWARDS_MAX, at("rewards"), "has more than 200 rewards");
        for (index, reward) in self.rewards.iter().enumerate() {
            reward.check(&format!("rewards[{index}]"), &levels, &mut faults);
        }
        check_unique("rewards", self.rewards.iter().map(|reward| reward.id.as_str()), &mut faults);
        faults.finish(self)
    }
}

impl Rule {
    fn check(&self, path: &str, levels: &BTreeSet<&TierId>, faults: &mut Faults) {
        let at = |field: &str| {
            let path = format!("{path}.{field}");
            move || path
        };
        self.name.check(&format!("{path}.name"), faults);
        faults.require(
            (0..=POINTS_PER_UNIT_MAX).contains(&self.points_per_unit),
            at("points_per_unit"),
            "must be from 0 to 1,000,000",
        );
        let minimum = (Money::ZERO..=Money::MAX).contains(&self.minimum);
        faults.require(minimum, at("minimum"), "must be from 0 to 10,000,000,000,000");
        let caps = [
            ("per_order", self.caps.per_order),
            ("per_day", self.caps.per_day),
            ("per_month", self.caps.per_month),
            ("lifetime", self.caps.lifetime),
        ];
        for (field, cap) in caps {
            let sound = cap.is_none_or(|cap| (Points::ZERO..=Points::MAX).contains(&cap));
            faults.require(sound, at(&format!("caps.{field}")), "must be from 0 to 900,000,000,000");
        }
        self.only.check(&format!("{path}.only"), faults);
        self.except.check(&format!("{path}.except"), faults);
        if let Some(days) = self.pending_days {
            check_days(&format!("{path}.pending_days"), days, 0, faults);
        }
        if let Some(days) = self.expires_after_days {
            check_days(&format!("{path}.expires_after_days"), days, 1, faults);
        }
        faults.require(self.multipliers.len() <= MULTIPLIERS_MAX, at("multipliers"), "has more than 50 multipliers");
        for (index, multiplier) in self.multipliers.iter().enumerate() {
            multiplier.check(&format!("{path}.multipliers[{index}]"), levels, faults);
        }
    }
}

impl Multiplier {
    fn check(&self, path: &str, levels: &BTreeSet<&TierId>, faults: &mut Faults) {
        faults.require(
            (0..=PERCENT_MAX).contains(&self.percent),
            || format!("{path}.percent"),
            "must be from 0 to 10,000",
        );
        check_levels(path, &self.tiers, levels, faults);
        self.only.check(&format!("{path}.only"), faults);
        self.except.check(&format!("{path}.except"), faults);
        let ends_after_start = self.from.zip(self.until).is_none_or(|(from, until)| from < until);
        faults.require(ends_after_start, || format!("{path}.until"), "must be after from");
    }
}

impl Filter {
    pub(crate) fn check(&self, path: &str, faults: &mut Faults) {
        for (field, names) in [("products", &self.products), ("labels", &self.labels)] {
            let at = || format!("{path}.{field}");
            faults.require(names.len() <= FILTER_LEN_MAX, at, "has more than 500 names");
            faults.require(
                names.iter().all(|name| is_name(name)),
                at,
                "has a name that is empty, longer than 128 characters, or has a control character",
            );
        }
    }
}

impl Tiers {
    fn check(&self, faults: &mut Faults) {
        let period = match self.period {
            QualifyingPeriod::RollingDays(days) => (Days(1)..=Days::MAX).contains(&days),
            QualifyingPeriod::Calendar(period) => period != Period::Day,
        };
        faults.require(
            period,
            || "tiers.period".to_owned(),
            "must be 1 to 36,525 rolling days, or a calendar month, quarter or year",
        );
        check_days("tiers.grace_days", self.grace_days, 0, faults);
        faults.require(
            (1..=LEVELS_MAX).contains(&self.levels.len()),
            || "tiers.levels".to_owned(),
            "must have 1 to 20 levels",
        );
        check_unique("tiers.levels", self.levels.iter().map(|level| level.id.as_str()), faults);
        let mut below = 0;
        for (index, level) in self.levels.iter().enumerate() {
            let path = format!("tiers.levels[{index}]");
            level.name.check(&format!("{path}.name"), faults);
            if let Some(benefits) = &level.benefits {
                benefits.check(&format!("{path}.benefits"), faults);
            }
            let rises = below < level.threshold && level.threshold <= THRESHOLD_MAX;
            faults.require(
                rises,
                || format!("{path}.threshold"),
                "must be above the level below, at least 1 and at most 10,000,000,000,000",
            );
            below = level.threshold;
        }
    }
}

impl Reward {
    fn check(&self, path: &str, levels: &BTreeSet<&TierId>, faults: &mut Faults) {
        let at = |field: &str| {
            let path = format!("{path}.{field}");
            move || path
        };
        self.name.check(&format!("{path}.name"), faults);
        if let Some(description) = &self.description {
            description.check(&format!("{path}.description"), faults);
        }
        faults.require(
            (Points(1)..=Points::MAX).contains(&self.points),
            at("points"),
            "must be from 1 to 900,000,000,000",
        );
        self.kind.check(path, faults);
        let limit = self.limit_per_member.is_none_or(|limit| limit.count >= 1);
        faults.require(limit, at("limit_per_member.count"), "must be at least 1");
        if let Some(days) = self.limit_per_member.and_then(|limit| limit.days) {
            check_days(&format!("{path}.limit_per_member.days"), days, 1, faults);
            let is_known = self.limit_per_member.is_none_or(|limit| limit.count as usize <= REDEEMED_MAX);
            faults.require(is_known, at("limit_per_member.count"), "must be at most 50 within so many days");
        }
        check_levels(path, &self.tiers, levels, faults);
        let ends_after_start = self.valid_from.zip(self.valid_until).is_none_or(|(from, until)| from < until);
        faults.require(ends_after_start, at("valid_until"), "must be after valid_from");
        faults.require(
            (1..=HOLD_MINUTES_MAX).contains(&self.hold_minutes.0),
            at("hold_minutes"),
            "must be from 1 to 129,600 (90 days)",
        );
    }
}

impl RewardKind {
    fn check(&self, path: &str, faults: &mut Faults) {
        let amount = |amount: Money| (Money(1)..=Money::MAX).contains(&amount);
        let (field, sound, message) = match self {
            Self::PercentOff { percent, maximum } => {
                let maximum_sound = maximum.is_none_or(amount);
                faults.require(
                    maximum_sound,
                    || format!("{path}.kind.maximum"),
                    "must be from 1 to 10,000,000,000,000",
                );
                ("percent", (1..=100).contains(percent), "must be from 1 to 100")
            }
            Self::AmountOff { amount: off } => ("amount", amount(*off), "must be from 1 to 10,000,000,000,000"),
            Self::StoreCredit { amount: credit } => ("amount", amount(*credit), "must be from 1 to 10,000,000,000,000"),
            Self::FreeProduct { product } => {
                ("product", is_name(product), "must have 1 to 128 characters, none of them a control character")
            }
            Self::FreeShipping {} | Self::Gift {} => return,
        };
        faults.require(sound, || format!("{path}.kind.{field}"), message);
    }
}

fn check_days(path: &str, days: Days, least: u32, faults: &mut Faults) {
    let message = if least == 0 { "must be from 0 to 36,525 days" } else { "must be from 1 to 36,525 days" };
    faults.require((Days(least)..=Days::MAX).contains(&days), || path.to_owned(), message);
}

fn check_levels(path: &str, named: &[TierId], levels: &BTreeSet<&TierId>, faults: &mut Faults) {
    for (index, tier) in named.iter().enumerate() {
        faults.require(levels.contains(tier), || format!("{path}.tiers[{index}]"), "is not a level of this program");
    }
}

fn check_unique<'a>(path: &str, ids: impl Iterator<Item = &'a str>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        faults.require(seen.insert(id), || format!("{path}[{index}].id"), "is used twice");
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LABEL_LEN_MAX && !text.chars().any(char::is_control)
}
