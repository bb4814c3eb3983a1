//! Links to previews: signed, so that only who was given one sees a draft on the shop's own pages, and for a day.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use worker::Env;

use crate::codes;
use crate::ids;
use crate::json;
use crate::problem::{Outcome, rejected};
use crate::published::shops;
use crate::shop::documents::Kind;

/// How long a link opens the preview: a working day and its evening.
pub const LIFETIME_MS: i64 = 24 * 3_600_000;

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// An offer or a survey.
    pub kind: Kind,
    /// Which.
    pub id: String,
    /// Of it.
    pub version: u32,
    /// By the real clock.
    pub expires_at_ms: i64,
}

/// The text that opens a preview in a shop.
pub fn sign(env: &Env, shop: &str, preview: &Preview) -> Outcome<String> {
    let said = BASE64URL_NOPAD.encode(serde_json::to_string(preview)?.as_bytes());
    let code = code(&key(env)?, shop, &said)?;
    Ok([&said, ".", &code].concat())
}

/// What a text opens, if it was signed for this shop and has not run out.
pub fn verify(env: &Env, shop: &str, token: &str, now_ms: i64) -> Outcome<Preview> {
    read(&key(env)?, shop, token, now_ms)
}

fn read(key: &[u8], shop: &str, token: &str, now_ms: i64) -> Outcome<Preview> {
    let (said, signed) = token.split_once('.').ok_or(codes::PREVIEW_INVALID)?;
    if !bool::from(code(key, shop, said)?.as_bytes().ct_eq(signed.as_bytes())) {
        return Err(rejected(codes::PREVIEW_INVALID));
    }
    let bytes = BASE64URL_NOPAD.decode(said.as_bytes()).map_err(|_| codes::PREVIEW_INVALID)?;
    let text = str::from_utf8(&bytes).map_err(|_| codes::PREVIEW_INVALID)?;
    // A service before this one may have written its links in another way.
    let preview: Preview = json::from_str(text).map_err(|_| codes::PREVIEW_INVALID)?;
    if now_ms >= preview.expires_at_ms { Err(rejected(codes::PREVIEW_EXPIRED)) } else { Ok(preview) }
}

fn key(env: &Env) -> Outcome<[u8; 32]> {
    shops::platform_secret(env)?.key("preview")
}

fn code(key: &[u8], shop: &str, said: &str) -> Outcome<String> {
    Ok(BASE64URL_NOPAD.encode(&ids::keyed(key, &[shop, said])?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Failure;

    const KEY: &[u8] = b"key";

    fn token(shop: &str) -> String {
        signed(shop, r#"{"kind":"Offer","id":"spring","version":3,"expires_at_ms":1000}"#)
    }

    fn signed(shop: &str, said: &str) -> String {
        let said = BASE64URL_NOPAD.encode(said.as_bytes());
        let code = code(KEY, shop, &said).unwrap_or_default();
        [said, ".".to_owned(), code].concat()
    }

    #[track_caller]
    fn refused(token: &str, shop: &str, now_ms: i64, code: &str) {
        match read(KEY, shop, token, now_ms) {
            Err(Failure::Rejected(problem)) => assert_eq!(problem.code(), code),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_link_opens_one_version_in_one_shop_until_it_runs_out() {
        let read = read(KEY, "acme", &token("acme"), 999).ok();
        assert_eq!(read, Some(Preview { kind: Kind::Offer, id: "spring".into(), version: 3, expires_at_ms: 1_000 }));
        refused(&token("acme"), "acme", 1_000, "preview_expired");
        refused(&token("acme"), "other", 999, "preview_invalid");
        refused(&token("acme").replace('.', "A."), "acme", 999, "preview_invalid");
        refused("", "acme", 999, "preview_invalid");
        for said in ["", "{}", r#"{"offer":"spring","version":3,"expires_at_ms":1000}"#] {
            refused(&signed("acme", said), "acme", 999, "preview_invalid");
        }
    }
}
