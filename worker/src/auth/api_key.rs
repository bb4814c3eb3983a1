//! A shop's server proves itself by an API key. Only hashes are kept: a key has 256 random bits, so a fast hash is enough.

use subtle::{Choice, ConstantTimeEq};

use super::unauthenticated;
use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::problem::{Outcome, Problem};
use crate::published::Shop;

/// What a key begins with.
pub const PREFIX: &str = "rk_";

/// Checks that the caller is the shop's own server. Gives the key's id, for rate limits.
pub fn server(call: &Call, shop: &Shop) -> Outcome<String> {
    let key = call.bearer().ok_or_else(|| unauthenticated(Problem::new(codes::UNAUTHENTICATED)))?;
    let hash = ids::sha256_hex(key.as_bytes());
    // Every key is compared whole, so the time tells nothing about which came close.
    let mut found = None;
    for known in &shop.bundle.api_keys {
        if bool::from(same(&known.hash, &hash)) {
            found = Some(known.id.clone());
        }
    }
    let refused =
        || unauthenticated(Problem::new(codes::UNAUTHENTICATED).detail("This is not an API key of the shop."));
    found.ok_or_else(refused)
}

/// Compares in constant time.
pub fn same(left: &str, right: &str) -> Choice {
    left.as_bytes().ct_eq(right.as_bytes())
}
