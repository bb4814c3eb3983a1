//! One code, one discount (7.5 to 7.10).

use super::Example;
use super::player::{Player, as_of, day, order, program};
use crate::model::Source;
use crate::model::documents::Order;

pub const EXAMPLES: &[Example] = &[
    ("a code of an order that was placed within the hold and told after it", |p| {
        redeemed(p);
        let answer = p.at(31, 0).order("b", &with_code(2_500, 30, 30));
        p.code(&answer, "captured", Some("b"), true);
        p.check(35, 10, 25, 0);
        p.stands("redemption-1", "captured", Some("b"));
        let ended_at = p.redemption("redemption-1").ended_at;
        p.same("ended at", ended_at, Some(day(30) + 30 * 60_000));
    }),
    ("a code that was given back and used nevertheless", |p| {
        redeemed(p);
        p.release("redemption-1");
        p.check(60, 60, 0, 0);
        let answer = p.at(30, 40).order("b", &with_code(2_500, 30, 30));
        p.code(&answer, "captured", Some("b"), true);
        p.check(35, 10, 25, 0);
    }),
    ("completed, cancelled by mistake, completed again", |p| {
        redeemed(p);
        let b = as_of(with_code(2_500, 30, 30), "completed", 30);
        let b = Order { updated_at: b.placed_at, ..b };
        let answer = p.at(30, 31).order("b", &b);
        p.code(&answer, "captured", Some("b"), false);
        let answer = p.at(31, 0).order("b", &as_of(b.clone(), "cancelled", 31));
        p.code(&answer, "returned", None, false);
        p.check(60, 60, 0, 0);
        let answer = p.at(32, 0).order("b", &as_of(b, "completed", 32));
        p.code(&answer, "captured", Some("b"), true);
        p.check(35, 10, 25, 0);
    }),
    ("a code stays used by an order that has moved, and the order finds what it had when it comes back", |p| {
        redeemed(p);
        p.at(30, 31).order("b", &with_code(2_500, 30, 30));
        p.check(35, 10, 25, 0);
        p.at(32, 0).yields("b", 32);
        p.check(10, 10, 0, 0);
        p.stands("redemption-1", "captured", Some("b"));
        p.at(33, 0).order("b", &as_of(with_code(2_500, 30, 30), "paid", 33));
        p.check(35, 10, 25, 0);
        let arrivals = p.wallet().arrivals.first().map(|one| one.at);
        p.same("arrival", arrivals, Some(day(60) + 30 * 60_000));
    }),
    ("a second order that lists the code is told who has it, and uses it when that one is cancelled", |p| {
        redeemed(p);
        p.at(30, 20).order("a", &with_code(100, 30, 10));
        let answer = p.at(30, 30).order("b", &with_code(100, 30, 30));
        p.code(&answer, "captured", Some("a"), false);
        let answer = p.at(31, 0).order("a", &as_of(with_code(100, 30, 10), "cancelled", 31));
        p.code(&answer, "captured", Some("b"), false);
        p.check(11, 10, 1, 0);
        p.stands("redemption-1", "captured", Some("b"));
        // Told again as of later, the answer is the same.
        let answer = p.at(31, 1).order("b", &as_of(with_code(100, 30, 30), "paid", 31));
        p.code(&answer, "captured", Some("b"), false);
    }),
    ("the earliest placed uses the code, whichever is told first", |p| {
        redeemed(p);
        let answer = p.at(30, 30).order("b", &with_code(100, 30, 30));
        p.code(&answer, "captured", Some("b"), false);
        let answer = p.at(30, 31).order("a", &with_code(100, 30, 10));
        p.code(&answer, "captured", Some("a"), false);
        p.stands("redemption-1", "captured", Some("a"));
    }),
    ("a code that came back with a cancelled order is used anew", |p| {
        redeemed(p);
        p.at(30, 20).order("a", &with_code(100, 30, 10));
        p.at(31, 0).order("a", &as_of(with_code(100, 30, 10), "cancelled", 31));
        p.check(60, 60, 0, 0);
        let answer = p.at(31, 30).order("b", &with_code(100, 31, 30));
        p.code(&answer, "captured", Some("b"), true);
        p.check(11, 10, 1, 0);
    }),
    ("points that were spent twice are owed, though nothing else is", |p| {
        redeemed(p);
        p.at(30, 120);
        let again = p.redeem("redemption-2");
        p.same("the points had come back", again.code.as_str(), "done");
        p.at(30, 150).order(
            "c",
            &order(100, 30, |o| {
                o.placed_at.0 += 150 * 60_000;
                o.coupon_codes = vec!["CODE-2".to_owned()];
            }),
        );
        p.check(11, 10, 1, 0);
        // Placed within the first hold: the first reward takes 50 of 60, the second finds 10, and b's 1 that is pending.
        let answer = p.at(31, 0).order("b", &with_code(100, 30, 30));
        p.code(&answer, "captured", Some("b"), true);
        p.same("forgiven", answer.forgiven, 0);
        p.check(-38, -39, 1, 0);
        let debt = p.wallet().debt;
        p.same("debt", debt, 39);
        p.adjust("gift", 100);
        p.check(62, 61, 1, 0);
    }),
    ("what is lacking for another reason is forgiven", |p| {
        redeemed(p);
        p.at(30, 120);
        p.redeem("redemption-2");
        p.capture("redemption-2", None);
        p.at(31, 0).order("b", &with_code(100, 30, 30));
        // Nothing is left of the 60: the first lacks 50, and they are forgiven; the second finds b's 1 that is pending,
        // and lacks 49, which are owed.
        let answer = p.at(32, 0).order("o", &as_of(order(6_000, 0, |_| {}), "cancelled", 32));
        p.same("forgiven", answer.forgiven, 50);
        let debt = p.wallet().debt;
        p.same("debt", debt, 49);
    }),
    ("a code captured by hand on an order that is not known is used by it, until that is cancelled", |p| {
        redeemed(p);
        p.at(30, 5).capture("redemption-1", Some("b"));
        p.stands("redemption-1", "captured", Some("b"));
        p.at(31, 0).order("b", &as_of(order(2_500, 30, |_| {}), "cancelled", 31));
        p.stands("redemption-1", "returned", Some("b"));
        p.check(60, 60, 0, 0);
    }),
    ("an order lists a code that it no longer lists, and the hold lapses", |p| {
        redeemed(p);
        p.at(30, 20).order("b", &with_code(100, 30, 10));
        p.stands("redemption-1", "captured", Some("b"));
        let mut without = as_of(with_code(100, 30, 10), "paid", 31);
        without.coupon_codes.clear();
        p.at(31, 0).order("b", &without);
        p.stands("redemption-1", "lapsed", None);
        p.check(61, 60, 1, 0);
    }),
    ("a code that nobody knows", |p| {
        p.publish(program(|_| {}));
        let answer = p.order("o", &order(100, 0, |o| o.coupon_codes = vec!["SUMMER".to_owned()]));
        p.code(&answer, "unknown", None, false);
    }),
    ("a coupon is valid again for the days it had left", |p| coupon_comes_back(p, 2, 32)),
    ("... and at least for seven", |p| coupon_comes_back(p, 13, 27)),
    ("points of a returned code can be spent for a while, though their lot has expired", |p| {
        p.publish(program(|program| program.expires_after_days = Some(5)));
        p.order("o", &order(6_000, 0, |_| {}));
        p.at(31, 0).redeem("redemption-1");
        let b = order(100, 31, |o| o.coupon_codes = vec!["CODE-1".to_owned()]);
        p.order("b", &b);
        p.at(40, 0).check(1, 0, 1, 0);
        p.order("b", &as_of(b, "cancelled", 40));
        p.check(50, 50, 0, 0);
        let lots = p.wallet().lots;
        let lot = lots.first().map(|lot| (lot.source.clone(), lot.remaining, lot.available_at, lot.expires_at));
        let first = Box::new(Source::Order { order: "o".to_owned(), rule: "base".to_owned() });
        let source = Source::Restored { redemption: "redemption-1".to_owned(), first };
        p.same("lots", lots.len(), 1);
        p.same("the restored lot", lot, Some((source, 50, Some(day(30)), Some(day(70)))));
        p.at(70, 0).check(0, 0, 0, 0);
    }),
];

/// 60 points, and 50 of them held from the start of day 30 for an hour.
fn redeemed(p: &mut Player<'_>) {
    p.publish(program(|_| {}));
    p.order("o", &order(6_000, 0, |_| {}));
    p.at(30, 0).redeem("redemption-1");
    p.check(60, 10, 0, 50);
}

/// An order with the first code, placed some minutes into a day and told as of then.
fn with_code(price: i64, placed_day: i64, minutes: i64) -> Order {
    order(price, placed_day, |o| {
        o.placed_at.0 += minutes * 60_000;
        o.updated_at = o.placed_at;
        o.coupon_codes = vec!["CODE-1".to_owned()];
    })
}

/// A coupon of 14 days is used on an order, which is cancelled on day 20.
fn coupon_comes_back(p: &mut Player<'_>, placed_day: i64, held_until_day: i64) {
    p.publish(program(|_| {}));
    p.claim_coupon("redemption-1", 14);
    p.stands("redemption-1", "held", None);
    let b = order(100, placed_day, |o| o.coupon_codes = vec!["CODE-1".to_owned()]);
    let answer = p.at(placed_day, 0).order("b", &b);
    p.code(&answer, "captured", Some("b"), false);
    p.at(20, 0).order("b", &as_of(b, "cancelled", 20));
    p.stands("redemption-1", "held", None);
    let held_until = p.redemption("redemption-1").held_until;
    p.same("held until", held_until, day(held_until_day));
    p.at(held_until_day, -1).stands("redemption-1", "held", None);
    p.at(held_until_day, 0).stands("redemption-1", "lapsed", None);
    p.check(0, 0, 0, 0);
}
