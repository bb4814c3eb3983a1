//! Entries (section 10): what the last fold and this one differ in, account by account.

use std::collections::BTreeMap;

use super::facts::{Facts, Redemption};
use super::flow::first;
use super::fold::{Fold, taker};
use super::lots::Lot;
use super::summary::{EntrySummary, Source};

/// One entry for each account that changed from one fold to the next.
///
/// `clocks` are the wallet's clock before the operation and now; `cause` is the order that the operation was about.
pub fn differences(
    facts: &Facts,
    before: &Fold,
    after: &Fold,
    clocks: (i64, i64),
    cause: Option<&str>,
) -> Vec<EntrySummary> {
    let mut entries = rules(facts, before, after, cause);
    entries.extend(credits(facts, before, after));
    entries.extend(debits(facts, before, after));
    entries.extend(redemptions(facts, before, after));
    entries.extend(lots(before, after));
    for entry in &mut entries {
        // Until here `at` is an instant of the entry's own, or the earliest there is (10.3).
        entry.at = if entry.at > clocks.0 { entry.at } else { clocks.1 };
    }
    // Sorting is stable: entries of one date stay in the order of their accounts.
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn entry(kind: &str, points: i128) -> EntrySummary {
    EntrySummary { at: i64::MIN, kind: kind.to_owned(), points, ..EntrySummary::default() }
}

/// What each order's rules give.
fn rules(facts: &Facts, before: &Fold, after: &Fold, cause: Option<&str>) -> Vec<EntrySummary> {
    let figure = |fold: &Fold, order: &str, rule: &str| -> i128 {
        let counted = fold.counted.iter().filter(|one| one.id == order);
        counted.flat_map(|one| &one.targets).filter(|one| one.rule == rule).map(|one| one.points).sum()
    };
    let mut entries = Vec::new();
    for one in &after.counted {
        // The rules of its version, then those of a version that it had.
        let mut ids: Vec<String> = Vec::new();
        let version = one.version.map(|version| facts.program(version));
        ids.extend(version.iter().flat_map(|program| program.rules.iter().map(|rule| rule.id.clone())));
        let was = before.counted.iter().filter(|was| was.id == one.id).flat_map(|was| &was.targets);
        let mut gone: Vec<String> = was.map(|target| target.rule.clone()).filter(|id| !ids.contains(id)).collect();
        gone.sort();
        ids.extend(gone);
        for rule in ids {
            let change = figure(after, &one.id, &rule) - figure(before, &one.id, &rule);
            if change != 0 {
                let kind = if change > 0 { "earned" } else { "reversed" };
                let cause = cause.filter(|cause| *cause != one.id).map(str::to_owned);
                let (order, rule) = (Some(one.id.clone()), Some(rule));
                entries.push(EntrySummary { order, rule, cause, ..entry(kind, change) });
            }
        }
    }
    entries
}

/// Points given: they never change.
fn credits(facts: &Facts, before: &Fold, after: &Fold) -> Vec<EntrySummary> {
    let has = |fold: &Fold, source: &Source| fold.lots.iter().any(|lot| lot.source == *source);
    let mut new: Vec<_> =
        facts.credits.iter().filter(|one| has(after, &one.source) && !has(before, &one.source)).collect();
    new.sort_by_key(|one| (one.at, one.source.clone()));
    let kind = |source: &Source| match source {
        Source::Offer { .. } => "claimed",
        Source::Answer { .. } => "answered",
        _ => "adjusted",
    };
    new.into_iter().map(|one| about(&one.source, entry(kind(&one.source), one.points))).collect()
}

/// An entry that names a source; of restored points their first.
fn about(source: &Source, entry: EntrySummary) -> EntrySummary {
    match first(source).clone() {
        Source::Order { order, rule } => EntrySummary { order: Some(order), rule: Some(rule), ..entry },
        Source::Adjustment(id) => EntrySummary { adjustment: Some(id), ..entry },
        Source::Offer { offer, .. } => EntrySummary { offer: Some(offer), ..entry },
        Source::Answer { .. } | Source::Restored { .. } => entry,
    }
}

/// Points taken: taken and owed, below zero.
fn debits(facts: &Facts, before: &Fold, after: &Fold) -> Vec<EntrySummary> {
    let mut debits: Vec<_> = facts.debits.iter().collect();
    debits.sort_by_key(|one| (one.at, one.id.clone()));
    let mut entries = Vec::new();
    for debit in debits {
        let key = (debit.at, false, debit.id.clone());
        let figure = |fold: &Fold| fold.taken.get(&key).map(|taken| -taken.figure());
        let change = figure(after).unwrap_or(0) - figure(before).unwrap_or(0);
        if change != 0 {
            let kind = if figure(before).is_none() { "adjusted" } else { "corrected" };
            entries.push(EntrySummary { adjustment: Some(debit.id.clone()), ..entry(kind, change) });
        }
    }
    entries
}

/// What each redemption holds, and what it has spent.
fn redemptions(facts: &Facts, before: &Fold, after: &Fold) -> Vec<EntrySummary> {
    let figure = |fold: &Fold, one: &Redemption, status: &str| -> i128 {
        let is = fold.standings.get(&one.id).is_some_and(|standing| standing.status == status);
        if is { fold.taken.get(&taker(one)).map_or(0, |taken| taken.figure()) } else { 0 }
    };
    let mut all: Vec<&Redemption> = facts.redemptions.iter().collect();
    all.sort_by_key(|one| (one.created_at, one.id.clone()));
    let mut entries = Vec::new();
    for one in all {
        let standing = &after.standings[&one.id];
        let was = before.standings.get(&one.id).map(|standing| standing.status);
        let held = figure(after, one, "held") - figure(before, one, "held");
        let points = figure(before, one, "captured") - figure(after, one, "captured");
        if was == Some(standing.status) && held == 0 && points == 0 {
            continue;
        }
        let kind = match (was, standing.status) {
            (Some(was), status) if was == status => "corrected",
            (None, "held") if one.coupon => "claimed",
            (_, "captured") => "spent",
            (_, status) => status,
        };
        let at = if standing.status == "lapsed" { standing.held_until } else { i64::MIN };
        let (redemption, offer, order) = (Some(one.id.clone()), one.offer.clone(), standing.order.clone());
        entries.push(EntrySummary { at, held, redemption, offer, order, ..entry(kind, points) });
    }
    entries
}

/// What has expired of each lot; a lot that is gone has lost nothing.
fn lots(before: &Fold, after: &Fold) -> Vec<EntrySummary> {
    let mut lots: BTreeMap<Source, &Lot> = before.lots.iter().map(|lot| (lot.source.clone(), lot)).collect();
    lots.extend(after.lots.iter().map(|lot| (lot.source.clone(), lot)));
    let mut lots: Vec<&Lot> = lots.into_values().collect();
    lots.sort_by_key(|lot| lot.spend_order());
    let figure = |fold: &Fold, source: &Source| -> i128 {
        fold.lots.iter().filter(|lot| lot.source == *source).map(|lot| lot.expired).sum()
    };
    let mut entries = Vec::new();
    for lot in lots {
        let change = figure(after, &lot.source) - figure(before, &lot.source);
        if change == 0 {
            continue;
        }
        let mut one = entry(if change > 0 { "expired" } else { "corrected" }, -change);
        if change > 0 {
            one.at = lot.expires_at.unwrap_or(i64::MIN);
        }
        let mut one = about(&lot.source, one);
        if let Source::Restored { redemption, .. } = &lot.source {
            one.redemption = Some(redemption.clone());
        }
        entries.push(one);
    }
    entries
}
