//! Random ids and secrets, and names computed with a key. Crockford base32: no letters that look alike.

use std::sync::LazyLock;

use data_encoding::{BASE64URL_NOPAD, Encoding, HEXLOWER, Specification};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::problem::{Outcome, broken};

/// 128 bits: what codes and ids carry.
pub const ID_BYTES: usize = 16;

/// Characters of 128 bits in base32.
pub const CODE_CHARS: usize = 26;

#[allow(clippy::expect_used)] // a constant; its test builds it
static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification.translate.from.push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
    specification.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    specification.encoding().expect("the alphabet has 32 different symbols")
});

/// Bytes nobody can guess, from the runtime.
pub fn random_bytes<const N: usize>() -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| broken(format!("randomness: {error}")))?;
    Ok(bytes)
}

/// A new id: 128 random bits.
pub fn random_id() -> Outcome<String> {
    Ok(CROCKFORD.encode(&random_bytes::<ID_BYTES>()?).to_ascii_lowercase())
}

/// A new secret: 256 random bits after a prefix that says what it is, so that leaks can be found by scanners.
pub fn random_secret(prefix: &str) -> Outcome<String> {
    Ok(format!("{prefix}{}", BASE64URL_NOPAD.encode(&random_bytes::<32>()?)))
}

/// The code printed on a redemption: the first 128 bits of a keyed hash.
pub fn code(hash: &[u8; 32]) -> String {
    CROCKFORD.encode(&hash[..ID_BYTES])
}

/// A code as we wrote it, from how a person or a shop system wrote it: other case, spaces or hyphens, `O` for `0`.
/// `None` if it cannot be one of ours.
pub fn canonical_code(written: &str) -> Option<String> {
    let symbols: String = written.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    if symbols.len() != CODE_CHARS {
        return None;
    }
    let bytes = CROCKFORD.decode(symbols.as_bytes()).ok()?;
    Some(CROCKFORD.encode(&bytes))
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// HMAC-SHA256 over the parts, each followed by a zero byte: parts hold no control characters, so no two lists of
/// parts give the same bytes.
pub fn keyed(key: &[u8], parts: &[&str]) -> Outcome<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| broken("HMAC key"))?;
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    Ok(mac.finalize().into_bytes().into())
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_how_people_write_it() {
        let code = code(b"\x00\x01\x02\x03\xff\xfe\xfd\xfc12345678 and other half!");
        assert_eq!(code.len(), CODE_CHARS);
        let check = |written: &str| assert_eq!(canonical_code(written).as_deref(), Some(code.as_str()), "{written}");
        check(&code);
        check(&code.to_lowercase());
        check(&code.replace('0', "o").replace('1', "l"));
        check(&format!("{}-{} {}", &code[..4], &code[4..8], &code[8..]));
    }

    #[test]
    fn what_is_not_ours_is_no_code() {
        for written in ["", "SUMMER10", &"U".repeat(CODE_CHARS), &"Z".repeat(CODE_CHARS), &"é".repeat(13)] {
            assert_eq!(canonical_code(written), None, "{written}");
        }
    }

    #[test]
    fn random_ids_differ() {
        let ids: std::collections::BTreeSet<_> = (0..100).filter_map(|_| random_id().ok()).collect();
        assert_eq!(ids.len(), 100);
    }

    #[test]
    fn keyed_names_depend_on_the_key_and_on_where_parts_end() {
        let name = |key: &[u8], parts: &[&str]| keyed(key, parts).map(|bytes| hex(&bytes)).unwrap_or_default();
        assert_ne!(name(b"k", &["ab", "c"]), name(b"k", &["a", "bc"]));
        assert_ne!(name(b"k", &["a"]), name(b"l", &["a"]));
        assert_eq!(name(b"k", &["a", "b"]), name(b"k", &["a", "b"]));
    }
}
