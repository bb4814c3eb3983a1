//! Secrets at rest: sealed with a key derived from the platform secret, bound to where they belong.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use data_encoding::BASE64URL_NOPAD;

use crate::ids;
use crate::problem::{Outcome, broken};

const NONCE_BYTES: usize = 12;

/// Keys derived from the one secret of the installation, one per purpose.
#[derive(Clone)]
pub struct PlatformSecret(String);

impl PlatformSecret {
    /// From the secret as configured. Anything shorter than 32 characters is a mistake of the installation.
    pub fn parse(secret: String) -> Outcome<Self> {
        if secret.len() < 32 {
            return Err(broken("PLATFORM_SECRET is shorter than 32 characters"));
        }
        Ok(Self(secret))
    }

    /// The key for one purpose.
    pub fn key(&self, purpose: &str) -> Outcome<[u8; 32]> {
        ids::keyed(self.0.as_bytes(), &["regulars", purpose])
    }

    /// The name of a member's wallet and of its snapshot: says nothing about the member to who can list names.
    pub fn member_key(&self, shop: &str, member: &str) -> Outcome<String> {
        Ok(ids::hex(&ids::keyed(&self.key("member")?, &[shop, member])?))
    }

    /// Seals `secret` so that it opens only at `place`.
    pub fn seal(&self, place: &str, secret: &str) -> Outcome<String> {
        let nonce: [u8; NONCE_BYTES] = ids::random_bytes()?;
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher()?.encrypt(&Nonce::from(nonce), payload).map_err(|_| broken("sealing failed"))?;
        Ok(BASE64URL_NOPAD.encode(&[nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, place: &str, sealed: &str) -> Outcome<String> {
        let spoilt = || broken("a sealed secret does not open");
        let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).map_err(|_| spoilt())?;
        let (nonce, message) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(spoilt)?;
        let payload = Payload { msg: message, aad: place.as_bytes() };
        let secret = self.cipher()?.decrypt(&Nonce::from(*nonce), payload).map_err(|_| spoilt())?;
        String::from_utf8(secret).map_err(|_| spoilt())
    }

    fn cipher(&self) -> Outcome<ChaCha20Poly1305> {
        Ok(ChaCha20Poly1305::new(&Key::from(self.key("seal")?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform(letter: &str) -> PlatformSecret {
        PlatformSecret(letter.repeat(32))
    }

    fn sealed(place: &str, secret: &str) -> String {
        platform("a").seal(place, secret).unwrap_or_default()
    }

    #[test]
    fn opens_where_it_was_sealed() {
        assert_eq!(platform("a").open("shop/key", &sealed("shop/key", "secret")).ok().as_deref(), Some("secret"));
    }

    #[test]
    fn does_not_open_elsewhere_or_with_another_secret_or_changed() {
        let text = sealed("shop/key", "secret");
        assert!(platform("a").open("other/key", &text).is_err());
        assert!(platform("b").open("shop/key", &text).is_err());
        let changed = if text.ends_with('A') { "B" } else { "A" };
        assert!(platform("a").open("shop/key", &format!("{}{changed}", &text[..text.len() - 1])).is_err());
        assert!(platform("a").open("shop/key", "").is_err());
    }

    #[test]
    fn the_same_secret_never_looks_the_same() {
        assert_ne!(sealed("p", "s"), sealed("p", "s"));
    }

    #[test]
    fn a_short_platform_secret_is_refused() {
        assert!(PlatformSecret::parse("short".to_owned()).is_err());
    }
}
