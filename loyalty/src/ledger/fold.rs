//! The fold: from facts to what a wallet has at an instant (`RULES.md`, 8). Equal facts give equal results.

use std::collections::BTreeMap;

use super::{
    Counted, Credit, Debit, Facts, Hold, Lot, LotSource, Refusal, Taken,
    codes::{End, Listings, Settlement},
    count,
    flow::Flow,
    take::{Take, Taker},
};
use crate::{HoldId, Instant, OrderId, Points, points::OutOfRange, program::Programs};

/// What facts come to.
pub(super) struct Folded {
    /// Of the orders after the checkpoint.
    pub(super) counted: BTreeMap<OrderId, Counted>,
    pub(super) settlements: BTreeMap<HoldId, Settlement>,
    pub(super) flow: Flow,
}

/// Folds all facts up to `now`, from the checkpoint on if there is one.
pub(super) fn fold(facts: Facts, programs: &Programs, now: Instant) -> Result<Folded, Refusal> {
    let past = facts.checkpoint.map(|checkpoint| &checkpoint.orders);
    let orders = facts.orders.values().filter(|record| facts.is_after_checkpoint(record.state.placed_at));
    let counted = count::count(past, orders, programs)?;
    let settlements = settlements(facts)?;
    let (lots, takes) = (lots(facts, counted.iter()), takes(facts, &settlements));
    let (flow, takes) = flow_at_checkpoint(facts, takes)?;
    // Within these bounds no sum of a part can leave the range.
    let (credited, taken) = facts.checkpoint.map_or_else(Default::default, |past| (past.credited, past.taken));
    credited.plus(Points::sum(lots.iter().map(|lot| lot.points))?)?;
    taken.plus(Points::sum(takes.iter().map(|(_, take)| take.points))?)?;
    let mut flow = flow.with(lots, takes);
    flow.advance(now)?;
    flow.make_coming();
    Ok(Folded { counted, settlements, flow })
}

/// The flow at the checkpoint, or one without anything; and which of these takes are still to come to it.
pub(super) fn flow_at_checkpoint(
    facts: Facts,
    takes: Vec<(Taker, Take)>,
) -> Result<(Flow, Vec<(Taker, Take)>), Refusal> {
    let (past, new) = takes.into_iter().partition::<Vec<_>, _>(|(_, take)| !facts.is_after_checkpoint(take.at));
    let flow = facts.checkpoint.map_or_else(|| Ok(Flow::default()), |checkpoint| checkpoint.flow(past))?;
    Ok((flow, new))
}

/// What becomes of each redemption, whatever the time is.
pub(super) fn settlements(facts: Facts) -> Result<BTreeMap<HoldId, Settlement>, OutOfRange> {
    let listings = Listings::new(facts.orders);
    facts.holds.iter().map(|(id, hold)| Ok((id.clone(), listings.settlement(hold)?))).collect()
}

/// The lots that these orders and the credits after the checkpoint make.
pub(super) fn lots<'c>(facts: Facts, counted: impl IntoIterator<Item = (&'c OrderId, &'c Counted)>) -> Vec<Lot> {
    let of_order = |(id, counted): (&OrderId, &'c Counted)| {
        let made_at = facts.orders.get(id).map(|record| record.state.placed_at).unwrap_or_default();
        order_lots(id, made_at, counted).collect::<Vec<_>>()
    };
    let credits = facts.credits.values().filter(|credit| facts.is_after_checkpoint(credit.at)).map(credit_lot);
    counted.into_iter().flat_map(of_order).chain(credits).collect()
}

/// The lots that an order makes.
pub(super) fn order_lots(order: &OrderId, placed_at: Instant, counted: &Counted) -> impl Iterator<Item = Lot> {
    counted.rules.iter().filter(|rule| rule.points > Points::ZERO).map(move |rule| Lot {
        source: LotSource::Order { order: order.clone(), rule: rule.rule.clone() },
        points: rule.points,
        remaining: rule.points,
        expired: Points::ZERO,
        made_at: placed_at,
        available_at: rule.available_at,
        expires_at: rule.expires_at,
        waits_for: rule.waits_for,
    })
}

/// The lot that a credit makes.
pub(super) fn credit_lot(credit: &Credit) -> Lot {
    Lot {
        source: credit.source.clone(),
        points: credit.points,
        remaining: credit.points,
        expired: Points::ZERO,
        made_at: credit.at,
        available_at: credit.at,
        expires_at: credit.expires_at,
        waits_for: None,
    }
}

/// What debits and redemptions take and give back.
pub(super) fn takes(facts: Facts, settlements: &BTreeMap<HoldId, Settlement>) -> Vec<(Taker, Take)> {
    let debits = facts.debits.values().map(|debit| (Taker::Debit(debit.adjustment.clone()), debit.as_new_take()));
    let used = |id: &HoldId| {
        let is_used = matches!(settlements.get(id)?.end, End::Captured(_));
        facts.holds.get(id).filter(|_| is_used)
    };
    let redemptions = facts.holds.values().filter(|hold| hold.points > Points::ZERO).filter_map(|hold| {
        let settlement = settlements.get(&hold.id)?;
        let mut spent_twice: Vec<&Hold> = hold.terms.had_come_back.iter().filter_map(used).collect();
        spent_twice.sort_by_key(|other| (other.created_at, &other.id));
        let take = Take {
            restored: settlement.restored,
            spent_twice: spent_twice.into_iter().map(|other| (other.id.clone(), other.points)).collect(),
            ..hold.as_take(match settlement.end {
                End::Captured(_) | End::Returned(_) => None,
                End::Released(at) => Some(at),
                End::Open => Some(settlement.held_until),
            })
        };
        Some((Taker::Redemption(hold.id.clone()), take))
    });
    debits.chain(redemptions).collect()
}

impl Hold {
    /// What it takes and gives back, as far as the flow goes on with it later.
    pub(super) fn as_take(&self, gives_back_at: Option<Instant>) -> Take {
        Take {
            at: self.created_at,
            points: self.points,
            debt: self.terms.debt,
            restored: None,
            spent_twice: Vec::new(),
            owed_for: Vec::new(),
            gives_back_at,
            taken: Taken::default(),
        }
    }
}

impl Debit {
    /// What it takes, before it has.
    pub(super) fn as_new_take(&self) -> Take {
        Take { taken: Taken::default(), ..self.as_take() }
    }

    /// What it has taken.
    pub(super) fn as_take(&self) -> Take {
        Take {
            at: self.at,
            points: self.points,
            debt: self.debt,
            restored: None,
            spent_twice: Vec::new(),
            owed_for: Vec::new(),
            gives_back_at: None,
            taken: self.taken.clone(),
        }
    }
}

impl From<OutOfRange> for Refusal {
    fn from(_: OutOfRange) -> Self {
        Self::OutOfRange
    }
}
