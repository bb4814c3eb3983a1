//! Products and labels a member has bought: what a snapshot keeps of its orders' lines.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{Instant, order::Order};

/// Most products and most labels kept of a member: those bought last. Every page view reads them from KV, where one takes
/// some 40 bytes; 2 × 100 × 40 B is 8 KB.
pub const BOUGHT_MAX: usize = 100;

/// Products and labels, and when each was first bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    products: BTreeMap<String, Instant>,
    labels: BTreeMap<String, Instant>,
}

/// Products and labels bought up to an instant, and when each was last bought: the [`BOUGHT_MAX`] newest of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastBought {
    products: BTreeMap<String, Instant>,
    labels: BTreeMap<String, Instant>,
}

impl PastBought {
    /// Whether nothing is known to have been bought.
    pub(crate) fn is_empty(&self) -> bool {
        self.products.is_empty() && self.labels.is_empty()
    }

    /// These and what more orders have brought.
    pub(crate) fn with<'a>(&'a self, orders: impl IntoIterator<Item = &'a Order>) -> Self {
        let names = names(self, orders);
        let last = |times: BTreeMap<&str, PurchaseTimes>| {
            newest(times).map(|(name, times)| (name.to_owned(), times.last)).collect::<BTreeMap<_, _>>()
        };
        let (products, labels) = (last(names.products), last(names.labels));
        Self { products, labels }
    }
}

/// When something was bought.
struct PurchaseTimes {
    first: Instant,
    last: Instant,
}

/// When each product and label was bought.
struct Names<'a> {
    products: BTreeMap<&'a str, PurchaseTimes>,
    labels: BTreeMap<&'a str, PurchaseTimes>,
}

impl Bought {
    /// What these orders have brought after what was bought before: lines of orders that were paid, with something of the
    /// line kept.
    pub fn new<'a>(past: &'a PastBought, orders: impl IntoIterator<Item = &'a Order>) -> Self {
        let names = names(past, orders);
        let first = |times: BTreeMap<&str, PurchaseTimes>| {
            newest(times).map(|(name, times)| (name.to_owned(), times.first)).collect::<BTreeMap<_, _>>()
        };
        Self { products: first(names.products), labels: first(names.labels) }
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

fn names<'a>(past: &'a PastBought, orders: impl IntoIterator<Item = &'a Order>) -> Names<'a> {
    // What is past was bought before any later instant that is asked for.
    let times = |names: &'a BTreeMap<String, Instant>| {
        names.iter().map(|(name, at)| (name.as_str(), PurchaseTimes { first: *at, last: *at })).collect()
    };
    let mut names = Names { products: times(&past.products), labels: times(&past.labels) };
    for order in orders.into_iter().filter(|order| order.status.is_purchase()) {
        for line in order.lines.iter().filter(|line| line.is_kept()) {
            if !line.product.is_empty() {
                note(&mut names.products, &line.product, order.placed_at);
            }
            line.labels.iter().for_each(|label| note(&mut names.labels, label, order.placed_at));
        }
    }
    names
}

fn note<'a>(times: &mut BTreeMap<&'a str, PurchaseTimes>, name: &'a str, at: Instant) {
    let times = times.entry(name).or_insert(PurchaseTimes { first: at, last: at });
    times.first = times.first.min(at);
    times.last = times.last.max(at);
}

/// The names bought last; of those bought at the same instant the first of the alphabet.
fn newest(times: BTreeMap<&str, PurchaseTimes>) -> impl Iterator<Item = (&str, PurchaseTimes)> {
    let mut names: Vec<_> = times.into_iter().collect();
    names.sort_by_key(|(_, times)| Reverse(times.last));
    names.into_iter().take(BOUGHT_MAX)
}

fn by(names: &BTreeMap<String, Instant>, now: Instant) -> Vec<String> {
    names.iter().filter(|(_, first)| **first <= now).map(|(name, _)| name.clone()).collect()
}
