//! The CDNOW customers' traits where the demo begins: stages, scores and the few who bring most, beside a naive model.
//!
//! The model is written from `RULES.md` and knows customers by their purchases alone, in days since 1970.

#![allow(clippy::unwrap_used, reason = "helpers beside the tests")]

use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::program::Program;
use loyalty::traits::{Buyer, LoyaltyReport, Quantiles, StageSettings, Top, Traits, TraitsContext};
use loyalty::view::Snapshot;
use loyalty::{Instant, Money, OrderId, ledger::Wallet, order::Order, program::Programs};
use regulars_tests::cdnow::Purchase;
use regulars_tests::replay::{DEMO_BEGINS, customers, ms};
use regulars_tests::shop::demo_program;
use serde_json::json;

const DAY_MS: i64 = 86_400_000;

/// What the model says of a customer. Purchases are at noon and the look is at midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Figures {
    stage: &'static str,
    recency_days: i64,
    orders: i64,
    spend: i64,
}

fn model(purchases: &[Purchase], look: &str) -> Figures {
    let today = ms(look) / DAY_MS;
    let mut days: Vec<i64> = purchases.iter().map(|purchase| ms(&purchase.placed_at()) / DAY_MS).collect();
    days.sort_unstable();
    let (orders, last) = (days.len(), days[days.len() - 1]);
    let mut gaps: Vec<i64> = days.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0).collect();
    gaps.sort_unstable();
    let usual_gap = match gaps.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(gaps[odd / 2]),
        even => Some((gaps[even / 2 - 1] + gaps[even / 2]) / 2),
    };
    // From noon to midnight the last day is not a whole one.
    let recency_days = today - last - 1;
    let longest_silence = usual_gap.map_or(180, |gap| (3 * gap).max(30));
    let stage = if recency_days > longest_silence {
        "lapsed"
    } else if orders >= 3 && usual_gap.is_some_and(|gap| gap <= 90) {
        "client"
    } else if orders >= 2 {
        "repeat"
    } else {
        "first_time"
    };
    let spend = purchases.iter().map(|purchase| purchase.cents).sum();
    Figures { stage, recency_days, orders: i64::try_from(orders).unwrap(), spend }
}

fn snapshot(purchases: &[Purchase], programs: &Programs) -> Snapshot {
    let mut wallet = Wallet::default();
    for purchase in purchases {
        let order: Order = serde_json::from_value(purchase.order()).unwrap();
        let now = order.placed_at;
        let order = order.check(now).unwrap();
        wallet.apply_order(OrderId::new(purchase.order_id()).unwrap(), order, programs, now).unwrap();
    }
    // As it is read from KV.
    serde_json::from_str(&serde_json::to_string(&wallet.snapshot()).unwrap()).unwrap()
}

/// Every customer who had bought by then: what the model says, and the traits of the snapshot.
fn look(at: &str) -> Vec<(Figures, Traits)> {
    let program: Program = serde_json::from_value(demo_program()).unwrap();
    let program = Rc::new(program.check().unwrap().into_inner());
    let programs = Programs::current(1, program.clone());
    let stages = StageSettings::default();
    let basis = TraitsContext {
        program: Some(&program),
        stages: &stages,
        calendar: &program.calendar(),
        quantiles: None,
        now: Instant::from_ms(ms(at)),
    };
    let mut seen = Vec::new();
    for (name, mut purchases) in customers() {
        purchases.retain(|purchase| ms(&purchase.placed_at()) <= ms(at));
        if !purchases.is_empty() {
            let traits = Traits::new(&snapshot(&purchases, &programs), &basis);
            assert_eq!(figures_of(&traits), model(&purchases, at), "customer {name} at {at}");
            seen.push((model(&purchases, at), traits));
        }
    }
    seen
}

#[track_caller]
fn check_stages(at: &str, expected: &[(&str, u32)]) {
    let mut stages: BTreeMap<&str, u32> = BTreeMap::new();
    for (figures, _) in look(at) {
        *stages.entry(figures.stage).or_default() += 1;
    }
    println!("{at}: {stages:?}");
    assert_eq!(stages, expected.iter().copied().collect());
}

#[test]
fn every_customer_has_the_stage_that_the_model_says() {
    // All first purchases were in the first quarter of 1997; who has not come back since is silent when the demo begins.
    check_stages("1997-04-01T00:00:00Z", &[("client", 131), ("first_time", 1_835), ("lapsed", 115), ("repeat", 276)]);
    check_stages("1998-01-01T00:00:00Z", &[("client", 275), ("lapsed", 1_744), ("repeat", 338)]);
    check_stages(DEMO_BEGINS, &[("client", 221), ("lapsed", 1_729), ("repeat", 407)]);
}

#[test]
fn the_shops_quantiles_are_those_of_the_model() {
    let (expected, traits): (Vec<Figures>, Vec<Traits>) = look(DEMO_BEGINS).into_iter().unzip();
    let buyers: Vec<Buyer> = traits.iter().filter_map(|traits| traits.purchases.buyer()).collect();
    let quantiles = Quantiles::new(&buyers).unwrap();
    assert_eq!(quantiles.recency_days, [152, 442, 486, 512]);
    assert_eq!(quantiles.orders, [1, 1, 2, 4]);
    assert_eq!(quantiles.spend, [1_536, 3_195, 5_925, 13_049].map(Money));
    // The least figure that at least k fifths of the customers do not exceed.
    let cuts = |figure: fn(&Figures) -> i64| {
        let mut figures: Vec<i64> = expected.iter().map(figure).collect();
        figures.sort_unstable();
        [1, 2, 3, 4].map(|k| {
            let reach = |least: &&i64| figures.iter().filter(|figure| figure <= least).count() * 5 >= k * figures.len();
            *figures.iter().find(reach).unwrap()
        })
    };
    assert_eq!(quantiles.recency_days, cuts(|figures| figures.recency_days));
    assert_eq!(quantiles.orders, cuts(|figures| figures.orders));
    assert_eq!(quantiles.spend, cuts(|figures| figures.spend).map(Money));

    let spends: Vec<i64> = expected.iter().map(|figures| figures.spend).collect();
    let total: i64 = spends.iter().sum();
    let reached = |threshold: i64| spends.iter().filter(move |spend| **spend >= threshold);
    let enough = |threshold: &&i64| reached(**threshold).sum::<i64>() * 5 >= total * 4;
    let threshold = spends.iter().filter(enough).max().copied().unwrap();
    // A third of the customers bring four fifths of the spend: 33 %, not 20 %.
    assert_eq!((quantiles.buyers, quantiles.top.members), (2_357, 777));
    let (members, spend) = (reached(threshold).count() as u64, reached(threshold).sum());
    assert_eq!(
        quantiles.top,
        Top { threshold: Some(Money(threshold)), members, spend: Money(spend), total: Money(total) }
    );

    let mut stages = BTreeMap::new();
    traits.iter().for_each(|traits| *stages.entry(traits.stage).or_default() += 1);
    let report = serde_json::to_value(LoyaltyReport::new(None, stages, None, Some(quantiles))).unwrap();
    let all = json!({"prospect": 0, "first_time": 0, "repeat": 407, "client": 221, "advocate": 0, "lapsed": 1_729});
    assert_eq!((&report["stages"], &report["top"]), (&all, &json!({"buyers_percent": 33, "spend_percent": 80})));
}

fn figures_of(traits: &Traits) -> Figures {
    let document = serde_json::to_value(traits).unwrap();
    let stages = ["lapsed", "client", "repeat", "first_time"];
    Figures {
        stage: stages.into_iter().find(|stage| document["stage"] == *stage).unwrap_or("another"),
        recency_days: document["days_since_last_order"].as_i64().unwrap(),
        orders: document["orders"].as_i64().unwrap(),
        spend: document["spend"].as_i64().unwrap(),
    }
}
