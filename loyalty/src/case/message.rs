//! One message of a thread.

use serde::{Deserialize, Serialize};

use super::{MessageText, StaffName};
use crate::Instant;

/// One message. Never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its number in the case, from 1; notes are counted, too.
    pub number: u32,
    /// When it was written.
    pub at: Instant,
    /// Who wrote it.
    pub by: Author,
    /// What was written.
    pub text: MessageText,
    /// Whether it is a note for the shop alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The member.
    Shopper,
    /// Somebody of the shop.
    Shop(StaffName),
}
