//! Which order uses a code, what becomes of the redemption, and what of its points comes back (7.5 to 7.9).

use super::calendar::DAY_MS;
use super::documents::Order;
use super::facts::{Facts, Redemption};
use super::value::books;

/// What a coupon that comes back has left, at least.
const COUPON_LEFT_MIN: i64 = 7 * DAY_MS;

/// An order that lists a code.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The order's id.
    pub order: String,
    /// When it was placed; of an unknown order, when it was captured.
    pub placed_at: i64,
    /// Its newest state, if the order is known.
    pub state: Option<Order>,
    /// Whether the order's discount stands.
    pub is_live: bool,
}

/// How a redemption stands at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// `held`, `captured`, `released`, `lapsed` or `returned`.
    pub status: &'static str,
    /// When it lapses (7.8).
    pub held_until: i64,
    /// The order that uses it, or that it came back from.
    pub order: Option<String>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Points that count as never taken.
    pub never_taken: i128,
    /// The `updated_at` of the order they came back from.
    pub restored_from: Option<i64>,
}

impl Facts {
    /// The orders that list a code, the earliest placed first.
    pub fn listings(&self, redemption: &Redemption) -> Vec<Listing> {
        let mut listings = Vec::new();
        for (id, _, state) in self.known_orders() {
            let is_named = redemption.captures.iter().any(|(_, order)| order.as_ref() == Some(id));
            if !is_named && !state.coupon_codes.contains(&redemption.code) {
                continue;
            }
            let is_undone = books(state).is_wholly_refunded() && redemption.points_on_refund != "never";
            listings.push(Listing {
                order: id.clone(),
                placed_at: state.placed_at.0,
                state: Some(state.clone()),
                is_live: state.status != "cancelled" && !is_undone,
            });
        }
        for (at, order) in &redemption.captures {
            let Some(order) = order else { continue };
            if !listings.iter().any(|listing| listing.order == *order) {
                listings.push(Listing { order: order.clone(), placed_at: *at, state: None, is_live: true });
            }
        }
        listings.sort_by_key(|listing| (listing.placed_at, listing.order.clone()));
        listings
    }

    /// How a redemption stands at `now` (7.6).
    pub fn standing(&self, redemption: &Redemption, now: i64) -> Standing {
        let listings = self.listings(redemption);
        if let Some(user) = listings.iter().find(|listing| listing.is_live) {
            return Standing {
                status: "captured",
                held_until: redemption.held_until,
                order: Some(user.order.clone()),
                ended_at: Some(redemption.created_at.max(user.placed_at)),
                never_taken: in_proportion(redemption, user),
                restored_from: user.state.as_ref().map(|state| state.updated_at.0),
            };
        }
        let undone = listings.first().and_then(|listing| Some((listing, listing.state.as_ref()?)));
        let held_until = undone.filter(|_| redemption.coupon).map_or(redemption.held_until, |(listing, state)| {
            state.updated_at.0 + (redemption.held_until - listing.placed_at).max(COUPON_LEFT_MIN)
        });
        let by_hand = redemption.captures.iter().rev().find(|(_, order)| order.is_none());
        let standing =
            |status, order, ended_at| Standing { status, held_until, order, ended_at, ..Standing::default() };
        if let Some(released_at) = redemption.released_at {
            return standing("released", None, Some(released_at));
        }
        if let Some((listing, state)) = undone.filter(|_| !redemption.coupon) {
            return Standing {
                never_taken: redemption.points,
                restored_from: Some(state.updated_at.0),
                ..standing("returned", Some(listing.order.clone()), Some(state.updated_at.0))
            };
        }
        match by_hand {
            Some((at, _)) => standing("captured", None, Some(*at)),
            None if held_until <= now => standing("lapsed", None, Some(held_until)),
            None => standing("held", None, None),
        }
    }

    /// The codes of an order's newest state.
    pub fn codes(&self, order: &str) -> Vec<String> {
        let state = self.orders.get(order).and_then(|fact| fact.newest());
        state.map(|state| state.coupon_codes.clone()).unwrap_or_default()
    }

    /// The redemption of a code.
    pub fn by_code(&self, code: &str) -> Option<&Redemption> {
        self.redemptions.iter().find(|one| one.code == code)
    }
}

/// Points of a captured redemption that came back with a part of the goods (7.7).
fn in_proportion(redemption: &Redemption, user: &Listing) -> i128 {
    let Some(state) = user.state.as_ref().filter(|_| redemption.points_on_refund == "proportion") else { return 0 };
    let (refunded, charged) = books(state).refunded_of_charged();
    if charged == 0 { 0 } else { redemption.points * refunded / charged }
}
