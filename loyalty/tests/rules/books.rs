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

/// Changes the only line.
fn line(change: impl FnOnce(&mut Value)) -> impl FnOnce(&mut Value) {
    |o| change(&mut o["lines"][0])
}

#[test]
fn a_quantity_is_counted_in_thousandths() {
    // 0.55 kg at 9.99 are 5.4945: 5.49. The rule rounds down.
    check(line(|l| (l["quantity"], l["price"]) = (json!(0.55), json!(999))), 5, &[]);
    check(line(|l| l["quantity"] = json!(1.5)), 15, &[]);
    check(line(|l| l["quantity"] = json!(2.0)), 20, &[]);
    check(line(|l| (l["quantity"], l["price"]) = (json!(0.001), json!(100_000))), 1, &[]);
    check(line(|l| (l["quantity"], l["price"]) = (json!(0.5), json!(199))), 1, &[]);
}

#[test]
fn a_finer_quantity_is_rounded_half_up() {
    let told = |quantity: f64| {
        let mut member = Member::of(program(|_| {}));
        let told = member.order("o", order(100_000, 0, line(|l| l["quantity"] = json!(quantity))));
        let remarks: Vec<_> = told.remarks.into_iter().map(|remark| (remark.field, remark.message)).collect();
        (told.points.0, remarks)
    };
    let said = |to: &str| {
        let message = format!("has more than three decimals and is rounded to {to}");
        vec![("lines[0].quantity".to_owned(), message)]
    };
    assert_eq!(told(0.1235), (124, said("0.124")));
    assert_eq!(told(1.0004), (1_000, said("1")));
    assert_eq!(told(0.124), (124, vec![]));
}

#[test]
fn a_piece_that_was_taken_back_is_a_deduction() {
    let line =
        |id: &str, quantity: f64, price: i64| json!({"id": id, "product": "cd", "quantity": quantity, "price": price});
    let push = |more: Value| |o: &mut Value| o["lines"].as_array_mut().unwrap().push(more);
    check(push(line("2", -1.0, 400)), 6, &[]);
    check(push(line("2", -0.5, 400)), 8, &[]);
    check(push(line("2", 1.0, -400)), 6, &[]);
    // Below zero twice it is above: a credit that was taken back.
    check(push(line("2", -1.0, -400)), 14, &[]);
    check(push(line("2", 0.0, -400)), 10, &[]);
    check(
        push(json!({"id": "2", "product": "cd", "quantity": -1, "price": 400, "refunded": 5})),
        6,
        &["lines[1].refunded"],
    );
}

#[test]
fn more_than_is_kept_is_left_out_and_said() {
    let long = "x".repeat(129);
    check(line(|l| l["labels"] = json!(vec!["a"; 51])), 10, &["lines[0].labels"]);
    check(line(|l| l["labels"] = json!(vec!["a"; 50])), 10, &[]);
    check(line(|l| l["labels"] = json!(["", "jazz"])), 10, &["lines[0].labels"]);
    check(line(|l| l["labels"] = json!([&long])), 10, &["lines[0].labels"]);
    check(line(|l| l["product"] = json!(&long)), 10, &["lines[0].product"]);
    check(line(|l| l["id"] = json!(&long)), 10, &["lines[0].id"]);
    check(line(|l| (l["id"], l["product"]) = (json!(""), json!(""))), 10, &[]);
    check(line(|l| *l = json!({"quantity": 1, "price": 1_000})), 10, &[]);
    check(|o| o["coupon_codes"] = json!(vec!["x"; 21]), 10, &["coupon_codes"]);
    check(|o| o["coupon_codes"] = json!(["", &long, "a\u{0}b"]), 10, &[]);
    let one = json!({"opened_at": day(0), "closed_at": null});
    check(|o| o["returns"] = json!(vec![one; 501]), 10, &["returns"]);
}

#[test]
fn what_is_kept_of_names_and_labels() {
    let mut member = Member::of(program(|_| {}));
    let long = format!("{}{}", "ž".repeat(128), "y");
    let labels: Vec<String> = (0..60).map(|number| format!("label {number}")).collect();
    let told = member.order(
        "o",
        order(1_000, 0, |o| {
            o["lines"] = json!([
                {"product": &long, "labels": labels, "quantity": 1, "price": 1_000},
                {"labels": ["", "fee"], "quantity": 1, "price": 0},
            ]);
            o["coupon_codes"] = json!(["", "SUMMER", "x".repeat(200)]);
            o["adjusted"] = json!([{"field": "member", "message": "was made up"}]);
        }),
    );
    let state = &member.wallet.order(&told.order).unwrap().state;
    assert_eq!(state.lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!((&state.lines[0].product, state.lines[0].labels.len()), (&"ž".repeat(128), 50));
    assert_eq!(state.lines[1].labels, ["fee"]);
    let codes: Vec<usize> = told.coupons.iter().map(|coupon| coupon.code.as_str().len()).collect();
    assert_eq!(codes, [6, 128]);
    let fields: Vec<&str> = told.remarks.iter().map(|remark| remark.field.as_str()).collect();
    assert_eq!(fields, ["lines[0].product", "lines[0].labels", "lines[1].labels"]);
    assert_eq!(told.remarks[1].message, "has 60 labels: the first 50 are kept");
    // What is kept says so still, and a line without a product was no product.
    assert_eq!(state.remarks().unwrap(), told.remarks);
    assert_eq!(member.traits().products, ["ž".repeat(128)]);
}

#[test]
fn of_very_many_remarks_the_first_are_kept() {
    let mut member = Member::of(program(|_| {}));
    let line = json!({"id": "1", "product": "cd", "labels": [""], "quantity": 1, "price": 100});
    let told = member.order("o", order(0, 0, |o| o["lines"] = json!(vec![line; 500])));
    assert_eq!((told.points.0, told.remarks.len()), (500, 101));
    assert_eq!(told.remarks[100].message, "have 400 more fields that were left out, shortened or rounded");
}
