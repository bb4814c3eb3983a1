//! Which state of an order counts (section 3).

use std::cmp::Ordering;

use super::documents::{Instant, Line, Order, Return};
use super::facts::OrderFact;

impl OrderFact {
    /// The newest of all states told (3.1).
    pub fn newest(&self) -> Option<&Order> {
        self.newest.as_ref()
    }

    /// The earliest `updated_at` of all states told as completed, while the newest one is (3.4).
    pub fn completed_at(&self) -> Option<i64> {
        if self.newest()?.status != "completed" {
            return None;
        }
        self.told.iter().filter(|state| state.status == "completed").map(|state| state.updated_at.0).min()
    }

    /// Whether the order is another member's now (3.5).
    pub fn is_yielded(&self) -> bool {
        self.newest().is_some_and(|newest| Some(newest.updated_at.0) <= self.yielded_at)
    }

    /// Takes a state.
    pub fn tell(&mut self, state: Order) {
        self.told.push(state);
        self.newest = self.told.iter().max_by(|one, other| compare(one, other)).cloned();
    }

    /// Gives the order up as of an instant; the latest one counts.
    pub fn give_up(&mut self, updated_at: i64) {
        self.yielded_at = self.yielded_at.max(Some(updated_at));
    }

    /// What is stored of the order: states that are not the newest are forgotten, but for 3.4 and 5.1; and why it waits.
    pub fn stored(&self) -> impl PartialEq + use<> {
        let completed =
            self.told.iter().filter(|state| state.status == "completed").map(|state| state.updated_at).min();
        (self.newest.clone(), completed, self.version, self.waited, self.yielded_at)
    }
}

/// How far ahead of the service's clock a state may be (3.7).
const AHEAD_MAX_MS: i64 = 10 * 60_000;

/// Whether an instant of a state is further ahead than clocks differ (3.7).
pub fn is_ahead(state: &Order, now: i64) -> bool {
    let returned = |Return { opened_at, closed_at }: &Return| [Some(*opened_at), *closed_at];
    let dates = [Some(state.placed_at), Some(state.updated_at), state.delivered_at];
    let all = dates.into_iter().chain(state.returns.iter().flat_map(returned)).flatten();
    all.into_iter().any(|Instant(at)| at > now + AHEAD_MAX_MS)
}

/// Orders two states of one order by how new they are (3.2).
pub fn compare(one: &Order, other: &Order) -> Ordering {
    // `None` sorts before any revision.
    one.revision
        .cmp(&other.revision)
        .then_with(|| one.updated_at.cmp(&other.updated_at))
        .then_with(|| progress(one).cmp(&progress(other)))
        .then_with(|| refunds(one).cmp(&refunds(other)))
        .then_with(|| field_by_field(one, other))
}

/// Numbers and instants by size, texts by bytes, `false` before `true`, absent before present, lists item by item:
/// all as Rust orders them.
fn field_by_field(one: &Order, other: &Order) -> Ordering {
    let fields = |order: &Order| {
        let head = (
            order.member.clone(),
            order.currency.clone(),
            order.status.clone(),
            order.placed_at,
            order.updated_at,
            order.revision,
            order.prices_include_tax,
        );
        let line = |line: &Line| {
            let amounts = (line.quantity, line.price, line.discount, line.tax, line.refunded, line.refunded_tax);
            (line.id.clone(), line.product.clone(), line.labels.clone(), amounts)
        };
        let lines: Vec<_> = order.lines.iter().map(line).collect();
        let shipping = &order.shipping;
        let shipping = (shipping.price, shipping.tax, shipping.refunded, shipping.refunded_tax);
        let returns: Vec<_> = order.returns.iter().map(|one| (one.opened_at, one.closed_at)).collect();
        (head, lines, shipping, order.coupon_codes.clone(), order.delivered_at, returns)
    };
    fields(one).cmp(&fields(other))
}

fn progress(order: &Order) -> usize {
    let statuses = ["placed", "paid", "completed", "cancelled"];
    let rank = statuses.iter().position(|status| *status == order.status);
    rank.unwrap_or_else(|| panic!("no such status: {}", order.status))
}

fn refunds(order: &Order) -> i128 {
    let of_lines: i128 = order.lines.iter().map(|line| i128::from(line.refunded) + i128::from(line.refunded_tax)).sum();
    of_lines + i128::from(order.shipping.refunded) + i128::from(order.shipping.refunded_tax)
}
