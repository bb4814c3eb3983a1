//! From one fold to the next: entries are the difference, account by account (`RULES.md`, 10).

use std::collections::BTreeMap;

use super::{Entry, EntryKind, Hold, HoldStatus, Lot, LotSource, Wallet, lot::SpendOrder};
use crate::{AdjustmentId, HoldId, Instant, OrderId, Points, RuleId, points::OutOfRange};

/// What each account of a wallet comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    rules: BTreeMap<(OrderId, RuleId), Points>,
    credits: BTreeMap<LotSource, Points>,
    debits: BTreeMap<AdjustmentId, Points>,
    redemptions: BTreeMap<HoldId, Redemption>,
    expired: BTreeMap<LotSource, (SpendOrder, Points)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Redemption {
    status: HoldStatus,
    held: Points,
    spent: Points,
}

/// An entry in its place among those of one fold.
type Placed = ((Instant, Place), Entry);

/// The order of a fold's entries of one date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Rule(Instant, OrderId, usize, RuleId),
    Credit(Instant, LotSource),
    Debit(Instant, AdjustmentId),
    Redemption(Instant, HoldId),
    Lot(SpendOrder),
}

impl Figures {
    pub(super) fn new(wallet: &Wallet) -> Result<Self, OutOfRange> {
        let mut figures = Self::default();
        for record in wallet.orders.values() {
            for rule in &record.counted.rules {
                figures.rules.insert((record.id.clone(), rule.rule.clone()), rule.points);
            }
        }
        for credit in wallet.credits.values() {
            figures.credits.insert(credit.source.clone(), credit.points);
        }
        for debit in wallet.debits.values() {
            figures.debits.insert(debit.adjustment.clone(), debit.taken.spent()?);
        }
        for hold in wallet.holds.values() {
            figures.redemptions.insert(hold.id.clone(), Redemption::new(hold)?);
        }
        for lot in wallet.flow.lots.values().filter(|lot| lot.expired > Points::ZERO) {
            figures.expired.insert(lot.source.clone(), (lot.spend_order(), lot.expired));
        }
        Ok(figures)
    }
}

impl Redemption {
    fn new(hold: &Hold) -> Result<Self, OutOfRange> {
        let points = hold.taken.spent()?;
        let figure = |status| if hold.status == status { points } else { Points::ZERO };
        Ok(Self { status: hold.status, held: figure(HoldStatus::Held), spent: figure(HoldStatus::Captured) })
    }
}

impl Wallet {
    /// Appends the entries that lead from `before` to the wallet as it is now. `cause` is the order that was told of.
    pub(super) fn append_difference(&mut self, before: &Figures, cause: Option<&OrderId>) -> Result<(), OutOfRange> {
        let after = Figures::new(self)?;
        let mut entries = self.rule_entries(before, &after, cause)?;
        entries.extend(self.credit_entries(before, &after)?);
        entries.extend(self.debit_entries(before, &after)?);
        entries.extend(self.redemption_entries(before, &after)?);
        entries.extend(self.expiry_entries(before, &after)?);
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        entries.into_iter().try_for_each(|(_, entry)| self.append(entry).map(drop))
    }

    fn rule_entries(
        &self,
        before: &Figures,
        after: &Figures,
        cause: Option<&OrderId>,
    ) -> Result<Vec<Placed>, OutOfRange> {
        let mut entries = Vec::new();
        for (account, points) in changes(&before.rules, &after.rules)? {
            let (order, rule) = account;
            let record = self.orders.get(order);
            let place = record.and_then(|record| record.counted.rules.iter().position(|one| one.rule == *rule));
            let placed_at = record.map(|record| record.state.placed_at).unwrap_or_default();
            let place = Place::Rule(placed_at, order.clone(), place.unwrap_or(usize::MAX), rule.clone());
            let kind = if points > Points::ZERO { EntryKind::Earned } else { EntryKind::Reversed };
            let entry = Entry {
                order: Some(order.clone()),
                rule: Some(rule.clone()),
                cause: cause.filter(|cause| *cause != order).cloned(),
                ..Entry::new(kind, self.head.clock, points)
            };
            entries.push(((entry.at, place), entry));
        }
        Ok(entries)
    }

    fn credit_entries(&self, before: &Figures, after: &Figures) -> Result<Vec<Placed>, OutOfRange> {
        let mut entries = Vec::new();
        for (source, points) in changes(&before.credits, &after.credits)? {
            let credit = self.credits.get(source);
            let entry = Entry {
                reason: credit.and_then(|credit| credit.reason.clone()),
                note: credit.and_then(|credit| credit.note.clone()),
                ..Entry::new(EntryKind::of(source), self.head.clock, points).about(source)
            };
            let made_at = credit.map(|credit| credit.at).unwrap_or_default();
            entries.push(((entry.at, Place::Credit(made_at, source.clone())), entry));
        }
        Ok(entries)
    }

    fn debit_entries(&self, before: &Figures, after: &Figures) -> Result<Vec<Placed>, OutOfRange> {
        let mut entries = Vec::new();
        for (id, points) in changes(&before.debits, &after.debits)? {
            let is_first = !before.debits.contains_key(id);
            let kind = if is_first { EntryKind::Adjusted } else { EntryKind::Corrected };
            let adjustment = self.adjustments.get(id).filter(|_| is_first);
            let entry = Entry {
                adjustment: Some(id.clone()),
                reason: adjustment.map(|adjustment| adjustment.reason.clone()),
                note: adjustment.and_then(|adjustment| adjustment.note.clone()),
                ..Entry::new(kind, self.head.clock, points.negated()?)
            };
            let made_at = self.debits.get(id).map(|debit| debit.at).unwrap_or_default();
            entries.push(((entry.at, Place::Debit(made_at, id.clone())), entry));
        }
        Ok(entries)
    }

    fn redemption_entries(&self, before: &Figures, after: &Figures) -> Result<Vec<Placed>, OutOfRange> {
        let mut entries = Vec::new();
        for (id, is) in &after.redemptions {
            let Some(hold) = self.holds.get(id) else { continue };
            let was = before.redemptions.get(id);
            // A coupon that is made has its own entry.
            if was == Some(is) || was.is_none() && hold.is_given() {
                continue;
            }
            let kind = match is.status {
                status if was.is_some_and(|was| was.status == status) => EntryKind::Corrected,
                HoldStatus::Held => EntryKind::Held,
                HoldStatus::Captured => EntryKind::Spent,
                HoldStatus::Released => EntryKind::Released,
                HoldStatus::Lapsed => EntryKind::Lapsed,
                HoldStatus::Returned => EntryKind::Returned,
            };
            let (held, spent) = was.map_or((Points::ZERO, Points::ZERO), |was| (was.held, was.spent));
            let lapsed_at = Some(hold.held_until).filter(|at| kind == EntryKind::Lapsed && self.clock_before < *at);
            let entry = Entry {
                held: is.held.minus(held)?,
                redemption: Some(id.clone()),
                reward: Some(hold.reward.name.clone()),
                order: hold.order.clone(),
                offer: hold.offer.clone(),
                ..Entry::new(kind, lapsed_at.unwrap_or(self.head.clock), spent.minus(is.spent)?)
            };
            entries.push(((entry.at, Place::Redemption(hold.created_at, id.clone())), entry));
        }
        Ok(entries)
    }

    fn expiry_entries(&self, before: &Figures, after: &Figures) -> Result<Vec<Placed>, OutOfRange> {
        let points = |figures: &Figures| -> BTreeMap<LotSource, Points> {
            figures.expired.iter().map(|(source, (_, points))| (source.clone(), *points)).collect()
        };
        let mut entries = Vec::new();
        for (source, points) in changes(&points(before), &points(after))? {
            let lot = self.flow.lots.get(source);
            // A lot that is gone comes where it was.
            let was = before.expired.get(source).map(|(spend_order, _)| spend_order.clone());
            let Some(spend_order) = lot.map(Lot::spend_order).or(was) else { continue };
            let kind = if points > Points::ZERO { EntryKind::Expired } else { EntryKind::Corrected };
            let expires_at = lot.and_then(|lot| lot.expires_at);
            let expired_at = expires_at.filter(|at| kind == EntryKind::Expired && self.clock_before < *at);
            let at = expired_at.unwrap_or(self.head.clock);
            let entry = Entry::new(kind, at, points.negated()?).about(source);
            entries.push(((entry.at, Place::Lot(spend_order)), entry));
        }
        Ok(entries)
    }
}

/// Accounts whose figures differ, and by how much; a figure that is not there is 0.
fn changes<'a, K: Ord>(
    before: &'a BTreeMap<K, Points>,
    after: &'a BTreeMap<K, Points>,
) -> Result<Vec<(&'a K, Points)>, OutOfRange> {
    let figure = |figures: &BTreeMap<K, Points>, account: &K| figures.get(account).copied().unwrap_or_default();
    let gone = before.keys().filter(|account| !after.contains_key(*account));
    let all = after.keys().chain(gone);
    let change = |account: &'a K| Ok((account, figure(after, account).minus(figure(before, account))?));
    let changes: Result<Vec<_>, OutOfRange> = all.map(change).collect();
    Ok(changes?.into_iter().filter(|(_, change)| *change != Points::ZERO).collect())
}

impl EntryKind {
    /// How an entry calls points that were given for this.
    fn of(source: &LotSource) -> Self {
        match source {
            // Sums make no entries that are stored: a published state is only looked at.
            LotSource::Order { .. } | LotSource::Sum { .. } => Self::Earned,
            LotSource::Adjustment { .. } => Self::Adjusted,
            LotSource::Offer { .. } => Self::Claimed,
            LotSource::Survey { .. } => Self::Answered,
            LotSource::Restored { .. } => Self::Returned,
            LotSource::Rules { .. } => Self::RulesChanged,
        }
    }
}

impl Entry {
    /// The entry, about points from this source.
    fn about(mut self, source: &LotSource) -> Self {
        match source.clone() {
            LotSource::Order { order, rule } => (self.order, self.rule) = (Some(order), Some(rule)),
            LotSource::Adjustment { adjustment } => self.adjustment = Some(adjustment),
            LotSource::Offer { offer, .. } => self.offer = Some(offer),
            LotSource::Survey { survey, .. } => self.survey = Some(survey),
            LotSource::Restored { redemption, from } => {
                self.redemption = Some(redemption);
                return self.about(&from);
            }
            LotSource::Rules { .. } | LotSource::Sum { .. } => {}
        }
        self
    }
}
