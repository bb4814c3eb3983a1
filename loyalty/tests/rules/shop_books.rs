//! Orders as shop systems write them: whatever does not add up in them, each is taken, and what counts of it is between nothing
//! and what was paid.

use fastrand::Rng;
use loyalty::{
    Money,
    order::{Order, line_values},
};
use serde_json::{Value, json};

use crate::scenario::{Member, day, order, program};

const ORDERS: u64 = 4_000;

/// How a shop system keeps its books.
#[derive(Clone, Copy, Debug)]
enum System {
    /// Fees and gift cards as lines below zero, refunds by the quantity with a tax of their own, deleted products.
    WooCommerce,
    /// Four decimals, taxes rounded over the whole order, edits to zero that keep their discount.
    Magento,
    /// Taxes within prices, discounts of the order on each line, whole pieces, gift cards as lines.
    Shopify,
    /// Weights and lengths, returns as lines of a quantity below zero, down payments.
    Odoo,
}

const SYSTEMS: [System; 4] = [System::WooCommerce, System::Magento, System::Shopify, System::Odoo];

fn cents(rng: &mut Rng) -> i64 {
    [0, 1, 99, 333, 999, 1_499, 12_345, 250_000][rng.usize(..8)]
}

/// A rest of rounding: mostly none, else a cent either way.
fn odd_cent(rng: &mut Rng) -> i64 {
    [0, 0, 0, 1, -1][rng.usize(..5)]
}

fn line(rng: &mut Rng, system: System, number: usize) -> Value {
    let quantity = match system {
        System::Odoo => f64::from(rng.u32(0..3_000)) / 1_000.0,
        System::Magento => f64::from(rng.u32(0..20_000)) / 10_000.0,
        _ => f64::from(rng.u32(0..4)),
    };
    let price = cents(rng);
    let amount = (quantity * price as f64).round() as i64;
    let discount = if rng.u8(..3) == 0 { amount / 3 + odd_cent(rng) } else { 0 };
    let tax = (amount - discount) * 22 / 100 + odd_cent(rng);
    let refunded = [0, 0, 0, amount - discount, amount, (amount - discount) / 2][rng.usize(..6)];
    let mut line = json!({
        "id": number.to_string(), "product": format!("p{}", rng.u8(..5)), "quantity": quantity, "price": price,
        "discount": discount, "tax": tax,
        "refunded": if refunded == 0 { 0 } else { refunded + odd_cent(rng) },
        "refunded_tax": if refunded == 0 { 0 } else { tax + odd_cent(rng) },
    });
    match (system, rng.u8(..12)) {
        // Edited to nothing; the rest stays.
        (System::Magento, 0..3) => line["quantity"] = json!(0),
        (System::WooCommerce, 0) => line["product"] = json!(""),
        (System::WooCommerce, 1) => {
            line["labels"] = (0..60).map(|number| json!(format!("category {number}"))).collect()
        }
        (System::Shopify, 0) => line["product"] = json!("x".repeat(200)),
        (System::Shopify, 1) => line["id"] = json!(""),
        _ => {}
    }
    line
}

/// What takes something off the whole order.
fn deduction(rng: &mut Rng, system: System) -> Value {
    let amount = cents(rng);
    let (quantity, price) = if matches!(system, System::Odoo) { (-1.5, amount) } else { (1.0, -amount) };
    json!({"id": "d", "product": "credit", "quantity": quantity, "price": price, "tax": -(amount / 5) + odd_cent(rng)})
}

fn state(rng: &mut Rng, system: System) -> Value {
    let count = if rng.u8(..40) == 0 { 500 } else { rng.usize(0..8) };
    let mut lines: Vec<Value> = (0..count).map(|number| line(rng, system, number)).collect();
    for _ in 0..rng.usize(..3).min(500 - count) {
        lines.insert(rng.usize(..=lines.len()), deduction(rng, system));
    }
    let price = cents(rng);
    let refunded = [0, price + 1][rng.usize(..2)];
    json!({
        "member": "m", "currency": "USD", "status": "paid", "placed_at": day(0), "updated_at": day(0),
        "prices_include_tax": matches!(system, System::Shopify), "lines": lines,
        "shipping": {"price": price, "tax": price / 5, "refunded": refunded, "refunded_tax": odd_cent(rng)},
        "coupon_codes": vec!["SUMMER"; rng.usize(..30)],
        "returns": if rng.u8(..20) == 0 { vec![json!({"opened_at": day(0)}); 600] } else { Vec::new() },
    })
}

fn read(document: &Value) -> Order {
    serde_json::from_value(document.clone()).expect("the order reads")
}

/// What was paid for the goods, from the document alone: the lines less their discounts, less what takes from all.
fn paid_for_goods(document: &Value) -> i64 {
    let mut paid = 0;
    for line in document["lines"].as_array().expect("lines") {
        let thousandths = (line["quantity"].as_f64().expect("a quantity") * 1_000.0 + 1e-6).round() as i64;
        let exact = thousandths * line["price"].as_i64().expect("a price");
        let amount = exact.signum() * ((exact.abs() + 500) / 1_000);
        let discount = line["discount"].as_i64().unwrap_or(0);
        paid += if amount < 0 { amount } else { amount - discount.clamp(0, amount) };
    }
    paid.max(0)
}

/// One point a cent of everything, taxes and shipping too.
fn counting_all() -> Member {
    Member::of(program(|p| {
        p["rates"]["USD"] = json!(1);
        p["rules"][0]["counts"] = json!({"tax": true, "shipping": true});
    }))
}

fn for_many(mut each: impl FnMut(&mut Rng, System, Value)) {
    for seed in 0..ORDERS {
        let mut rng = Rng::with_seed(seed);
        let system = SYSTEMS[rng.usize(..4)];
        let document = state(&mut rng, system);
        each(&mut rng, system, document);
    }
    regulars_kit::counts::add(ORDERS as usize, "orders of shops' books");
}

#[test]
fn every_order_of_a_shop_is_taken_and_counts_between_nothing_and_what_was_paid() {
    let (mut remarks, mut deducted) = (0, 0);
    for_many(|_, system, document| {
        let told = counting_all().order("o", read(&document));
        let kept = read(&document).adjust();
        let spend = kept.spend().expect("in range").0;
        let paid = paid_for_goods(&document);
        assert!((0..=paid).contains(&spend), "{system:?}: {spend} of {paid}: {document}");
        let (mut all, mut tax) = (0, 0);
        for value in line_values(&kept.lines).expect("in range") {
            let charged = |with_tax| value.charged.value(with_tax, kept.prices_include_tax).expect("in range").0;
            let counted = |with_tax| value.kept.value(with_tax, kept.prices_include_tax).expect("in range").0;
            assert!(
                (0..=charged(true)).contains(&counted(true)) && counted(false) <= counted(true),
                "{document:.2000}"
            );
            all += charged(true).max(charged(false));
            tax += charged(true) - charged(false);
        }
        let shipping = kept.shipping.price.0 + kept.shipping.tax.0;
        assert!((0..=all + shipping).contains(&told.points.0), "{system:?}: {} points: {document}", told.points.0);
        if !kept.prices_include_tax {
            // What was charged is what was paid, to the cent.
            assert_eq!(all - tax, paid, "{system:?}: {document}");
        }
        remarks += told.remarks.len();
        deducted += usize::from(kept.lines.iter().any(|line| line.is_deduction() && line.price != Money::ZERO));
    });
    assert!(remarks > 1_000 && deducted > 500, "hardly tried: {remarks} remarks, {deducted} deductions");
}

#[test]
fn what_is_kept_is_read_again_as_it_is() {
    for_many(|_, _, document| {
        let kept = read(&document).adjust();
        let again: Order = serde_json::from_str(&serde_json::to_string(&kept).expect("written")).expect("read");
        assert_eq!(again, kept);
        let (twice, remarks) = (again.adjust(), kept.remarks().expect("in range"));
        assert_eq!((twice.lines, twice.returns), (kept.lines, kept.returns));
        assert!(kept.adjusted.len() <= remarks.len());
    });
}

#[test]
fn the_order_of_lines_moves_no_more_than_the_odd_units() {
    for_many(|rng, _, document| {
        let kept = read(&document).adjust();
        let mut places: Vec<usize> = (0..kept.lines.len()).collect();
        rng.shuffle(&mut places);
        let lines: Vec<_> = places.iter().map(|place| kept.lines[*place].clone()).collect();
        let (values, shuffled) = (line_values(&kept.lines).expect("in range"), line_values(&lines).expect("in range"));
        let deducts = lines.iter().any(|line| line.is_deduction());
        for (at, place) in places.into_iter().enumerate() {
            for with_tax in [false, true] {
                let value =
                    |value: &loyalty::order::LineValue| value.charged.value(with_tax, false).expect("in range").0;
                // A unit of the costs and one of the taxes.
                let most = if deducts { 1 + i64::from(with_tax) } else { 0 };
                let moved = (value(&values[place]) - value(&shuffled[at])).abs();
                assert!(moved <= most, "{moved}: {document}");
            }
        }
        let sum = |values: &[loyalty::order::LineValue]| -> i64 {
            values.iter().map(|value| value.charged.value(false, false).expect("in range").0).sum()
        };
        assert_eq!(sum(&values), sum(&shuffled), "{document:.2000}");
    });
}

#[test]
fn what_was_refunded_whole_earns_nothing() {
    for_many(|rng, _, mut document| {
        for line in document["lines"].as_array_mut().expect("lines") {
            // A finer quantity is counted in thousandths, and so the shop that refunds it has to be, too.
            let quantity = (line["quantity"].as_f64().expect("a quantity") * 1_000.0 + 1e-6).round() / 1_000.0;
            line["quantity"] = json!(quantity);
            let amount = quantity * line["price"].as_f64().expect("a price");
            // At least what was charged. A tax on what cost nothing is refunded by itself, any other with its line.
            line["refunded"] = json!(amount.abs().ceil() as i64 + rng.i64(0..2));
            line["refunded_tax"] = if amount - line["discount"].as_f64().unwrap_or(0.0).max(0.0) < 1.0 {
                line["tax"].clone()
            } else {
                json!(odd_cent(rng))
            };
        }
        let shipping = document["shipping"]["price"].clone();
        document["shipping"]["refunded"] = shipping.clone();
        document["shipping"]["refunded_tax"] = json!(shipping.as_i64().unwrap_or(0) / 5);
        let told = counting_all().order("o", read(&document));
        assert_eq!(told.points.0, 0, "{document:.2000}");
        assert_eq!(read(&document).adjust().spend(), Ok(Money::ZERO), "{document:.2000}");
    });
}

#[test]
fn an_order_that_is_no_purchase_any_more_earns_nothing() {
    let told = counting_all().order("o", order(1_000, 0, |o| o["status"] = json!("cancelled")));
    assert_eq!(told.points.0, 0);
}
