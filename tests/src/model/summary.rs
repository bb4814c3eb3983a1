//! Everything about a wallet that two implementations are compared by.

/// What an operation answered: a word and, for orders, what section 9.2 lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `applied`, `unchanged`, `stale`, `waiting`, `done`, or the code of the refusal.
    pub code: String,
    /// For orders: what the order has earned, all in all.
    pub points: i128,
    /// For orders: by how much this state changed it.
    pub change: i128,
    /// For orders: by how much more is forgiven in the whole wallet.
    pub forgiven: i128,
    /// For orders: when the last of its points arrive, if that is still to come and known.
    pub pending_until: Option<i64>,
    /// For orders: what its points wait for without a date.
    pub waits_for: Option<String>,
    /// For orders: the version it is counted by.
    pub version: Option<i64>,
    /// For orders: why it waits.
    pub waiting: Option<String>,
    /// For orders: each code on it.
    pub codes: Vec<CodeAnswer>,
    /// For orders: the fields that were bounded.
    pub remarks: Vec<String>,
}

/// What an order is answered about one of its codes (7.10).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeAnswer {
    /// The code.
    pub code: String,
    /// The redemption's status, or `unknown`.
    pub status: String,
    /// The order that uses it.
    pub order: Option<String>,
    /// Whether this operation captured it after it had ended otherwise.
    pub late: bool,
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
    /// Lots with something left, by source.
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
    /// What each order's rules gave and why, by order and the place of the rule in its version.
    pub explanations: Vec<Explanation>,
}

/// Points to which something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub points: i128,
    /// When.
    pub at: i64,
}

/// Where a lot's points came from, in the order of 6.5.
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
        /// The claim's id: claims sort by it.
        claim: String,
        /// The offer's id.
        offer: String,
    },
    /// An answer to a survey.
    Answer {
        /// The survey's id.
        survey: String,
        /// What it was asked about.
        occasion: String,
    },
    /// Points that a refund gave back.
    Restored {
        /// The redemption they were taken by.
        redemption: String,
        /// The source they had first.
        first: Box<Source>,
    },
}

/// A lot with something left in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotSummary {
    /// Where it came from.
    pub source: Source,
    /// Points in it.
    pub remaining: i128,
    /// First instant it can be spent; absent while that is not known (6.2).
    pub available_at: Option<i64>,
    /// First instant it can no longer be spent; absent while `available_at` is.
    pub expires_at: Option<i64>,
    /// What it waits for without a date.
    pub waits_for: Option<String>,
}

/// What an order has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSummary {
    /// The shop's id.
    pub id: String,
    /// `placed`, `paid`, `completed` or `cancelled`.
    pub status: String,
    /// The sum of its rules' targets.
    pub points: i128,
    /// The version it is counted by.
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
    /// The order that uses it, or that it came back from.
    pub order: Option<String>,
    /// When it ended.
    pub ended_at: Option<i64>,
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
    /// The adjustment it is about.
    pub adjustment: Option<String>,
    /// The offer that gave it.
    pub offer: Option<String>,
    /// The other order whose operation caused it (10.4).
    pub cause: Option<String>,
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
    /// What an order must come to so that it is kept past that instant.
    pub to_keep: Option<ToKeep>,
}

/// What keeps a level: an order that comes to `missing`, placed on any instant before `by`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToKeep {
    /// The qualifying amount of the order.
    pub missing: i128,
    /// The first instant at which such an order no longer does.
    pub by: Option<i64>,
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

/// What a rule gave for an order, in terms whose sum it is (section 12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The order's id.
    pub order: String,
    /// The rule's id.
    pub rule: String,
    /// The version that counts.
    pub version: i64,
    /// The order's tier.
    pub tier: Option<String>,
    /// One term for each line that counts, then one for shipping if it does.
    pub lines: Vec<LineTerm>,
    /// What the minimum took: 0 or below.
    pub minimum: i128,
    /// What refunds took.
    pub refund: i128,
    /// What a cap took, and which left the least.
    pub cap: Option<(String, i128)>,
    /// The rule's points: the sum of all terms.
    pub points: i128,
    /// When the lot's points become available, if there is a lot and that is known.
    pub available_at: Option<i64>,
    /// When they expire.
    pub expires_at: Option<i64>,
    /// What they wait for without a date.
    pub waits_for: Option<String>,
}

/// What one line gave, or shipping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTerm {
    /// The line's id; absent for shipping.
    pub line: Option<String>,
    /// The line's product; absent for shipping.
    pub product: Option<String>,
    /// The value of what was charged, in the order's currency.
    pub value: i128,
    /// The factor.
    pub percent: i128,
    /// The points.
    pub points: i128,
}
