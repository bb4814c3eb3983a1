//! What a person says to a step, and the path through a survey that follows from it.

use serde::{Deserialize, Serialize};

use super::{
    Survey,
    step::{Ask, END, Next, Step, Thanks},
};
use crate::{Checked, Fault, Text, check::Faults};

/// Longest answer in a person's own words, in characters: a page.
pub const ANSWER_LEN_MAX: usize = 2_000;

/// What a person says to a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// How much, on the step's scale.
    Score(u8),
    /// The names of what was chosen.
    Options(Vec<String>),
    /// The person's own words: text and nothing else, whatever it looks like.
    Text(String),
    /// Nothing: `true`, if the step can be left out.
    Skipped(bool),
}

/// A step and what was said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepAnswer {
    /// Which step.
    pub step: String,
    /// What was said. Written beside the step's name: `{"step": "score", "score": 3}`.
    #[serde(flatten)]
    pub answer: Answer,
}

/// What follows an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows<'a, T = Text> {
    /// This step.
    Step(&'a Step<T>),
    /// Nothing more.
    End,
}

impl Answer {
    /// Whether something was said.
    pub fn says_something(&self) -> bool {
        !matches!(self, Self::Skipped(_))
    }

    /// The score, if it is one.
    pub fn score(&self) -> Option<u8> {
        if let Self::Score(score) = self { Some(*score) } else { None }
    }
}

impl Next {
    fn fits(&self, answer: &Answer) -> bool {
        let wants_score = self.from.is_some() || self.to.is_some();
        match answer {
            Answer::Score(score) => within(*score, self.from, self.to) && self.options.is_empty(),
            Answer::Options(chosen) => {
                !wants_score && (self.options.is_empty() || self.options.iter().any(|option| chosen.contains(option)))
            }
            Answer::Text(_) | Answer::Skipped(_) => !wants_score && self.options.is_empty(),
        }
    }
}

impl Survey {
    /// A step.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The answers that are on the path through the survey, in its order, and what follows the last of them.
    pub fn path<'a>(&self, answers: &'a [StepAnswer]) -> (Vec<&'a StepAnswer>, Follows<'_>) {
        path(&self.steps, answers)
    }

    /// How likely somebody recommends the shop who has answered so: the first score from 0 to 10.
    pub fn nps(&self, answers: &[StepAnswer]) -> Option<u8> {
        answers.iter().find_map(|given| match self.step(&given.step)?.ask {
            Ask::Nps {} => given.answer.score(),
            _ => None,
        })
    }

    /// What somebody is told who has answered so, if the survey says anything: the first that fits the first score.
    pub fn thanks(&self, answers: &[StepAnswer]) -> Option<&Thanks> {
        thanks(&self.thanks, &self.path(answers).0)
    }

    /// Proves that a step can be answered so, or tells what is wrong. Words are kept without the space around them.
    pub fn check_answer(&self, step: &str, answer: Answer) -> Result<Checked<StepAnswer>, Vec<Fault>> {
        let mut faults = Faults::default();
        let at = |field: &'static str| move || field.to_owned();
        let known = self.step(step);
        faults.require(known.is_some(), at("step"), "is not a step of this survey");
        let answer = match answer {
            Answer::Text(text) => Answer::Text(text.trim().to_owned()),
            other => other,
        };
        if let Some(step) = known {
            check(step, &answer, &mut faults);
        }
        faults.finish(StepAnswer { step: step.to_owned(), answer })
    }
}

/// What of a survey somebody is told who has come this way: the first that fits the first score.
pub fn thanks<'s, T>(all: &'s [Thanks<T>], path: &[&StepAnswer]) -> Option<&'s Thanks<T>> {
    let score = path.iter().find_map(|given| given.answer.score());
    let fits = |thanks: &&Thanks<T>| match score {
        Some(score) => within(score, thanks.from, thanks.to),
        None => thanks.from.is_none() && thanks.to.is_none(),
    };
    all.iter().find(fits)
}

/// The answers on the path through these steps, in their order, and what follows the last of them.
pub fn path<'s, 'a, T>(steps: &'s [Step<T>], answers: &'a [StepAnswer]) -> (Vec<&'a StepAnswer>, Follows<'s, T>) {
    let mut path = Vec::new();
    let mut follows = steps.first().map_or(Follows::End, Follows::Step);
    // Each step leads to a later one, so there are at most as many turns as steps.
    while let Follows::Step(step) = follows {
        let Some(given) = answers.iter().find(|given| given.step == step.id) else { break };
        path.push(given);
        follows = after(steps, step, &given.answer);
    }
    (path, follows)
}

/// What follows an answer to one of these steps.
pub(super) fn after<'s, T>(steps: &'s [Step<T>], step: &Step<T>, answer: &Answer) -> Follows<'s, T> {
    let following = match step.next.iter().find(|next| next.fits(answer)) {
        Some(next) if next.step == END => None,
        Some(next) => steps.iter().find(|known| known.id == next.step),
        None => steps.iter().skip_while(|known| known.id != step.id).nth(1),
    };
    following.map_or(Follows::End, Follows::Step)
}

fn check(step: &Step, answer: &Answer, faults: &mut Faults) {
    let at = |field: &'static str| move || format!("answer.{field}");
    match (&step.ask, answer) {
        (_, Answer::Skipped(_)) => {
            let can = step.optional && *answer == Answer::Skipped(true);
            faults.require(can, at("skipped"), "must be true, and of a step that can be left out");
        }
        (Ask::Choice { options, many }, Answer::Options(chosen)) => {
            let known = chosen.iter().all(|chosen| options.iter().any(|option| option.id == *chosen));
            faults.require(known, at("options"), "names an option that this step does not have");
            let once = chosen.iter().enumerate().all(|(place, name)| !chosen[..place].contains(name));
            faults.require(once, at("options"), "names an option twice");
            let few = if *many { !chosen.is_empty() } else { chosen.len() == 1 };
            faults.require(few, at("options"), "must name one option, or some where many can be chosen");
        }
        (Ask::Open { .. }, Answer::Text(text)) => {
            let sound = (1..=ANSWER_LEN_MAX).contains(&text.chars().count());
            faults.require(sound, at("text"), "must have 1 to 2,000 characters");
        }
        (ask, Answer::Score(score)) if ask.scale().is_some() => {
            let (low, high) = ask.scale().unwrap_or_default();
            let message = format!("must be from {low} to {high}");
            faults.require((low..=high).contains(score), at("score"), &message);
        }
        _ => faults.require(false, || "answer".to_owned(), "is not what this step asks for"),
    }
}

/// Whether a score is from one to another, both included; what is absent does not limit.
fn within(score: u8, from: Option<u8>, to: Option<u8>) -> bool {
    from.is_none_or(|from| from <= score) && to.is_none_or(|to| score <= to)
}
