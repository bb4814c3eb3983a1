//! What a wallet knows beside its rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Instant, OrderId, Points};

/// What a wallet knows beside its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of commits so far.
    pub seq: u64,
    /// The instant up to which time has passed.
    pub clock: Instant,
    /// Number of entries so far.
    pub entries: u64,
    /// Sum of all entries' points.
    pub points_sum: Points,
    /// Sum of all entries' held points.
    pub held_sum: Points,
    /// The number of the rules by which the facts were folded.
    #[serde(default)]
    pub rules: u32,
    /// Orders the wallet was told to give up before it was told of them, with the `updated_at` for which.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub yields: BTreeMap<OrderId, Instant>,
}
