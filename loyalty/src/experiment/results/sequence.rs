//! Intervals that hold at every moment, for whoever looks as often as they like.
//!
//! An interval of 95 % misses the truth in 5 of 100 experiments that are looked at once. Of those that are looked at every
//! day until something shows, it misses in many more. A *confidence sequence* is wider, by as much as it takes to have the
//! truth in all of its intervals at once, from the first person to the last, in 95 of 100 experiments.

use super::estimate::Estimate;

/// How often something is concluded of variants that change nothing, however often somebody looks.
pub const FALSE_VERDICTS_MAX: f64 = 0.05;
/// How many people, of a variant and the control together, the sequence is narrowest for. It holds for any number; it has
/// only to be chosen before anybody is counted. Where one in ten orders, a holdout of a tenth has its 200 who have ordered
/// at this number, and with it the first verdict. (GrowthBook, with halves in mind, has 5,000.)
pub const NARROWEST_AT_PEOPLE: f64 = 20_000.0;

/// The interval of a difference between `people`, with this standard error, that holds at every moment and for all of
/// `comparisons` with one control together.
///
/// The asymptotic confidence sequence with a normal mixture: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
/// central limit theory and asymptotic confidence sequences", Annals of Statistics 52 (2024), in the form that GrowthBook's
/// sequential testing gives it. With n people, s² = n × the squared standard error, and α:
///
/// ```text
/// ± s × √(2 (nρ² + 1) ÷ (nρ)² × ln(√(nρ² + 1) ÷ α))   where   ρ² = (−2 ln α + ln(1 − 2 ln α)) ÷ NARROWEST_AT_PEOPLE
/// ```
///
/// which is the standard error × √((1 + 1 ÷ nρ²) × (ln(1 + nρ²) − 2 ln α)). α is [`FALSE_VERDICTS_MAX`] ÷ `comparisons`
/// (Bonferroni): whatever the variants have in common, all of their sequences hold at once in 95 of 100 experiments.
pub(super) fn at_any_time(value: f64, standard_error: f64, people: u64, comparisons: usize) -> Estimate {
    let alpha = FALSE_VERDICTS_MAX / comparisons.max(1) as f64;
    let log = -2.0 * libm::log(alpha);
    let spread = people as f64 * (log + libm::log(1.0 + log)) / NARROWEST_AT_PEOPLE;
    let standard_errors = ((1.0 + 1.0 / spread) * (libm::log(1.0 + spread) + log)).sqrt();
    Estimate::give_or_take(value, standard_errors * standard_error)
}
