//! Shoppers' tokens, signed as any shop's backend would: with a stock JWT library, in one line.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// A signing key as the platform hands it out.
#[derive(Clone, Debug)]
pub struct SigningKey {
    /// Goes into the token's header.
    pub kid: String,
    /// The secret as shown; its UTF-8 bytes are the key.
    pub secret: String,
}

impl SigningKey {
    /// A token for `member` of `shop`, good for ten minutes.
    #[must_use]
    pub fn token(&self, shop: &str, member: &str) -> String {
        let now = now_s();
        self.sign(Algorithm::HS256, &json!({"aud": shop, "sub": member, "iat": now, "exp": now + 600}))
    }

    /// A token with any claims, signed with this key whatever they say.
    #[must_use]
    pub fn sign(&self, algorithm: Algorithm, claims: &Value) -> String {
        let header = Header { kid: Some(self.kid.clone()), ..Header::new(algorithm) };
        encode(&header, claims, &EncodingKey::from_secret(self.secret.as_bytes()))
            .unwrap_or_else(|error| panic!("signing {claims}: {error}"))
    }
}

/// Seconds since 1970 by the real clock, which tokens are checked against.
#[must_use]
pub fn now_s() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
