//! A wallet's published state: enough to show the member at any later instant, and no more.

use serde::{Deserialize, Serialize};

use super::{MemberView, Viewer};
use crate::{
    Instant, Points,
    case::CasesHistory,
    ledger::{Debit, Head, Hold, HoldStatus, Lot, Rows, Wallet},
    offer::OfferHistory,
    profile::Profile,
    survey::{RecentOrders, SurveyHistory},
    testimonial::OwnTestimonial,
    tier::Fact,
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
    /// Lots with something in them, or to which a hold may give back.
    pub lots: Vec<Lot>,
    /// Redemptions that hold, owe, or count against a limit.
    pub holds: Vec<Hold>,
    /// Adjustments that owe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub debits: Vec<Debit>,
    /// What the orders mean to tiers and caps.
    pub facts: Vec<Fact>,
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
        let holds: Vec<Hold> = self.holds().filter(|hold| hold.status.counts_against_limit()).cloned().collect();
        let holding = || holds.iter().filter(|hold| hold.status == HoldStatus::Held);
        let gives_back = |lot: &Lot| holding().any(|hold| hold.taken.parts.iter().any(|part| part.0 == lot.source));
        let lots = self.lots().filter(|lot| lot.remaining > Points::ZERO || gives_back(lot)).cloned().collect();
        let bought = Bought::new(self.own_orders().map(|record| &record.state));
        Snapshot {
            head: self.head().clone(),
            lots,
            holds,
            debits: self.owing_debits().cloned().collect(),
            facts: self.facts(),
            bought,
            profile: self.profile().clone(),
            offers: self.offers().newest(CLAIMS_PUBLISHED_MAX),
            cases: CasesHistory::new(self.cases()),
            recent: RecentOrders::new(self.own_orders(), self.clock()),
            surveys: self.surveys().in_brief(),
            testimonial: self.own_testimonial(),
        }
    }
}

impl Snapshot {
    /// The member as the viewer sees them.
    pub fn view(&self, viewer: &Viewer) -> MemberView {
        let (cases, testimonial) = (self.cases.shown(), self.testimonial.clone());
        MemberView { cases, testimonial, ..MemberView::new(&self.at(viewer.now), &self.facts, viewer) }
    }

    /// The published part of the wallet, with time passed up to `now`.
    pub(crate) fn at(&self, now: Instant) -> Wallet {
        let (head, lots) = (self.head.clone(), self.lots.clone());
        let (holds, debits) = (self.holds.clone(), self.debits.clone());
        let mut wallet = Wallet::restore(Rows { head, lots, holds, debits, ..Rows::default() });
        wallet.pass_time(now);
        wallet
    }
}
