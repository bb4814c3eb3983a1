//! A hundred thousand people and the experiments they are divided by.

use loyalty::experiment::Experiment;
use serde_json::Value;

pub const PEOPLE: usize = 100_000;

/// Ids as shops have them: numbers, other scripts, surrogate pairs, hexadecimal.
pub fn people() -> impl Iterator<Item = String> {
    (0..PEOPLE).map(|n| match n % 4 {
        0 => n.to_string(),
        1 => format!("клієнт-{n}"),
        2 => format!("{n}😀č"),
        _ => format!("{n:032x}"),
    })
}

/// A sound experiment.
#[track_caller]
pub fn experiment(document: Value) -> Experiment {
    let experiment: Experiment = serde_json::from_value(document).expect("the document reads");
    experiment.check().expect("the experiment is sound").into_inner()
}

/// Checks that `count` of `of` people is what the share of `buckets` gives, by chance.
///
/// Each person is in it with this probability, so the count is binomial; five standard deviations are left once in 1.7
/// million sound counts.
#[track_caller]
pub fn check_share(count: usize, of: usize, buckets: f64) {
    let share = buckets / 10_000.0;
    let expected = of as f64 * share;
    let tolerance = 5.0 * (expected * (1.0 - share)).sqrt();
    let off = (count as f64 - expected).abs();
    assert!(off <= tolerance, "{count} of {of}, expected {expected} ± {tolerance}");
}
