//! The invariants of the design, checked on what a ledger shows, without the model.

use std::collections::BTreeMap;

use super::gifts::gifts;
use super::step::{Operation, Step};
use crate::model::{EntrySummary, GestureContent, OrderSummary, RedemptionSummary, Source, Summary};

/// A lot's first and last instant.
type Dates = (Option<i64>, Option<i64>);

const DAY_MS: i64 = 86_400_000;

/// Remembers what must not change from one step to the next.
#[derive(Default)]
pub struct Watch {
    now: i64,
    entries: Vec<EntrySummary>,
    credits: BTreeMap<Source, Dates>,
    redemptions: BTreeMap<String, RedemptionSummary>,
    versions: BTreeMap<String, i64>,
}

impl Watch {
    /// Checks a wallet after an operation, against what it was before.
    pub fn check(&mut self, step: &Step, wallet: &Summary) -> Result<(), String> {
        sums(wallet)?;
        terms_add_up(wallet)?;
        self.entries_stay(step.now, wallet)?;
        self.only_rules_and_shops_give(&step.operation, wallet)?;
        self.holds_end_by_somebody(&step.operation, wallet)?;
        self.credits_keep_their_dates(wallet)?;
        self.versions_stay(wallet)?;
        reversals_stay_below_earnings(wallet)?;
        claims_stay_within_limits(wallet)?;
        self.entries = wallet.entries.clone();
        self.now = step.now;
        Ok(())
    }

    /// I2.
    fn entries_stay(&self, now: i64, wallet: &Summary) -> Result<(), String> {
        // What a look shows as due is written by the next operation. If the clock jumps back in between, it is not due.
        let written: Vec<_> = self.entries.iter().take_while(|entry| entry.at <= now).collect();
        require(wallet.entries.iter().take(written.len()).eq(written), "I2: an entry was changed or removed")
    }

    /// I6: what a browser can send takes points from no one and gives them to no one.
    fn only_rules_and_shops_give(&self, operation: &Operation, wallet: &Summary) -> Result<(), String> {
        use Operation::{Claim, Look, Redeem, Release};
        if !matches!(operation, Claim { .. } | Look | Redeem { .. } | Release { .. }) {
            return Ok(());
        }
        // An order that waited earns at the first operation under a version that can count it.
        let is_counted_anew =
            |one: &OrderSummary| one.program_version.is_some_and(|now| self.versions.get(&one.id) != Some(&now));
        let waited = wallet.orders.iter().any(is_counted_anew);
        for entry in wallet.entries.iter().skip(self.entries.len()).filter(|entry| entry.points > 0) {
            let claimed = entry.kind == "claimed" && matches!(operation, Claim { .. });
            require(waited || claimed, &format!("I6: a shopper created {entry:?}"))?;
        }
        Ok(())
    }

    /// I4: by itself a hold only lapses; by hand one held redemption ends; orders may end and undo any.
    fn holds_end_by_somebody(&mut self, operation: &Operation, wallet: &Summary) -> Result<(), String> {
        for redemption in &wallet.redemptions {
            let before = self.redemptions.insert(redemption.id.clone(), redemption.clone());
            let from = before.as_ref().map_or("held", |before| before.status.as_str());
            let to = redemption.status.as_str();
            let allowed = match operation {
                _ if from == to || (from, to) == ("held", "lapsed") => true,
                Operation::Order { .. } => true,
                Operation::Release { id } => *id == redemption.id && (from, to) == ("held", "released"),
                Operation::Capture { id, .. } => *id == redemption.id && from == "held",
                _ => false,
            };
            require(allowed, &format!("I4: {} went from {from} to {to} by {operation:?}", redemption.id))?;
        }
        Ok(())
    }

    /// What is given keeps its dates.
    fn credits_keep_their_dates(&mut self, wallet: &Summary) -> Result<(), String> {
        let is_credit = |source: &Source| !matches!(source, Source::Order { .. } | Source::Restored { .. });
        for lot in wallet.lots.iter().filter(|lot| is_credit(&lot.source)) {
            let dates = (lot.available_at, lot.expires_at);
            let before = *self.credits.entry(lot.source.clone()).or_insert(dates);
            require(before == dates, &format!("the lot of {:?} had {before:?} and has {dates:?}", lot.source))?;
        }
        Ok(())
    }

    /// I5: an order keeps its version, but for a newer one that has a rate for its currency.
    fn versions_stay(&mut self, wallet: &Summary) -> Result<(), String> {
        for order in &wallet.orders {
            let before = self.versions.get(&order.id).copied();
            require(before <= order.program_version, &format!("I5: {} lost its version {before:?}", order.id))?;
            self.versions.extend(order.program_version.map(|version| (order.id.clone(), version)));
        }
        Ok(())
    }
}

/// I1.
fn sums(wallet: &Summary) -> Result<(), String> {
    let points: i128 = wallet.entries.iter().map(|entry| entry.points).sum();
    let held: i128 = wallet.entries.iter().map(|entry| entry.held).sum();
    let in_lots: i128 = wallet.lots.iter().map(|lot| lot.remaining).sum();
    let prices: i128 =
        wallet.redemptions.iter().filter(|redemption| redemption.status == "held").map(|one| one.points).sum();
    require(wallet.balance == points, "I1: the balance is not the sum of the entries")?;
    require(wallet.held == held, "I1: what is held is not the sum of the entries")?;
    require(wallet.held <= prices, "I1: more is held than redemptions cost")?;
    require(wallet.balance == in_lots + wallet.held - wallet.debt, "I1: the balance is not what is in lots and holds")?;
    require(wallet.available == wallet.balance - wallet.pending - wallet.held, "I1: available is not what is left")?;
    require(wallet.available == -wallet.debt || wallet.debt == 0, "I1: there is debt and something to pay it with")?;
    require(wallet.available >= 0 || wallet.debt > 0, "I1: available is below zero without debt")
}

/// Every figure explains itself.
fn terms_add_up(wallet: &Summary) -> Result<(), String> {
    for one in &wallet.explanations {
        let lines: i128 = one.lines.iter().map(|line| line.points).sum();
        let sum = lines + one.minimum + one.refund + one.cap.as_ref().map_or(0, |(_, points)| *points);
        require(sum == one.points, &format!("the terms of {one:?} come to {sum}"))?;
    }
    for order in &wallet.orders {
        let of_order = wallet.explanations.iter().filter(|one| one.order == order.id);
        let sum: i128 = of_order.map(|one| one.points).sum();
        require(sum == order.points, &format!("the rules of {order:?} come to {sum}"))?;
    }
    Ok(())
}

/// I5, for every order and rule and at every entry.
fn reversals_stay_below_earnings(wallet: &Summary) -> Result<(), String> {
    let mut net: BTreeMap<(&str, &str), i128> = BTreeMap::new();
    for entry in wallet.entries.iter().filter(|entry| matches!(entry.kind.as_str(), "earned" | "reversed")) {
        let (Some(order), Some(rule)) = (entry.order.as_deref(), entry.rule.as_deref()) else {
            return Err(format!("I5: {entry:?} names no order and rule"));
        };
        let sum = net.entry((order, rule)).or_default();
        *sum += entry.points;
        require(*sum >= 0, &format!("I5: {order} and {rule} lost more than they earned"))?;
    }
    Ok(())
}

/// I6: whatever is claimed, and however often, no offer gives more than its limit in any of its periods.
fn claims_stay_within_limits(wallet: &Summary) -> Result<(), String> {
    for GestureContent { offer, limit, .. } in gifts() {
        let claimed = wallet.entries.iter().filter(|entry| entry.kind == "claimed");
        let given: Vec<i64> = claimed.filter(|entry| entry.offer.as_ref() == Some(&offer)).map(|one| one.at).collect();
        for last in &given {
            let since = limit.days.map_or(i64::MIN, |days| last - days * DAY_MS);
            let in_period = given.iter().filter(|at| (since + 1..=*last).contains(*at)).count() as i64;
            require(in_period <= limit.count, &format!("I6: {offer} gave {in_period} times within its period"))?;
        }
    }
    Ok(())
}

fn require(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
