//! Every figure explains itself: the terms of an order's points add up.

use loyalty::{
    MemberId, OrderId, Points,
    earn::Cap,
    ledger::CouponStatus,
    view::{OrderDetail, OrderExplanation, RuleExplanation, Viewer},
};
use serde_json::json;

use crate::scenario::{Member, day, order, program};

/// The terms of an order's points by its first rule, once they are known to add up.
fn explain(member: &Member, id: &str) -> RuleExplanation {
    let record = member.wallet.order(&OrderId::new(id).unwrap()).unwrap();
    let program = member.programs.get(record.version.unwrap()).unwrap();
    let explanation = OrderExplanation::new(record, program, "en", member.wallet.clock()).unwrap().unwrap();
    explanation.rules.iter().for_each(assert_adds_up);
    explanation.rules.into_iter().next().unwrap()
}

/// That lines + minimum + refund + cap = points.
pub fn assert_adds_up(rule: &RuleExplanation) {
    let terms = rule.lines.iter().map(|line| line.points).chain([rule.minimum, rule.refund, rule.cap]);
    assert_eq!(Points::sum(terms), Ok(rule.points), "{rule:?}");
}

#[test]
fn an_order_is_explained_line_by_line() {
    let mut member = Member::of(program(|p| {
        p["rules"][0]["multipliers"] = json!([{"percent": 200, "only": {"products": ["book"]}}]);
        p["rules"][0]["caps"] = json!({"per_order": 30, "lifetime": 40});
    }));
    member.order(
        "o",
        order(1450, 0, |o| {
            let lines = o["lines"].as_array_mut().unwrap();
            lines.push(json!({"id": "2", "product": "book", "quantity": 2, "price": 525, "refunded": 525}));
        }),
    );
    let rule = explain(&member, "o");
    // 14.50 are 14 points; with 2 × 10.50 they are 35 (of 35.5).
    let lines: Vec<_> =
        rule.lines.iter().map(|line| (line.product.as_deref(), line.value.0, line.percent, line.points.0)).collect();
    assert_eq!(lines, [(Some("cd"), 1450, 100, 14), (Some("book"), 1050, 200, 21)]);
    assert!(rule.lines.iter().map(|line| line.line.as_deref()).eq([Some("1"), Some("2")]));
    assert_eq!((rule.minimum.0, rule.refund.0, rule.cap.0, rule.capped_by), (0, -10, 0, None));
    assert_eq!(rule.points.0, 25);

    member.order("p", order(9000, 0, |_| {}));
    let rule = explain(&member, "p");
    assert_eq!((rule.cap.0, rule.capped_by, rule.points.0), (-75, Some(Cap::Lifetime), 15));
}

#[test]
fn what_a_minimum_takes_is_told_apart_from_what_a_refund_took() {
    let mut member = Member::of(program(|p| p["rules"][0]["minimum"] = json!(5000)));
    member.order("small", order(4000, 0, |_| {}));
    let rule = explain(&member, "small");
    assert_eq!((rule.minimum.0, rule.refund.0, rule.points.0), (-40, 0, 0));
    member.order("refunded", order(6000, 0, |o| o["lines"][0]["refunded"] = json!(2000)));
    let rule = explain(&member, "refunded");
    assert_eq!((rule.minimum.0, rule.refund.0, rule.points.0), (0, -60, 0));
}

/// One order as the shop asks for it on a day.
fn detail(member: &Member, id: &str, on: u32) -> Option<OrderDetail> {
    let program = member.programs.newest().map(|(_, program)| program.as_ref());
    let viewer = Viewer { program, left: &Default::default(), language: "en", now: day(on) };
    let (owner, id) = (MemberId::new("m").unwrap(), OrderId::new(id).unwrap());
    OrderDetail::new(owner, &mut member.wallet.clone(), &id, &viewer, &member.programs)
}

#[test]
fn one_order_is_told_with_its_codes_and_for_as_long_as_it_is_the_members() {
    let mut member = Member::of(program(|_| {}));
    member.order("first", order(9000, 0, |_| {}));
    let code = member.on(40).redeem("five").unwrap();
    let listed = |o: &mut serde_json::Value| {
        o["coupon_codes"] = json!([code.as_str(), "OTHER"]);
        o["lines"][0]["discount"] = json!(-1);
    };
    member.order("second", order(2000, 40, listed));
    let told = detail(&member, "second", 41).unwrap();
    assert_eq!((told.member.as_str(), told.summary.points), ("m", Points(20)));
    let uses: Vec<_> = told.coupons.iter().map(|coupon| (coupon.status, coupon.order.as_ref())).collect();
    assert_eq!(uses, [(CouponStatus::Captured, Some(&told.summary.id)), (CouponStatus::Unknown, None)]);
    assert_eq!(told.remarks[0].field, "lines[0].discount");
    told.summary.explanation.unwrap().rules.iter().for_each(assert_adds_up);

    assert_eq!(detail(&member, "unknown", 41), None);
    member.on(42).yield_order("second", 40);
    assert_eq!(detail(&member, "second", 42), None);
    assert!(detail(&member, "first", 42).is_some());
}
