//! When points become available: the return window (6.2), and what waits without a date.

use super::Example;
use super::player::{Player, as_of, day, order, program};
use crate::model::documents::{Instant, Order};

pub const EXAMPLES: &[Example] = &[
    ("14 days from the delivery", |p| {
        p.publish(delivered(|program| program.earn_on = "completed".to_owned()));
        let parcel = as_of(order(6_000, 0, |o| o.delivered_at = Some(Instant(day(20)))), "completed", 20);
        let answer = p.at(20, 0).order("o", &parcel);
        p.same("pending until", answer.pending_until, Some(day(34)));
        p.check(60, 0, 60, 0);
        let refused = p.redeem("redemption-1");
        p.same("redeeming", refused.code.as_str(), "insufficient_points");
        p.at(34, -1).check(60, 0, 60, 0);
        p.at(34, 0).check(60, 60, 0, 0);
    }),
    ("without a delivery, from when it was first completed", |p| {
        p.publish(delivered(|_| {}));
        p.at(20, 0).order("o", &as_of(order(6_000, 0, |_| {}), "completed", 20));
        p.at(25, 0).order("o", &as_of(order(6_000, 0, |_| {}), "completed", 25));
        let answer = p.order("o", &as_of(order(6_000, 0, |_| {}), "completed", 19));
        p.same("a stale state", (answer.code.as_str(), answer.pending_until), ("stale", Some(day(33))));
        let answer = p.at(26, 0).order("o", &as_of(order(6_000, 0, |_| {}), "paid", 26));
        p.same("not completed now", (answer.waits_for.as_deref(), answer.pending_until), (Some("delivered"), None));
    }),
    ("until it is known, without a date, and at most 60 days", |p| {
        p.publish(delivered(|_| {}));
        let answer = p.order("o", &order(6_000, 0, |_| {}));
        p.same("answer", (answer.waits_for.as_deref(), answer.pending_until), (Some("delivered"), None));
        let wallet = p.wallet();
        p.same("arrivals", wallet.arrivals.len(), 0);
        let lot = wallet.lots.first().map(|lot| (lot.remaining, lot.available_at, lot.waits_for.clone()));
        p.same("lot", lot, Some((60, None, Some("delivered".to_owned()))));
        p.at(60, -1).check(60, 0, 60, 0);
        p.at(60, 0).check(60, 60, 0, 0);
        let lot = p.wallet().lots.first().map(|lot| (lot.available_at, lot.expires_at, lot.waits_for.clone()));
        p.same("lot", lot, Some((Some(day(60)), Some(day(425)), None)));
    }),
    ("a delivery told after its points were spent changes nothing that was redeemed", |p| {
        p.publish(delivered(|_| {}));
        p.order("o", &order(6_000, 0, |_| {}));
        p.at(61, 0).redeem("redemption-1");
        p.capture("redemption-1", None);
        p.check(10, 10, 0, 0);
        let parcel = order(6_000, 0, |o| o.delivered_at = Some(Instant(day(60))));
        p.at(62, 0).order("o", &as_of(parcel, "paid", 62));
        // The reward takes its 50 from what is pending again.
        p.check(10, 0, 10, 0);
    }),
    ("never before it was placed", |p| {
        p.publish(delivered(|program| program.return_window_days = 0));
        let early: Order = order(6_000, 5, |o| o.delivered_at = Some(Instant(day(1))));
        p.at(5, 0).order("o", &early);
        let lot = p.wallet().lots.first().map(|lot| (lot.available_at, lot.expires_at));
        p.same("lot", lot, Some((Some(day(5)), Some(day(370)))));
    }),
    ("an order that is placed later than now is pending", |p: &mut Player<'_>| {
        p.publish(program(|program| program.return_window_days = 0));
        // By so much the shop's clock may be ahead.
        p.at(1, -9).order("o", &order(6_000, 1, |_| {}));
        p.check(60, 0, 60, 0);
        p.at(1, 0).check(60, 60, 0, 0);
    }),
];

/// A window of 14 days from the delivery.
fn delivered(changed: impl FnOnce(&mut crate::model::documents::Program)) -> crate::model::documents::Program {
    program(|program| {
        program.return_window_days = 14;
        program.return_window_from = "delivered".to_owned();
        changed(program);
    })
}
