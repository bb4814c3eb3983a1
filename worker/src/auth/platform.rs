//! Who runs the installation proves it by the platform key.

use super::{api_key, unauthenticated};
use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::problem::{Outcome, Problem, broken};

/// Name of the secret that holds the key.
const SECRET: &str = "PLATFORM_KEY";

/// Shorter keys are a mistake of the installation: they can be guessed.
const KEY_CHARS_MIN: usize = 32;

/// Checks that the caller holds the platform key.
pub fn operator(call: &Call) -> Outcome<()> {
    let known = call.env.secret(SECRET)?.to_string();
    if known.len() < KEY_CHARS_MIN {
        return Err(broken("PLATFORM_KEY is shorter than 32 characters"));
    }
    let given = call.bearer().ok_or_else(|| unauthenticated(Problem::new(codes::UNAUTHENTICATED)))?;
    // Hashes have one length, so not even the key's length shows in the time.
    if api_key::same(&ids::sha256_hex(known.as_bytes()), &ids::sha256_hex(given.as_bytes())).into() {
        Ok(())
    } else {
        Err(unauthenticated(Problem::new(codes::UNAUTHENTICATED).detail("This is not the platform key.")))
    }
}
