//! Products and labels a member has bought: what a snapshot keeps of its orders' lines.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{
    Instant,
    order::{Order, OrderStatus},
};

/// Most products and most labels kept of a member: those bought last. Every page view reads them from KV, where one takes
/// some 40 bytes; 2 × 100 × 40 B is 8 KB.
pub const BOUGHT_MAX: usize = 100;

/// Products and labels, and when each was first bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    products: BTreeMap<String, Instant>,
    labels: BTreeMap<String, Instant>,
}

/// When something was bought.
struct Times {
    first: Instant,
    last: Instant,
}

impl Bought {
    /// What these orders have brought: lines of orders that are not cancelled, with something of the line kept.
    pub fn new<'a>(orders: impl IntoIterator<Item = &'a Order>) -> Self {
        let (mut products, mut labels) = (BTreeMap::new(), BTreeMap::new());
        for order in orders.into_iter().filter(|order| order.status != OrderStatus::Cancelled) {
            for line in order.lines.iter().filter(|line| line.is_kept()) {
                note(&mut products, &line.product, order.placed_at);
                line.labels.iter().for_each(|label| note(&mut labels, label, order.placed_at));
            }
        }
        Self { products: last(products), labels: last(labels) }
    }

    /// Whether nothing was bought.
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.labels.is_empty()
    }

    /// Products bought by `now`.
    pub fn products(&self, now: Instant) -> Vec<String> {
        by(&self.products, now)
    }

    /// Labels of what was bought by `now`.
    pub fn labels(&self, now: Instant) -> Vec<String> {
        by(&self.labels, now)
    }
}

fn note<'a>(times: &mut BTreeMap<&'a str, Times>, name: &'a str, at: Instant) {
    let times = times.entry(name).or_insert(Times { first: at, last: at });
    times.first = times.first.min(at);
    times.last = times.last.max(at);
}

/// The names bought last; of those bought at the same instant the first of the alphabet.
fn last(times: BTreeMap<&str, Times>) -> BTreeMap<String, Instant> {
    let mut names: Vec<_> = times.into_iter().collect();
    names.sort_by_key(|(_, times)| Reverse(times.last));
    names.into_iter().take(BOUGHT_MAX).map(|(name, times)| (name.to_owned(), times.first)).collect()
}

fn by(names: &BTreeMap<String, Instant>, now: Instant) -> Vec<String> {
    names.iter().filter(|(_, first)| **first <= now).map(|(name, _)| name.clone()).collect()
}
