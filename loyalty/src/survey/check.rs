//! What a survey must satisfy before it can be published.

use std::collections::BTreeSet;

use super::{
    Survey,
    step::{Ask, END, Next, Step, Thanks},
};
use crate::{
    Checked, Days, Fault, Points, Text,
    calendar::Calendar,
    check::Faults,
    condition::{Condition, Engine, Groups},
    offer::{MARK_FAULT, NAME_LEN_MAX, is_mark},
    program::Program,
    segment::{ROOTS_AT_EDGE, Segments, check_groups, check_names, check_paths},
};

/// Most steps of a survey. Who is asked more than a handful leaves.
pub const STEPS_MAX: usize = 6;
/// Most options of a step: what fits a phone's screen.
pub const OPTIONS_MAX: usize = 12;
/// Most different thanks: one for each score of the longest scale.
pub const THANKS_MAX: usize = 11;
/// Longest name of a survey for machines, in characters: with `survey.` before it it is an id of its own.
pub const ID_LEN_MAX: usize = 64;
/// Longest resting time, in days: five years.
pub const REST_DAYS_MAX: Days = Days(1_826);
/// Most points for answering. One person has them once in each resting time.
pub const POINTS_MAX: Points = Points(1_000_000);
/// Highest priority; the lowest is as far below 0.
pub const PRIORITY_MAX: i32 = 1_000_000;

/// What a survey is checked against.
#[derive(Clone, Copy)]
pub struct SurveyCheckContext<'a> {
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// The shop's clock, if its time zone is known.
    pub calendar: Option<&'a Calendar>,
    /// The shop's segments.
    pub segments: &'a Segments,
    /// The shop's saved groups.
    pub groups: &'a Groups,
    /// Says which patterns are regular expressions.
    pub engine: &'a dyn Engine,
}

impl Survey {
    /// Proves the survey sound, or tells everything that is wrong with it.
    pub fn check(self, surroundings: SurveyCheckContext<'_>) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        self.check_fields(surroundings, &mut faults);
        self.check_condition(surroundings, &mut faults);
        self.check_steps(&mut faults);
        for (index, thanks) in self.thanks.iter().enumerate() {
            self.check_thanks(thanks, &format!("thanks[{index}]"), &mut faults);
        }
        faults.finish(self)
    }

    fn check_fields(&self, SurveyCheckContext { program, calendar, .. }: SurveyCheckContext<'_>, faults: &mut Faults) {
        let at = |field: &'static str| move || field.to_owned();
        let id = self.id.as_str().chars().count() <= ID_LEN_MAX;
        faults.require(id, at("id"), "must have at most 64 characters");
        let name = !self.name.trim().is_empty() && self.name.chars().count() <= NAME_LEN_MAX;
        faults.require(name, at("name"), "must have 1 to 100 characters");
        self.about.check("about", faults);
        let about = self.about.is_empty() || self.timing.is_about_order();
        faults.require(about, at("about"), "needs a timing that asks about orders");
        self.timing.check(program, faults);
        self.schedule.check(calendar, faults);
        let rest = (Days(1)..=REST_DAYS_MAX).contains(&self.rest_days);
        faults.require(rest, at("rest_days"), "must be from 1 to 1,826");
        let priority = (-PRIORITY_MAX..=PRIORITY_MAX).contains(&self.priority);
        faults.require(priority, at("priority"), "must be from -1,000,000 to 1,000,000");
        if let Some(points) = self.points {
            faults.require((Points(1)..=POINTS_MAX).contains(&points), at("points"), "must be from 1 to 1,000,000");
            faults.require(program.is_some(), at("points"), "needs a program");
        }
        let steps = (1..=STEPS_MAX).contains(&self.steps.len());
        faults.require(steps, at("steps"), "must have 1 to 6 steps");
        faults.require(self.thanks.len() <= THANKS_MAX, at("thanks"), "must have at most 11 thanks");
    }

    fn check_condition(&self, surroundings: SurveyCheckContext<'_>, faults: &mut Faults) {
        const PATH: &str = "condition";
        match Condition::parse(&self.condition, PATH, surroundings.engine) {
            Ok(condition) => {
                check_paths(&condition, PATH, &ROOTS_AT_EDGE, faults);
                check_groups(&condition, PATH, surroundings.groups, faults);
                check_names(&condition, PATH, |name| surroundings.segments.contains(name), faults);
            }
            Err(found) => faults.extend("", found),
        }
    }

    fn check_steps(&self, faults: &mut Faults) {
        let mut ids = BTreeSet::new();
        for (index, step) in self.steps.iter().enumerate() {
            let path = format!("steps[{index}]");
            check_name(&step.id, &format!("{path}.id"), &mut ids, faults);
            faults.require(step.id != END, || format!("{path}.id"), "is reserved: it ends a survey");
            step.title.check(&format!("{path}.title"), faults);
            step.check_ask(&path, faults);
            for (place, next) in step.next.iter().enumerate() {
                let path = format!("{path}.next[{place}]");
                // Forward only: so there is no circle, and every answer leads to the end.
                let later = next.step == END || self.steps.iter().skip(index + 1).any(|step| step.id == next.step);
                faults.require(later, || format!("{path}.step"), "is neither a later step nor end");
                step.check_next(next, &path, faults);
            }
        }
        if self.points.is_some() {
            for place in self.required_on_some_paths() {
                let message = "must be true: some answers lead past this step, and points are the same for all answers";
                faults.require(false, || format!("steps[{place}].optional"), message);
            }
        }
    }

    fn check_thanks(&self, thanks: &Thanks, path: &str, faults: &mut Faults) {
        thanks.text.check(&format!("{path}.text"), faults);
        let scale = self.steps.iter().find_map(|step| step.ask.scale());
        check_range(thanks.from, thanks.to, scale, path, faults);
    }
}

impl Step {
    fn check_ask(&self, path: &str, faults: &mut Faults) {
        match &self.ask {
            Ask::Choice { options, .. } => {
                let path = format!("{path}.ask.choice.options");
                let some = (2..=OPTIONS_MAX).contains(&options.len());
                faults.require(some, || path.clone(), "must have 2 to 12 options");
                let mut ids = BTreeSet::new();
                for (index, option) in options.iter().enumerate() {
                    check_name(&option.id, &format!("{path}[{index}].id"), &mut ids, faults);
                    option.label.check(&format!("{path}[{index}].label"), faults);
                }
            }
            Ask::Open { placeholder: Some(placeholder) } => {
                Text::check(placeholder, &format!("{path}.ask.open.placeholder"), faults);
            }
            Ask::Nps {} | Ask::Csat { .. } | Ask::Ces {} | Ask::Open { placeholder: None } => {}
        }
    }

    fn check_next(&self, next: &Next, path: &str, faults: &mut Faults) {
        check_range(next.from, next.to, self.ask.scale(), path, faults);
        let options = self.ask.options();
        let known = next.options.iter().all(|wanted| options.iter().any(|option| option.id == *wanted));
        faults.require(known, || format!("{path}.options"), "names an option that this step does not have");
    }
}

fn check_name<'a>(name: &'a str, path: &str, ids: &mut BTreeSet<&'a str>, faults: &mut Faults) {
    faults.require(is_mark(name), || path.to_owned(), MARK_FAULT);
    faults.require(ids.insert(name), || path.to_owned(), "is used twice");
}

/// A range of scores must be one of the scale, and there must be a scale.
fn check_range(from: Option<u8>, to: Option<u8>, scale: Option<(u8, u8)>, path: &str, faults: &mut Faults) {
    for (field, score) in [("from", from), ("to", to)] {
        let on_scale = score.is_none_or(|score| scale.is_some_and(|(low, high)| (low..=high).contains(&score)));
        faults.require(on_scale, || format!("{path}.{field}"), "is not a score of the step");
    }
    let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
    faults.require(ordered, || format!("{path}.to"), "must not be below from");
}
