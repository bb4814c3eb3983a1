//! Which order uses a code, and what that makes of the redemption (`RULES.md`, 7).
//!
//! It does not matter whose the orders are: what is needed of one is its id, when it was placed and its newest state.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hold, HoldStatus, OrderRecord, take::Restored};
use crate::{
    Code, Days, Instant, OrderId, Points,
    order::{Order, OrderStatus},
    points::OutOfRange,
    program::PointsOnRefund,
};

/// How long a coupon is valid again at least, when it comes back.
const COUPON_DAYS_MIN: Days = Days(7);

/// Which orders list each code in their newest states.
#[derive(Default)]
pub(super) struct Listings<'a> {
    orders: Option<&'a BTreeMap<OrderId, OrderRecord>>,
    by_code: BTreeMap<&'a Code, BTreeSet<&'a OrderId>>,
}

/// What becomes of a redemption, whatever the time is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settlement {
    pub(super) end: End,
    /// When it lapses, or would have: a coupon that comes back is valid again until then.
    pub(super) held_until: Instant,
    /// The order that uses the code, or that it came back from.
    pub(super) order: Option<OrderId>,
    /// Of the points, those that count as never taken.
    pub(super) restored: Option<Restored>,
}

/// How a redemption ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Captured(Instant),
    Released(Instant),
    Returned(Instant),
    /// Nothing has come of it (yet): it lapses at `held_until`.
    Open,
}

/// An order that lists a code.
struct Listing<'a> {
    placed_at: Instant,
    id: &'a OrderId,
    /// None if only a capture by hand names it.
    state: Option<&'a Order>,
}

impl<'a> Listings<'a> {
    pub(super) fn new(orders: &'a BTreeMap<OrderId, OrderRecord>) -> Self {
        let mut by_code: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for record in orders.values() {
            for code in &record.state.coupon_codes {
                by_code.entry(code).or_default().insert(&record.id);
            }
        }
        Self { orders: Some(orders), by_code }
    }

    /// The orders that list a redemption's code, those placed first first.
    fn of<'h>(&'h self, hold: &'h Hold) -> Vec<Listing<'h>> {
        let ids = self.by_code.get(&hold.code).into_iter().flatten().copied();
        let named = hold.captured.iter().filter_map(|captured| captured.order.as_ref());
        let ids: BTreeSet<&OrderId> = ids.chain(named).collect();
        let listing = |id| {
            let state = self.orders.and_then(|orders| orders.get(id)).map(|record| &record.state);
            let captured = || hold.captured.iter().find(|captured| captured.order.as_ref() == Some(id));
            let placed_at = state.map(|state| state.placed_at).or_else(|| captured().map(|captured| captured.at));
            Listing { placed_at: placed_at.unwrap_or(hold.created_at), id, state }
        };
        let mut listings: Vec<_> = ids.into_iter().map(listing).collect();
        listings.sort_by_key(|listing| (listing.placed_at, listing.id));
        listings
    }

    /// What becomes of a redemption.
    pub(super) fn settlement(&self, hold: &Hold) -> Result<Settlement, OutOfRange> {
        let listings = self.of(hold);
        let mut held_until = hold.terms.held_until;
        let settlement = |end, held_until, order: Option<&OrderId>, restored| Settlement {
            end,
            held_until,
            order: order.cloned(),
            restored,
        };
        let live = |listing| Listing::is_live(listing, hold).map(|is_live| is_live.then_some(listing)).transpose();
        if let Some(user) = listings.iter().find_map(live).transpose()? {
            let captured_at = hold.created_at.max(user.placed_at);
            return Ok(settlement(End::Captured(captured_at), held_until, Some(user.id), user.refunded(hold)?));
        }
        let undone = listings.first().and_then(|first| Some((first, first.state?)));
        let is_coupon = hold.points == Points::ZERO;
        if let Some((listing, state)) = undone.filter(|_| is_coupon) {
            let left = held_until.after(listing.placed_at).max(COUPON_DAYS_MIN.as_ms());
            held_until = state.updated_at.plus_ms(left);
        }
        if let Some(released_at) = hold.released_at {
            return Ok(settlement(End::Released(released_at), held_until, None, None));
        }
        if let Some((listing, state)) = undone.filter(|_| !is_coupon) {
            let restored = hold.restored(hold.points, state.updated_at);
            return Ok(settlement(End::Returned(state.updated_at), held_until, Some(listing.id), restored));
        }
        // A capture that names an order is one of its listings.
        Ok(match hold.captured.iter().rfind(|captured| captured.order.is_none()) {
            Some(captured) => settlement(End::Captured(captured.at), held_until, None, None),
            None => settlement(End::Open, held_until, None, None),
        })
    }
}

impl Listing<'_> {
    fn is_live(&self, hold: &Hold) -> Result<bool, OutOfRange> {
        let Some(state) = self.state else { return Ok(true) };
        let is_refunded = hold.terms.points_on_refund != PointsOnRefund::Never && state.refunded_share()?.is_whole();
        Ok(state.status != OrderStatus::Cancelled && !is_refunded)
    }

    /// The part of the points that came back with the part of the goods that was refunded.
    fn refunded(&self, hold: &Hold) -> Result<Option<Restored>, OutOfRange> {
        let in_proportion = hold.terms.points_on_refund == PointsOnRefund::Proportion;
        let Some(state) = self.state.filter(|_| in_proportion) else { return Ok(None) };
        let points = Points(state.refunded_share()?.of(hold.points.0));
        Ok(hold.restored(points, state.updated_at).filter(|restored| restored.points > Points::ZERO))
    }
}

impl Hold {
    fn restored(&self, points: Points, at: Instant) -> Option<Restored> {
        Some(Restored { points, at, days: self.terms.restored_days })
    }

    /// Takes what has become of it.
    pub(super) fn with_settlement(&self, settlement: &Settlement, now: Instant) -> Self {
        let held_until = settlement.held_until;
        let (status, ended_at) = match settlement.end {
            End::Captured(at) => (HoldStatus::Captured, Some(at)),
            End::Released(at) => (HoldStatus::Released, Some(at)),
            End::Returned(at) => (HoldStatus::Returned, Some(at)),
            End::Open if held_until <= now => (HoldStatus::Lapsed, Some(held_until)),
            End::Open => (HoldStatus::Held, None),
        };
        let not_taken = settlement.restored.map_or(Points::ZERO, |restored| restored.points);
        Self { status, ended_at, held_until, order: settlement.order.clone(), not_taken, ..self.clone() }
    }
}
