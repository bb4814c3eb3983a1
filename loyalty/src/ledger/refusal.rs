//! What a rule refuses, and why.

use std::fmt;

use crate::{Points, program::Version};

/// A refusal by a rule: no fact was stored. What was due by then is done, and can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The shop has not published a program.
    NoProgram,
    /// There is a redemption of this name: the request is an old one, or its name was used for another.
    RedemptionExists,
    /// The program has no such reward.
    RewardNotFound,
    /// The reward cannot be had yet, or no longer.
    RewardNotAvailable,
    /// The reward is for levels the member is not on.
    TierRequired,
    /// The member has had as many of the reward, or of what the offer gives, as one may.
    LimitReached,
    /// There are not enough available points.
    InsufficientPoints {
        /// How many more it takes.
        missing: Points,
    },
    /// There is no redemption of this member by that name.
    RedemptionNotFound,
    /// The redemption was used.
    HoldAlreadyCaptured,
    /// The redemption was given back.
    HoldAlreadyReleased,
    /// The redemption's time ran out.
    HoldExpired,
    /// The adjustment's id was used for something else.
    AdjustmentConflict,
    /// The member cannot have what the offer gives: it is not shown to the member.
    OfferNotFound,
    /// What the offer gives cannot be had now.
    OfferNotAvailable,
    /// There is no case of this member by that name.
    CaseNotFound,
    /// The case is closed: it has to be opened again first.
    CaseClosed,
    /// The case has as many messages as one may have.
    CaseFull,
    /// The member has as many cases that are not closed as one may have.
    TooManyCases,
    /// What is to be changed is not as it was any more.
    Changed {
        /// Its version now.
        version: u32,
    },
    /// Only ideas are joined to others.
    NotAnIdea,
    /// So many points may not be given as a gesture.
    GestureLimitReached {
        /// How many may be.
        left: Points,
    },
    /// There is no such survey for this member.
    SurveyNotFound,
    /// The survey does not ask about this now.
    SurveyOver,
    /// The survey was answered to the end.
    AlreadyAnswered,
    /// The step does not follow what was answered.
    StepNotAsked,
    /// There is no testimonial of this member by that name.
    TestimonialNotFound,
    /// The member was not asked for a testimonial after that answer.
    TestimonialNotAsked,
    /// The member has a testimonial that is shown, or may come to be.
    TestimonialExists,
    /// The member has said and taken back as much as one may.
    TooManyTestimonials,
    /// The member has taken the testimonial back.
    TestimonialWithdrawn,
    /// A sum of points would leave the range in which all readers are exact.
    OutOfRange,
    /// An operation was not given a version that an order is pinned to. The caller's mistake, not a person's.
    VersionNotLoaded(Version),
    /// An operation looks at what the wallet was restored without: all rows are needed. The caller's mistake as well.
    HistoryNotLoaded,
    /// An operation takes points of lots that the wallet was restored without. The caller's mistake as well.
    LotsNotLoaded,
}

impl Refusal {
    /// Whether nothing is refused, but something was not loaded: the caller loads it and asks again.
    pub fn is_not_loaded(&self) -> bool {
        matches!(self, Self::VersionNotLoaded(_) | Self::HistoryNotLoaded | Self::LotsNotLoaded)
    }

    /// The stable code that callers can rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoProgram => "no_program",
            Self::RedemptionExists => "idempotency_key_reused",
            Self::RewardNotFound => "reward_not_found",
            Self::RewardNotAvailable => "reward_not_available",
            Self::TierRequired => "tier_required",
            Self::LimitReached => "limit_reached",
            Self::InsufficientPoints { .. } => "insufficient_points",
            Self::RedemptionNotFound => "redemption_not_found",
            Self::HoldAlreadyCaptured => "hold_already_captured",
            Self::HoldAlreadyReleased => "hold_already_released",
            Self::HoldExpired => "hold_expired",
            Self::AdjustmentConflict => "adjustment_conflict",
            Self::OfferNotFound => "offer_not_found",
            Self::OfferNotAvailable => "offer_not_available",
            Self::CaseNotFound => "case_not_found",
            Self::CaseClosed => "case_closed",
            Self::CaseFull => "case_full",
            Self::TooManyCases => "too_many_cases",
            Self::Changed { .. } => "version_conflict",
            Self::NotAnIdea => "not_an_idea",
            Self::GestureLimitReached { .. } => "gesture_limit_reached",
            Self::SurveyNotFound => "survey_not_found",
            Self::SurveyOver => "survey_over",
            Self::AlreadyAnswered => "already_answered",
            Self::StepNotAsked => "step_not_asked",
            Self::TestimonialNotFound => "testimonial_not_found",
            Self::TestimonialNotAsked => "testimonial_not_asked",
            Self::TestimonialExists => "testimonial_exists",
            Self::TooManyTestimonials => "too_many_testimonials",
            Self::TestimonialWithdrawn => "testimonial_withdrawn",
            Self::OutOfRange => "out_of_range",
            Self::VersionNotLoaded(_) | Self::HistoryNotLoaded | Self::LotsNotLoaded => "internal",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => f.write_str("the shop has not published a program"),
            Self::RedemptionExists => f.write_str("the request's name was used for another redemption"),
            Self::RewardNotFound => f.write_str("the program has no such reward"),
            Self::RewardNotAvailable => f.write_str("the reward cannot be had at this time"),
            Self::TierRequired => f.write_str("the reward is for members on another level"),
            Self::LimitReached => f.write_str("the member has had as many of this as one may"),
            Self::InsufficientPoints { missing } => write!(f, "{} more points are needed", missing.0),
            Self::RedemptionNotFound => f.write_str("there is no such redemption"),
            Self::HoldAlreadyCaptured => f.write_str("the redemption has been used"),
            Self::HoldAlreadyReleased => f.write_str("the redemption has been given back"),
            Self::HoldExpired => f.write_str("the redemption's time has run out"),
            Self::AdjustmentConflict => f.write_str("the adjustment's id was used with other content"),
            Self::OfferNotFound => f.write_str("the offer is not for this member"),
            Self::OfferNotAvailable => f.write_str("what the offer gives cannot be had at this time"),
            Self::CaseNotFound => f.write_str("there is no such case"),
            Self::CaseClosed => f.write_str("the case is closed"),
            Self::CaseFull => f.write_str("the case has as many messages as it may have"),
            Self::TooManyCases => f.write_str("the member has as many open cases as one may have"),
            Self::Changed { version } => write!(f, "it is at version {version} by now"),
            Self::NotAnIdea => f.write_str("only ideas are joined to others"),
            Self::GestureLimitReached { left } => write!(f, "{} points may be given at most", left.0),
            Self::SurveyNotFound => f.write_str("there is no such survey for this member"),
            Self::SurveyOver => f.write_str("the survey does not ask about this at this time"),
            Self::AlreadyAnswered => f.write_str("the survey has been answered"),
            Self::StepNotAsked => f.write_str("the step does not follow what was answered"),
            Self::TestimonialNotFound => f.write_str("there is no such testimonial"),
            Self::TestimonialNotAsked => f.write_str("no testimonial was asked for after that answer"),
            Self::TestimonialExists => f.write_str("the member has a testimonial already"),
            Self::TooManyTestimonials => f.write_str("the member has as many testimonials as one may have"),
            Self::TestimonialWithdrawn => f.write_str("the testimonial has been taken back"),
            Self::OutOfRange => f.write_str("a number of points would be too large"),
            Self::VersionNotLoaded(version) => write!(f, "program version {version} was not loaded"),
            Self::HistoryNotLoaded => f.write_str("the wallet's whole history was not loaded"),
            Self::LotsNotLoaded => f.write_str("the wallet's next lots were not loaded"),
        }
    }
}

impl std::error::Error for Refusal {}
