//! Names of things: one type each, so that an order's id is never taken for a member's. A copy of one shares its text: a
//! fold copies each a dozen times.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::written;

/// Longest id, in characters. With four UTF-8 bytes each an id stays within a KV key's 512 bytes.
pub const ID_LEN_MAX: usize = 128;

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must have 1 to 128 characters, none of them a control character")
    }
}

impl std::error::Error for InvalidId {}

/// The text of an id. One function for all of them, so that the code is there once.
#[inline(never)]
fn checked(text: String) -> Result<Arc<String>, InvalidId> {
    let fits = !text.is_empty() && text.chars().count() <= ID_LEN_MAX;
    if fits && !text.chars().any(char::is_control) { Ok(Arc::new(text)) } else { Err(InvalidId) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<String>);

        impl $name {
            /// Takes a text as an id if it has 1 to [`ID_LEN_MAX`] characters and no control character.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                checked(text.into()).map(Self)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                written::from_id(deserializer)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.as_ref().clone()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A member, as the shop names its customer.
    MemberId
}
id! {
    /// An order, as the shop names it.
    OrderId
}
id! {
    /// A rule that earns. It stays the same rule across program versions.
    RuleId
}
id! {
    /// A tier's level.
    TierId
}
id! {
    /// A reward of the program.
    RewardId
}
id! {
    /// A redemption: the hold on points and everything that becomes of it. Made by the caller, 128 random bits.
    HoldId
}
id! {
    /// What a shopper shows at the checkout for a redemption. Made by the caller, 128 random bits.
    Code
}
id! {
    /// An offer, nudge or survey that asks for attention.
    CandidateId
}
id! {
    /// An experiment, and the seed by which it divides people.
    ExperimentKey
}
id! {
    /// A variant of an experiment.
    VariantKey
}
id! {
    /// An adjustment, named by the shop before it is sent.
    AdjustmentId
}
id! {
    /// A claim: the giving of what an offer gives. Made by the caller, 128 bits nobody can guess.
    ClaimId
}
id! {
    /// A segment of the members.
    SegmentId
}
id! {
    /// What the shop has heard elsewhere, named before it is sent.
    FeedbackId
}
id! {
    /// A survey, as the shop names it.
    SurveyId
}
id! {
    /// A case: what a member has asked, said or complained of, and everything that becomes of it.
    CaseId
}
id! {
    /// A testimonial: what a member lets the shop show to everybody.
    TestimonialId
}

impl From<SurveyId> for CandidateId {
    /// The name of a survey as something that asks for attention.
    fn from(id: SurveyId) -> Self {
        Self(Arc::new(format!("survey.{id}")))
    }
}

impl From<CandidateId> for ExperimentKey {
    /// The name of the experiment that an offer is by itself.
    fn from(id: CandidateId) -> Self {
        Self(id.0)
    }
}
