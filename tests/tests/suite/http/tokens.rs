//! Shoppers' tokens: what is believed, what is not, and how keys are exchanged without a gap.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm::{HS256, HS384, HS512},
    EncodingKey, Header, encode,
};
use regulars_tests::{
    service::eventually,
    shop::{Shop, text, with},
    token::{SigningKey, now_s},
};
use serde_json::{Value, json};

use crate::http::shop;

/// What a good token says.
fn claims(shop: &Shop) -> Value {
    let now = now_s();
    json!({"aud": shop.id, "sub": "ana", "iat": now, "exp": now + 600})
}

/// Checks that no shopper's route takes the token.
#[track_caller]
fn refused(shop: &Shop, token: &str, code: &str) {
    shop.visitor("GET", "/boot").bearer(token).send().refused(401, code);
    shop.visitor("GET", "/history").bearer(token).send().refused(401, code);
    let redeem = shop.visitor("POST", "/redemptions").bearer(token).key("k").json(&json!({"reward": "five-off"}));
    redeem.send().refused(401, code);
    shop.visitor("DELETE", "/redemptions/none").bearer(token).send().refused(401, code);
}

#[track_caller]
fn believed(shop: &Shop, token: &str) {
    shop.visitor("GET", "/history").bearer(token).send().expect(200);
    let boot = shop.visitor("GET", "/boot").bearer(token).send().expect(200);
    assert!(boot["member"].is_object(), "{boot}");
}

#[test]
fn a_token_as_the_shop_signs_it_is_believed() {
    let shop = shop();
    let (now, sign) = (now_s(), |changes: Value| shop.signing.sign(HS256, &with(claims(&shop), changes)));
    believed(&shop, &sign(json!({})));
    believed(&shop, &sign(json!({"exp": now + 3_600, "iat": now})));
    believed(&shop, &sign(json!({"iat": now - 400, "exp": now - 20})));
    believed(&shop, &sign(json!({"iat": now + 20})));
    believed(&shop, &sign(json!({"name": "Ana", "email": "ana@example.org"})));
}

#[test]
fn a_shop_that_numbers_its_members_signs_the_number() {
    let shop = shop();
    shop.give("42", 300);
    let token = shop.signing.sign(HS256, &with(claims(&shop), json!({"sub": 42})));
    believed(&shop, &token);
    let history = shop.visitor("GET", "/history").bearer(&token).send().expect(200);
    assert_eq!(history["entries"].as_array().map(Vec::len), Some(1), "{history}");
}

#[test]
fn a_claim_that_is_wrong_is_named() {
    let shop = shop();
    for (claim, value) in [("sub", json!([])), ("iat", json!("now")), ("exp", json!(null)), ("aud", json!("other"))] {
        let token = shop.signing.sign(HS256, &with(claims(&shop), json!({claim: value})));
        let problem = shop.visitor("GET", "/history").bearer(&token).send().refused(401, "token_invalid");
        let detail = problem["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.contains(&format!("The token's {claim} must be ")), "{detail}");
    }
}

#[test]
fn a_token_that_is_over_is_expired() {
    let shop = shop();
    let now = now_s();
    refused(
        &shop,
        &shop.signing.sign(HS256, &with(claims(&shop), json!({"iat": now - 500, "exp": now - 90}))),
        "token_expired",
    );
}

#[test]
fn a_token_with_wrong_claims_is_not_believed() {
    let (shop, other) = (shop(), shop());
    let now = now_s();
    let changes = [
        json!({"aud": other.id}),
        json!({"aud": null}),
        json!({"aud": 7}),
        json!({"sub": null}),
        json!({"sub": ""}),
        json!({"sub": 7.5}),
        json!({"sub": true}),
        json!({"sub": "a".repeat(129)}),
        json!({"sub": "a\nb"}),
        json!({"iat": null}),
        json!({"exp": null}),
        json!({"exp": now + 3_700}),
        json!({"iat": now - 3_000, "exp": now + 700}),
        json!({"iat": now + 600, "exp": now + 1_200}),
        json!({"exp": i64::MAX}),
        json!({"iat": i64::MIN}),
        json!({"exp": "tomorrow"}),
    ];
    for change in changes {
        refused(&shop, &shop.signing.sign(HS256, &with(claims(&shop), change)), "token_invalid");
    }
}

#[test]
fn a_token_that_the_shop_did_not_sign_is_not_believed() {
    let (shop, other) = (shop(), shop());
    let good = claims(&shop);
    let forger = SigningKey { kid: shop.signing.kid.clone(), secret: "guessed".into() };
    refused(&shop, &forger.sign(HS256, &good), "token_invalid");
    refused(&shop, &other.signing.sign(HS256, &good), "token_invalid");
    let stranger = SigningKey { kid: "nobody".into(), secret: shop.signing.secret.clone() };
    refused(&shop, &stranger.sign(HS256, &good), "token_invalid");
    let mixed = SigningKey { kid: other.signing.kid.clone(), secret: shop.signing.secret.clone() };
    refused(&shop, &mixed.sign(HS256, &good), "token_invalid");
    let key = EncodingKey::from_secret(shop.signing.secret.as_bytes());
    let nameless = encode(&Header::new(HS256), &good, &key).unwrap_or_default();
    refused(&shop, &nameless, "token_invalid");
    // The server's key is a secret of the same shop, but signs nothing.
    let misused = SigningKey { kid: shop.signing.kid.clone(), secret: shop.api_key.clone() };
    refused(&shop, &misused.sign(HS256, &good), "token_invalid");
}

#[test]
fn a_token_of_another_algorithm_is_not_believed() {
    let shop = shop();
    refused(&shop, &shop.signing.sign(HS384, &claims(&shop)), "token_invalid");
    refused(&shop, &shop.signing.sign(HS512, &claims(&shop)), "token_invalid");
    let good = shop.signing.sign(HS256, &claims(&shop));
    let parts: Vec<&str> = good.split('.').collect();
    for algorithm in ["none", "None", "hs256", "RS256", ""] {
        let header =
            URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT", "kid": shop.signing.kid}).to_string());
        refused(&shop, &format!("{header}.{}.", parts[1]), "token_invalid");
        refused(&shop, &format!("{header}.{}.{}", parts[1], parts[2]), "token_invalid");
    }
}

#[test]
fn a_token_that_was_tampered_with_is_not_believed() {
    let shop = shop();
    let good = shop.signing.sign(HS256, &claims(&shop));
    let parts: Vec<&str> = good.split('.').collect();
    let other = URL_SAFE_NO_PAD.encode(with(claims(&shop), json!({"sub": "bor"})).to_string());
    let broken = [
        format!("{}.{other}.{}", parts[0], parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{good}."),
        format!("{good}.{}", parts[2]),
        format!("{good}="),
        format!(" {}", good.replacen('.', " .", 1)),
        format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]),
        "token".into(),
        "..".into(),
        "a.b.c".into(),
        "x".repeat(10_000),
    ];
    for token in broken {
        refused(&shop, &token, "token_invalid");
    }
}

#[test]
fn without_a_token_a_visitor_sees_the_program_and_nothing_more() {
    let shop = shop();
    let boot = shop.visitor("GET", "/boot").send().expect(200);
    assert_eq!((&boot["member"], &boot["program"]["name"]), (&Value::Null, &json!("Club")));
    shop.visitor("GET", "/history").send().refused(401, "unauthenticated");
    let redeem = shop.visitor("POST", "/redemptions").key("k").json(&json!({"reward": "five-off"}));
    redeem.send().refused(401, "unauthenticated");
    shop.visitor("DELETE", "/redemptions/none").send().refused(401, "unauthenticated");
}

#[test]
fn a_signing_key_is_exchanged_without_a_gap() {
    let shop = shop();
    let created = shop.create_key("signing");
    let next = SigningKey { kid: text(&created["id"]), secret: text(&created["secret"]) };
    let third = shop.platform("POST", "/keys").key("third").json(&json!({"kind": "signing"})).send();
    third.refused(409, "too_many_keys");
    let (old, new) = (shop.signing.token(&shop.id, "ana"), next.token(&shop.id, "ana"));
    believed(&shop, &old);
    eventually("the new key is seen", || {
        let status = shop.visitor("GET", "/boot").bearer(&new).send().status();
        (status == 200).then_some(())
    });
    believed(&shop, &old);
    believed(&shop, &new);

    let left = shop.platform("DELETE", &format!("/keys/{}", shop.signing.kid)).send().expect(200);
    assert!(left["keys"].as_array().is_some_and(|keys| keys.iter().all(|key| key["id"] != shop.signing.kid)));
    eventually("the old key is no longer believed", || {
        let answer = shop.visitor("GET", "/boot").bearer(&old).send();
        (answer.status() == 401).then(|| answer.refused(401, "token_invalid"))
    });
    refused(&shop, &old, "token_invalid");
    believed(&shop, &new);
}
