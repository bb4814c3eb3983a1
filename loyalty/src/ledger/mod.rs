//! One member's wallet: facts, what they come to, and every entry that says what was shown.
//!
//! An operation takes `now`, decides, stores a fact in memory and folds all facts anew; [`Wallet::drain_changes`] then gives
//! the rows a shell must write in one transaction. Entries are only ever appended (I2), so deciding never needs the old ones.
//!
//! | file | what it says |
//! |---|---|
//! | `order_record`, `hold`, `facts` | what is known: orders, redemptions, credits and debits |
//! | `count` | what each order earns |
//! | `codes` | which order uses a code, and what that makes of its redemption |
//! | `lot`, `take`, `flow` | points in the order of time: lots, what is taken from them, debt |
//! | `lot_sum` | lots of one date in one sum, for a published state |
//! | `fold` | from facts to all of that |
//! | `checkpoint`, `archive`, `open_rows` | what facts up to an instant come to, so that their rows need not be loaded |
//! | `entry`, `difference` | what is written down |
//! | `rules` | the number of the rules, and what a change of it may not take |
//! | `rows` | a wallet from its stored rows |
//! | `store`, `append` | storing a fact; folding, or going on with the fold that stands |
//! | `wallet` | time that passes; the member's numbers |
//! | `orders`, `redemptions`, `adjustments`, `claims` | the operations that move points |
//! | `awards` | points and coupons that come from beside the ledger |
//! | `order_result` | what an order's state is answered with |
//! | `head`, `changes`, `invariants` | what an operation changed, and the invariants it must have kept |
//!
//! What moves no points lies in the wallet, too, but its rules live in `member`.

mod adjustments;
mod append;
mod archive;
mod awards;
mod changes;
mod checkpoint;
mod claims;
mod codes;
mod count;
mod difference;
mod entry;
mod facts;
mod flow;
mod fold;
mod head;
mod hold;
mod invariants;
mod lot;
mod lot_sum;
mod open_rows;
mod order_record;
mod order_result;
mod orders;
mod redemptions;
mod refusal;
mod rows;
mod rules;
mod store;
mod take;
mod wallet;

use std::{collections::BTreeMap, rc::Rc};

pub use adjustments::{Adjustment, NOTE_LEN_MAX, REASON_LEN_MAX};
pub use archive::{ArchiveChanges, Archived, PastLimits};
pub(crate) use awards::gesture_adjustment_id;
pub use changes::Changes;
pub use checkpoint::{Checkpoint, REDEEMED_MAX, Redeemed};
pub use claims::ClaimRequest;
pub use entry::{Entry, EntryKind};
use facts::Facts;
pub use facts::{Credit, Debit};
pub use flow::Rest;
pub use head::Head;
pub use hold::{HAD_COME_BACK_MAX, HandCapture, Hold, HoldStatus, HoldTerms, RewardTaken};
pub use invariants::Breach;
pub use lot::{Lot, LotSource, SpendOrder};
pub use lot_sum::LotSum;
pub use order_record::{Counted, CountedRule, OrderRecord, WaitingReason};
pub use order_result::{CouponOutcome, CouponStatus, OrderOutcome, OrderResult};
pub use redemptions::RedeemRequest;
pub(crate) use redemptions::{Eligibility, refusal};
pub use refusal::Refusal;
pub use rows::Rows;
pub use take::Taken;
pub use wallet::Balance;

use self::{changes::Touched, flow::Flow, rules::Rules};
use crate::{AdjustmentId, HoldId, Instant, OrderId, member::MemberRecord};

/// One member's state. Made new with `default`, or from stored rows with [`Wallet::restore`].
///
/// With a checkpoint it has the rows after it, those before it that can still change, and what an operation names; an
/// operation that asks for more answers so ([`Refusal::is_not_loaded`]). Without one it has them all.
#[derive(Clone, Debug, Default)]
pub struct Wallet {
    head: Head,
    checkpoint: Option<Rc<Checkpoint>>,
    /// Whether all rows were loaded though some are archived: they are archived again when the operation is done.
    is_reopened: bool,
    /// Archived rows that this operation names.
    named: Archived,
    orders: BTreeMap<OrderId, OrderRecord>,
    credits: BTreeMap<LotSource, Credit>,
    debits: BTreeMap<AdjustmentId, Debit>,
    holds: BTreeMap<HoldId, Hold>,
    adjustments: BTreeMap<AdjustmentId, Adjustment>,
    pub(crate) member: MemberRecord,

    /// What the facts come to at the clock.
    flow: Flow,
    /// The rules by which they are folded.
    rules: Rules,
    /// The clock before this operation.
    clock_before: Instant,
    touched: Touched,
}
