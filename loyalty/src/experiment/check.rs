//! What an experiment must satisfy before it can be published.

use std::collections::BTreeSet;

use super::{BucketFilter, BucketRange, Experiment, Namespace, Share};
use crate::{Checked, Fault, check::Faults, id::ID_LEN_MAX};

/// Most variants of an experiment. Ten share 90 % at 9 % each, which already takes a busy shop months to tell apart.
pub const VARIANTS_MAX: usize = 10;
/// Most filters of an experiment.
pub const FILTERS_MAX: usize = 10;
/// Most ranges of a filter.
pub const FILTER_RANGES_MAX: usize = 10;
/// How far holdout and weights together may be from everybody: 0.01, as the SDKs allow. Three thirds of 33 % are 99 %.
pub const WEIGHTS_TOLERANCE: u32 = 100;

impl Experiment {
    /// Proves the experiment sound, or tells everything that is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        self.check_within("", &mut faults);
        faults.finish(self)
    }

    /// Notes the experiment's faults, each path begun with `path`: `offers[0].experiment.`, or nothing.
    pub(crate) fn check_within(&self, path: &str, faults: &mut Faults) {
        let at = |field: &'static str| move || format!("{path}{field}");
        faults.require(self.coverage <= Share::ALL, at("coverage"), "must be from 0 to 10,000 basis points");
        faults.require(self.holdout < Share::ALL, at("holdout"), "must be from 0 to 9,999 basis points");
        self.check_variants(path, faults);
        self.check_weights(path, faults);
        if let Some(namespace) = &self.namespace {
            namespace.check(&format!("{path}namespace"), faults);
        }
        let one_gate = self.namespace.is_none() || self.filters.is_empty();
        faults.require(one_gate, at("filters"), "cannot be used beside a namespace");
        faults.require(self.filters.len() <= FILTERS_MAX, at("filters"), "has more than 10 filters");
        for (index, filter) in self.filters.iter().enumerate() {
            filter.check(&format!("{path}filters[{index}]"), faults);
        }
    }

    fn check_variants(&self, path: &str, faults: &mut Faults) {
        let some = (1..=VARIANTS_MAX).contains(&self.variants.len());
        faults.require(some, || format!("{path}variants"), "must have 1 to 10 variants");
        let mut seen = BTreeSet::new();
        for (index, variant) in self.variants.iter().enumerate() {
            let at = |field: &'static str| move || format!("{path}variants[{index}].{field}");
            faults.require(seen.insert(&variant.key), at("key"), "is used twice");
            let weight = variant.weight.is_none_or(|weight| weight <= Share::ALL);
            faults.require(weight, at("weight"), "must be from 0 to 10,000 basis points");
        }
    }

    fn check_weights(&self, path: &str, faults: &mut Faults) {
        let at = || format!("{path}variants");
        let weights: Vec<u32> =
            self.variants.iter().filter_map(|variant| variant.weight).map(|weight| weight.0.into()).collect();
        if weights.is_empty() {
            return;
        }
        faults.require(weights.len() == self.variants.len(), at, "must all have a weight, or none of them");
        let sum = u32::from(self.holdout.0) + weights.iter().sum::<u32>();
        let adds_up = sum.abs_diff(Share::ALL.0.into()) <= WEIGHTS_TOLERANCE;
        faults.require(adds_up, at, "have weights that do not add up, with the holdout, to 10,000 basis points");
    }
}

impl Namespace {
    fn check(&self, path: &str, faults: &mut Faults) {
        faults.require(is_seed(&self.id), || format!("{path}.id"), "must have 1 to 128 characters");
        self.range.check(&format!("{path}.range"), faults);
    }
}

impl BucketFilter {
    fn check(&self, path: &str, faults: &mut Faults) {
        faults.require(is_seed(&self.seed), || format!("{path}.seed"), "must have 1 to 128 characters");
        let some = (1..=FILTER_RANGES_MAX).contains(&self.ranges.len());
        faults.require(some, || format!("{path}.ranges"), "must have 1 to 10 ranges");
        for (index, range) in self.ranges.iter().enumerate() {
            range.check(&format!("{path}.ranges[{index}]"), faults);
        }
    }
}

impl BucketRange {
    fn check(self, path: &str, faults: &mut Faults) {
        let sound = self.from < self.until && self.until <= Share::ALL.0.into();
        faults.require(sound, || path.to_owned(), "must begin before it ends, and end at 10,000 at most");
    }
}

fn is_seed(text: &str) -> bool {
    (1..=ID_LEN_MAX).contains(&text.chars().count())
}
