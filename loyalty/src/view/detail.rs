//! A member as the shop sees them.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{EntryView, MemberView, OrderExplanation, RedemptionView, Viewer};
use crate::{
    Currency, Instant, MemberId, OrderId, Points,
    ledger::{Entry, Lot, OrderRecord, WaitingReason, Wallet},
    order::OrderStatus,
    profile::Profile,
    program::{Program, Programs, Version},
    traits::{Basis, Traits},
};

/// Everything about a member, except the older entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetail {
    /// Who.
    pub member: MemberId,
    /// What the member sees, but with every redemption.
    #[serde(flatten)]
    pub view: MemberView,
    /// What the shop says of the member beside the orders.
    pub profile: Profile,
    /// What can be said of the member now.
    pub traits: Traits,
    /// All lots, in the order of their sources.
    pub lots: Vec<Lot>,
    /// All orders.
    pub orders: Vec<OrderSummary>,
    /// The newest entries, the newest first.
    pub entries: Vec<EntryView>,
}

/// What an order has come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSummary {
    /// Which.
    pub id: OrderId,
    /// How far it has come.
    pub status: OrderStatus,
    /// What its amounts are in.
    pub currency: Currency,
    /// When it was placed.
    pub placed_at: Instant,
    /// When its state came about.
    pub updated_at: Instant,
    /// What it has earned.
    pub points: Points,
    /// The version it is counted by.
    pub program_version: Option<Version>,
    /// Why it is not counted yet.
    pub waiting_reason: Option<WaitingReason>,
    /// The terms whose sum its points are, by the language of who looks; absent until it is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<OrderExplanation>,
}

impl MemberDetail {
    /// A member's wallet, with time passed up to the viewer's now, and its newest entries (stored ones, newest first). The
    /// traits have the basis that segments and offers have.
    ///
    /// Entries that time has added since the last commit are put before the stored ones.
    pub fn new(
        member: MemberId,
        wallet: &mut Wallet,
        stored: Vec<Entry>,
        viewer: &Viewer,
        basis: &Basis<'_>,
        programs: &Programs,
    ) -> Self {
        let now = wallet.pass_time(viewer.now);
        let mut view = MemberView::new(wallet, &wallet.order_history(), viewer);
        let mut holds: Vec<_> = wallet.holds().collect();
        holds.sort_by_key(|hold| (std::cmp::Reverse(hold.created_at), hold.id.clone()));
        view.redemptions = holds.into_iter().map(|hold| RedemptionView::new(hold, viewer.language)).collect();
        let entries = wallet.new_entries().iter().rev().cloned().chain(stored);
        Self {
            member,
            view,
            profile: wallet.profile().clone(),
            traits: Traits::new(&wallet.snapshot(), basis),
            lots: wallet.lots().cloned().collect(),
            orders: wallet.orders().map(|record| OrderSummary::new(record, programs, viewer.language, now)).collect(),
            entries: entries.map(|entry| EntryView::for_shop(entry, wallet, viewer.language)).collect(),
        }
    }
}

impl OrderSummary {
    fn new(record: &OrderRecord, programs: &Programs, language: &str, now: Instant) -> Self {
        let program = record.version.and_then(|version| programs.get(version));
        let explain = |program: &Rc<Program>| OrderExplanation::new(record, program, language, now).ok().flatten();
        Self {
            explanation: program.and_then(explain),
            id: record.id.clone(),
            status: record.state.status,
            currency: record.state.currency,
            placed_at: record.state.placed_at,
            updated_at: record.state.updated_at,
            points: record.points().unwrap_or(Points::SUM_MAX),
            program_version: record.version,
            waiting_reason: record.counted.waiting,
        }
    }
}
