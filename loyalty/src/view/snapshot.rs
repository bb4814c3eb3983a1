//! A wallet's published state: enough to show the member at any later instant, and no more.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{MemberView, REDEMPTIONS_SHOWN_DAYS, SCHEDULE_LEN_MAX, Viewer};
use crate::{
    Instant, Points, RewardId,
    case::CasesHistory,
    history::OrderHistory,
    ledger::{Checkpoint, Debit, Head, Hold, HoldStatus, Lot, LotSource, LotSum, Redeemed, Rest, Rows, Wallet},
    offer::OfferHistory,
    profile::Profile,
    program::Program,
    survey::{RecentOrders, SurveyHistory},
    testimonial::OwnTestimonial,
    traits::Bought,
};

/// Most claims published, the newest. One with usual names is 200 B, so these are 10 KB of what every page view reads; a
/// limit on what one member may have is kept by the wallet, which knows all of them.
pub const CLAIMS_PUBLISHED_MAX: usize = 50;

/// What is published of a wallet. Time passes in it as it does in the wallet; only operations need the wallet itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of the wallet when this was taken.
    pub head: Head,
    /// Lots to which a hold may give back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<Lot>,
    /// Of the others, those that become available or expire next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lot_sums: Vec<LotSum>,
    /// Redemptions that hold, owe, or count against a limit.
    pub holds: Vec<Hold>,
    /// Adjustments that owe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub debits: Vec<Debit>,
    /// Lots beside those.
    #[serde(default)]
    pub rest: Rest,
    /// Redemptions beside those that count against limits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub redeemed: BTreeMap<RewardId, Redeemed>,
    /// The orders, as levels, caps, traits and questions look at them.
    #[serde(default)]
    pub orders: OrderHistory,
    /// What the orders have brought. Snapshots taken before there were traits lack it, and what follows.
    #[serde(default, skip_serializing_if = "Bought::is_empty")]
    pub bought: Bought,
    /// What the shop says of the member beside the orders.
    #[serde(default)]
    pub profile: Profile,
    /// What the member has had to do with offers.
    #[serde(default, skip_serializing_if = "OfferHistory::is_empty")]
    pub offers: OfferHistory,
    /// What a page needs to know of the member's cases.
    #[serde(default, skip_serializing_if = "CasesHistory::is_empty")]
    pub cases: CasesHistory,
    /// The latest orders, as far as questions ask for them.
    #[serde(default, skip_serializing_if = "RecentOrders::is_empty")]
    pub recent: RecentOrders,
    /// What the member has made of questions, in brief.
    #[serde(default, skip_serializing_if = "SurveyHistory::is_empty")]
    pub surveys: SurveyHistory,
    /// What the member lets the shop show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub testimonial: Option<OwnTestimonial>,
}

impl Wallet {
    /// The state to publish.
    pub fn snapshot(&self) -> Snapshot {
        let is_published = |hold: &&Hold| match hold.status {
            HoldStatus::Held => true,
            HoldStatus::Captured => {
                let is_shown = hold.ended_at.is_some_and(|at| self.clock() < at + REDEMPTIONS_SHOWN_DAYS);
                is_shown || hold.taken.owed > Points::ZERO
            }
            HoldStatus::Released | HoldStatus::Lapsed | HoldStatus::Returned => false,
        };
        let (holds, others): (Vec<&Hold>, Vec<&Hold>) = self.holds().partition(is_published);
        let mut redeemed = self.redeemed().cloned().unwrap_or_default();
        for hold in others.into_iter().filter(|hold| hold.status.counts_against_limit() && !hold.is_given()) {
            redeemed.entry(hold.reward.id.clone()).or_default().add(hold.created_at);
        }
        let holds: Vec<Hold> = holds.into_iter().cloned().collect();
        let PublishedLots { lots, lot_sums, rest } = PublishedLots::new(self, &holds);
        Snapshot {
            head: self.head().clone(),
            lots,
            lot_sums,
            holds,
            debits: self.owing_debits().cloned().collect(),
            rest,
            redeemed,
            orders: self.order_history().for_levels_and_caps(),
            bought: self.bought(),
            profile: self.profile().clone(),
            offers: self.offers().newest(CLAIMS_PUBLISHED_MAX),
            cases: CasesHistory::new(self.cases()),
            recent: self.recent_orders(self.clock()),
            surveys: self.surveys().in_brief(),
            testimonial: self.own_testimonial(),
        }
    }
}

/// What is published of a wallet's lots: one by one those to which a hold may give back, by date the next to become available
/// and to expire, twice as many instants of both as are shown, and the others in sums. A date is 40 B, so these are 4 KB at
/// most beside what is held.
struct PublishedLots {
    lots: Vec<Lot>,
    lot_sums: Vec<LotSum>,
    rest: Rest,
}

impl PublishedLots {
    fn new(wallet: &Wallet, holds: &[Hold]) -> Self {
        let holding = holds.iter().filter(|hold| hold.status == HoldStatus::Held);
        let needed: BTreeSet<&LotSource> = holding.flat_map(|hold| &hold.taken.parts).map(|part| &part.0).collect();
        let clock = wallet.clock();
        let left = || wallet.lots().filter(|lot| lot.remaining > Points::ZERO);
        let arrivals = left().filter(|lot| !lot.is_available(clock) && lot.waits_for.is_none());
        let arrivals = Instants::new(arrivals.map(|lot| lot.available_at), None);
        let dated = left().filter(|lot| lot.has_date(clock));
        let expirations = Instants::new(dated.filter_map(|lot| lot.expires_at), wallet.rest().until);
        let is_next = |lot: &&Lot| {
            let arrives = !lot.is_available(clock) && arrivals.have(lot.available_at);
            arrives || lot.expires_at.is_some_and(|at| expirations.have(at))
        };
        let (lots, others): (Vec<&Lot>, Vec<&Lot>) = wallet.lots().partition(|lot| needed.contains(&lot.source));
        let others = others.into_iter().filter(|lot| lot.remaining > Points::ZERO);
        let (next, others): (Vec<&Lot>, Vec<&Lot>) = others.partition(is_next);
        let mut rest = Rest { first: None, ..wallet.rest().clone() };
        rest.until = arrivals.until(clock).into_iter().chain(expirations.until(clock)).min();
        for lot in others {
            let of_rest: &mut [&mut Points] = match (lot.is_available(clock), lot.waits_for) {
                (true, _) => &mut [&mut rest.available],
                (false, None) => &mut [&mut rest.pending],
                (false, Some(_)) => &mut [&mut rest.pending, &mut rest.waiting],
            };
            // No sum of a part of what a wallet has leaves the range.
            rest.waits_for.extend(lot.waits_for.filter(|_| !lot.is_available(clock)));
            of_rest.iter_mut().for_each(|sum| **sum = sum.plus(lot.remaining).unwrap_or(Points::SUM_MAX));
        }
        // In range for the same reason.
        let lot_sums = LotSum::of(next).unwrap_or_default();
        Self { lots: lots.into_iter().cloned().collect(), lot_sums, rest }
    }
}

/// The next instants at which something happens to lots: twice as many as are shown.
struct Instants {
    next: Vec<Instant>,
    are_all: bool,
}

impl Instants {
    /// `before` is from when on not all are known.
    fn new(instants: impl Iterator<Item = Instant>, before: Option<Instant>) -> Self {
        let all: BTreeSet<Instant> = instants.collect();
        let known = all.iter().filter(|at| before.is_none_or(|before| **at < before));
        let next: Vec<Instant> = known.take(2 * SCHEDULE_LEN_MAX).copied().collect();
        Self { are_all: before.is_none() && next.len() == all.len(), next }
    }

    fn have(&self, at: Instant) -> bool {
        self.are_all || self.next.last().is_some_and(|last| at <= *last)
    }

    /// From when on fewer are known than are shown.
    fn until(&self, clock: Instant) -> Option<Instant> {
        let first = self.next.len().checked_sub(SCHEDULE_LEN_MAX).and_then(|first| self.next.get(first));
        (!self.are_all).then(|| first.copied().unwrap_or(clock))
    }
}

impl Snapshot {
    /// The member as the viewer sees them.
    pub fn view(&self, viewer: &Viewer) -> MemberView {
        let (cases, testimonial) = (self.cases.shown(), self.testimonial.clone());
        MemberView { cases, testimonial, ..MemberView::new(&self.at(viewer.now), &self.orders, viewer) }
    }

    /// Whether this is all that a page asks for at `now` in a shop with this program; else the wallet has to be asked.
    pub fn is_enough(&self, program: Option<&Program>, now: Instant) -> bool {
        let past = self.orders.past.as_ref().zip(program);
        self.rest.until.is_none_or(|until| now < until)
            && past.is_none_or(|(past, program)| past.are_enough_for(program))
    }

    /// The published part of the wallet, with time passed up to `now`.
    pub(crate) fn at(&self, now: Instant) -> Wallet {
        let sums = (0..).zip(&self.lot_sums).map(|(number, sum)| sum.lot(number));
        let (head, lots) = (self.head.clone(), self.lots.iter().cloned().chain(sums).collect());
        let (holds, debits) = (self.holds.clone(), self.debits.clone());
        let checkpoint = Some(Checkpoint::published(self.rest.clone(), self.redeemed.clone()));
        let mut wallet = Wallet::restore(Rows { head, lots, holds, debits, checkpoint, ..Rows::default() });
        wallet.pass_time(now);
        wallet
    }
}
