//! Plays a history against a ledger and the model side by side.

use std::fmt;

use super::coverage::Coverage;
use super::differences::differences;
use super::invariants::Watch;
use super::ledger::{Ledger, perform};
use super::step::{Operation, Step};
use crate::model::{Answer, Model, Summary};

/// Where a history went wrong, and how.
#[derive(Debug)]
pub struct Failure {
    /// The step, counted from 0.
    pub step: usize,
    /// What differs from the model, or which invariant is broken.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {}: {}", self.step, self.what)
    }
}

/// Plays the steps and says what they reached, or where the ledger first went wrong.
pub fn play(steps: &[Step], ledger: &mut impl Ledger) -> Result<Coverage, Failure> {
    let mut model = Model::default();
    let mut watch = Watch::default();
    let mut coverage = Coverage::default();
    let mut answers = Vec::new();
    let mut before = Summary::default();
    for (number, step) in steps.iter().enumerate() {
        let failure = |what: String| Failure { step: number, what };
        let expected = perform(&mut model, &step.operation, step.now);
        let answer = perform(ledger, &step.operation, step.now);
        let summary = ledger.summary(step.now);
        ledger.fault().map_or(Ok(()), Err).map_err(failure)?;
        same_answer(&expected, &answer).map_err(failure)?;
        let of_model = ledger.shown(model.summary(step.now));
        same_wallet(&ledger.comparable(of_model), &ledger.comparable(summary.clone())).map_err(failure)?;
        watch.check(step, &summary).map_err(failure)?;
        coverage.count(step, &answer, &before, &summary);
        answers.push(answer);

        // Any earlier step will do, near or far.
        let earlier = number * 40_503 / 7 % (number + 1);
        let again = &steps[earlier];
        if is_settled(&answers[earlier], &again.operation) {
            // It may be the first to write down what is due by now. An order may be told for the first time since the
            // program that can count it was published (5.1).
            let answer = perform(&mut model, &again.operation, step.now);
            let expected = ledger.shown(model.summary(step.now));
            changes_nothing(ledger, again, step.now, &answer, &expected).map_err(failure)?;
            // A coupon that has come back can be ended again.
            let again = Step { now: step.now, operation: again.operation.clone() };
            watch.check(&again, &ledger.summary(step.now)).map_err(failure)?;
        }
        before = summary;
    }
    Ok(coverage)
}

fn same_answer(model: &Answer, ledger: &Answer) -> Result<(), String> {
    if model == ledger { Ok(()) } else { Err(format!("answered {ledger:?}, the model {model:?}")) }
}

fn same_wallet(model: &Summary, ledger: &Summary) -> Result<(), String> {
    let differences = differences(model, ledger);
    if differences.is_empty() { Ok(()) } else { Err(format!("not as the model says:\n{}", differences.join("\n"))) }
}

/// Whether the operation had its one effect, so that it must have none when it arrives again.
fn is_settled(answer: &Answer, operation: &Operation) -> bool {
    match operation {
        // One that is dated ahead is taken when its time has come.
        Operation::Order { .. } => answer.code != "invalid",
        Operation::Yield { .. } => true,
        Operation::Adjust { .. } => answer.code != "insufficient_points",
        Operation::Release { .. } | Operation::Capture { .. } => answer.code != "redemption_not_found",
        Operation::Claim { .. } => matches!(answer.code.as_str(), "done" | "unchanged"),
        Operation::Publish { .. } | Operation::Redeem { .. } | Operation::Look => false,
    }
}

/// Invariant 3: one natural key has one effect, however often it arrives.
fn changes_nothing(
    ledger: &mut impl Ledger,
    again: &Step,
    now: i64,
    model: &Answer,
    before: &Summary,
) -> Result<(), String> {
    let answer = perform(ledger, &again.operation, now);
    same_answer(model, &answer)?;
    let expected = match &again.operation {
        // A clock that went back finds it dated ahead.
        Operation::Order { .. } => ["stale", "unchanged", "invalid"].as_slice(),
        Operation::Yield { .. } => &["done"],
        Operation::Adjust { .. } => &["unchanged", "adjustment_conflict"],
        Operation::Claim { .. } => &["unchanged"],
        // A coupon that has come back can be ended again.
        _ => &["hold_already_captured", "hold_already_released", "hold_expired", "done"],
    };
    if !expected.contains(&answer.code.as_str()) {
        return Err(format!("I3: {again:?} arrived again and was {answer:?}"));
    }
    let after = ledger.summary(now);
    let changed = differences(&ledger.comparable(before.clone()), &ledger.comparable(after));
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!("I3: {again:?} arrived again and changed:\n{}", changed.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::super::steps;
    use super::*;

    #[test]
    fn the_model_itself_keeps_the_invariants() {
        for seed in 0..200 {
            let steps = steps(seed);
            if let Err(failure) = play(&steps, &mut Model::default()) {
                panic!("seed {seed} fails at {failure}\nat this step: {:?}", steps[failure.step]);
            }
        }
    }
}
