//! The sample-ratio check: did each arm get the share of people it should have?

use serde::{Deserialize, Serialize};

use super::distribution::chi_square_above;

/// Below this probability the arms' sizes are no accident. One sound experiment in a thousand is flagged by mistake:
/// the check is run on every experiment, and a flag discards all its results.
pub const MISMATCH_P_MAX: f64 = 0.001;
/// Fewest visitors expected in each arm for the check to be made (Cochran, Biometrics 10, 1954: χ² holds from 5 on).
pub const EXPECTED_VISITORS_MIN: u64 = 5;

/// How well the arms' sizes agree with their weights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleRatio {
    /// How often chance alone gives sizes at least so far from the weights; none while there are too few to tell.
    pub p: Option<f64>,
    /// Whether something other than chance must be at work: losing visitors of one arm, counting others twice.
    pub mismatch: bool,
}

/// Pearson's χ² of visitors, each with how many buckets its arm has.
pub(super) fn sample_ratio(arms: &[(u64, u32)]) -> SampleRatio {
    let p = p_value(arms);
    SampleRatio { p, mismatch: p.is_some_and(|p| p < MISMATCH_P_MAX) }
}

fn p_value(arms: &[(u64, u32)]) -> Option<f64> {
    // An arm without buckets cannot get a visitor by chance: it had buckets once, and its visitors are no mismatch now.
    let arms: Vec<_> = arms.iter().filter(|(_, buckets)| *buckets > 0).collect();
    let visitors: f64 = arms.iter().map(|(visitors, _)| *visitors as f64).sum();
    let buckets: f64 = arms.iter().map(|(_, buckets)| f64::from(*buckets)).sum();
    let mut chi_square = 0.0;
    for &&(observed, share) in &arms {
        let expected = visitors * f64::from(share) / buckets;
        if expected < EXPECTED_VISITORS_MIN as f64 {
            return None;
        }
        let off = observed as f64 - expected;
        chi_square += off * off / expected;
    }
    let degrees = arms.len().checked_sub(1).filter(|degrees| *degrees > 0)?;
    Some(chi_square_above(chi_square, degrees))
}
