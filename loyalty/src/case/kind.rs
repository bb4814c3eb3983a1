//! What a case is about, and how far it has come.

use serde::{Deserialize, Serialize};

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// Something the shopper wants to know.
    Question,
    /// Something that went wrong.
    Complaint,
    /// Something the shop could do.
    Idea,
    /// Something that was good.
    Praise,
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// The shopper wrote last: it is the shop's turn.
    Open,
    /// The shop wrote last.
    Answered,
    /// The shop cannot go on before the shopper says something.
    Waiting,
    /// The shop thinks that it is done.
    Solved,
    /// It is done, until somebody opens it again.
    Closed,
}

/// How far a case has come, as the shopper is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownStatus {
    /// The shop has something to say.
    Open,
    /// The shop has said something, or thinks that it is done.
    Answered,
    /// It is done.
    Closed,
}

impl CaseKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Question, Self::Complaint, Self::Idea, Self::Praise];

    /// Its name in documents and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Complaint => "complaint",
            Self::Idea => "idea",
            Self::Praise => "praise",
        }
    }
}

impl CaseStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Answered, Self::Waiting, Self::Solved, Self::Closed];

    /// Its name in documents and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Waiting => "waiting",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    /// Whether the shop has still to solve it.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Open | Self::Answered | Self::Waiting)
    }

    /// What the shopper is told.
    pub fn shown(self) -> ShownStatus {
        match self {
            Self::Open => ShownStatus::Open,
            Self::Answered | Self::Waiting | Self::Solved => ShownStatus::Answered,
            Self::Closed => ShownStatus::Closed,
        }
    }
}
