//! Too many requests: told as such, with how long to wait, and only to whoever sent them.

use crate::http::{all_at_once, shop};

/// More than the shopper's and less than twice the documented two requests a second over the runtime's period.
const ENOUGH: usize = 240;

#[test]
fn a_shopper_who_asks_too_often_is_told_to_wait_and_nobody_else_is() {
    let shop = shop();
    let statuses = all_at_once(8, |_| {
        (0..ENOUGH / 8)
            .map(|_| shop.shopper("ana", "GET", "/boot").send())
            .filter(|answer| answer.status() != 200)
            .collect::<Vec<_>>()
    });
    let refused: Vec<_> = statuses.into_iter().flatten().collect();
    assert!(!refused.is_empty(), "{ENOUGH} requests at once were all answered");
    for answer in &refused {
        answer.refused(429, "rate_limited");
        assert!(answer.header("access-control-allow-origin").is_some(), "the widget must be able to read it");
    }
    shop.shopper("bor", "GET", "/boot").send().expect(200);
    shop.server("GET", "/members/ana").send().expect(200);
}
