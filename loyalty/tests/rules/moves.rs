//! Orders that move from one member to another, and back.

use serde_json::json;

use crate::scenario::{Member, order, program};

#[test]
fn an_order_that_moved_earns_nothing_however_it_was_told_before() {
    let mut member = Member::of(program(|_| {}));
    member.order("o", order(5000, 0, |o| o["status"] = json!("cancelled")));
    // A state that is newer, or that the total order of states puts after the cancelled one, could stand here.
    member.order("o", order(5000, 1, |_| {}));
    member.check(50, 0, 50, 0);
    member.yield_order("o", 2);
    member.check(0, 0, 0, 0);
    member.on(40).check(0, 0, 0, 0);
}

#[test]
fn of_one_second_the_cancelled_state_stands_and_is_yielded() {
    let mut member = Member::of(program(|_| {}));
    member.order("o", order(5000, 0, |o| o["status"] = json!("cancelled")));
    member.order("o", order(5000, 0, |_| {}));
    member.check(0, 0, 0, 0);
    member.yield_order("o", 0);
    member.check(0, 0, 0, 0);
}

#[test]
fn an_order_that_moves_away_and_back_has_what_it_had() {
    let mut member = Member::of(program(|p| p["rules"][0]["points_per_unit"] = json!(2)));
    let before = member.order("o", order(5000, 0, |o| o["status"] = json!("completed")));
    member.yield_order("o", 1);
    member.publish(2, program(|_| {}));
    let back = member.on(2).order("o", order(5000, 2, |o| o["status"] = json!("completed")));
    assert_eq!((back.points, back.program_version, back.change), (before.points, Some(1), before.points));
}

#[test]
fn an_older_yield_changes_nothing() {
    let mut member = Member::of(program(|_| {}));
    member.yield_order("o", 1);
    member.order("o", order(5000, 2, |_| {}));
    member.yield_order("o", 1);
    member.check(50, 0, 50, 0);
    // An older state told late is still the other member's.
    let mut member = Member::of(program(|_| {}));
    member.yield_order("p", 3);
    member.order("p", order(5000, 2, |_| {}));
    member.check(0, 0, 0, 0);
}
