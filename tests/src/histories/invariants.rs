//! The invariants of the design, checked on what a ledger shows, without the model.

use std::collections::BTreeMap;

use super::gifts::gifts;
use super::step::{Operation, Step};
use crate::model::{EntrySummary, Gift, RedemptionSummary, Source, Summary};

/// A lot's first and last instant.
type Life = (i64, Option<i64>);

const DAY_MS: i64 = 86_400_000;

/// Remembers what must not change from one step to the next.
#[derive(Default)]
pub struct Watch {
    now: i64,
    entries: Vec<EntrySummary>,
    lots: BTreeMap<Source, Life>,
    redemptions: BTreeMap<String, RedemptionSummary>,
    versions: BTreeMap<String, i64>,
}

impl Watch {
    /// Checks a wallet after an operation, against what it was before.
    pub fn check(&mut self, step: &Step, wallet: &Summary) -> Result<(), String> {
        sums(wallet)?;
        self.entries_stay(step.now, wallet)?;
        self.only_rules_and_shops_give(&step.operation, wallet)?;
        self.holds_end_once(step.now, wallet)?;
        self.lots_keep_their_dates(wallet)?;
        self.versions_stay_pinned(wallet)?;
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
        require(wallet.entries.iter().take(written.len()).eq(written), "I2: an entry was changed or removed")?;
        require(wallet.entries.is_sorted_by_key(|entry| entry.at), "I2: entries are not in the order of time")
    }

    /// I6: what a browser can send takes points from no one and gives them to no one.
    fn only_rules_and_shops_give(&self, operation: &Operation, wallet: &Summary) -> Result<(), String> {
        use Operation::{Claim, Look, Redeem, Release};
        if !matches!(operation, Claim { .. } | Look | Redeem { .. } | Release { .. }) {
            return Ok(());
        }
        for entry in wallet.entries.iter().skip(self.entries.len()).filter(|entry| entry.points > 0) {
            // An order that waited earns at the first touch under a version that can count it.
            let order = entry.order.as_ref();
            let counted = wallet.orders.iter().find(|counted| Some(&counted.id) == order);
            let waited = counted.is_some_and(|one| self.is_newly_pinned(&one.id, one.program_version));
            let claimed = entry.kind == "claimed" && matches!(operation, Claim { .. });
            require(entry.kind == "earned" && waited || claimed, &format!("I6: a shopper created {entry:?}"))?;
        }
        Ok(())
    }

    fn is_newly_pinned(&self, order: &str, version: Option<i64>) -> bool {
        version.is_some() && !self.versions.contains_key(order)
    }

    /// I4, first half.
    fn holds_end_once(&mut self, now: i64, wallet: &Summary) -> Result<(), String> {
        let jumped_back = now < self.now;
        for redemption in &wallet.redemptions {
            let before = self.redemptions.insert(redemption.id.clone(), redemption.clone());
            let from = before.as_ref().map_or("held", |before| before.status.as_str());
            let to = redemption.status.as_str();
            let allowed = from == to
                || (from == "held" && matches!(to, "captured" | "released" | "lapsed" | "returned"))
                || (from == "captured" && to == "returned")
                || (from == "lapsed" && jumped_back);
            require(allowed, &format!("I4: {} went from {from} to {to}", redemption.id))?;

            let of_this = wallet.entries.iter().filter(|entry| entry.redemption.as_ref() == Some(&redemption.id));
            let kinds: Vec<&str> = of_this.map(|entry| entry.kind.as_str()).collect();
            let expected: &[&str] = match to {
                "held" => &["held"],
                "captured" => &["held", "spent"],
                "returned" => &["held", "spent", "returned"],
                ended => &["held", ended],
            };
            // A coupon that an offer gave is claimed where others are held.
            let kinds: Vec<&str> = kinds.iter().map(|kind| if *kind == "claimed" { "held" } else { kind }).collect();
            require(kinds == expected, &format!("I4: {} is {to} and has the entries {kinds:?}", redemption.id))?;
        }
        Ok(())
    }

    /// I4, second half: what comes back has its original dates.
    fn lots_keep_their_dates(&mut self, wallet: &Summary) -> Result<(), String> {
        for lot in &wallet.lots {
            let life = (lot.available_at, lot.expires_at);
            let before = *self.lots.entry(lot.source.clone()).or_insert(life);
            require(before == life, &format!("I4: the lot of {:?} had {before:?} and has {life:?}", lot.source))?;
        }
        Ok(())
    }

    /// I5: an order keeps the version that awarded it.
    fn versions_stay_pinned(&mut self, wallet: &Summary) -> Result<(), String> {
        for order in &wallet.orders {
            let Some(version) = order.program_version else { continue };
            let before = *self.versions.entry(order.id.clone()).or_insert(version);
            require(before == version, &format!("I5: {} went from version {before} to {version}", order.id))?;
        }
        Ok(())
    }
}

/// I1.
fn sums(wallet: &Summary) -> Result<(), String> {
    let points: i128 = wallet.entries.iter().map(|entry| entry.points).sum();
    let held: i128 = wallet.entries.iter().map(|entry| entry.held).sum();
    let in_lots: i128 = wallet.lots.iter().map(|lot| lot.remaining).sum();
    let in_holds: i128 =
        wallet.redemptions.iter().filter(|redemption| redemption.status == "held").map(|one| one.points).sum();
    require(wallet.balance == points, "I1: the balance is not the sum of the entries")?;
    require(wallet.held == held, "I1: what is held is not the sum of the entries")?;
    require(wallet.held == in_holds, "I1: what is held is not what the redemptions hold")?;
    require(wallet.balance == in_lots + in_holds - wallet.debt, "I1: the balance is not what is in lots and holds")?;
    require(wallet.available == wallet.balance - wallet.pending - wallet.held, "I1: available is not what is left")?;
    require(wallet.available == -wallet.debt || wallet.debt == 0, "I1: there is debt and something to pay it with")?;
    require(wallet.available >= 0 || wallet.debt > 0, "I1: available is below zero without debt")
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
    for Gift { offer, limit, .. } in gifts() {
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
