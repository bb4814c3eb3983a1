//! How many cases, how soon they were answered and solved, by kind and by week; and which ideas most people have had.
//!
//! Medians and ninetieth percentiles are nearest ranks (Hyndman and Fan's definition 1): always the time of one of the cases,
//! exact on whole minutes.

use jiff::Span;
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use super::{Case, CaseKind, Idea, Targets, count_ideas};
use crate::{CaseId, Instant, MemberId, calendar::Calendar};

/// Most ideas in a report.
const IDEAS_SHOWN: usize = 20;

/// What has come of a shop's cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseReport {
    /// From when, included.
    pub from: Instant,
    /// Until when, excluded.
    pub until: Instant,
    /// All cases.
    #[serde(flatten)]
    pub all: KindReport,
    /// Those of each kind.
    pub kinds: KindReports,
    /// The weeks of the shop's calendar in which something happened, the oldest first.
    pub weeks: Vec<WeekReport>,
    /// The ideas that most people have had, of all times.
    pub ideas: Vec<IdeaCount>,
}

/// What has come of the cases of each kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "their names say it")]
pub struct KindReports {
    pub question: KindReport,
    pub complaint: KindReport,
    pub idea: KindReport,
    pub praise: KindReport,
}

/// What has come of some cases, and where they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindReport {
    /// What happened within the time.
    #[serde(flatten)]
    pub flow: Flow,
    /// How many the shop has still to solve.
    pub open_now: u32,
    /// How many of these have missed a target.
    pub overdue_now: u32,
}

/// What happened to some cases within a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// How many were opened.
    pub opened: u32,
    /// How many were answered for the first time.
    pub answered: u32,
    /// How many were closed, and not opened again.
    pub closed: u32,
    /// How long the first answers took.
    pub first_answer: Option<Durations>,
    /// How long the solutions took, of the cases that were solved and not opened again.
    pub solution: Option<Durations>,
}

/// How long something took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Durations {
    /// Of how many cases.
    pub cases: u32,
    /// Half of them took no longer.
    pub median_minutes: i64,
    /// Nine of ten took no longer.
    pub p90_minutes: i64,
}

/// What happened within a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekReport {
    /// Its Monday, such as `2020-06-15`.
    pub week: String,
    /// What happened.
    #[serde(flatten)]
    pub flow: Flow,
}

/// An idea and how many people have had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdeaCount {
    /// The case that stands for it.
    pub case: CaseId,
    /// How it begins.
    pub title: String,
    /// How many people.
    pub members: u32,
}

/// What is gathered of some cases.
#[derive(Default)]
struct CaseCounts {
    opened: u32,
    closed: u32,
    answer_minutes: Vec<i64>,
    solution_minutes: Vec<i64>,
    open_now: u32,
    overdue_now: u32,
}

/// Something that happened to a case.
#[derive(Clone, Copy)]
enum CaseEvent {
    Opened,
    Answered(i64),
    Solved(i64),
    Closed,
}

impl CaseCounts {
    fn add(&mut self, happened: CaseEvent) {
        match happened {
            CaseEvent::Opened => self.opened += 1,
            CaseEvent::Closed => self.closed += 1,
            CaseEvent::Answered(minutes) => self.answer_minutes.push(minutes),
            CaseEvent::Solved(minutes) => self.solution_minutes.push(minutes),
        }
    }

    fn flow(&mut self) -> Flow {
        let first_answer = times(&mut self.answer_minutes);
        Flow {
            opened: self.opened,
            answered: first_answer.map_or(0, |times| times.cases),
            closed: self.closed,
            first_answer,
            solution: times(&mut self.solution_minutes),
        }
    }

    fn report(&mut self) -> KindReport {
        KindReport { flow: self.flow(), open_now: self.open_now, overdue_now: self.overdue_now }
    }
}

impl CaseReport {
    /// The report of `from ≤ t < until`, from every case that was opened before `until`, as it is now.
    pub fn new(
        cases: &[(MemberId, Case)],
        (from, until): (Instant, Instant),
        targets: &Targets,
        calendar: &Calendar,
        now: Instant,
    ) -> Self {
        let mut all = CaseCounts::default();
        let [mut question, mut complaint, mut idea, mut praise] = CaseKind::ALL.map(|_| CaseCounts::default());
        let mut weeks = Vec::<(Date, CaseCounts)>::new();
        for (_, case) in cases {
            let kind = match case.kind {
                CaseKind::Question => &mut question,
                CaseKind::Complaint => &mut complaint,
                CaseKind::Idea => &mut idea,
                CaseKind::Praise => &mut praise,
            };
            for (at, happened) in events_of(case).into_iter().flatten() {
                if from <= at && at < until {
                    all.add(happened);
                    kind.add(happened);
                    of_week(&mut weeks, monday(calendar.date(at))).add(happened);
                }
            }
            let (open, overdue) = (u32::from(case.status.is_active()), u32::from(case.is_overdue(targets, now)));
            for of in [&mut all, kind] {
                of.open_now += open;
                of.overdue_now += overdue;
            }
        }
        let week =
            |(monday, mut gathered): (Date, CaseCounts)| WeekReport { week: monday.to_string(), flow: gathered.flow() };
        Self {
            from,
            until,
            all: all.report(),
            kinds: KindReports {
                question: question.report(),
                complaint: complaint.report(),
                idea: idea.report(),
                praise: praise.report(),
            },
            weeks: weeks.into_iter().map(week).collect(),
            ideas: ideas(cases),
        }
    }
}

fn events_of(case: &Case) -> [Option<(Instant, CaseEvent)>; 4] {
    let answered = case.answered_at.zip(case.first_answer_minutes());
    let solved = case.solved_at.zip(case.solution_minutes());
    [
        Some((case.opened_at, CaseEvent::Opened)),
        answered.map(|(at, minutes)| (at, CaseEvent::Answered(minutes))),
        solved.map(|(at, minutes)| (at, CaseEvent::Solved(minutes))),
        case.closed_at.map(|at| (at, CaseEvent::Closed)),
    ]
}

fn ideas(cases: &[(MemberId, Case)]) -> Vec<IdeaCount> {
    let ideas = cases.iter().filter(|(_, case)| case.kind == CaseKind::Idea);
    let ideas: Vec<Idea<'_>> =
        ideas.map(|(member, case)| Idea { case: &case.id, member, same_as: case.same_as.as_ref() }).collect();
    let mut counted = count_ideas(&ideas);
    counted.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    counted.truncate(IDEAS_SHOWN);
    let title = |id: &CaseId| cases.iter().find(|(_, case)| case.id == *id).map(|(_, case)| case.title.clone());
    let count = |(case, members): (&CaseId, u32)| IdeaCount {
        case: case.clone(),
        title: title(case).unwrap_or_default(),
        members,
    };
    counted.into_iter().map(count).collect()
}

/// What is gathered of a week; the weeks are in their order.
fn of_week(weeks: &mut Vec<(Date, CaseCounts)>, monday: Date) -> &mut CaseCounts {
    let place = weeks.partition_point(|(earlier, _)| *earlier < monday);
    if weeks.get(place).is_none_or(|(found, _)| *found != monday) {
        weeks.insert(place, (monday, CaseCounts::default()));
    }
    &mut weeks[place].1
}

fn times(minutes: &mut [i64]) -> Option<Durations> {
    minutes.sort_unstable();
    let rank = |tenths: usize| minutes.get((minutes.len() * tenths).div_ceil(10).checked_sub(1)?).copied();
    let cases = u32::try_from(minutes.len()).unwrap_or(u32::MAX);
    Some(Durations { cases, median_minutes: rank(5)?, p90_minutes: rank(9)? })
}

/// The Monday of a day's week; the first days there are have none and stand for themselves.
fn monday(day: Date) -> Date {
    let since = day.weekday().since(Weekday::Monday);
    day.checked_sub(Span::new().days(since)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest of the minutes that at least so many tenths of them do not exceed, by counting.
    fn counted(minutes: &[i64], tenths: usize) -> Option<i64> {
        let enough = |limit: &&i64| {
            let within = minutes.iter().filter(|minute| minute <= limit).count();
            within * 10 >= minutes.len() * tenths
        };
        minutes.iter().filter(enough).min().copied()
    }

    #[test]
    fn quantiles_are_those_found_by_counting() {
        let mut random = fastrand::Rng::with_seed(4);
        for length in (0..40).chain([10_000]) {
            let mut minutes: Vec<i64> = (0..length).map(|_| random.i64(-5..300)).collect();
            let expected = counted(&minutes, 5).zip(counted(&minutes, 9));
            let times = times(&mut minutes);
            assert_eq!(times.map(|times| (times.median_minutes, times.p90_minutes)), expected, "{minutes:?}");
            assert_eq!(times.map_or(0, |times| times.cases as usize), length);
        }
    }

    #[test]
    fn quantiles_of_a_few() {
        let check = |minutes: &[i64], median, p90| {
            let times = times(&mut minutes.to_vec()).unwrap();
            assert_eq!((times.median_minutes, times.p90_minutes), (median, p90), "{minutes:?}");
        };
        check(&[7], 7, 7);
        check(&[9, 1], 1, 9);
        check(&[3, 1, 2], 2, 3);
        check(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 5, 9);
        check(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 6, 10);
    }

    #[test]
    fn a_week_begins_on_monday() {
        let check = |day: &str, expected: &str| assert_eq!(monday(day.parse().unwrap()).to_string(), expected);
        check("2020-06-15", "2020-06-15");
        check("2020-06-21", "2020-06-15");
        check("2020-03-01", "2020-02-24");
    }
}
