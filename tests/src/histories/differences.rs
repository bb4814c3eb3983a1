//! Tells two wallets apart in a few lines.

use std::fmt::Debug;

use crate::model::Summary;

/// What a ledger's wallet has otherwise than the model's, one line each; nothing when they are alike.
pub fn differences(model: &Summary, ledger: &Summary) -> Vec<String> {
    // Taken apart, so that a new field cannot be forgotten here.
    let Summary {
        balance,
        available,
        pending,
        held,
        debt,
        arrivals,
        expirations,
        lots,
        orders,
        redemptions,
        entries,
        tier,
        next_tier,
        progress,
        rewards,
        explanations,
    } = model;
    [
        one("balance", balance, &ledger.balance),
        one("available", available, &ledger.available),
        one("pending", pending, &ledger.pending),
        one("held", held, &ledger.held),
        one("debt", debt, &ledger.debt),
        each("arrivals", arrivals, &ledger.arrivals),
        each("expirations", expirations, &ledger.expirations),
        each("lots", lots, &ledger.lots),
        each("orders", orders, &ledger.orders),
        each("redemptions", redemptions, &ledger.redemptions),
        each("entries", entries, &ledger.entries),
        one("tier", tier, &ledger.tier),
        one("next_tier", next_tier, &ledger.next_tier),
        one("progress", progress, &ledger.progress),
        each("rewards", rewards, &ledger.rewards),
        each("explanations", explanations, &ledger.explanations),
    ]
    .concat()
}

fn one<T: PartialEq + Debug>(name: &str, model: &T, ledger: &T) -> Vec<String> {
    if model == ledger { Vec::new() } else { vec![format!("{name}: {ledger:?}, in the model {model:?}")] }
}

fn each<T: PartialEq + Debug>(name: &str, model: &[T], ledger: &[T]) -> Vec<String> {
    let at = |position: usize| {
        let name = format!("{name}[{position}]");
        match (model.get(position), ledger.get(position)) {
            (Some(model), Some(ledger)) => one(&name, model, ledger),
            (Some(model), None) => vec![format!("{name}: missing, in the model {model:?}")],
            (None, ledger) => vec![format!("{name}: {ledger:?}, not in the model")],
        }
    };
    (0..model.len().max(ledger.len())).flat_map(at).collect()
}
