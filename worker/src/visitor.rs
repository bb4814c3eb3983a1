//! Visitors' ids: random, made here, and only ever kept on the visitor's device. With a code of ours behind them, so that
//! nobody is counted whom no page of the shop has seen.

use data_encoding::BASE32_DNSSEC;
use subtle::ConstantTimeEq;
use worker::Env;

use crate::ids;
use crate::problem::Outcome;
use crate::published::shops;

/// Characters of 128 bits in base32, twice.
pub const VISITOR_CHARS: usize = 2 * ids::CODE_CHARS;

/// A new id for a visitor of a shop.
pub fn issue(env: &Env, shop: &str) -> Outcome<String> {
    let name = ids::random_id()?;
    with_code(&key(env)?, shop, &name)
}

/// Whether a text is an id made for this shop.
pub fn check(env: &Env, shop: &str, id: &str) -> Outcome<bool> {
    let Some((name, _)) = id.split_at_checked(ids::CODE_CHARS).filter(|_| id.len() == VISITOR_CHARS) else {
        return Ok(false);
    };
    let expected = with_code(&key(env)?, shop, name)?;
    Ok(expected.as_bytes().ct_eq(id.as_bytes()).into())
}

fn key(env: &Env) -> Outcome<[u8; 32]> {
    shops::platform_secret(env)?.key("visitor")
}

fn with_code(key: &[u8], shop: &str, name: &str) -> Outcome<String> {
    let hash = ids::keyed(key, &[shop, name])?;
    Ok([name, &BASE32_DNSSEC.encode(&hash[..ids::ID_BYTES])].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_belongs_to_its_shop_and_key() {
        let name = "0123456789abcdefghjkmnpqrs";
        let id = |key: &[u8], shop: &str| with_code(key, shop, name).unwrap_or_default();
        assert_eq!(id(b"k", "acme").len(), VISITOR_CHARS);
        assert_ne!(id(b"k", "acme"), id(b"k", "other"));
        assert_ne!(id(b"k", "acme"), id(b"l", "acme"));
        assert_eq!(id(b"k", "acme"), id(b"k", "acme"));
    }
}
