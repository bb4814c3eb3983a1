//! How soon a shop means to answer and to solve, and what is left of that at any instant.

use serde::{Deserialize, Serialize};

use super::{Case, CaseKind};
use crate::{Instant, check::Faults};

/// Longest target: a year of hours.
pub const HOURS_MAX: u32 = 366 * 24;

/// Milliseconds in an hour.
const HOUR_MS: i64 = 3_600_000;
/// Milliseconds in a minute.
const MINUTE_MS: i64 = 60_000;

/// How soon a case is to be answered and solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Hours from its opening to the shop's first message.
    pub first_answer_hours: u32,
    /// Hours from its opening, or its last opening again, to its solution, without those in which it waits for the shopper.
    pub solution_hours: u32,
}

impl Default for Target {
    /// A day to answer, three to solve.
    fn default() -> Self {
        Self { first_answer_hours: 24, solution_hours: 72 }
    }
}

/// The targets of each kind of case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Targets {
    pub question: Target,
    pub complaint: Target,
    pub idea: Target,
    pub praise: Target,
}

impl Targets {
    /// The target of a kind.
    pub fn of(&self, kind: CaseKind) -> Target {
        match kind {
            CaseKind::Question => self.question,
            CaseKind::Complaint => self.complaint,
            CaseKind::Idea => self.idea,
            CaseKind::Praise => self.praise,
        }
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        for kind in CaseKind::ALL {
            let Target { first_answer_hours, solution_hours } = self.of(kind);
            for (field, hours) in [("first_answer_hours", first_answer_hours), ("solution_hours", solution_hours)] {
                let path = || format!("targets.{}.{field}", kind.as_str());
                faults.require((1..=HOURS_MAX).contains(&hours), path, "must be from 1 to 8,784");
            }
        }
    }
}

/// A target at one instant: until when, and what is left while it still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) left_ms: Option<i64>,
}

impl Due {
    /// Whether it still counts and has passed.
    pub(super) fn is_missed(self) -> bool {
        self.left_ms.is_some_and(|left_ms| left_ms <= 0)
    }

    /// Whole minutes left, rounded down: below zero once it has passed.
    pub(super) fn left_minutes(self) -> Option<i64> {
        self.left_ms.map(|left_ms| left_ms.div_euclid(MINUTE_MS))
    }
}

impl Case {
    /// The first answer's target, which counts until there is one.
    pub(super) fn first_answer_due(&self, targets: &Targets, now: Instant) -> Due {
        let hours = targets.of(self.kind).first_answer_hours;
        let counts = self.answered_at.is_none() && self.status.is_active();
        due(self.opened_at.as_ms() + i64::from(hours) * HOUR_MS, counts, now)
    }

    /// The solution's target, which counts until there is one. While the case waits for the shopper it moves on with `now`.
    pub(super) fn solution_due(&self, targets: &Targets, now: Instant) -> Due {
        let hours = targets.of(self.kind).solution_hours;
        let at_ms = self.since.as_ms() + i64::from(hours) * HOUR_MS + self.waited_ms(now);
        due(at_ms, self.status.is_active(), now)
    }

    /// Whether a target that counts has passed.
    pub fn is_overdue(&self, targets: &Targets, now: Instant) -> bool {
        self.first_answer_due(targets, now).is_missed() || self.solution_due(targets, now).is_missed()
    }

    /// Minutes from the opening to the first answer, rounded down.
    pub(super) fn first_answer_minutes(&self) -> Option<i64> {
        Some((self.answered_at?.as_ms() - self.opened_at.as_ms()).div_euclid(MINUTE_MS))
    }

    /// Minutes to the solution, rounded down, without those in which the case waited for the shopper.
    pub(super) fn solution_minutes(&self) -> Option<i64> {
        let solved_at = self.solved_at?;
        Some((solved_at.as_ms() - self.since.as_ms() - self.waited_ms(solved_at)).div_euclid(MINUTE_MS))
    }
}

fn due(at_ms: i64, counts: bool, now: Instant) -> Due {
    let at = Instant::from_ms(at_ms);
    Due { at, left_ms: counts.then(|| at.as_ms() - now.as_ms()) }
}
