//! The course of a survey in a preview, where nothing is sent: what would follow is found on the page.

use loyalty::survey::{Answer, Follows, StepAnswer, path, thanks};

use super::model::{Asked, Stage};

/// What would follow an answer to a step.
pub fn after(asked: &Asked, step: &str, answer: Answer) -> Stage {
    let survey = &asked.survey;
    let mut said = asked.rehearsed.borrow_mut();
    said.push(StepAnswer { step: step.to_owned(), answer });
    match path(&survey.steps, &said) {
        (_, Follows::Step(step)) => Stage::Step(step.clone()),
        (path, Follows::End) => {
            Stage::Through { thanks: thanks(&survey.thanks, &path).cloned(), points: survey.points }
        }
    }
}
