//! A member as the shop sees them.

use serde::{Deserialize, Serialize};

use super::{EntryView, MemberView, OrderSummary, RedemptionView, Viewer};
use crate::{
    Instant, MemberId, Points,
    ledger::{Entry, Lot, LotSource, Wallet},
    profile::Profile,
    program::{Programs, WindowStart},
    traits::{Traits, TraitsContext},
};

/// Everything about a member, except the older entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetail {
    /// The member it is about.
    pub member: MemberId,
    /// What the member sees, but with every redemption.
    #[serde(flatten)]
    pub view: MemberView,
    /// What the shop says of the member beside the orders.
    pub profile: Profile,
    /// What can be said of the member now.
    pub traits: Traits,
    /// All lots, in the order of their sources.
    pub lots: Vec<LotView>,
    /// All orders.
    pub orders: Vec<OrderSummary>,
    /// The newest entries, the newest first.
    pub entries: Vec<EntryView>,
}

/// A lot as the shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// Where the points come from.
    pub source: LotSource,
    /// All points credited to it.
    pub points: Points,
    /// What is left to spend.
    pub remaining: Points,
    /// What was lost by expiry.
    pub expired: Points,
    /// When it was made.
    pub made_at: Instant,
    /// When the points can be spent.
    pub available_at: Instant,
    /// When they are lost, if ever.
    pub expires_at: Option<Instant>,
    /// What they wait for, if `available_at` is only the latest it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WindowStart>,
}

impl LotView {
    fn new(lot: &Lot) -> Self {
        let Lot { source, points, remaining, expired, made_at, available_at, expires_at, waits_for } = lot.clone();
        Self { source, points, remaining, expired, made_at, available_at, expires_at, waits_for }
    }
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
        basis: &TraitsContext<'_>,
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
            lots: wallet.lots().map(LotView::new).collect(),
            orders: wallet.orders().map(|record| OrderSummary::new(record, programs, viewer.language, now)).collect(),
            entries: entries.map(|entry| EntryView::for_shop(entry, wallet, viewer.language)).collect(),
        }
    }
}
