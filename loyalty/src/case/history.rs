//! What a page needs to know of a member's cases: published with the snapshot, so it is small.

use serde::{Deserialize, Serialize};

use super::Case;
use crate::{CaseId, Instant};

/// Most closed cases published, the newest: a question about a case is asked within days of its closing.
pub const CLOSED_KEPT: usize = 5;

/// What is published of a member's cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CasesHistory {
    /// How many the shop has still to solve.
    #[serde(skip_serializing_if = "is_zero")]
    pub open: u32,
    /// How many of the shop's messages the member has not read.
    #[serde(skip_serializing_if = "is_zero")]
    pub unread: u32,
    /// Those closed last, the newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ClosedCase>,
    /// Those that will be closed by themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closing: Vec<ClosingCase>,
}

/// A case that closes by itself, unless something is done to it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingCase {
    /// The case's id.
    pub id: CaseId,
    /// When it happened.
    pub at: Instant,
    /// Whether the shop has still to solve it until then.
    pub is_open: bool,
}

/// A case that was closed, and not opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedCase {
    /// The case's id.
    pub id: CaseId,
    /// When it happened.
    pub at: Instant,
}

/// What a page shows of a member's cases before the thread is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadView {
    /// How many of the shop's messages the member has not read.
    pub unread: u32,
}

impl CasesHistory {
    /// What is to be published of these.
    pub fn new<'c>(cases: impl Iterator<Item = &'c Case>) -> Self {
        let mut history = Self::default();
        for case in cases {
            history.open += u32::from(case.status.is_active());
            // A thread has 200 messages at most.
            history.unread += case.unread.len() as u32;
            history.closed.extend(case.closed_at.map(|at| ClosedCase { id: case.id.clone(), at }));
            let is_open = case.status.is_active();
            history.closing.extend(case.closes_at.map(|at| ClosingCase { id: case.id.clone(), at, is_open }));
        }
        history.retain_newest();
        history
    }

    /// The same at `now`: what has closed by itself is closed.
    pub fn at(&self, now: Instant) -> Self {
        let (over, closing): (Vec<_>, Vec<_>) = self.closing.iter().cloned().partition(|case| case.at <= now);
        let still_open = over.iter().filter(|case| case.is_open).count() as u32;
        let mut history = Self { open: self.open.saturating_sub(still_open), closing, ..self.clone() };
        history.closed.extend(over.into_iter().map(|ClosingCase { id, at, .. }| ClosedCase { id, at }));
        history.retain_newest();
        history
    }

    fn retain_newest(&mut self) {
        self.closed.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        self.closed.truncate(CLOSED_KEPT);
    }

    /// Whether there is nothing to publish.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What a page shows; none if everything was read.
    pub fn shown(&self) -> Option<UnreadView> {
        (self.unread > 0).then_some(UnreadView { unread: self.unread })
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
