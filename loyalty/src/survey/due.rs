//! Whether a survey is due for a member, and why not: the first reason that applies.

use serde::Serialize;

use super::{AskingTime, MemberPast, Occasion, OpenReturn, Survey, SurveyHistory};
use crate::{Days, Instant, OrderId, SurveyId};

/// What decides whether a member is asked, beside whom the survey is for.
#[derive(Clone, Copy, Debug)]
pub struct SurveyContext<'a> {
    /// What can be asked about.
    pub past: MemberPast<'a>,
    /// A return that is open, or was when the state was published.
    pub open_return: Option<&'a OpenReturn>,
    /// Whether a case of the member's is open.
    pub has_open_case: bool,
    /// What the member has made of questions before.
    pub history: &'a SurveyHistory,
    /// How long nobody is asked after they answered something.
    pub rest_after_answer: Days,
    /// The instant for which everything is computed.
    pub now: Instant,
}

/// Whether a survey is due, or the first reason why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DueReason {
    /// It is.
    Due,
    /// The member is not whom it is for.
    NotForMember,
    /// Its schedule is not open.
    Schedule,
    /// Nothing has happened that it asks about.
    NoOccasion,
    /// It will be.
    TooEarly {
        /// The first instant of that time.
        from: Instant,
    },
    /// It was.
    Over {
        /// The first instant after that time.
        until: Instant,
    },
    /// It was answered.
    Answered,
    /// It was closed, or every step was left out.
    Dismissed,
    /// Something is on its way back.
    OpenReturn {
        /// Of which order.
        order: OrderId,
        /// Until when, if the shop does not close it before.
        until: Instant,
    },
    /// A case of the member's is open.
    OpenCase,
    /// The member was asked, or has answered, not long ago.
    Resting {
        /// The first instant after that time.
        until: Instant,
    },
    /// Another survey is due, too, and is asked before.
    AnotherFirst {
        /// The survey that was answered.
        survey: SurveyId,
    },
}

/// What was decided of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyDecision {
    /// Whether it is due.
    pub why: DueReason,
    /// What it would ask about, if there is anything.
    pub time: Option<AskingTime>,
}

impl Survey {
    /// Whether this survey is due for a member it is for, and what about: of several occasions whose time it is, the one
    /// that came last.
    pub fn decide(&self, situation: &SurveyContext<'_>) -> SurveyDecision {
        let SurveyContext { past, history, now, .. } = *situation;
        if !self.schedule.is_open(past.calendar, now) {
            return SurveyDecision { why: DueReason::Schedule, time: None };
        }
        let times = self.timing.times(&self.about, &past, now);
        let mut last = None;
        for time in times {
            match self.closed(&time, history, now) {
                None => {
                    let why = self.held_back(&time.occasion, situation).unwrap_or(DueReason::Due);
                    return SurveyDecision { why, time: Some(time) };
                }
                Some(why) => last = last.or(Some(SurveyDecision { why, time: Some(time) })),
            }
        }
        last.unwrap_or(SurveyDecision { why: DueReason::NoOccasion, time: None })
    }

    /// When this can be asked about, if it ever can.
    pub(crate) fn time_of(&self, occasion: &Occasion, past: &MemberPast<'_>, now: Instant) -> Option<AskingTime> {
        self.timing.times(&self.about, past, now).into_iter().find(|time| time.occasion == *occasion)
    }

    /// Until when the survey rests, if it does.
    pub(crate) fn rests(&self, occasion: &Occasion, situation: &SurveyContext<'_>) -> Option<Instant> {
        let SurveyContext { history, rest_after_answer, now, .. } = *situation;
        let until = history.rests_until((&self.id, self.rest_days), occasion, rest_after_answer);
        until.filter(|until| now < *until)
    }

    /// Why an occasion cannot be asked about at `now`.
    fn closed(&self, time: &AskingTime, history: &SurveyHistory, now: Instant) -> Option<DueReason> {
        let response = history.response(&self.id, &time.occasion);
        match response {
            Some(response) if response.is_complete() => Some(DueReason::Answered),
            Some(response) if response.is_passed_over() => Some(DueReason::Dismissed),
            _ if now < time.from => Some(DueReason::TooEarly { from: time.from }),
            _ if time.until <= now => Some(DueReason::Over { until: time.until }),
            _ => None,
        }
    }

    /// What speaks against asking anything about this now.
    fn held_back(&self, occasion: &Occasion, situation: &SurveyContext<'_>) -> Option<DueReason> {
        if let Some(OpenReturn { order, until }) = situation.open_return.filter(|open| open.is_open(situation.now)) {
            return Some(DueReason::OpenReturn { order: order.clone(), until: *until });
        }
        if situation.has_open_case {
            return Some(DueReason::OpenCase);
        }
        self.rests(occasion, situation).map(|until| DueReason::Resting { until })
    }
}
