//! Everything about a wallet that two implementations are compared by.

use super::wallet::{Hold, KnownOrder, Lot, Model};

/// How many arrivals and expirations are shown.
const SCHEDULE_LENGTH: usize = 20;

/// What an operation answered: a word and, for orders, the numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `applied`, `unchanged`, `stale`, `waiting`, `done`, or the code of the refusal.
    pub code: String,
    /// For orders: what the order has earned, all in all.
    pub points: i128,
    /// For orders: by how much this state changed it.
    pub change: i128,
    /// For orders: what could not be taken back.
    pub waived: i128,
    /// For orders: when the last of its points arrive, if that is still to come.
    pub pending_until: Option<i64>,
    /// For orders: the status of each code on it.
    pub coupons: Vec<(String, String)>,
}

/// A wallet at one instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All points, debt deducted.
    pub balance: i128,
    /// What can be spent; what is owed, below zero.
    pub available: i128,
    /// What arrives later.
    pub pending: i128,
    /// What redemptions hold.
    pub held: i128,
    /// What is owed.
    pub debt: i128,
    /// Pending points by the instant they arrive at.
    pub arrivals: Vec<Amount>,
    /// Points by the instant they expire at.
    pub expirations: Vec<Amount>,
    /// Lots with something left, in the order they were made.
    pub lots: Vec<LotSummary>,
    /// Orders by id.
    pub orders: Vec<OrderSummary>,
    /// Redemptions by id.
    pub redemptions: Vec<RedemptionSummary>,
    /// Entries in order.
    pub entries: Vec<EntrySummary>,
    /// The member's level.
    pub tier: Option<TierSummary>,
    /// The level above.
    pub next_tier: Option<UpcomingTier>,
    /// The qualifying sum now; absent without tiers.
    pub progress: Option<i128>,
    /// Each reward of the program and whether it can be had.
    pub rewards: Vec<RewardSummary>,
}

/// Points to which something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub points: i128,
    /// When.
    pub at: i64,
}

/// Where a lot's points came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A rule, on an order.
    Order {
        /// The order's id.
        order: String,
        /// The rule's id.
        rule: String,
    },
    /// An adjustment's id.
    Adjustment(String),
    /// An offer, by a claim.
    Offer {
        /// The offer's id.
        offer: String,
        /// The claim's id.
        claim: String,
    },
}

/// A lot with something left in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotSummary {
    /// Where it came from.
    pub source: Source,
    /// Points in it.
    pub remaining: i128,
    /// First instant it can be spent.
    pub available_at: i64,
    /// First instant it can no longer be spent.
    pub expires_at: Option<i64>,
}

/// What an order has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSummary {
    /// The shop's id.
    pub id: String,
    /// `placed`, `paid`, `completed` or `cancelled`.
    pub status: String,
    /// Credited less reversed and waived.
    pub points: i128,
    /// The pinned version.
    pub program_version: Option<i64>,
    /// `no_program` or `no_rate_for_currency`, if it waits for one.
    pub waiting: Option<String>,
}

/// A redemption and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedemptionSummary {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// The reward's id.
    pub reward: String,
    /// Points it holds or held.
    pub points: i128,
    /// `held`, `captured`, `released`, `lapsed` or `returned`.
    pub status: String,
    /// When it was made.
    pub created_at: i64,
    /// When it lapses.
    pub held_until: i64,
    /// The order it was used on.
    pub order: Option<String>,
}

/// One entry of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySummary {
    /// When it took effect.
    pub at: i64,
    /// One of the kinds of the table.
    pub kind: String,
    /// Its change of the balance.
    pub points: i128,
    /// Its change of what is held.
    pub held: i128,
    /// The order it is about.
    pub order: Option<String>,
    /// The rule it is about.
    pub rule: Option<String>,
    /// The redemption it is about.
    pub redemption: Option<String>,
    /// The offer that gave it.
    pub offer: Option<String>,
}

/// The member's level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierSummary {
    /// The level's id.
    pub id: String,
    /// The instant from which this level or a higher one has been held without a break.
    pub since: i64,
    /// First instant it is lost without another order.
    pub kept_until: Option<i64>,
    /// What keeps it past that instant.
    pub to_keep: Option<ToKeep>,
}

/// What keeps a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToKeep {
    /// The qualifying sum still missing.
    pub missing: i128,
    /// First instant of orders that help, in a calendar period.
    pub counts_from: Option<i64>,
}

/// The level above the member's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpcomingTier {
    /// The level's id.
    pub id: String,
    /// The qualifying sum still missing.
    pub missing: i128,
    /// When the sum next falls without another order.
    pub by: Option<i64>,
}

/// A reward and whether the member can have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardSummary {
    /// The reward's id.
    pub id: String,
    /// `available`, or the code of the refusal.
    pub status: String,
    /// Points still missing.
    pub missing: i128,
}

impl Model {
    /// The wallet as it is at `now`.
    pub fn summary(&self, now: i64) -> Summary {
        let mut wallet = self.clone();
        wallet.pass_time(now);
        let held = wallet.holds.iter().filter(|hold| hold.status == "held").map(|hold| hold.points).sum();
        let in_lots: i128 = wallet.lots.iter().map(|lot| lot.remaining).sum();
        let mut orders: Vec<OrderSummary> = wallet.orders.iter().map(order_summary).collect();
        orders.sort_by(|one, other| one.id.cmp(&other.id));
        let mut redemptions: Vec<RedemptionSummary> = wallet.holds.iter().map(redemption_summary).collect();
        redemptions.sort_by(|one, other| one.id.cmp(&other.id));
        let pending = |lot: &Lot| if lot.arrived { None } else { Some(lot.available_at) };
        let mut summary = Summary {
            balance: in_lots + held - wallet.debt,
            available: wallet.available() - wallet.debt,
            pending: wallet.pending(),
            held,
            debt: wallet.debt,
            arrivals: schedule(&wallet.lots, pending),
            expirations: schedule(&wallet.lots, |lot| lot.expires_at),
            lots: wallet.lots.iter().filter(|lot| lot.remaining > 0).map(lot_summary).collect(),
            orders,
            redemptions,
            entries: wallet.entries.clone(),
            ..Summary::default()
        };
        if let Some(program) = wallet.current() {
            (summary.tier, summary.next_tier, summary.progress) = wallet.tier_summary(&program);
            summary.rewards = wallet.rewards(&program);
        }
        summary
    }
}

/// The soonest instants at which something happens to points, and to how many.
fn schedule(lots: &[Lot], when: impl Fn(&Lot) -> Option<i64>) -> Vec<Amount> {
    let mut instants: Vec<i64> = lots.iter().filter(|lot| lot.remaining > 0).filter_map(&when).collect();
    instants.sort_unstable();
    instants.dedup();
    instants.truncate(SCHEDULE_LENGTH);
    let points = |at| lots.iter().filter(|lot| when(lot) == Some(at)).map(|lot| lot.remaining).sum();
    instants.into_iter().map(|at| Amount { points: points(at), at }).collect()
}

fn lot_summary(lot: &Lot) -> LotSummary {
    LotSummary {
        source: lot.source.clone(),
        remaining: lot.remaining,
        available_at: lot.available_at,
        expires_at: lot.expires_at,
    }
}

fn order_summary(order: &KnownOrder) -> OrderSummary {
    OrderSummary {
        id: order.id.clone(),
        status: order.state.status.clone(),
        points: order.net(),
        program_version: order.pinned.as_ref().and_then(|pinned| i64::try_from(pinned.version).ok()),
        waiting: order.waiting.map(str::to_owned),
    }
}

fn redemption_summary(hold: &Hold) -> RedemptionSummary {
    RedemptionSummary {
        id: hold.id.clone(),
        code: hold.code.clone(),
        reward: hold.reward.clone(),
        points: hold.points,
        status: hold.status.to_owned(),
        created_at: hold.created_at,
        held_until: hold.held_until,
        order: hold.order.clone(),
    }
}
