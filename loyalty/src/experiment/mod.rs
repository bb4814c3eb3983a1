//! Experiments: who gets which variant of an offer and who gets none, and what came of it.
//!
//! People are divided as the GrowthBook SDKs divide them with `hashVersion` 2, so that other tools can tell who was in
//! which variant. Where the SDKs count in floating point from 0 to 1, this counts whole basis points:
//!
//! | SDK | here |
//! |---|---|
//! | `key`, which is also the seed | [`Experiment::key`] |
//! | `hash(seed, id, 2)` | [`bucket`](hash::bucket) ÷ 10,000 |
//! | `variations[0]`, `weights[0]` | the holdout: who is in it sees nothing |
//! | `variations[1..]`, `weights[1..]` | [`Experiment::variants`], their weights ÷ 10,000 |
//! | `coverage` | [`Experiment::coverage`] ÷ 10,000 |
//! | `namespace: [id, start, end]` | [`Namespace`], its range ÷ 10,000 |
//! | `filters` | [`BucketFilter`] |
//! | variation −1 | [`Assignment::Outside`] |
//!
//! Two things differ. What the SDKs silently replace (weights that do not add up, a coverage above 1) is a fault here.
//! And the SDKs' sums of fractions are a little off (0.1 + 0.1 + 0.1 is above 0.3), so a person in the bucket exactly on
//! a boundary may be on its other side there: at most one bucket in ten thousand for each boundary.

mod assign;
mod check;
mod gate;
pub mod hash;
mod holdout;
pub mod results;
mod run;
mod share;

use serde::{Deserialize, Serialize};

pub use assign::{Arm, Assignment, assign, assign_again};
pub use check::{FILTER_RANGES_MAX, FILTERS_MAX, VARIANTS_MAX, WEIGHTS_TOLERANCE};
pub use gate::{BucketFilter, Namespace};
pub use holdout::in_program_holdout;
pub use run::Run;
pub use share::{BucketRange, Share, bucket_ranges, choose_variation, equal_shares};

use crate::{ExperimentKey, VariantKey};

/// How an offer's variants are divided among people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experiment {
    /// Its name, and the seed people are divided by: another key divides them anew.
    pub key: ExperimentKey,
    /// What is compared. Their order counts: a new one goes to the end, so that nobody changes variant.
    pub variants: Vec<Variant>,
    /// How much of the holdout and of each variant takes part.
    #[serde(default = "everybody")]
    pub coverage: Share,
    /// Who sees none of the variants, so that there is something to compare with.
    #[serde(default = "holdout_default")]
    pub holdout: Share,
    /// Only for people in this part of a division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Only for people whom each of these lets pass; instead of a namespace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<BucketFilter>,
}

/// One of the things compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name, unique in the experiment.
    pub key: VariantKey,
    /// How many see it. Absent in all variants: equal parts of what the holdout leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Share>,
}

impl Experiment {
    /// The holdout of an experiment that does not say: a tenth.
    pub const HOLDOUT_DEFAULT: Share = Share(1_000);

    /// The buckets of the holdout and then of each variant.
    pub fn ranges(&self) -> impl Iterator<Item = BucketRange> {
        let left = Share(Share::ALL.0.saturating_sub(self.holdout.0));
        let equal = equal_shares(left, self.variants.len());
        let weights = self.variants.iter().zip(equal).map(|(variant, equal)| variant.weight.unwrap_or(equal));
        bucket_ranges(std::iter::once(self.holdout).chain(weights), self.coverage)
    }

    /// The place of a variant.
    pub fn variant_index(&self, key: &VariantKey) -> Option<usize> {
        self.variants.iter().position(|variant| variant.key == *key)
    }
}

fn everybody() -> Share {
    Share::ALL
}

fn holdout_default() -> Share {
    Experiment::HOLDOUT_DEFAULT
}
