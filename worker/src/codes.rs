//! Every error code this API answers with, its status and its title. Codes are stable: callers branch on them.

use loyalty::ledger::Refusal;

/// A stable error code with the HTTP status it always comes with and a short title for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// HTTP status.
    pub status: u16,
    /// The stable name, `snake_case`.
    pub name: &'static str,
    /// The same for every occurrence of this code.
    pub title: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $status:literal $name:literal $title:literal;)*) => {
        $(
            #[doc = concat!("`", stringify!($status), "` `", $name, "`: ", $title)]
            pub const $constant: Code = Code { status: $status, name: $name, title: $title };
        )*
        /// All of them, in the order of their status.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    MALFORMED_JSON = 400 "malformed_json" "The body is not JSON.";
    IDEMPOTENCY_KEY_REQUIRED = 400 "idempotency_key_required" "This request needs an Idempotency-Key header.";
    INVALID_ID = 400 "invalid_id" "An id in the address is not valid.";
    UNAUTHENTICATED = 401 "unauthenticated" "The caller could not be identified.";
    TOKEN_INVALID = 401 "token_invalid" "The token is not valid.";
    TOKEN_EXPIRED = 401 "token_expired" "The token has expired.";
    ORIGIN_NOT_ALLOWED = 403 "origin_not_allowed" "This origin is not on the shop's list.";
    PREVIEW_INVALID = 403 "preview_invalid" "This is not a preview link of this shop.";
    NOT_FOUND = 404 "not_found" "There is nothing at this address.";
    SHOP_NOT_FOUND = 404 "shop_not_found" "There is no shop with this id.";
    REWARD_NOT_FOUND = 404 "reward_not_found" "There is no reward with this id.";
    REDEMPTION_NOT_FOUND = 404 "redemption_not_found" "There is no such redemption.";
    ORDER_NOT_FOUND = 404 "order_not_found" "There is no order with this id.";
    OFFER_NOT_FOUND = 404 "offer_not_found" "There is no offer with this id.";
    CASE_NOT_FOUND = 404 "case_not_found" "There is no case with this id.";
    SURVEY_NOT_FOUND = 404 "survey_not_found" "There is no survey with this id.";
    TESTIMONIAL_NOT_FOUND = 404 "testimonial_not_found" "There is no testimonial with this id.";
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "This address does not take that method.";
    INSUFFICIENT_POINTS = 409 "insufficient_points" "There are not enough points.";
    REWARD_NOT_AVAILABLE = 409 "reward_not_available" "This reward is not available now.";
    TIER_REQUIRED = 409 "tier_required" "This reward is for members of another tier.";
    LIMIT_REACHED = 409 "limit_reached" "The member has had this as often as allowed.";
    OUT_OF_STOCK = 409 "out_of_stock" "This is out of stock.";
    OFFER_CHANGED = 409 "offer_changed" "This offer has changed since it was shown.";
    OFFER_NOT_AVAILABLE = 409 "offer_not_available" "This offer is not available now.";
    HOLD_ALREADY_CAPTURED = 409 "hold_already_captured" "This redemption has been used.";
    HOLD_ALREADY_RELEASED = 409 "hold_already_released" "This redemption was given back.";
    ALREADY_EXISTS = 409 "already_exists" "This id is in use.";
    ADJUSTMENT_CONFLICT = 409 "adjustment_conflict" "There is an adjustment with this id and other content.";
    NO_PROGRAM = 409 "no_program" "The shop has no program yet.";
    ALREADY_ANSWERED = 409 "already_answered" "You have answered this already. Thank you!";
    STEP_NOT_ASKED = 409 "step_not_asked" "This question does not follow from the answers so far.";
    NOT_A_SANDBOX = 409 "not_a_sandbox" "Only the clock of a sandbox can be moved.";
    CASE_CLOSED = 409 "case_closed" "This case is closed; open it again first.";
    CASE_FULL = 409 "case_full" "This case has reached its limit of messages.";
    TOO_MANY_CASES = 409 "too_many_cases" "The member has reached the limit of open cases.";
    NOT_AN_IDEA = 409 "not_an_idea" "Only ideas can be joined to other ideas.";
    GESTURE_LIMIT_REACHED = 409 "gesture_limit_reached" "This is more points than may be given.";
    TESTIMONIAL_NOT_ASKED = 409 "testimonial_not_asked" "That answer did not ask for a testimonial.";
    TESTIMONIAL_EXISTS = 409 "testimonial_exists" "The member already has a testimonial that is shown or waits to be reviewed.";
    TOO_MANY_TESTIMONIALS = 409 "too_many_testimonials" "The member has reached the limit of testimonials.";
    TESTIMONIAL_WITHDRAWN = 409 "testimonial_withdrawn" "The member has taken this testimonial back.";
    TOO_MANY_KEYS = 409 "too_many_keys" "The shop has reached the limit of keys of this kind.";
    HOLD_EXPIRED = 410 "hold_expired" "This redemption was not used in time.";
    SURVEY_OVER = 410 "survey_over" "This survey is over.";
    PREVIEW_EXPIRED = 410 "preview_expired" "This preview link has expired.";
    VERSION_CONFLICT = 412 "version_conflict" "The version does not match.";
    BODY_TOO_LARGE = 413 "body_too_large" "The body is too large.";
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "The body must be sent as application/json.";
    OUT_OF_RANGE = 422 "out_of_range" "A number would become too large to be exact.";
    INVALID = 422 "invalid" "The request is not valid.";
    IDEMPOTENCY_KEY_REUSED = 422 "idempotency_key_reused" "This Idempotency-Key was used for another request.";
    IF_MATCH_REQUIRED = 428 "if_match_required" "This request needs an If-Match header.";
    RATE_LIMITED = 429 "rate_limited" "Too many requests.";
    INTERNAL = 500 "internal" "Something went wrong on our side.";
    OVERLOADED = 503 "overloaded" "The service is too busy right now.";
}

/// The code of what a rule refuses.
pub fn of(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::NoProgram => NO_PROGRAM,
        Refusal::RedemptionExists => IDEMPOTENCY_KEY_REUSED,
        Refusal::RewardNotFound => REWARD_NOT_FOUND,
        Refusal::RewardNotAvailable => REWARD_NOT_AVAILABLE,
        Refusal::TierRequired => TIER_REQUIRED,
        Refusal::LimitReached => LIMIT_REACHED,
        Refusal::OutOfRange => OUT_OF_RANGE,
        Refusal::InsufficientPoints { .. } => INSUFFICIENT_POINTS,
        Refusal::RedemptionNotFound => REDEMPTION_NOT_FOUND,
        Refusal::HoldAlreadyCaptured => HOLD_ALREADY_CAPTURED,
        Refusal::HoldAlreadyReleased => HOLD_ALREADY_RELEASED,
        Refusal::HoldExpired => HOLD_EXPIRED,
        Refusal::AdjustmentConflict => ADJUSTMENT_CONFLICT,
        Refusal::OfferNotFound => OFFER_NOT_FOUND,
        Refusal::OfferNotAvailable => OFFER_NOT_AVAILABLE,
        Refusal::CaseNotFound => CASE_NOT_FOUND,
        Refusal::CaseClosed => CASE_CLOSED,
        Refusal::CaseFull => CASE_FULL,
        Refusal::TooManyCases => TOO_MANY_CASES,
        Refusal::Changed { .. } => VERSION_CONFLICT,
        Refusal::NotAnIdea => NOT_AN_IDEA,
        Refusal::GestureLimitReached { .. } => GESTURE_LIMIT_REACHED,
        Refusal::SurveyNotFound => SURVEY_NOT_FOUND,
        Refusal::SurveyOver => SURVEY_OVER,
        Refusal::AlreadyAnswered => ALREADY_ANSWERED,
        Refusal::StepNotAsked => STEP_NOT_ASKED,
        Refusal::TestimonialNotFound => TESTIMONIAL_NOT_FOUND,
        Refusal::TestimonialNotAsked => TESTIMONIAL_NOT_ASKED,
        Refusal::TestimonialExists => TESTIMONIAL_EXISTS,
        Refusal::TooManyTestimonials => TOO_MANY_TESTIMONIALS,
        Refusal::TestimonialWithdrawn => TESTIMONIAL_WITHDRAWN,
        Refusal::VersionNotLoaded(_) | Refusal::HistoryNotLoaded | Refusal::LotsNotLoaded => INTERNAL,
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn names_are_unique_and_ordered_by_status() {
        for pair in ALL.windows(2) {
            assert!(pair[0].status <= pair[1].status, "{} after {}", pair[1].name, pair[0].name);
        }
        for (index, code) in ALL.iter().enumerate() {
            assert!(ALL[..index].iter().all(|other| other.name != code.name), "{} twice", code.name);
        }
    }
}
