//! The decision: at most one candidate, and a reason for each.

use std::cmp::Ordering;

use serde::Serialize;

use super::{Candidate, CandidateKind, Device, Memory, Moment, Page, Reason, Settings, Trigger, memory::WEEK};
use crate::{CandidateId, Days, Instant};

/// What is shown, and why.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What is shown now, if anything is.
    pub show: Option<CandidateId>,
    /// Why each candidate is shown or not, the highest priority first.
    pub reasons: Vec<(CandidateId, Reason)>,
}

/// Decides what is shown now. The order of the candidates makes no difference.
///
/// What was remembered at a later instant than the moment's counts as if it had just happened: a clock that is set back
/// never makes room for more.
pub fn decide(settings: &Settings, memory: &Memory, candidates: &[Candidate], moment: &Moment) -> Decision {
    let mut candidates: Vec<&Candidate> = candidates.iter().collect();
    candidates.sort_unstable_by(|a, b| rank(a, b));
    let mut show: Option<CandidateId> = None;
    let mut reasons = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let reason = match (refuse(settings, memory, candidate, moment), &show) {
            (Some(refused), _) => refused,
            (None, Some(first)) => Reason::AnotherFirst { shown: first.clone() },
            (None, None) => {
                show = Some(candidate.id.clone());
                Reason::Shown
            }
        };
        reasons.push((candidate.id.clone(), reason));
    }
    Decision { show, reasons }
}

/// What [`decide`] shows, without the reasons: on a shopper's page nobody asks for them, and they would weigh more than the
/// decision.
pub fn choose<'c>(
    settings: &Settings,
    memory: &Memory,
    candidates: &'c [Candidate],
    moment: &Moment,
) -> Option<&'c Candidate> {
    let is_free = |candidate: &&Candidate| refuse(settings, memory, candidate, moment).is_none();
    candidates.iter().filter(is_free).min_by(|a, b| rank(a, b))
}

/// The highest priority first; of equals the first by id.
fn rank(a: &Candidate, b: &Candidate) -> Ordering {
    b.priority.cmp(&a.priority).then_with(|| a.id.cmp(&b.id))
}

/// What speaks against a candidate, whatever the others have come to.
fn refuse(settings: &Settings, memory: &Memory, candidate: &Candidate, moment: &Moment) -> Option<Reason> {
    let by_itself = || {
        another(candidate, moment)
            .or_else(|| own(settings, memory, candidate, moment.now))
            .or_else(|| on_arrival(settings, candidate, moment))
            .or_else(|| budget(settings, memory, candidate, moment))
    };
    let is_asked_for = candidate.trigger == Trigger::Click;
    at_all(candidate, moment)
        .or_else(|| done(memory, candidate))
        .or_else(|| if is_asked_for { None } else { by_itself() })
}

/// What keeps it back even if the shopper asks for it: nothing is shown there, or it is there.
fn at_all(candidate: &Candidate, moment: &Moment) -> Option<Reason> {
    if moment.page == Page::Checkout {
        return Some(Reason::Checkout);
    }
    let is_shown = moment.on_display.iter().any(|(id, _)| *id == candidate.id);
    is_shown.then_some(Reason::OnDisplay)
}

/// What was taken up cannot be had again, unless it can.
fn done(memory: &Memory, candidate: &Candidate) -> Option<Reason> {
    let Candidate { id, repeatable, .. } = candidate;
    if *repeatable {
        return None;
    }
    let converted = memory.converted.of(id).map(|at| Reason::Converted { at });
    converted.or_else(|| memory.answered.of(id).map(|at| Reason::Answered { at }))
}

/// What comes by itself waits for its place. What a shopper asks for takes it.
fn another(candidate: &Candidate, moment: &Moment) -> Option<Reason> {
    let is_taken = moment.on_display.iter().any(|(_, display)| display.excludes(candidate.display));
    is_taken.then_some(Reason::AnotherOnDisplay)
}

/// How often this candidate was shown, and when it was closed.
fn own(settings: &Settings, memory: &Memory, candidate: &Candidate, now: Instant) -> Option<Reason> {
    let Candidate { id, limits, .. } = candidate;
    let is_new = !candidate.continues(memory, now);
    let seen = memory.seen.of(id);
    let shown = count(&seen);
    if let Some(limit) = limits.total.filter(|limit| is_new && shown >= *limit) {
        return Some(Reason::LimitTotal { shown, limit });
    }
    let after_dismissal = memory.dismissed.of(id).map(|at| at + settings.rest_of_dismissed_days);
    if let Some(until) = after_dismissal.filter(|until| now < *until) {
        return Some(Reason::Dismissed { until });
    }
    if !is_new {
        return None;
    }
    let after_last = limits.days_between.zip(seen.last()).map(|(days, last)| *last + days);
    if let Some(until) = after_last.filter(|until| now < *until) {
        return Some(Reason::TooSoon { until });
    }
    if let Some(limit) = limits.per_day
        && let Some((shown, until)) = full(&seen, Days(1), limit, now)
    {
        return Some(Reason::LimitPerDay { shown, limit, until: until.unwrap_or(now) });
    }
    let is_survey = candidate.kind == CandidateKind::Survey;
    let after_answer = memory.answered.of_any().map(|at| at + settings.rest_after_answer_days);
    after_answer.filter(|until| is_survey && now < *until).map(|until| Reason::SurveyAnswered { until })
}

/// On a phone nothing covers the screen because somebody has come, nor before they have looked around.
fn on_arrival(settings: &Settings, candidate: &Candidate, moment: &Moment) -> Option<Reason> {
    if moment.device != Device::Phone || !candidate.display.is_overlay() {
        return None;
    }
    let after_s = settings.phone_overlay_after_s;
    match candidate.trigger {
        Trigger::AtOnce => Some(Reason::OverlayOnArrival { after_s: None }),
        Trigger::Signal if moment.page_open_s < after_s => Some(Reason::OverlayOnArrival { after_s: Some(after_s) }),
        Trigger::Signal | Trigger::Click => None,
    }
}

/// What the attention for all of them together has come to. What goes on asks for no more of it.
fn budget(settings: &Settings, memory: &Memory, candidate: &Candidate, moment: &Moment) -> Option<Reason> {
    if candidate.continues(memory, moment.now) {
        return None;
    }
    let interruptions = memory.seen.without(&memory.quiet);
    let of_interruptions = |reason: Option<Reason>| reason.filter(|_| candidate.interrupts());
    of_interruptions(caps(settings, &interruptions, moment)).or_else(|| rests(settings, memory, moment.now)).or_else(
        || {
            let paused = interruptions.last().map(|last| *last + settings.pause_minutes);
            of_interruptions(paused.filter(|until| moment.now < *until).map(|until| Reason::Pause { until }))
        },
    )
}

/// How often somebody may be interrupted. `interruptions` are the oldest first.
fn caps(settings: &Settings, interruptions: &[Instant], moment: &Moment) -> Option<Reason> {
    let &Moment { now, shown_on_page, shown_in_session, .. } = moment;
    if shown_on_page >= settings.per_page {
        return Some(Reason::CapPerPage { shown: shown_on_page, cap: settings.per_page });
    }
    if shown_in_session >= settings.per_session {
        return Some(Reason::CapPerSession { shown: shown_in_session, cap: settings.per_session });
    }
    let (shown, until) = full(interruptions, WEEK, settings.per_week, now)?;
    Some(Reason::CapPerWeek { shown, cap: settings.per_week, until })
}

/// A "no" is heard, whatever comes next, and so is a "yes".
fn rests(settings: &Settings, memory: &Memory, now: Instant) -> Option<Reason> {
    let dismissed = memory.dismissed.of_any().map(|at| at + settings.rest_after_dismissal_minutes);
    if let Some(until) = dismissed.filter(|until| now < *until) {
        return Some(Reason::RestAfterDismissal { until });
    }
    let converted = memory.converted.of_any().map(|at| at + settings.rest_after_conversion_minutes);
    converted.filter(|until| now < *until).map(|until| Reason::RestAfterConversion { until })
}

/// How many of `seen` (the oldest first) lie within `window` of `now`, if these are `most` or more; and when they are fewer.
fn full(seen: &[Instant], window: Days, most: u32, now: Instant) -> Option<(u32, Option<Instant>)> {
    let within = &seen[seen.partition_point(|at| *at + window <= now)..];
    let shown = count(within);
    let leaves = || Some(*within.get(usize::try_from(shown - most).ok()?)? + window);
    (shown >= most).then(|| (shown, leaves()))
}

fn count(seen: &[Instant]) -> u32 {
    u32::try_from(seen.len()).unwrap_or(u32::MAX)
}
