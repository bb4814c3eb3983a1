//! A member as they see themselves in the widget.

use serde::{Deserialize, Serialize};

use super::{RedemptionView, RewardStatusView, Viewer, redemption::redemptions, reward_status::reward_statuses};
use crate::{
    Days, Instant, Points, TierId,
    case::{CasesHistory, UnreadView},
    history::OrderHistory,
    ledger::{Balance, Eligibility, Wallet},
    program::WindowStart,
    testimonial::OwnTestimonial,
    tier::Standing,
};

/// Most arrivals and most expirations shown: the panel shows a few, a year of weekly orders is 52.
pub const SCHEDULE_LEN_MAX: usize = 20;
/// How long a used redemption is still shown.
pub const REDEMPTIONS_SHOWN_DAYS: Days = Days(30);

/// A member at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Of the state this shows; a newer state has a higher one.
    pub seq: u64,
    /// The instant this is true at.
    pub as_of: Instant,
    /// The numbers.
    #[serde(flatten)]
    pub balance: Balance,
    /// Pending points and when they arrive, soonest first.
    pub arrivals: Vec<Amount>,
    /// Pending points of which nobody can know yet when they arrive: their orders have to be completed or delivered first.
    pub waiting: Points,
    /// What those wait for, if it is the same for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WindowStart>,
    /// Points and when they are lost, soonest first.
    pub expirations: Vec<Amount>,
    /// The member's level.
    pub tier: Option<TierView>,
    /// The level above.
    pub next_tier: Option<NextTierView>,
    /// What the member has gathered, in what the tiers qualify by; none without tiers.
    pub progress: Option<i64>,
    /// Which rewards can be had.
    pub rewards: Vec<RewardStatusView>,
    /// Redemptions that hold or were used lately.
    pub redemptions: Vec<RedemptionView>,
    /// What waits to be read in the member's cases, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<UnreadView>,
    /// What the member lets the shop show, if they have said something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub testimonial: Option<OwnTestimonial>,
}

/// A number of points and when something happens to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How many points.
    pub points: Points,
    /// When it happened.
    pub at: Instant,
}

/// A member's level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierView {
    /// The level's id.
    pub id: TierId,
    /// Since when this level or a higher one has been held without a break.
    pub since: Instant,
    /// When it ends without another order.
    pub kept_until: Instant,
    /// What keeps it, if anything still can.
    pub to_keep: Option<KeepView>,
}

/// What keeps a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepView {
    /// What is missing, in what the tiers qualify by: one order of this is enough.
    pub missing: i64,
    /// The order has to be placed before.
    pub by: Instant,
}

/// The level above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextTierView {
    /// The level's id.
    pub id: TierId,
    /// What is missing, in what the tiers qualify by.
    pub missing: i64,
    /// When some of what was gathered stops counting.
    pub by: Option<Instant>,
}

impl MemberView {
    /// A wallet whose time has passed up to the viewer's now, and what its orders mean.
    pub(super) fn new(wallet: &Wallet, history: &OrderHistory, viewer: &Viewer) -> Self {
        let now = viewer.now.max(wallet.clock());
        let qualifying = viewer.program.and_then(|program| history.qualifying(program));
        let standing = qualifying.as_ref().map(|qualifying| qualifying.standing(now));
        let progress = standing.as_ref().map(|standing| standing.progress);
        let Standing { level, next, .. } = standing.unwrap_or_default();
        let left = |lot: &&crate::ledger::Lot| lot.remaining > Points::ZERO;
        let arriving = || wallet.lots().filter(left).filter(|lot| !lot.is_available(now));
        let waits = |lot: &&crate::ledger::Lot| lot.waits_for.is_some();
        let dated = arriving().filter(|lot| !waits(lot)).map(|lot| (lot.available_at, lot.remaining));
        let waiting = arriving().filter(waits).map(|lot| lot.remaining).chain([wallet.rest().waiting]);
        let waiting = Points::sum(waiting).unwrap_or(Points::SUM_MAX);
        let mut starts = arriving().filter_map(|lot| lot.waits_for).chain(wallet.rest().waits_for.iter().copied());
        let waits_for = starts.next().filter(|first| starts.all(|start| start == *first));
        let expiring = wallet.lots().filter(left).filter(|lot| lot.has_date(now));
        let expiring = expiring.filter_map(|lot| Some((lot.expires_at?, lot.remaining)));
        let balance = wallet.balance();
        let tier = qualifying.as_ref().and_then(|qualifying| qualifying.tier_at(now));
        let eligibility = Eligibility { tier, available: balance.available, now };
        Self {
            seq: wallet.seq(),
            as_of: now,
            balance,
            arrivals: schedule(dated),
            waiting,
            waits_for,
            expirations: schedule(expiring),
            tier: level.map(|held| TierView {
                id: held.id,
                since: held.since,
                kept_until: held.kept_until,
                to_keep: held.to_keep.map(|keep| KeepView { missing: keep.missing, by: keep.by }),
            }),
            next_tier: next.map(|next| NextTierView { id: next.id, missing: next.missing, by: next.by }),
            progress,
            rewards: reward_statuses(wallet, eligibility, viewer),
            redemptions: redemptions(wallet, viewer.language, now),
            cases: CasesHistory::new(wallet.cases()).shown(),
            testimonial: wallet.own_testimonial(),
        }
    }
}

/// Points by instant, soonest first, those of one instant together.
fn schedule(amounts: impl Iterator<Item = (Instant, Points)>) -> Vec<Amount> {
    let mut by_instant = std::collections::BTreeMap::<Instant, Points>::new();
    for (at, points) in amounts {
        let sum = by_instant.entry(at).or_default();
        *sum = sum.plus(points).unwrap_or(Points::SUM_MAX);
    }
    by_instant.into_iter().take(SCHEDULE_LEN_MAX).map(|(at, points)| Amount { points, at }).collect()
}
