//! What a shopper and a shop are shown of a wallet and a program. These types are the answers of the API.

mod detail;
mod entry;
mod explanation;
mod member;
mod order;
mod program;
mod redemption;
mod reward_status;
mod snapshot;

pub use detail::{LotView, MemberDetail};
pub use entry::EntryView;
pub use explanation::{LineTerm, OrderExplanation, RuleExplanation};
pub use member::{Amount, KeepView, MemberView, NextTierView, REDEMPTIONS_SHOWN_DAYS, SCHEDULE_LEN_MAX, TierView};
pub use order::{CouponView, OrderDetail, OrderSummary};
pub use program::{LevelView, MultiplierView, ProgramView, RewardView, RuleView, TiersView};
pub use redemption::{RedemptionView, TakenView};
pub use reward_status::{RewardStatus, RewardStatusView};
pub use snapshot::{CLAIMS_PUBLISHED_MAX, Snapshot};

use std::collections::BTreeMap;

use crate::{Instant, RewardId, program::Program};

/// How many of each reward with a stock are left.
pub type Left = BTreeMap<RewardId, u32>;

/// For whom and when something is shown.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// What is left of rewards with a stock.
    pub left: &'a Left,
    /// Language tag of the person who looks.
    pub language: &'a str,
    /// The instant for which everything is computed.
    pub now: Instant,
}
