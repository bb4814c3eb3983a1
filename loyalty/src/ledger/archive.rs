//! Closing the past: the checkpoint moves on, and rows before it that can hardly change are archived.
//!
//! An archived row is stored and not loaded. What an operation names is looked up for it ([`Wallet::name_archived`]); the
//! next lots to be spent are loaded when they are needed ([`Wallet::load_lots`]); and an operation that changes what lies
//! before the checkpoint is done again with all rows. So an operation dated now costs what lies after the checkpoint.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    Adjustment, Checkpoint, Credit, Debit, Hold, Lot, LotSource, OrderRecord, Refusal, Rest, Wallet,
    awards::is_gesture,
    checkpoint::TakeInputs,
    flow::{Changed, Flow},
    fold,
    lot::SpendOrder,
    open_rows::Open,
    take::{Take, Taker},
};
use crate::{
    AdjustmentId, Days, HoldId, Instant, OrderId, Points,
    history::PastOrders,
    program::{Program, Programs},
    view::SCHEDULE_LEN_MAX,
};

/// How much of a wallet is kept open.
#[derive(Clone, Copy, Debug)]
pub struct PastLimits {
    /// Facts after the checkpoint when it has just moved.
    pub facts: usize,
    /// How many more there are when it moves again.
    pub more_facts: usize,
    /// Lots that can be spent, when others have just been archived.
    pub lots: usize,
    /// How long every fact stays open: what is told of an order in its first days changes no past.
    pub days: Days,
}

impl PastLimits {
    /// Three months of orders every week stay open. With orders of 1 KB, lots of 200 B and the checkpoint's 15 KB, a wallet of
    /// any length is loaded from some 50 KB, but for what waits: lots that are pending and what is held stay open, too.
    pub const USUAL: Self = Self { facts: 12, more_facts: 8, lots: 24, days: Days(7) };
}

/// Archived rows that an operation names.
#[derive(Clone, Debug, Default)]
pub struct Archived {
    /// Orders.
    pub orders: BTreeMap<OrderId, OrderRecord>,
    /// Redemptions.
    pub holds: BTreeMap<HoldId, Hold>,
    /// Adjustments.
    pub adjustments: BTreeMap<AdjustmentId, Adjustment>,
}

/// Rows to archive, with what they say now, in place of those that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveChanges {
    /// Whether these are all archived rows there are: the wallet was restored with all rows, and any of them may have been
    /// archived before.
    pub is_whole: bool,
    /// Orders.
    pub orders: Vec<OrderRecord>,
    /// Redemptions.
    pub holds: Vec<Hold>,
    /// Credits.
    pub credits: Vec<Credit>,
    /// Debits.
    pub debits: Vec<Debit>,
    /// Adjustments.
    pub adjustments: Vec<Adjustment>,
    /// Lots that can be spent; they are loaded again in the order of [`Lot::spend_key`].
    pub lots: Vec<Lot>,
    /// Lots of which nothing is left.
    pub spent_lots: Vec<Lot>,
}

impl Wallet {
    /// Knows archived rows that the next operation names.
    pub fn name_archived(&mut self, named: Archived) {
        self.named = named;
    }

    /// Whether archived lots are to be loaded before time passes up to `now`: one expires by then, or fewer expirations are
    /// known than are shown, or it is not known which of two lots is spent first.
    pub fn needs_lots(&self, now: Instant) -> bool {
        let Rest { first: Some(first), .. } = &self.flow.rest else { return false };
        let expires = |at: Instant| at <= now.max(self.head.clock);
        if first.expires_at.is_some_and(expires) || self.lots().any(|lot| lot.spend_order().is_beside(first)) {
            return true;
        }
        let Some(first_at) = first.expires_at else { return false };
        let clock = self.head.clock;
        let left = self.lots().filter(|lot| lot.remaining > Points::ZERO && lot.has_date(clock));
        let expirations = left.filter_map(|lot| lot.expires_at).filter(|at| !expires(*at) && *at < first_at);
        expirations.collect::<BTreeSet<_>>().len() < SCHEDULE_LEN_MAX
    }

    /// The [`Lot::spend_key`] from which archived lots are to be loaded, if there are any.
    pub fn next_lot_key(&self) -> Option<String> {
        self.flow.rest.first.as_ref().map(SpendOrder::key)
    }

    /// Loads the next archived lots; `next` is the one after them, if there is one.
    pub fn load_lots(&mut self, lots: Vec<Lot>, next: Option<&Lot>) -> Result<(), Refusal> {
        if lots.is_empty() || lots.iter().any(|lot| self.flow.lots.contains_key(&lot.source)) {
            return Err(Refusal::HistoryNotLoaded);
        }
        let Some(checkpoint) = self.checkpoint.as_mut().map(Rc::make_mut) else { return Ok(()) };
        let loaded = Points::sum(lots.iter().map(|lot| lot.remaining))?;
        let left = checkpoint.rest.available.minus(loaded)?;
        let rest = next.map_or_else(Rest::default, |next| Rest::archived(left, Some(next.spend_order())));
        checkpoint.rest = rest.clone();
        checkpoint.lots.extend(lots.iter().cloned());
        self.flow.rest = rest;
        self.flow.load(lots.iter().cloned(), self.head.clock);
        self.touched.opened_lots.extend(lots.into_iter().map(|lot| (lot.source.clone(), lot)));
        Ok(())
    }

    /// Moves the checkpoint on if enough facts lie after it, and archives what lies before it; tells whether it has. To be
    /// called when an operation is done, before its changes are taken. An error changes nothing.
    pub fn close_past(&mut self, programs: &Programs, limits: PastLimits) -> Result<bool, Refusal> {
        if let Some(at) = self.next_checkpoint(limits) {
            let mut closed = self.clone();
            closed.close_past_at(at, programs, limits)?;
            *self = closed;
        } else if std::mem::take(&mut self.is_reopened) {
            // Nothing is archived any more.
            self.touched.archive = Some(ArchiveChanges { is_whole: true, ..ArchiveChanges::default() });
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn close_past_at(&mut self, at: Instant, programs: &Programs, limits: PastLimits) -> Result<(), Refusal> {
        let FlowAt { flow, takes, busy } = self.flow_at(at)?;
        let divided = self.divide_lots(&flow, &busy, at, limits);
        let takes_open = flow.open_takes(at);
        let open = Open::new(self, &takes_open, at);
        let mut checkpoint = Checkpoint {
            orders: self.past_orders(programs, at)?,
            order_count: self.order_count_by(at),
            takes: takes_open,
            owed_for: flow.owed_for().map(|(id, points)| (id.clone(), *points)).collect(),
            inputs: inputs(&takes, &open, at),
            rest: self.rest_with(&divided.archived)?,
            lots: divided.open,
            ..self.checkpoint.as_deref().cloned().unwrap_or_default()
        };
        (checkpoint.credited, checkpoint.taken) = self.facts_of_points().moved(at)?;
        let mut archive = ArchiveChanges {
            is_whole: self.checkpoint.is_none(),
            orders: remove_closed(&mut self.orders, |id, _| open.orders.contains(id)),
            holds: remove_closed(&mut self.holds, |id, _| open.holds.contains(id)),
            credits: remove_closed(&mut self.credits, |_, credit| at < credit.at || is_award(&credit.source)),
            debits: remove_closed(&mut self.debits, |id, _| open.debits.contains(id)),
            lots: divided.archived,
            spent_lots: divided.spent,
            ..ArchiveChanges::default()
        };
        let (credits, debits) = (&self.credits, &self.debits);
        let is_open = |id: &AdjustmentId| {
            debits.contains_key(id) || credits.contains_key(&LotSource::Adjustment { adjustment: id.clone() })
        };
        archive.adjustments = remove_closed(&mut self.adjustments, |id, _| is_open(id));
        checkpoint.add_archived(&archive)?;
        self.retain_open(checkpoint, &archive);
        // The answer to this operation may still name them.
        self.named.orders.extend(archive.orders.iter().map(|record| (record.id.clone(), record.clone())));
        self.named.holds.extend(archive.holds.iter().map(|hold| (hold.id.clone(), hold.clone())));
        self.touched.archive = Some(archive);
        Ok(())
    }

    /// Up to where the past can be closed.
    fn next_checkpoint(&self, limits: PastLimits) -> Option<Instant> {
        let is_done = self.touched.archive.is_some() || self.touched.is_empty() && !self.is_reopened;
        if is_done {
            return None;
        }
        let facts = self.facts_of_points();
        let orders = self.orders.values().map(|record| record.state.placed_at);
        let credits = self.credits.values().map(|credit| credit.at);
        let debits = self.debits.values().map(|debit| debit.at);
        let holds = self.holds.values().map(|hold| hold.created_at);
        let all = orders.chain(credits).chain(debits).chain(holds);
        let mut after: Vec<Instant> = all.filter(|at| facts.is_after_checkpoint(*at)).collect();
        let more_facts = if self.is_reopened { 1 } else { limits.more_facts };
        if after.len() < limits.facts + more_facts {
            return None;
        }
        after.sort_unstable();
        let first_kept = after.get(after.len() - limits.facts).copied()?;
        let at = first_kept.min(self.head.clock - limits.days).plus_ms(-1);
        (after.partition_point(|fact| *fact <= at) >= more_facts).then_some(at)
    }

    /// The flow as it was at an instant that has passed, and what has happened since.
    fn flow_at(&self, at: Instant) -> Result<FlowAt, Refusal> {
        let facts = self.facts_of_points();
        let counted = self.orders_after_checkpoint().map(|record| (&record.id, &record.counted));
        let (lots, later_lots): (Vec<_>, Vec<_>) =
            fold::lots(facts, counted).into_iter().partition(|lot| lot.made_at <= at);
        let (takes, later_takes): (Vec<_>, Vec<_>) =
            fold::takes(facts, &fold::settlements(facts)?).into_iter().partition(|(_, take)| take.at <= at);
        let (flow, new_takes) = fold::flow_at_checkpoint(facts, takes.clone())?;
        let mut flow = flow.with(lots, new_takes);
        flow.advance(at)?;
        let mut later = flow.clone();
        later.changed = Changed::default();
        let mut later = later.with(later_lots, later_takes);
        later.advance(self.head.clock)?;
        let Changed { lots: changed, seen, .. } = later.changed;
        Ok(FlowAt { flow, takes, busy: changed.into_iter().chain(seen).collect() })
    }

    /// Which lots stay open after an instant.
    fn divide_lots(&self, flow: &Flow, busy: &BTreeSet<LotSource>, at: Instant, limits: PastLimits) -> DividedLots {
        let needed: BTreeSet<&LotSource> = flow.may_go_back_to(at).collect();
        let is_needed = |lot: &&Lot| lot.remaining > Points::ZERO || needed.contains(&lot.source);
        let (left, spent): (Vec<&Lot>, Vec<&Lot>) = flow.lots.values().partition(is_needed);
        let is_quiet = |lot: &Lot| lot.is_available(at) && !busy.contains(&lot.source) && !needed.contains(&lot.source);
        let mut in_order: Vec<(SpendOrder, &Lot)> = left.iter().map(|lot| (lot.spend_order(), *lot)).collect();
        in_order.sort_by(|one, other| one.0.cmp(&other.0));
        let from = self.first_archived(&in_order, busy, limits);
        let is_archived =
            |(order, lot): &(SpendOrder, &Lot)| from.as_ref().is_some_and(|from| from <= order) && is_quiet(lot);
        let (archived, open): (Vec<_>, Vec<_>) = in_order.into_iter().partition(is_archived);
        DividedLots {
            open: open.into_iter().map(|(_, lot)| lot.clone()).collect(),
            archived: archived.into_iter().map(|(_, lot)| lot.clone()).collect(),
            spent: spent.into_iter().cloned().collect(),
        }
    }

    /// The place in the order of spending from which lots are archived.
    fn first_archived(
        &self,
        in_order: &[(SpendOrder, &Lot)],
        busy: &BTreeSet<LotSource>,
        limits: PastLimits,
    ) -> Option<SpendOrder> {
        let rest = self.flow.rest.first.as_ref();
        let before_rest = in_order.iter().take_while(|(order, _)| rest.is_none_or(|first| order < first)).count();
        if before_rest < 2 * limits.lots {
            return rest.cloned();
        }
        let last_busy = in_order.iter().rposition(|(_, lot)| busy.contains(&lot.source));
        let first = last_busy.map_or(limits.lots, |last| limits.lots.max(last + 1));
        let mut shown = BTreeSet::new();
        for (place, (order, lot)) in in_order.iter().enumerate().take(before_rest) {
            let before = place.checked_sub(1).and_then(|before| in_order.get(before)).map(|(before, _)| before);
            // All lots that expire together stay together, and so do those in order by their sources alone.
            let expires_with =
                order.expires_at.is_some() && before.map(|before| before.expires_at) == Some(order.expires_at);
            let is_beside = before.is_some_and(|before| before.is_beside(order));
            let is_shown = order.expires_at.is_some() && shown.len() < SCHEDULE_LEN_MAX;
            if first <= place && !expires_with && !is_beside && !is_shown {
                return Some(order.clone());
            }
            let is_left = |lot: &Lot| lot.remaining > Points::ZERO && lot.has_date(self.head.clock);
            let is_left = self.flow.lots.get(&lot.source).is_some_and(is_left);
            shown.extend(order.expires_at.filter(|at| is_left && self.head.clock < *at));
        }
        rest.cloned()
    }

    fn rest_with(&self, archived: &[Lot]) -> Result<Rest, Refusal> {
        let rest = &self.flow.rest;
        let more = Points::sum(archived.iter().map(|lot| lot.remaining))?;
        let first = archived.first().map(Lot::spend_order).into_iter().chain(rest.first.clone()).min();
        Ok(Rest::archived(rest.available.plus(more)?, first))
    }

    fn past_orders(&self, programs: &Programs, at: Instant) -> Result<PastOrders, Refusal> {
        let past = self.checkpoint.as_ref().map(|checkpoint| &checkpoint.orders);
        let mut orders: Vec<&OrderRecord> = self.orders_between_checkpoints(at).collect();
        orders.sort_by_key(|record| (record.state.placed_at, &record.id));
        let later = self.orders.values().filter(|record| at < record.state.placed_at);
        let pinned = later.filter_map(|record| programs.get(record.version?));
        let newest = programs.newest().map(|(_, program)| program);
        let programs: Vec<&Program> = newest.into_iter().chain(pinned).map(Rc::as_ref).collect();
        Ok(PastOrders::after(past, &orders, programs, at)?)
    }

    fn orders_between_checkpoints(&self, at: Instant) -> impl Iterator<Item = &OrderRecord> {
        self.orders_after_checkpoint().filter(move |record| record.state.placed_at <= at)
    }

    fn order_count_by(&self, at: Instant) -> usize {
        let before = self.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.order_count);
        before + self.orders_between_checkpoints(at).count()
    }

    /// Goes on with what is open.
    fn retain_open(&mut self, checkpoint: Checkpoint, archive: &ArchiveChanges) {
        self.is_reopened = false;
        let gone: BTreeSet<&LotSource> =
            archive.lots.iter().chain(&archive.spent_lots).map(|lot| &lot.source).collect();
        let lots = self.flow.lots.values().filter(|lot| !gone.contains(&lot.source)).cloned().collect();
        self.checkpoint = Some(Rc::new(checkpoint));
        self.flow = self.flow_of_rows(lots);
    }
}

/// The flow at an instant that has passed.
struct FlowAt {
    flow: Flow,
    /// What all facts by then take and give back.
    takes: Vec<(Taker, Take)>,
    /// Lots to which something has happened since, or on which something depended.
    busy: BTreeSet<LotSource>,
}

/// Lots, divided into those that stay open, as they were at the checkpoint, and those that are archived: what can be spent,
/// in that order, and what nothing is left of.
struct DividedLots {
    open: Vec<Lot>,
    archived: Vec<Lot>,
    spent: Vec<Lot>,
}

/// Whether points were given for something that is kept beside the ledger, and is checked against it.
fn is_award(source: &LotSource) -> bool {
    match source {
        LotSource::Offer { .. } | LotSource::Survey { .. } => true,
        LotSource::Adjustment { adjustment } => is_gesture(adjustment),
        LotSource::Order { .. } | LotSource::Restored { .. } | LotSource::Rules { .. } | LotSource::Sum { .. } => false,
    }
}

/// What the open redemptions up to an instant were folded with.
fn inputs(takes: &[(Taker, Take)], open: &Open, at: Instant) -> BTreeMap<HoldId, TakeInputs> {
    let input = |(taker, take): &(Taker, Take)| match taker {
        Taker::Redemption(id) if open.holds.contains(id) => Some((id.clone(), TakeInputs::new(take, at))),
        Taker::Redemption(_) | Taker::Debit(_) => None,
    };
    takes.iter().filter_map(input).collect()
}

/// Takes all rows but some out of a map.
fn remove_closed<K: Ord + Clone, V>(rows: &mut BTreeMap<K, V>, stays: impl Fn(&K, &V) -> bool) -> Vec<V> {
    let (stay, go): (BTreeMap<K, V>, BTreeMap<K, V>) =
        std::mem::take(rows).into_iter().partition(|(name, row)| stays(name, row));
    *rows = stay;
    go.into_values().collect()
}
