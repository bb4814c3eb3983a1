//! What keeps experiments apart: namespaces, and filters over buckets.

use serde::{Deserialize, Serialize};

use super::{
    hash::{bucket, namespace_bucket},
    share::BucketRange,
};

/// A part of a named division of everybody. Experiments with parts that do not overlap never meet in one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// The division's name, the same in every experiment that shares it.
    pub id: String,
    /// The experiment's part. The division has a thousand buckets: ten basis points each.
    pub range: BucketRange,
}

impl Namespace {
    /// Whether this person is in the experiment's part.
    pub fn contains(&self, id: &str) -> bool {
        const BASIS_POINTS: u32 = 10;
        self.range.contains(namespace_bucket(&self.id, id) * BASIS_POINTS)
    }
}

/// A filter over buckets: what namespaces are, with a finer hash and several ranges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketFilter {
    /// What people are divided by, the same in every experiment that shares the division.
    pub seed: String,
    /// The buckets that pass.
    pub ranges: Vec<BucketRange>,
}

impl BucketFilter {
    /// Whether this person's bucket is in one of the ranges.
    pub fn contains(&self, id: &str) -> bool {
        let bucket = bucket(&self.seed, id);
        self.ranges.iter().any(|range| range.contains(bucket))
    }
}
