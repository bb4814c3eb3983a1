//! All that decides what a page is sent, as it is published.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    CandidateId,
    experiment::Run,
    offer::{Offer, OfferSettings, PROGRAM_HOLDOUT},
    segment::Segment,
    survey::VersionedSurvey,
    traits::Quantiles,
};

/// All that decides what a page is sent, as it is published.
#[derive(Deserialize)]
pub struct TargetingDocument {
    /// What holds for all offers and surveys.
    pub settings: OfferSettings,
    /// The shop's segments.
    pub segments: Vec<Segment>,
    /// The published offers.
    pub offers: Vec<Offer>,
    /// The published surveys.
    #[serde(default)]
    pub surveys: Vec<VersionedSurvey>,
    /// How the shop's buyers are spread, once it has enough of them.
    #[serde(default)]
    pub quantiles: Option<Quantiles>,
    /// The runs of the offers' experiments and of the program-wide holdout; what is not named is in its first.
    #[serde(default)]
    pub runs: BTreeMap<CandidateId, Run>,
}

impl TargetingDocument {
    /// The run of the program-wide holdout.
    pub(super) fn holdout_run(&self) -> Run {
        let named = |(id, _): &(&CandidateId, &Run)| id.as_str() == PROGRAM_HOLDOUT;
        self.runs.iter().find(named).map(|(_, run)| *run).unwrap_or_default()
    }
}
