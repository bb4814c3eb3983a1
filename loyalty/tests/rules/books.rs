//! A shop's books are taken as they are: what does not add up is bounded, and said.

use serde_json::{Value, json};

use crate::scenario::{Member, day, order, program};

/// Tells of a state and checks its points, and which fields were taken as something else.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), points: i64, remarked: &[&str]) {
    let mut member = Member::of(program(|p| p["rules"][0]["counts"] = json!({"tax": true, "shipping": true})));
    let told = member.order("o", order(1000, 0, change));
    let fields: Vec<_> = told.remarks.iter().map(|remark| remark.field.as_str()).collect();
    assert_eq!((told.points.0, fields.as_slice()), (points, remarked));
}

#[test]
fn a_cent_too_much_is_bounded() {
    check(|_| {}, 10, &[]);
    check(|o| o["lines"][0]["refunded"] = json!(1001), 0, &["lines[0].refunded"]);
    check(|o| o["lines"][0]["discount"] = json!(1001), 0, &["lines[0].discount"]);
    check(|o| o["shipping"] = json!({"price": 500, "refunded": 501}), 10, &["shipping.refunded"]);
    check(
        |o| {
            o["lines"][0]["tax"] = json!(1600);
            o["lines"][0]["refunded_tax"] = json!(1700);
        },
        10,
        &["lines[0].refunded_tax"],
    );
    check(|o| o["lines"][0]["tax"] = json!(-1), 10, &["lines[0].tax"]);
}

#[test]
fn an_eleventh_return_is_taken() {
    let one = json!({"opened_at": day(0), "closed_at": null});
    check(|o| o["returns"] = json!(vec![one; 11]), 10, &[]);
}

#[test]
fn a_negative_line_takes_from_what_the_others_cost() {
    let fee = json!({"id": "2", "product": "gift card", "quantity": 1, "price": -500});
    check(|o| o["lines"].as_array_mut().unwrap().push(fee), 5, &[]);
}

#[test]
fn a_negative_line_is_spread_before_filters() {
    let mut member = Member::of(program(|p| p["rules"][0]["only"] = json!({"products": ["cd"]})));
    let told = member.order(
        "o",
        order(3000, 0, |o| {
            let lines = o["lines"].as_array_mut().unwrap();
            lines.push(json!({"id": "2", "product": "book", "quantity": 1, "price": 1000}));
            lines.push(json!({"id": "3", "product": "credit", "quantity": 2, "price": -400}));
        }),
    );
    // 8.00 are spread 3 to 1: the CD costs 24.00.
    assert_eq!(told.points.0, 24);
}

#[test]
fn a_line_without_quantity_or_refunded_whole_earns_nothing_on_its_tax() {
    let tax = |o: &mut Value| o["lines"][0]["tax"] = json!(200);
    check(tax, 12, &[]);
    check(
        |o| {
            tax(o);
            o["lines"][0]["quantity"] = json!(0);
        },
        0,
        &[],
    );
    check(
        |o| {
            tax(o);
            o["lines"][0]["refunded"] = json!(1000);
        },
        0,
        &[],
    );
}
