//! The steps that a survey with points must make optional.
//!
//! Points come at the end of a survey. If a 9 led to the end at once and a 3 to five more steps, they would in effect be paid
//! for praise. So in a survey with points the steps that must be answered are the same whatever is answered: a step that some
//! answers lead past can be left out.

use super::{
    Answer, Survey,
    answer::{Follows, after},
    check::STEPS_MAX,
    step::{Ask, Step},
};

/// Which steps are on paths from a step to the end: a bit for each.
#[derive(Clone, Copy, Default)]
struct Paths {
    /// On all paths.
    all: u8,
    /// On some path.
    some: u8,
}

const _: () = assert!(STEPS_MAX <= 8, "a byte has a bit for each step");

impl Survey {
    /// The places of steps that must be answered on some paths through the survey but not on all.
    pub(super) fn required_on_some_paths(&self) -> Vec<usize> {
        if self.steps.len() > STEPS_MAX {
            return Vec::new();
        }
        // Each step leads to later ones only, so from the last to the first those behind a step are known.
        let mut from: Vec<Paths> = vec![Paths::default(); self.steps.len()];
        for (place, step) in self.steps.iter().enumerate().rev() {
            let mut paths = Paths { all: u8::MAX, some: 0 };
            for answer in possible_answers(step) {
                let behind = match after(&self.steps, step, &answer) {
                    Follows::Step(next) => self.steps.iter().position(|known| known.id == next.id),
                    Follows::End => None,
                };
                let behind = behind.filter(|behind| *behind > place).and_then(|behind| from.get(behind).copied());
                let Paths { all, some } = behind.unwrap_or_default();
                paths = Paths { all: paths.all & all, some: paths.some | some };
            }
            let own = 1 << place;
            from[place] = Paths { all: paths.all | own, some: paths.some | own };
        }
        let Paths { all, some } = from.first().copied().unwrap_or_default();
        let is_unequal = |(place, step): &(usize, &Step)| !step.optional && (some & !all) >> place & 1 == 1;
        self.steps.iter().enumerate().filter(is_unequal).map(|(place, _)| place).collect()
    }
}

/// Answers to a step that lead to everything that can follow it. Of several options the first `next` that fits decides, which
/// is one that fits one of them alone.
fn possible_answers(step: &Step) -> Vec<Answer> {
    let mut answers: Vec<Answer> = match &step.ask {
        Ask::Choice { options, .. } => options.iter().map(|option| Answer::Options(vec![option.id.clone()])).collect(),
        Ask::Open { .. } => vec![Answer::Text(String::new())],
        ask => ask.scale().into_iter().flat_map(|(low, high)| low..=high).map(Answer::Score).collect(),
    };
    if step.optional || answers.is_empty() {
        answers.push(Answer::Skipped(true));
    }
    answers
}
