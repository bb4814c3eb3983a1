//! What was taken back stays taken back, and what was a mistake and is corrected is as before (section 8).

use super::Example;
use super::player::{Player, as_of, order, program};

pub const EXAMPLES: &[Example] = &[
    ("points held when their order is cancelled are gone when the hold is released", |p| {
        held_and_cancelled(p, "stop_at_zero");
        p.check(0, 0, 0, 0);
        p.release("redemption-1");
        p.check(0, 0, 0, 0);
        let again = p.redeem("redemption-2");
        p.same("they cannot be spent", again.code.as_str(), "insufficient_points");
    }),
    ("... and when it lapses by itself", |p| {
        held_and_cancelled(p, "stop_at_zero");
        p.at(31, 61).check(0, 0, 0, 0);
        p.stands("redemption-1", "lapsed", None);
    }),
    ("... and when it was released before", |p| {
        p.publish(program(|_| {}));
        p.order("o", &order(6_000, 0, |_| {}));
        p.at(31, 0).redeem("redemption-1");
        p.release("redemption-1");
        p.check(60, 60, 0, 0);
        p.order("o", &as_of(order(6_000, 0, |_| {}), "cancelled", 31));
        p.check(0, 0, 0, 0);
    }),
    ("with go_negative they are owed while they are held", |p| {
        held_and_cancelled(p, "go_negative");
        // Nothing in lots, 50 held and 50 owed.
        p.check(0, -50, 0, 50);
        let debt = p.wallet().debt;
        p.same("debt", debt, 50);
        p.release("redemption-1");
        p.check(0, 0, 0, 0);
        let debt = p.wallet().debt;
        p.same("debt after release", debt, 0);
    }),
    ("an order is cancelled whose points were used on another, and then that one", |p| {
        used_on_another(p);
        p.at(32, 0).order("a", &as_of(order(6_000, 0, |_| {}), "cancelled", 32));
        // The reward found nothing and is forgiven; B's 40 came after it.
        p.check(40, 0, 40, 0);
        p.at(33, 0).order("b", &as_of(order(4_000, 31, |_| {}), "cancelled", 33));
        p.check(0, 0, 0, 0);
    }),
    ("... and the other way round", |p| {
        used_on_another(p);
        let b = order(4_000, 31, |o| {
            o.placed_at.0 += 1;
            o.coupon_codes = vec!["CODE-1".to_owned()];
        });
        p.at(32, 0).order("b", &as_of(b, "cancelled", 32));
        p.check(60, 60, 0, 0);
        p.at(33, 0).order("a", &as_of(order(6_000, 0, |_| {}), "cancelled", 33));
        p.check(0, 0, 0, 0);
    }),
    ("what cannot be taken from available points is taken from pending ones", |p| {
        p.publish(program(|_| {}));
        p.order("a", &order(6_000, 0, |_| {}));
        p.at(20, 0).order("b", &order(6_000, 20, |_| {}));
        p.at(31, 0).redeem("redemption-1");
        p.check(120, 10, 60, 50);
        let answer = p.order("a", &as_of(order(6_000, 0, |_| {}), "cancelled", 31));
        p.same("change and forgiven", (answer.change, answer.forgiven), (-60, 0));
        p.check(60, 0, 10, 50);
        p.at(31, 61).check(60, 0, 60, 0);
    }),
    ("points that expired are not taken a second time from others", |p| {
        p.publish(program(|_| {}));
        p.order("old", &order(5_000, 0, |_| {}));
        p.at(400, 0).adjust("gift", 40);
        p.check(40, 40, 0, 0);
        for (day, status) in [(401, "cancelled"), (402, "paid"), (403, "cancelled"), (404, "paid")] {
            p.at(day, 0).order("old", &as_of(order(5_000, 0, |_| {}), status, day));
            p.check(40, 40, 0, 0);
        }
    }),
    ("... and not owed either", |p| {
        p.publish(program(|program| program.debt = "go_negative".to_owned()));
        p.order("old", &order(5_000, 0, |_| {}));
        for (day, status) in [(401, "cancelled"), (402, "paid"), (403, "cancelled")] {
            p.at(day, 0).order("old", &as_of(order(5_000, 0, |_| {}), status, day));
            p.check(0, 0, 0, 0);
        }
    }),
    ("a refund booked by mistake and corrected leaves what there was", |p| {
        p.publish(program(|_| {}));
        p.order("o", &order(5_000, 0, |_| {}));
        p.at(31, 0).redeem("redemption-1");
        p.capture("redemption-1", None);
        p.at(300, 0).adjust("gift", 50);
        p.check(50, 50, 0, 0);
        let cancelled = p.at(400, 0).order("o", &as_of(order(5_000, 0, |_| {}), "cancelled", 400));
        // The gift came after the reward: what the reward lacks is forgiven.
        p.same("forgiven", cancelled.forgiven, 50);
        p.check(50, 50, 0, 0);
        p.at(401, 0).order("o", &as_of(order(5_000, 0, |_| {}), "paid", 401));
        p.check(50, 50, 0, 0);
    }),
    ("with go_negative the gift pays for the reward until the mistake is corrected", |p| {
        p.publish(program(|program| program.debt = "go_negative".to_owned()));
        p.order("o", &order(5_000, 0, |_| {}));
        p.at(31, 0).redeem("redemption-1");
        p.capture("redemption-1", None);
        p.at(300, 0).adjust("gift", 50);
        p.at(400, 0).order("o", &as_of(order(5_000, 0, |_| {}), "cancelled", 400));
        p.check(0, 0, 0, 0);
        p.at(401, 0).order("o", &as_of(order(5_000, 0, |_| {}), "paid", 401));
        p.check(50, 50, 0, 0);
    }),
    ("what a redemption paid later comes back with it", |p| {
        held_and_cancelled(p, "go_negative");
        p.adjust("gift", 80);
        // 50 of the gift pay what the hold owes; they are held now.
        p.check(80, 30, 0, 50);
        p.release("redemption-1");
        p.check(80, 80, 0, 0);
    }),
    ("what goes back to a lot past its expiry is lost at once", |p| {
        p.publish(program(|program| {
            program.expires_after_days = Some(1);
            program.rewards[0].hold_minutes = 3 * 1_440;
        }));
        p.order("o", &order(6_000, 0, |_| {}));
        p.at(30, 1).redeem("redemption-1");
        p.at(32, 0).check(50, 0, 0, 50);
        p.release("redemption-1");
        p.check(0, 0, 0, 0);
        let kinds: Vec<(String, i128, i128)> =
            p.wallet().entries.into_iter().map(|one| (one.kind, one.points, one.held)).collect();
        let entry = |kind: &str, points, held| (kind.to_owned(), points, held);
        let expected = vec![
            entry("earned", 60, 0),
            entry("held", 0, 50),
            entry("expired", -10, 0),
            // Dated by the lot's expiry, which is later than the operation before.
            entry("expired", -50, 0),
            entry("released", 0, -50),
        ];
        p.same("entries", kinds, expected);
    }),
    ("a debt is of the fact that made it: what a debit lacks is as its own program says", |p| {
        p.publish(program(|program| program.debt = "go_negative".to_owned()));
        p.order("o", &order(6_000, 0, |_| {}));
        p.at(31, 0).adjust("debit", -60);
        p.publish(program(|_| {}));
        p.at(32, 0).order("o", &as_of(order(6_000, 0, |_| {}), "cancelled", 32));
        p.check(-60, -60, 0, 0);
    }),
];

/// 60 points of which 50 are held, and then their order is cancelled.
fn held_and_cancelled(p: &mut Player<'_>, debt: &str) {
    p.publish(program(|program| program.debt = debt.to_owned()));
    p.order("o", &order(6_000, 0, |_| {}));
    p.at(31, 0).redeem("redemption-1");
    p.check(60, 10, 0, 50);
    let answer = p.order("o", &as_of(order(6_000, 0, |_| {}), "cancelled", 31));
    let forgiven = if debt == "stop_at_zero" { 50 } else { 0 };
    p.same("change and forgiven", (answer.change, answer.forgiven), (-60, forgiven));
}

/// 60 points of A, of which 50 are used on B, which comes right after and earns 40.
fn used_on_another(p: &mut Player<'_>) {
    p.publish(program(|_| {}));
    p.order("a", &order(6_000, 0, |_| {}));
    p.at(31, 0).redeem("redemption-1");
    let b = order(4_000, 31, |o| {
        o.placed_at.0 += 1;
        o.coupon_codes = vec!["CODE-1".to_owned()];
    });
    let answer = p.at(31, 1).order("b", &b);
    p.code(&answer, "captured", Some("b"), false);
    p.check(50, 10, 40, 0);
}
