//! One member's wallet: what was earned, held, spent and lost, and every entry that says so.
//!
//! An operation takes `now`, decides, and changes the wallet in memory; [`Wallet::take_changes`] then gives the rows a
//! shell must write in one transaction. Entries are only ever appended (I2), so deciding never needs the old ones.
//!
//! | file | what it does |
//! |---|---|
//! | `lot` | points with one origin and one expiry, and the order they are spent in |
//! | `hold` | points set aside for a redemption, and how that ends |
//! | `entry` | what is written down |
//! | `time` | what happens by itself as time passes |
//! | `take` | taking points out of lots, putting them back, debt |
//! | `order_record` | an order as it is kept, and what is answered |
//! | `orders`, `codes`, `redemptions`, `adjustments`, `claims` | the operations |
//! | `awards` | points and coupons that come from beside the ledger |
//! | `changes` | what an operation changed, and the invariants it must have kept |
//!
//! What moves no points lies in the wallet, too, but its rules live in `member`.

mod adjustments;
mod awards;
mod changes;
mod claims;
mod codes;
mod entry;
mod hold;
mod lot;
mod order_record;
mod orders;
mod redemptions;
mod refusal;
mod take;
mod time;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use adjustments::{Adjustment, NOTE_LEN_MAX, REASON_LEN_MAX};
pub(crate) use awards::gesture_adjustment_id;
pub use changes::{Breach, Changes, Head};
pub use claims::ClaimRequest;
pub use entry::{Entry, EntryKind};
pub use hold::{Hold, HoldStatus, RewardTaken};
pub use lot::{Lot, LotId, LotSource};
pub use order_record::{
    CouponOutcome, CouponStatus, Earned, OrderOutcome, OrderRecord, OrderResult, Pin, SUPERSEDED_MAX, WaitingReason,
};
pub use redemptions::RedeemRequest;
pub(crate) use redemptions::{History, refusal};
pub use refusal::Refusal;

use self::changes::Touched;
use crate::{AdjustmentId, HoldId, Instant, OrderId, Points, member::MemberRecord, tier::Fact};

/// One member's state. Made new with `default`, or from stored rows with [`Wallet::restore`].
#[derive(Clone, Debug, Default)]
pub struct Wallet {
    head: Head,
    lots: BTreeMap<LotId, Lot>,
    holds: BTreeMap<HoldId, Hold>,
    orders: BTreeMap<OrderId, OrderRecord>,
    adjustments: BTreeMap<AdjustmentId, Adjustment>,
    pub(crate) member: MemberRecord,
    touched: Touched,
}

/// The numbers a member goes by, at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// All points, less debt.
    pub balance: Points,
    /// Points that can be spent; below zero only by debt.
    pub available: Points,
    /// Points that are not available yet.
    pub pending: Points,
    /// Points set aside for redemptions.
    pub held: Points,
    /// Points owed after refunds.
    pub debt: Points,
}

impl Wallet {
    /// A wallet from its stored rows; [`Wallet::with_profile`], [`Wallet::with_offers`], [`Wallet::with_cases`],
    /// [`Wallet::with_surveys`] and [`Wallet::with_testimonials`] add what moves no points.
    pub fn restore(
        head: Head,
        lots: impl IntoIterator<Item = Lot>,
        holds: impl IntoIterator<Item = Hold>,
        orders: impl IntoIterator<Item = OrderRecord>,
        adjustments: impl IntoIterator<Item = Adjustment>,
    ) -> Self {
        Self {
            head,
            lots: lots.into_iter().map(|lot| (lot.id, lot)).collect(),
            holds: holds.into_iter().map(|hold| (hold.id.clone(), hold)).collect(),
            orders: orders.into_iter().map(|record| (record.id.clone(), record)).collect(),
            adjustments: adjustments.into_iter().map(|adjustment| (adjustment.id.clone(), adjustment)).collect(),
            member: MemberRecord::default(),
            touched: Touched::default(),
        }
    }

    /// Number of commits so far; it grows with every one, and newer states have higher ones.
    pub fn seq(&self) -> u64 {
        self.head.seq
    }

    /// The instant up to which time has passed in this wallet.
    pub fn clock(&self) -> Instant {
        self.head.clock
    }

    /// What the wallet knows beside its rows.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Entries appended since the changes were last taken.
    pub fn new_entries(&self) -> &[Entry] {
        &self.touched.entries
    }

    /// All lots, in the order they were made.
    pub fn lots(&self) -> impl Iterator<Item = &Lot> {
        self.lots.values()
    }

    /// All redemptions.
    pub fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.values()
    }

    /// All orders.
    pub fn orders(&self) -> impl Iterator<Item = &OrderRecord> {
        self.orders.values()
    }

    /// An order.
    pub fn order(&self, id: &OrderId) -> Option<&OrderRecord> {
        self.orders.get(id)
    }

    /// A redemption.
    pub fn hold(&self, id: &HoldId) -> Option<&Hold> {
        self.holds.get(id)
    }

    /// The numbers as of the wallet's clock.
    pub fn balance(&self) -> Balance {
        let (pending, ready) = self.lots.values().fold((Points::ZERO, Points::ZERO), |(pending, ready), lot| {
            if lot.is_available(self.head.clock) {
                (pending, ready + lot.remaining)
            } else {
                (pending + lot.remaining, ready)
            }
        });
        let held = self.holds.values().filter(|hold| hold.status == HoldStatus::Held).map(|hold| hold.points).sum();
        let debt = self.head.debt;
        Balance { balance: pending + ready + held - debt, available: ready - debt, pending, held, debt }
    }

    /// What the orders mean to tiers and caps.
    pub fn facts(&self) -> Vec<Fact> {
        self.orders.values().map(OrderRecord::fact).collect()
    }
}
