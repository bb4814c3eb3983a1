//! What is concluded of arms whose sums are known.

mod degenerate;
mod looking_often;
mod pipeline;
mod random;
mod sample_ratio;
mod simulated;
mod tables;
mod too_few;
mod totals;
mod verdicts;

use std::collections::BTreeMap;

use loyalty::{
    VariantKey,
    experiment::{
        Arm, Experiment,
        results::{Comparison, Results, Totals, results},
    },
};
use serde_json::json;

use crate::experiments::people::experiment;

fn variant(key: &str) -> Arm {
    Arm::Variant(VariantKey::new(key).expect("a key"))
}

/// An experiment of a holdout with this share and one variant, `v`, with the rest.
fn one_variant(holdout: u16) -> Experiment {
    experiment(json!({"key": "k", "holdout": holdout, "variants": [{"key": "v"}]}))
}

/// The results of a holdout and one variant.
fn of_two(experiment: &Experiment, control: Totals, v: Totals) -> Results {
    results(experiment, &BTreeMap::from([(Arm::Holdout, control), (variant("v"), v)]))
}

/// What the variant is by the control, in halves.
#[track_caller]
fn compare(control: Totals, v: Totals) -> Comparison {
    compare_beside(5_000, control, v)
}

/// What the variant is by a holdout of this share.
#[track_caller]
fn compare_beside(holdout: u16, control: Totals, v: Totals) -> Comparison {
    let results = of_two(&one_variant(holdout), control, v);
    results.arms[1].against_control.clone().expect("the variant is compared")
}

fn totals(visitors: u64, conversions: u64, revenue: i64, revenue_squares: i128) -> Totals {
    Totals { visitors, conversions, orders: conversions, revenue, revenue_squares, ..Totals::default() }
}
