//! Finds a short history that still fails.

use super::play::Failure;
use super::step::Step;

/// Leaves out whatever the failure does not need. The steps must fail; the result does.
pub fn shortest(mut steps: Vec<Step>, play: impl Fn(&[Step]) -> Option<Failure>) -> (Vec<Step>, Failure) {
    let Some(mut failure) = play(&steps) else { panic!("a history that does not fail cannot be shortened") };
    steps.truncate(failure.step + 1);
    let mut length = steps.len().div_ceil(2);
    loop {
        let mut at = 0;
        let mut shortened = false;
        while at < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + length).min(steps.len()));
            match play(&fewer) {
                Some(still) => {
                    fewer.truncate(still.step + 1);
                    (steps, failure, shortened) = (fewer, still, true);
                }
                None => at += length,
            }
        }
        if length == 1 && !shortened {
            return (steps, failure);
        }
        length = length.div_ceil(2);
    }
}

#[cfg(test)]
mod tests {
    use super::super::step::Operation;
    use super::*;

    /// Fails at the first step at 7 that comes after one at 3.
    fn play(steps: &[Step]) -> Option<Failure> {
        let three = steps.iter().position(|step| step.now == 3)?;
        let seven = steps.iter().skip(three).position(|step| step.now == 7)?;
        Some(Failure { step: three + seven, what: "seven after three".to_owned() })
    }

    #[test]
    fn only_what_is_needed_stays() {
        let steps = (0..20).map(|now| Step { now, operation: Operation::Look }).collect();
        let (steps, failure) = shortest(steps, play);
        assert_eq!(steps.iter().map(|step| step.now).collect::<Vec<_>>(), [3, 7]);
        assert_eq!(failure.step, 1);
    }
}
