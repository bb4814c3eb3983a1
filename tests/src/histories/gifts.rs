//! The offers of histories that give something: the same in all of them.

use crate::model::documents::Limit;
use crate::model::{GestureContent, ValueKind};

/// Every offer that gives something: once, by the week, a coupon that can be had twice a month, and one that always is.
pub fn gifts() -> [GestureContent; 4] {
    let coupon = |reward: &str, valid_days| ValueKind::Coupon { reward: reward.to_owned(), valid_days };
    let gift = |offer: &str, gives, count, days| GestureContent {
        offer: offer.to_owned(),
        gives,
        limit: Limit { count, days },
    };
    [
        gift("welcome", ValueKind::Points(40), 1, None),
        gift("weekly", ValueKind::Points(15), 2, Some(7)),
        gift("monthly", coupon("five-off", 14), 2, Some(30)),
        gift("letter", coupon("letter", 1), 50, None),
    ]
}
