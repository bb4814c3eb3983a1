//! What a wallet is made of (section 2): facts, and nothing that could be computed from them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::documents::{Order, Program};
use super::summary::Source;

/// The position of a program among those published, counted from 1.
pub type Version = usize;

/// Every fact of a wallet, and the programs of its shop.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The shop's programs, the oldest first.
    pub programs: Vec<Rc<Program>>,
    /// Orders by id.
    pub orders: BTreeMap<String, OrderFact>,
    /// Points given.
    pub credits: Vec<Credit>,
    /// Points taken.
    pub debits: Vec<Debit>,
    /// Rewards redeemed, and coupons given.
    pub redemptions: Vec<Redemption>,
}

/// What the wallet was told of one order.
#[derive(Clone, Debug, Default)]
pub struct OrderFact {
    /// Every state ever told, in the order of telling.
    pub told: Vec<Order>,
    /// The newest of them.
    pub newest: Option<Order>,
    /// The program version it is counted by.
    pub version: Option<Version>,
    /// Why it waited when the last operation was over.
    pub waited: Option<&'static str>,
    /// The latest `updated_at` at which the wallet was told to yield it.
    pub yielded_at: Option<i64>,
}

/// Points given by an adjustment, a claim or an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// What gave them.
    pub source: Source,
    /// How many.
    pub points: i128,
    /// When it was made.
    pub at: i64,
    /// When they expire.
    pub expires_at: Option<i64>,
    /// The words of an adjustment, by which a repeated request is known.
    pub words: (String, String),
}

/// Points taken by a negative adjustment.
#[derive(Clone, Debug, PartialEq)]
pub struct Debit {
    /// The adjustment's id.
    pub id: String,
    /// How many.
    pub points: i128,
    /// When it was made.
    pub at: i64,
    /// Whether what is missing is owed.
    pub go_negative: bool,
    /// The words of the adjustment.
    pub words: (String, String),
}

/// A reward redeemed, or a coupon.
#[derive(Clone, Debug, PartialEq)]
pub struct Redemption {
    /// Its id.
    pub id: String,
    /// What the shopper shows at the checkout.
    pub code: String,
    /// The reward's id.
    pub reward: String,
    /// Its price; 0 for a coupon.
    pub points: i128,
    /// Whether it was given, not redeemed.
    pub coupon: bool,
    /// The offer that gave the coupon.
    pub offer: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it lapses, but for 7.8.
    pub held_until: i64,
    /// Whether what is missing is owed.
    pub go_negative: bool,
    /// When a refund gives its points back: `full`, `proportion` or `never`.
    pub points_on_refund: String,
    /// Days for which restored points can be spent.
    pub restored_days: i64,
    /// Other redemptions that had come back when it was made, in the order in which they were made.
    pub came_back: Vec<String>,
    /// When it was released by hand.
    pub released_at: Option<i64>,
    /// When it was captured by hand, and on which order. A coupon can come back, and be captured again.
    pub captures: Vec<(i64, Option<String>)>,
}

impl Facts {
    /// The newest published program and its version.
    pub fn current(&self) -> Option<(Version, Rc<Program>)> {
        self.programs.last().map(|program| (self.programs.len(), program.clone()))
    }

    /// A published program.
    pub fn program(&self, version: Version) -> Rc<Program> {
        self.programs[version - 1].clone()
    }

    /// What is stored of a wallet.
    pub fn stored(&self) -> impl PartialEq + use<> {
        let orders: Vec<_> = self.orders.iter().map(|(id, fact)| (id.clone(), fact.stored())).collect();
        (orders, self.credits.clone(), self.debits.clone(), self.redemptions.clone())
    }

    /// The orders of which a state is known, by id.
    pub fn known_orders(&self) -> impl Iterator<Item = (&String, &OrderFact, &Order)> {
        self.orders.iter().filter_map(|(id, fact)| Some((id, fact, fact.newest()?)))
    }

    /// A redemption.
    pub fn redemption(&self, id: &str) -> Option<&Redemption> {
        self.redemptions.iter().find(|one| one.id == id)
    }

    /// All points ever credited or ever taken are at most 2^53 − 1 (1.4).
    pub fn are_in_range(&self) -> bool {
        const MOST: i128 = (1 << 53) - 1;
        let earned: i128 = self.counted().iter().map(|one| one.points()).sum();
        let credited = earned + self.credits.iter().map(|one| one.points).sum::<i128>();
        let debited: i128 = self.debits.iter().map(|one| one.points).sum();
        let redeemed: i128 = self.redemptions.iter().map(|one| one.points).sum();
        credited <= MOST && debited + redeemed <= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Adjustment, Model};

    #[test]
    fn nothing_is_credited_beyond_what_can_be_counted() {
        let mut model = Model::default();
        let mut adjust = |id: &str, points| {
            let (id, reason, note) = (id.to_owned(), String::new(), String::new());
            model.adjust(Adjustment { id, points, reason, note }, 0).code
        };
        assert_eq!(adjust("most", (1 << 53) - 1), "done");
        assert_eq!(adjust("one more", 1), "out_of_range");
        assert_eq!(adjust("less", -((1 << 53) - 1)), "done");
        // What was ever credited is what counts, whatever was taken since.
        assert_eq!(adjust("again", 1), "out_of_range");
        assert_eq!(model.summary(0).balance, 0);
    }
}
