//! Who is calling: a shopper by token, a shop's server by API key, the installation by platform key; and from which page.

pub mod api_key;
pub mod origin;
pub mod platform;
pub mod token;

use loyalty::MemberId;
use worker::Date;

use crate::call::Call;
use crate::codes;
use crate::problem::{Failure, Outcome, Problem};
use crate::published::Shop;

/// The member a page speaks for; none for a visitor who is not signed in.
pub fn shopper_or_visitor(call: &Call, shop: &Shop) -> Outcome<Option<MemberId>> {
    let Some(token) = call.bearer() else { return Ok(None) };
    // Tokens live by the real clock, also where the shop's own is a sandbox's.
    let now_s = i64::try_from(Date::now().as_millis() / 1000).unwrap_or(i64::MAX);
    match token::verify(&token, &shop.signing_keys, shop.id(), now_s) {
        Ok(member) => Ok(Some(member)),
        Err(token::Refused::Invalid(why)) => Err(unauthenticated(Problem::new(codes::TOKEN_INVALID).detail(why))),
        Err(token::Refused::Expired) => Err(unauthenticated(Problem::new(codes::TOKEN_EXPIRED))),
    }
}

/// The member a page speaks for.
pub fn shopper(call: &Call, shop: &Shop) -> Outcome<MemberId> {
    shopper_or_visitor(call, shop)?.ok_or_else(nobody)
}

/// The answer to who must be somebody and is not.
pub fn nobody() -> Failure {
    let detail = "The caller could not be identified: send the header Authorization: Bearer with the key or token that this \
        address asks for.";
    unauthenticated(Problem::new(codes::UNAUTHENTICATED).detail(detail))
}

/// Any 401: it names the scheme to use.
fn unauthenticated(problem: Problem) -> Failure {
    Failure::Rejected(problem.header("WWW-Authenticate", "Bearer"))
}
