//! Parts of everybody, in whole basis points.

use serde::{Deserialize, Serialize};

/// A part of everybody, in basis points: 10,000 are all, 1 is a ten-thousandth.
///
/// One basis point is one bucket of the hash, so shares are kept exactly and add up. It is what the GrowthBook SDKs
/// write as a fraction: 2,500 here is 0.25 there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(pub u16);

impl Share {
    /// Nobody.
    pub const NONE: Self = Self(0);
    /// Everybody.
    pub const ALL: Self = Self(10_000);
}

/// The buckets `from ≤ bucket < until`, in basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketRange {
    /// The first bucket.
    pub from: u32,
    /// The first bucket after it.
    pub until: u32,
}

impl BucketRange {
    /// Whether a bucket is in it.
    pub fn contains(self, bucket: u32) -> bool {
        (self.from..self.until).contains(&bucket)
    }

    /// How many of the buckets that exist are in it.
    pub fn len(self) -> u32 {
        let all = u32::from(Share::ALL.0);
        self.until.min(all).saturating_sub(self.from)
    }

    /// Whether no bucket is in it.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// One range for each weight, in order: it starts where the weights before it end, and is `coverage` of its weight long.
///
/// The start does not depend on the coverage. So a smaller coverage leaves a gap after each range and a larger one fills
/// it again: nobody ever moves from one range to another. A range that ends within a bucket has that bucket, as
/// `bucket ÷ 10,000` is where the bucket begins.
pub fn bucket_ranges(weights: impl Iterator<Item = Share>, coverage: Share) -> impl Iterator<Item = BucketRange> {
    weights.scan(0, move |next, weight| {
        let from = *next;
        *next += u32::from(weight.0);
        let covered = (u32::from(weight.0) * u32::from(coverage.0)).div_ceil(u32::from(Share::ALL.0));
        Some(BucketRange { from, until: from + covered })
    })
}

/// The first range that has the bucket; none where the ranges leave a gap.
pub fn choose_variation(bucket: u32, mut ranges: impl Iterator<Item = BucketRange>) -> Option<usize> {
    ranges.position(|range| range.contains(bucket))
}

/// `whole` in `count` equal parts. They differ by one basis point at most and add up to `whole`.
///
/// Each ends before the first bucket that is not below its exact fraction, as it would with fractions.
pub fn equal_shares(whole: Share, count: usize) -> impl Iterator<Item = Share> {
    let boundary = move |parts: usize| (usize::from(whole.0) * parts).div_ceil(count);
    // A part is at most `whole`, which is a `u16`.
    (0..count).map(move |index| Share((boundary(index + 1) - boundary(index)) as u16))
}
