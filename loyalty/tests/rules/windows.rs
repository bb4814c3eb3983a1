//! From when a return window runs.

use loyalty::program::WindowStart;
use serde_json::{Value, json};

use crate::scenario::{Member, day, order, program};

/// A window of 14 days from `start`.
fn member(start: &str) -> Member {
    Member::of(program(|p| {
        p["return_window_days"] = json!(14);
        p["return_window_from"] = json!(start);
    }))
}

fn completed(o: &mut Value) {
    o["status"] = json!("completed");
}

#[test]
fn a_window_from_delivery_begins_when_the_parcel_arrives() {
    let mut member = member("delivered");
    let placed = member.order("o", order(6000, 0, |_| {}));
    assert_eq!((placed.pending_until, placed.waits_for), (None, Some(WindowStart::Delivered)));
    let view = member.on(15).view();
    assert_eq!((view.waiting.0, view.arrivals.len(), view.expirations.len()), (60, 0, 0));
    assert_eq!(view.waits_for, Some(WindowStart::Delivered));
    member.on(20).order(
        "o",
        order(6000, 20, |o| {
            completed(o);
            o["delivered_at"] = json!(day(20));
        }),
    );
    assert_eq!(member.view().arrivals[0].at, day(34));
    assert_eq!(member.view().waits_for, None);
    member.on(33).check(60, 0, 60, 0);
    member.on(34).check(60, 60, 0, 0);
    assert_eq!(member.view().expirations[0].at, day(34 + 365));
}

#[test]
fn what_all_waiting_points_wait_for_is_told_with_their_sum() {
    let mut member = member("delivered");
    member.order("o", order(6000, 0, |_| {}));
    member.publish(
        2,
        program(|p| {
            p["return_window_days"] = json!(14);
            p["return_window_from"] = json!("completed");
        }),
    );
    member.order("p", order(2000, 0, |_| {}));
    let told = |member: &Member| (member.view().waiting.0, member.view().waits_for);
    assert_eq!(told(&member), (80, None), "one waits for its delivery, one for its completion");
    let parcel = |o: &mut Value| o["delivered_at"] = json!(day(1));
    member.on(1).order("o", order(6000, 1, parcel));
    assert_eq!(told(&member), (20, Some(WindowStart::Completed)));
}

#[test]
fn a_window_from_completion_does_not_move_with_later_edits() {
    let mut member = member("completed");
    member.order("o", order(6000, 0, |_| {}));
    member.order("o", order(6000, 3, completed));
    member.order("o", order(6000, 90, completed));
    member.on(16).check(60, 0, 60, 0);
    member.on(17).check(60, 60, 0, 0);
}

#[test]
fn a_delivery_nobody_tells_of_is_waited_for_two_months() {
    let mut member = member("delivered");
    member.order("o", order(6000, 0, |_| {}));
    member.on(59).check(60, 0, 60, 0);
    member.on(60).check(60, 60, 0, 0);
}

#[test]
fn a_delivery_told_after_points_were_spent_changes_nothing_that_was_redeemed() {
    let mut member = member("delivered");
    member.order("o", order(6000, 0, |_| {}));
    let code = member.on(61).redeem("five").unwrap();
    member.capture(&code).unwrap();
    member.on(70).order("o", order(6000, 70, |o| o["delivered_at"] = json!(day(65))));
    member.check(10, 0, 10, 0);
    member.on(79).check(10, 10, 0, 0);
}
