//! Random programs of many shapes.
//!
//! Rules, levels and rewards have few ids, so that versions of a program share some of them.

use std::collections::BTreeMap;

use serde_json::json;

use super::dice::Dice;
use crate::model::documents::{
    Caps, Counts, Filter, Instant, Level, Limit, Multiplier, Period, Program, Reward, Rule, Text, Tiers,
};

/// What orders are made of.
pub const PRODUCTS: [&str; 4] = ["cd", "book", "mug", "card"];
/// What products are labelled with.
pub const LABELS: [&str; 3] = ["music", "paper", "sale"];
/// What orders are paid in. The last has a rate least often.
pub const CURRENCIES: [&str; 4] = ["USD", "EUR", "JPY", "GBP"];
/// Every reward a program may have.
pub const REWARDS: [&str; 4] = ["five-off", "tote", "letter", "event"];

const LEVELS: [&str; 3] = ["silver", "gold", "platinum"];
const RULES: [&str; 3] = ["base", "bonus", "promo"];
const DAY_MS: i64 = 86_400_000;

/// A program for a shop whose history is around `now`.
pub fn program(dice: &mut Dice, now: i64) -> Program {
    let currency = *dice.pick(&["USD", "EUR"]);
    let rules = RULES.into_iter().filter(|_| dice.chance(60)).collect::<Vec<_>>();
    let rules = if rules.is_empty() { vec![RULES[0]] } else { rules };
    let tiers = dice.chance(75).then(|| tiers(dice));
    let levels: Vec<&str> = tiers.iter().flat_map(|tiers| &tiers.levels).map(|level| level.id.as_str()).collect();
    let rewards: Vec<&str> = REWARDS.into_iter().filter(|_| dice.chance(75)).collect();
    Program {
        name: text("Regulars"),
        currency: currency.to_owned(),
        rates: rates(dice, currency),
        time_zone: (*dice.pick(&["UTC", "America/New_York", "Europe/Ljubljana", "Pacific/Auckland"])).to_owned(),
        earn_on: (*dice.pick(&["paid", "paid", "completed"])).to_owned(),
        return_window_days: *dice.pick(&[0, 1, 14, 30]),
        return_window_from: (*dice.pick(&["placed", "placed", "completed", "delivered"])).to_owned(),
        longest_delivery_days: *dice.pick(&[2, 25, 60]),
        expires_after_days: *dice.pick(&[None, Some(2), Some(30), Some(365)]),
        debt: (*dice.pick(&["stop_at_zero", "go_negative", "go_negative"])).to_owned(),
        points_on_refund: (*dice.pick(&["full", "proportion", "proportion", "never"])).to_owned(),
        restored_days: *dice.pick(&[1, 30, 90]),
        rules: rules.into_iter().map(|id| rule(dice, id, &levels, now)).collect(),
        rewards: rewards.into_iter().map(|id| reward(dice, id, &levels, now)).collect(),
        tiers,
    }
}

/// The same program with a rate for every currency.
pub fn with_all_rates(dice: &mut Dice, program: &Program) -> Program {
    let mut program = program.clone();
    for currency in CURRENCIES {
        let rate = *dice.pick(&[1, 80, 150]);
        program.rates.entry(currency.to_owned()).or_insert(rate);
    }
    program
}

fn text(words: &str) -> Text {
    BTreeMap::from([("en".to_owned(), words.to_owned())])
}

fn rates(dice: &mut Dice, currency: &str) -> BTreeMap<String, i64> {
    let mut rates = BTreeMap::from([(currency.to_owned(), *dice.pick(&[100, 100, 1, 250]))]);
    for (percent, other) in [(80, "USD"), (60, "EUR"), (50, "JPY"), (15, "GBP")] {
        if dice.chance(percent) {
            let rate = *dice.pick(&[100, 92, 15_000, 7]);
            rates.entry(other.to_owned()).or_insert(rate);
        }
    }
    rates
}

fn filter(dice: &mut Dice, percent: u32) -> Filter {
    if !dice.chance(percent) {
        return Filter::default();
    }
    Filter { products: dice.some_of(30, &PRODUCTS), labels: dice.some_of(40, &LABELS) }
}

fn rule(dice: &mut Dice, id: &str, levels: &[&str], now: i64) -> Rule {
    let cap = |dice: &mut Dice, percent, most| dice.chance(percent).then(|| dice.between(1, most));
    Rule {
        id: id.to_owned(),
        name: text(id),
        points_per_unit: *dice.pick(&[1, 1, 2, 10]),
        counts: Counts { tax: dice.chance(40), shipping: dice.chance(30) },
        only: filter(dice, 35),
        except: filter(dice, 25),
        minimum: *dice.pick(&[0, 0, 0, 2_000, 5_000]),
        caps: Caps {
            per_order: cap(dice, 15, 200),
            per_day: cap(dice, 15, 300),
            per_month: cap(dice, 15, 500),
            lifetime: cap(dice, 10, 900),
        },
        rounding: (*dice.pick(&["down", "nearest", "up"])).to_owned(),
        multipliers: (0..dice.between(0, 2)).map(|_| multiplier(dice, levels, now)).collect(),
        pending_days: *dice.pick(&[None, None, None, Some(0), Some(3)]),
        expires_after_days: *dice.pick(&[None, None, None, Some(2), Some(60)]),
    }
}

fn multiplier(dice: &mut Dice, levels: &[&str], now: i64) -> Multiplier {
    let around = |dice: &mut Dice, days: i64| dice.chance(25).then(|| Instant(now + days * DAY_MS));
    let (from_days, until_days) = (dice.between(-60, 10), dice.between(11, 90));
    let (from, until) = (around(dice, from_days), around(dice, until_days));
    Multiplier {
        percent: *dice.pick(&[50, 125, 150, 200, 333]),
        tiers: if dice.chance(50) { dice.some_of(50, levels) } else { Vec::new() },
        only: filter(dice, 30),
        except: filter(dice, 15),
        from,
        until,
    }
}

fn tiers(dice: &mut Dice) -> Tiers {
    let by = *dice.pick(&["spend", "spend", "points", "orders"]);
    let step = if by == "orders" { (1, 2) } else { (50, 9_000) };
    let mut threshold = 0;
    let levels = LEVELS.into_iter().filter(|_| dice.chance(75)).collect::<Vec<_>>();
    let levels = if levels.is_empty() { vec![LEVELS[1]] } else { levels };
    let period = match *dice.pick(&["rolling", "rolling", "year", "quarter", "month"]) {
        "rolling" => Period::RollingDays(*dice.pick(&[1, 30, 365])),
        calendar => Period::Calendar(calendar.to_owned()),
    };
    let level = |id: &str| {
        threshold += dice.between(step.0, step.1);
        Level { id: id.to_owned(), name: text(id), threshold }
    };
    let levels = levels.into_iter().map(level).collect();
    Tiers { by: by.to_owned(), period, grace_days: *dice.pick(&[0, 0, 1, 30, 100]), levels }
}

fn reward(dice: &mut Dice, id: &str, levels: &[&str], now: i64) -> Reward {
    Reward {
        id: id.to_owned(),
        name: text(id),
        points: *dice.pick(&[1, 10, 25, 40, 60, 150]),
        kind: json!({ "type": "gift" }),
        stock: dice.chance(20).then(|| dice.between(0, 3)),
        limit_per_member: dice
            .chance(50)
            .then(|| Limit { count: dice.between(1, 2), days: *dice.pick(&[None, Some(1), Some(30)]) }),
        tiers: if dice.chance(20) { dice.some_of(50, levels) } else { Vec::new() },
        valid_from: dice.chance(15).then(|| Instant(now + dice.between(-20, 30) * DAY_MS)),
        valid_until: dice.chance(10).then(|| Instant(now + dice.between(31, 60) * DAY_MS)),
        hold_minutes: *dice.pick(&[1, 60, 1_440, 43_200]),
    }
}
