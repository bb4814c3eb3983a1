//! A shopper's token: a JWT signed by the shop's server with HS256. The shop may use any JWT library.
//!
//! The signature is checked over the bytes as received, in constant time, before anything in the claims is believed.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use loyalty::MemberId;
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use crate::json;
use crate::limits::{TOKEN_CHARS_MAX, TOKEN_LEEWAY_S, TOKEN_LIFETIME_S_MAX};

/// A live signing key. The secret's UTF-8 bytes are the HMAC key.
#[derive(Clone, Debug)]
pub struct SigningKey {
    /// What tokens name in `kid`.
    pub id: String,
    /// The secret as it was shown.
    pub secret: String,
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not one of ours, or not for here; with a hint for the shop's developer that says nothing to others.
    Invalid(&'static str),
    /// It was ours.
    Expired,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    aud: Value,
    sub: Value,
    iat: Value,
    exp: Value,
    nbf: Value,
}

/// The member a token speaks for, if it is sound.
pub fn verify(token: &str, keys: &[SigningKey], shop: &str, now_s: i64) -> Result<MemberId, Refused> {
    if token.len() > TOKEN_CHARS_MAX {
        return Err(Refused::Invalid("The token is too long."));
    }
    let malformed = Refused::Invalid("The token is not a JWT.");
    let (signed, signature) = token.rsplit_once('.').ok_or(malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(malformed)?;
    let header: Header = read(header).ok_or(malformed)?;
    if header.alg != "HS256" {
        return Err(Refused::Invalid("The token must be signed with HS256."));
    }
    let key = header.kid.and_then(|kid| keys.iter().find(|key| key.id == kid));
    let key = key.ok_or(Refused::Invalid("The token's kid names no live signing key of this shop."))?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).map_err(|_| malformed)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.secret.as_bytes()).map_err(|_| malformed)?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&signature).map_err(|_| Refused::Invalid("The token's signature is wrong."))?;

    let claims: Claims =
        read(claims).ok_or(Refused::Invalid("The token's claims must be a JSON object with aud, sub, iat and exp."))?;
    check_claims(claims, shop, now_s)
}

fn check_claims(claims: Claims, shop: &str, now_s: i64) -> Result<MemberId, Refused> {
    let meant_for_shop = match &claims.aud {
        Value::String(audience) => audience == shop,
        Value::Array(audiences) => audiences.iter().any(|audience| audience == shop),
        _ => false,
    };
    if !meant_for_shop {
        return Err(Refused::Invalid("The token's aud must be the shop's id, as in the address."));
    }
    let issued = seconds(&claims.iat).ok_or(Refused::Invalid(
        "The token's iat must be a number: when it was made, in seconds since 1970, such as 1782864000.",
    ))?;
    let expires = seconds(&claims.exp).ok_or(Refused::Invalid(
        "The token's exp must be a number: until when it is valid, in seconds since 1970, at most iat + 3600.",
    ))?;
    let not_before = match &claims.nbf {
        Value::Null => issued,
        nbf => seconds(nbf).ok_or(Refused::Invalid("The token's nbf must be a number of seconds since 1970."))?,
    };
    if expires.saturating_sub(issued) > TOKEN_LIFETIME_S_MAX {
        return Err(Refused::Invalid("The token may live at most an hour: exp must be at most iat + 3600."));
    }
    if issued.max(not_before) > now_s.saturating_add(TOKEN_LEEWAY_S) {
        return Err(Refused::Invalid("The token is from the future: check the server's clock."));
    }
    if now_s >= expires.saturating_add(TOKEN_LEEWAY_S) {
        return Err(Refused::Expired);
    }
    member(claims.sub).ok_or(Refused::Invalid(
        "The token's sub must be the member's id: a text of 1 to 128 characters, none of them a control character, or a whole number.",
    ))
}

/// The member `sub` names. RFC 7519 makes it a text; shops that number their customers sign a number, which is its digits.
fn member(sub: Value) -> Option<MemberId> {
    let id = match sub {
        Value::String(id) => id,
        Value::Number(number) if !number.is_f64() => number.to_string(),
        _ => return None,
    };
    MemberId::new(id).ok()
}

/// A time in whole seconds. Some libraries write it with a fraction; numbers beyond the range saturate.
fn seconds(time: &Value) -> Option<i64> {
    time.as_f64().map(|seconds| seconds as i64)
}

fn read<T: for<'de> Deserialize<'de>>(part: &str) -> Option<T> {
    json::from_str(str::from_utf8(&BASE64URL_NOPAD.decode(part.as_bytes()).ok()?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_S: i64 = 1_800_000_000;

    fn keys() -> [SigningKey; 2] {
        ["one", "two"].map(|id| SigningKey { id: id.to_owned(), secret: format!("secret of key {id}") })
    }

    fn sign(header: &str, claims: &str, secret: &str) -> String {
        let signed = [header, claims].map(|part| BASE64URL_NOPAD.encode(part.as_bytes())).join(".");
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap_or_else(|_| unreachable!());
        mac.update(signed.as_bytes());
        format!("{signed}.{}", BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()))
    }

    fn claims(aud: &str, iat: i64, exp: i64) -> String {
        format!(r#"{{"aud":{aud},"sub":"00004","iat":{iat},"exp":{exp}}}"#)
    }

    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT","kid":"two"}"#;

    #[track_caller]
    fn check(token: &str, answer: Result<&str, &str>) {
        let verified = verify(token, &keys(), "acme", NOW_S);
        match (verified, answer) {
            (Ok(member), Ok(expected)) => assert_eq!(member.as_str(), expected),
            (Err(Refused::Expired), Err("expired")) => {}
            (Err(Refused::Invalid(why)), Err(expected)) if why.contains(expected) => {}
            (got, expected) => panic!("{got:?}, expected {expected:?}"),
        }
    }

    #[track_caller]
    fn check_claims(claims: &str, answer: Result<&str, &str>) {
        check(&sign(HEADER, claims, "secret of key two"), answer);
    }

    #[test]
    fn a_sound_token_names_its_member() {
        check_claims(&claims(r#""acme""#, NOW_S, NOW_S + 3600), Ok("00004"));
        check_claims(&claims(r#"["other","acme"]"#, NOW_S, NOW_S + 60), Ok("00004"));
        for (sub, member) in [("42", "42"), ("9007199254740993", "9007199254740993"), ("-1", "-1")] {
            let claims = format!(r#"{{"aud":"acme","sub":{sub},"iat":{NOW_S},"exp":{NOW_S}}}"#);
            check_claims(&claims, Ok(member));
        }
        check_claims(&format!(r#"{{"aud":"acme","sub":"Ї","iat":{NOW_S}.5,"exp":{NOW_S}.9,"name":"x"}}"#), Ok("Ї"));
    }

    #[test]
    fn the_same_token_as_a_stock_library_signs_is_sound() {
        // RFC 7515, appendix A.1 has another key and no kid; its signature is right and its kid is what is missing.
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        check(token, Err("kid"));
    }

    #[test]
    fn clocks_may_be_a_minute_off() {
        check_claims(&claims(r#""acme""#, NOW_S + 60, NOW_S + 600), Ok("00004"));
        check_claims(&claims(r#""acme""#, NOW_S + 61, NOW_S + 600), Err("future"));
        check_claims(&claims(r#""acme""#, NOW_S - 600, NOW_S - 59), Ok("00004"));
        check_claims(&claims(r#""acme""#, NOW_S - 600, NOW_S - 60), Err("expired"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        check_claims(&claims(r#""other""#, NOW_S, NOW_S + 60), Err("aud"));
        check_claims(&claims("null", NOW_S, NOW_S + 60), Err("aud"));
        check_claims(&claims(r#""acme""#, NOW_S, NOW_S + 3601), Err("an hour"));
        check_claims(&claims(r#""acme""#, i64::MIN, i64::MAX), Err("an hour"));
        check_claims(&format!(r#"{{"aud":"acme","sub":"","iat":{NOW_S},"exp":{NOW_S}}}"#), Err("sub"));
        check_claims(r#"{"aud":"acme"}"#, Err("iat"));
        check_claims("7", Err("aud, sub, iat and exp"));
        check_claims(&format!(r#"{{"aud":"acme","sub":"a","iat":{NOW_S}}}"#), Err("exp"));
        check_claims(&format!(r#"{{"aud":"acme","sub":"a","iat":"{NOW_S}","exp":{NOW_S}}}"#), Err("iat"));
        check_claims(&format!(r#"{{"aud":"acme","iat":{NOW_S},"exp":{NOW_S}}}"#), Err("sub"));
        for sub in ["1.5", "true", "null", "[\"a\"]"] {
            check_claims(&format!(r#"{{"aud":"acme","sub":{sub},"iat":{NOW_S},"exp":{NOW_S}}}"#), Err("sub"));
        }
    }

    #[test]
    fn forged_tokens_are_not_taken() {
        let good = claims(r#""acme""#, NOW_S, NOW_S + 60);
        check(&sign(HEADER, &good, "secret of key one"), Err("signature"));
        check(&sign(HEADER, &good, ""), Err("signature"));
        check(&sign(r#"{"alg":"none","kid":"two"}"#, &good, "secret of key two"), Err("HS256"));
        check(&sign(r#"{"alg":"HS256"}"#, &good, "secret of key two"), Err("kid"));
        check(&sign(r#"{"alg":"HS256","kid":"three"}"#, &good, "secret of key two"), Err("kid"));
        let token = sign(HEADER, &good, "secret of key two");
        let (signed, _) = token.rsplit_once('.').unwrap_or_default();
        check(&format!("{signed}."), Err("signature"));
        check(&format!("{signed}.!"), Err("JWT"));
        check(signed, Err("JWT"));
        check("", Err("JWT"));
        check(&"a".repeat(3000), Err("too long"));
    }
}
