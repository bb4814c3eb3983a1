//! What becomes of a code's points when the goods are refunded: as the program says (7.5, 7.7).

use super::Example;
use super::player::{Player, as_of, order, program};

pub const EXAMPLES: &[Example] = &[
    ("full: a refund of a part gives nothing back", |p| refunded(p, "full", 4_000, (70, 10, 60))),
    ("full: a refund of everything gives all of it back", |p| refunded(p, "full", 10_000, (60, 60, 0))),
    ("proportion: four tenths of the goods, four tenths of the points", |p| {
        refunded(p, "proportion", 4_000, (90, 30, 60))
    }),
    ("proportion: rounded down", |p| refunded(p, "proportion", 3_333, (92, 26, 66))),
    ("proportion: everything", |p| refunded(p, "proportion", 10_000, (60, 60, 0))),
    ("never: not for everything", |p| refunded(p, "never", 10_000, (10, 10, 0))),
    ("never: but for a cancelled order", |p| {
        used(p, "never");
        p.at(40, 0)
            .order("b", &as_of(order(10_000, 30, |o| o.coupon_codes = vec!["CODE-1".to_owned()]), "cancelled", 40));
        p.stands("redemption-1", "returned", Some("b"));
        p.check(60, 60, 0, 0);
    }),
    ("the terms are those of the program that the redemption was made under", |p| {
        used(p, "proportion");
        p.publish(program(|program| program.points_on_refund = "never".to_owned()));
        refund(p, 4_000);
        p.check(90, 30, 60, 0);
    }),
];

fn used(p: &mut Player<'_>, points_on_refund: &str) {
    p.publish(program(|program| program.points_on_refund = points_on_refund.to_owned()));
    p.order("o", &order(6_000, 0, |_| {}));
    p.at(30, 0).redeem("redemption-1");
    p.order("b", &order(10_000, 30, |o| o.coupon_codes = vec!["CODE-1".to_owned()]));
    p.check(110, 10, 100, 0);
}

fn refund(p: &mut Player<'_>, cents: i64) {
    let b = order(10_000, 30, |o| {
        o.coupon_codes = vec!["CODE-1".to_owned()];
        o.lines[0].refunded = cents;
    });
    p.at(40, 0).order("b", &as_of(b, "paid", 40));
}

fn refunded(p: &mut Player<'_>, points_on_refund: &str, cents: i64, (balance, available, pending): (i128, i128, i128)) {
    used(p, points_on_refund);
    refund(p, cents);
    p.check(balance, available, pending, 0);
}
