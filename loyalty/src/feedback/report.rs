//! Feedback of a period, all of it and in groups, beside the period before.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{Changes, Feedback, Measures, Tally};
use crate::{
    Instant,
    calendar::{Calendar, Period},
};

/// Most groups in a report, those with most feedback.
pub const GROUPS_MAX: usize = 100;

/// What feedback is grouped by. Feedback about several things is in the group of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "their names say it")]
pub enum GroupBy {
    Survey,
    Product,
    Label,
    Segment,
    Stage,
    Tier,
    Language,
    Channel,
    Month,
}

/// Feedback of a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedbackReport {
    /// The first instant of the period.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
    /// All of it.
    pub overall: Group,
    /// The same in groups, those with most feedback first.
    pub groups: Vec<Group>,
}

/// A group of feedback.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What it has in common; none of all feedback.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it comes to.
    #[serde(flatten)]
    pub measures: Measures,
    /// How that differs from the period before, which was as long.
    #[serde(skip_serializing_if = "Changes::is_empty")]
    pub change: Changes,
}

/// Counts feedback, one piece after the other.
#[derive(Clone, Debug)]
pub struct Reporter {
    from: Instant,
    until: Instant,
    by: Option<GroupBy>,
    calendar: Calendar,
    overall: Periods,
    groups: BTreeMap<String, Periods>,
}

/// This period, and the one before.
#[derive(Clone, Debug, Default)]
struct Periods {
    now: Tally,
    before: Tally,
}

impl Reporter {
    /// For `from ≤ at < until`, with nothing counted yet.
    pub fn new(from: Instant, until: Instant, by: Option<GroupBy>, calendar: Calendar) -> Self {
        Self { from, until, by, calendar, overall: Periods::default(), groups: BTreeMap::new() }
    }

    /// The first instant of the period before, which is as long.
    pub fn begins(&self) -> Instant {
        Instant::from_ms(self.from.as_ms() - (self.until.as_ms() - self.from.as_ms()))
    }

    /// Counts one piece of feedback. What is of neither period is passed over.
    pub fn add(&mut self, feedback: &Feedback) {
        let is_now = self.from <= feedback.at;
        if feedback.at >= self.until || feedback.at < self.begins() {
            return;
        }
        let of = |periods: &mut Periods| {
            let tally = if is_now { &mut periods.now } else { &mut periods.before };
            tally.add(feedback);
        };
        of(&mut self.overall);
        for name in self.names(feedback) {
            of(self.groups.entry(name).or_default());
        }
    }

    /// What was counted.
    pub fn finish(self) -> FeedbackReport {
        let size = |periods: &Periods| {
            let Tally { positive, neutral, negative, asked, .. } = periods.now;
            asked.max(positive + neutral + negative)
        };
        let mut groups: Vec<_> = self.groups.into_iter().filter(|(_, periods)| size(periods) > 0).collect();
        groups.sort_by_key(|(_, periods)| Reverse(size(periods)));
        groups.truncate(GROUPS_MAX);
        FeedbackReport {
            from: self.from,
            until: self.until,
            overall: Group::new(None, &self.overall),
            groups: groups.into_iter().map(|(name, periods)| Group::new(Some(name), &periods)).collect(),
        }
    }

    fn names(&self, feedback: &Feedback) -> Vec<String> {
        let Some(by) = self.by else { return Vec::new() };
        match by {
            GroupBy::Survey => feedback.survey.iter().map(ToString::to_string).collect(),
            GroupBy::Product => feedback.products.clone(),
            GroupBy::Label => feedback.labels.clone(),
            GroupBy::Segment => feedback.segments.iter().map(ToString::to_string).collect(),
            GroupBy::Stage => feedback.stage.iter().map(|stage| stage.as_str().to_owned()).collect(),
            GroupBy::Tier => feedback.tier.iter().map(ToString::to_string).collect(),
            GroupBy::Language => feedback.language.iter().cloned().collect(),
            GroupBy::Channel => vec![feedback.channel.clone()],
            GroupBy::Month => {
                let day = self.calendar.date(self.calendar.start(Period::Month, feedback.at)).to_string();
                vec![day.get(..7).unwrap_or(&day).to_owned()]
            }
        }
    }
}

impl Group {
    fn new(name: Option<String>, periods: &Periods) -> Self {
        let (measures, before) = (Measures::new(&periods.now), Measures::new(&periods.before));
        let change = Changes::new(&measures, &before);
        Self { name, measures, change }
    }
}
