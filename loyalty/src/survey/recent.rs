//! A member's latest orders, as far as questions ask for them: what a snapshot keeps of deliveries and returns.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Days, Instant, Money, OrderId,
    ledger::OrderRecord,
    order::{Order, OrderStatus},
};

/// Most orders kept, those that happened last. One with three products and as many labels is some 250 B, so these are
/// 2.5 KB of what every page view reads.
pub const RECENT_ORDERS_MAX: usize = 10;
/// Most products and most labels kept of an order, those of its first lines.
pub const RECENT_NAMES_MAX: usize = 30;
/// How long an order is kept after it was placed or delivered: longer than any question waits, so that for a while it can
/// still be told that the time has passed.
pub const RECENT_DAYS: Days = Days(120);

/// How long a return is open that the shop never closes. A customer in the EU has 14 days to withdraw and 14 more to send the
/// goods back, many shops allow 30; after 60 the parcel has come, or never will.
pub const RETURN_OPEN_DAYS: Days = Days(60);

/// A member's latest orders, and whether something is on its way back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecentOrders {
    /// Those that happened last, the newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<RecentOrder>,
    /// The return that is open longest, of whatever order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_return: Option<OpenReturn>,
}

/// A return that the shop has not closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenReturn {
    /// The order.
    pub order: OrderId,
    /// When it ends by itself: [`RETURN_OPEN_DAYS`] after it was opened.
    pub until: Instant,
}

/// An order that was paid or delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentOrder {
    /// Its name.
    pub id: OrderId,
    /// When it was placed.
    pub placed_at: Instant,
    /// When it was delivered, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
    /// What `spend` is in.
    pub currency: Currency,
    /// What was spent on goods.
    pub spend: Money,
    /// What was bought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Labels of what was bought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

impl RecentOrders {
    /// What is kept of these orders at `now`.
    pub fn new<'a>(records: impl IntoIterator<Item = &'a OrderRecord>, now: Instant) -> Self {
        Self::default().with(records, now)
    }

    /// What is kept of these orders and more at `now`.
    pub(crate) fn with<'a>(self, records: impl IntoIterator<Item = &'a OrderRecord>, now: Instant) -> Self {
        let mut kept = self;
        kept.open_return = kept.open_return.filter(|open| open.is_open(now));
        kept.orders.retain(|order| now < order.last() + RECENT_DAYS);
        for record in records {
            let open_return = OpenReturn::new(record).filter(|open| open.is_open(now));
            kept.open_return = kept.open_return.into_iter().chain(open_return).max_by_key(|open| open.until);
            kept.orders.extend(RecentOrder::new(record).filter(|order| now < order.last() + RECENT_DAYS));
        }
        kept.orders.sort_by_key(|order| (Reverse(order.last()), order.id.clone()));
        kept.orders.truncate(RECENT_ORDERS_MAX);
        kept
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty() && self.open_return.is_none()
    }
}

impl OpenReturn {
    /// The return of an order that is open longest. A cancelled order has none.
    fn new(record: &OrderRecord) -> Option<Self> {
        let order = &record.state;
        let open = order.returns.iter().filter(|one| one.closed_at.is_none()).map(|one| one.opened_at);
        let opened_at = open.max().filter(|_| order.status != OrderStatus::Cancelled)?;
        Some(Self { order: record.id.clone(), until: opened_at + RETURN_OPEN_DAYS })
    }

    /// Whether it is still open at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        now < self.until
    }
}

impl RecentOrder {
    /// An order that somebody means: paid or delivered, and not cancelled.
    fn new(record: &OrderRecord) -> Option<Self> {
        let (order, delivered_at) = (&record.state, record.delivered_at());
        let is_meant = matches!(order.status, OrderStatus::Paid | OrderStatus::Completed) || delivered_at.is_some();
        if !is_meant {
            return None;
        }
        let (products, labels) = names(order);
        Some(Self {
            id: record.id.clone(),
            placed_at: order.placed_at,
            delivered_at,
            currency: order.currency,
            // In range: the fold has counted the order.
            spend: order.spend().ok()?,
            products,
            labels,
        })
    }

    /// When something last happened to it.
    fn last(&self) -> Instant {
        self.delivered_at.map_or(self.placed_at, |delivered_at| delivered_at.max(self.placed_at))
    }
}

/// Products and labels of what was kept of an order, each once.
fn names(order: &Order) -> (Vec<String>, Vec<String>) {
    let (mut products, mut labels) = (Vec::new(), Vec::new());
    let note = |names: &mut Vec<String>, name: &String| {
        if names.len() < RECENT_NAMES_MAX && !name.is_empty() && !names.contains(name) {
            names.push(name.clone());
        }
    };
    for line in order.lines.iter().filter(|line| line.is_kept()) {
        note(&mut products, &line.product);
        line.labels.iter().for_each(|label| note(&mut labels, label));
    }
    (products, labels)
}
