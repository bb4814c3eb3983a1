//! The sample-ratio check: did each arm get the share of people it should have? It holds however often somebody looks.

use serde::{Deserialize, Serialize};

/// Below this probability the arms' sizes are no accident: of a thousand sound experiments at most one is ever flagged, from
/// its first visitor to its last. The check is run on every experiment, and a flag discards all its results.
pub const MISMATCH_P_MAX: f64 = 0.001;

/// How firmly each of the alternatives expects the weights, as a number of people: about the size of an experiment in which
/// it finds the smallest mismatch. A test with one of them alone would need a thousand people to see that a holdout of a
/// tenth gets nobody (100,000), or would be slow to see 1 % too many among a million (100). All four together are as good as
/// the best of them but for a factor of four.
const CONCENTRATIONS: [f64; 4] = [100.0, 1_000.0, 10_000.0, 100_000.0];

/// How well the arms' sizes agree with their weights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleRatio {
    /// The most that chance alone makes it so small, at any moment of the experiment; none without visitors.
    pub p: Option<f64>,
    /// Whether something other than chance must be at work: visitors of one arm are lost, others are counted twice.
    pub mismatch: bool,
}

/// Judges the visitors of arms, each with how many buckets it has.
pub(super) fn sample_ratio(arms: &[(u64, u32)]) -> SampleRatio {
    let p = p_at_any_time(arms);
    SampleRatio { p, mismatch: p.is_some_and(|p| p < MISMATCH_P_MAX) }
}

/// The sequential test of Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022 (arXiv
/// 2011.03567), which their `ssrm-test` gives as the check for sample-ratio mismatches.
///
/// With θ the arms' shares and n their visitors, the alternative of a concentration c expects shares that are Dirichlet with
/// α = c × θ. The Bayes factor against the weights is
///
/// ```text
/// B = Γ(c) ÷ Γ(c + Σn) × Π Γ(αᵢ + nᵢ) ÷ (Γ(αᵢ) × θᵢ^nᵢ)
/// ```
///
/// In a sound experiment B is a martingale that begins at 1, and so is the mean of several. By Ville's inequality it ever
/// reaches 1 ÷ p with a probability of at most p: so 1 ÷ B is a p-value for whoever looks as often as they like.
fn p_at_any_time(arms: &[(u64, u32)]) -> Option<f64> {
    // An arm without buckets cannot get a visitor by chance: it had buckets once, and its visitors are no mismatch now.
    let buckets: f64 = arms.iter().map(|(_, buckets)| f64::from(*buckets)).sum();
    let arms = arms.iter().filter(|(_, buckets)| *buckets > 0);
    let arms: Vec<(f64, f64)> = arms.map(|(visitors, own)| (*visitors as f64, f64::from(*own) / buckets)).collect();
    let visitors: f64 = arms.iter().map(|(visitors, _)| visitors).sum();
    if arms.len() < 2 || visitors == 0.0 {
        return None;
    }
    let log_factors = CONCENTRATIONS.map(|concentration| {
        let of_arm = |(visitors, share): &(f64, f64)| {
            let prior = concentration * share;
            libm::lgamma(prior + visitors) - libm::lgamma(prior) - visitors * libm::log(*share)
        };
        let of_arms: f64 = arms.iter().map(of_arm).sum();
        libm::lgamma(concentration) - libm::lgamma(concentration + visitors) + of_arms
    });
    // The largest first, so that none of the exponentials overflows.
    let largest = log_factors.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = log_factors.iter().map(|log| libm::exp(log - largest)).sum();
    let mean = sum / CONCENTRATIONS.len() as f64;
    Some((libm::exp(-largest) / mean).min(1.0))
}
