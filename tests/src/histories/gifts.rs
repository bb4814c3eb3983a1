//! The offers of histories that give something: the same in all of them.

use crate::model::documents::Limit;
use crate::model::{Gift, Gives};

/// Every offer that gives something: once, by the week, a coupon that can be had twice a month, and one that always is.
pub fn gifts() -> [Gift; 4] {
    let gift = |offer: &str, gives, count, days| Gift { offer: offer.to_owned(), gives, limit: Limit { count, days } };
    [
        gift("welcome", Gives::Points(40), 1, None),
        gift("weekly", Gives::Points(15), 2, Some(7)),
        gift("monthly", Gives::Coupon("five-off".to_owned()), 2, Some(30)),
        gift("letter", Gives::Coupon("letter".to_owned()), 50, None),
    ]
}
