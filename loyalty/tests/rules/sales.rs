//! What an order is to the results of offers, and which of a guest's states stands.

use crate::scenario::{Member, day, order, program};
use loyalty::{
    Money,
    ledger::OrderOutcome,
    sale::{GuestSale, Sale},
};
use serde_json::{Value, json};

/// The value of an order of 20.00 that was changed, and whether it counts.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), counts: bool, value: Option<i64>) {
    let program = program(|_| ());
    let expected = Sale { placed_at: day(0), counts, value: value.map(Money) };
    assert_eq!(Sale::of(&order(2_000, 0, change), Some(&program)), Ok(expected));
}

#[test]
fn a_sale_is_what_is_kept_of_the_goods() {
    check(|_| (), true, Some(2_000));
    check(|o| o["lines"][0]["refunded"] = json!(500), true, Some(1_500));
    check(|o| o["shipping"] = json!({"price": 400}), true, Some(2_000));
    check(|o| o["status"] = json!("placed"), true, Some(2_000));
    check(|o| o["status"] = json!("cancelled"), false, Some(0));
    // A unit is 80 cents of a euro and 100 of a dollar.
    check(|o| o["currency"] = json!("EUR"), true, Some(2_500));
    check(|o| o["currency"] = json!("JPY"), true, None);
    assert_eq!(Sale::of(&order(2_000, 0, |_| ()), None), Ok(Sale { placed_at: day(0), counts: true, value: None }));
}

#[test]
fn an_order_that_went_to_another_member_counts_there_alone() {
    let mut member = Member::of(program(|_| ()));
    let sale =
        |member: &Member| Sale::of_record(member.wallet.orders().next().unwrap(), Some(&program(|_| ()))).unwrap();
    member.order("o", order(2_000, 0, |_| ()));
    assert_eq!(sale(&member), Sale { placed_at: day(0), counts: true, value: Some(Money(2_000)) });
    member.yield_order("o", 1);
    assert_eq!(sale(&member), Sale { placed_at: day(0), counts: false, value: Some(Money(0)) });
    member.order("o", order(2_000, 2, |_| ()));
    assert_eq!(sale(&member), Sale { placed_at: day(0), counts: true, value: Some(Money(2_000)) }, "and back");
}

#[test]
fn the_newest_state_of_a_guests_order_stands() {
    let state = |updated_day: u32, cents: i64| GuestSale {
        updated_at: day(updated_day),
        sale: Sale { placed_at: day(0), counts: true, value: Some(Money(cents)) },
    };
    let stored = state(5, 2_000);
    let outcome = |told: &GuestSale| GuestSale::outcome(Some(&stored), told);
    assert_eq!(GuestSale::outcome(None, &stored), OrderOutcome::Applied);
    assert_eq!(outcome(&stored), OrderOutcome::Unchanged);
    assert_eq!(outcome(&state(4, 9_000)), OrderOutcome::Stale);
    assert_eq!(outcome(&state(6, 2_000)), OrderOutcome::Applied);
    assert_eq!(outcome(&state(5, 1_000)), OrderOutcome::Applied, "the clocks of shops count whole seconds");
}
