//! Shops from KV, with the isolate's own copies of a few seconds' age.
//!
//! Copies are filled by get, build, set: an async once-cell shared by requests would be cancelled with the request that
//! fills it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use worker::Env;

use super::{Bundle, Shop, store};
use crate::clock;
use crate::codes;
use crate::json;
use crate::limits::{BUNDLE_FRESH_MS, BUNDLES_KEPT, SHOP_ID_CHARS_MAX};
use crate::problem::Outcome;
use crate::seal::PlatformSecret;

struct Copy {
    shop: Rc<Shop>,
    read_at_ms: i64,
}

thread_local! {
    static COPIES: RefCell<BTreeMap<String, Copy>> = const { RefCell::new(BTreeMap::new()) };
}

/// The key of a shop's bundle.
pub fn key(shop: &str) -> String {
    format!("shop/{shop}")
}

/// Whether a text can be a shop's id: `[a-z0-9-]{1,40}`.
pub fn is_id(text: &str) -> bool {
    let fits = (1..=SHOP_ID_CHARS_MAX).contains(&text.len());
    fits && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A shop by its id, or `shop_not_found`.
pub async fn shop(env: &Env, id: &str) -> Outcome<Rc<Shop>> {
    if let Some(shop) = fresh_copy(id) {
        return Ok(shop);
    }
    let bundle: Option<String> = store(env)?.get(&key(id)).text().await?;
    let Some(bundle) = bundle else { return Err(codes::SHOP_NOT_FOUND.into()) };
    cache(env, json::from_str(&bundle)?)
}

/// Keeps a bundle as this isolate's copy, unless it has a newer one: KV may answer with an older state than it did before.
pub fn cache(env: &Env, bundle: Bundle) -> Outcome<Rc<Shop>> {
    let secret = platform_secret(env)?;
    COPIES.with_borrow_mut(|copies| {
        let read_at_ms = clock::real_ms();
        if let Some(copy) = copies.get_mut(&bundle.shop)
            && copy.shop.bundle.revision >= bundle.revision
        {
            copy.read_at_ms = read_at_ms;
            return Ok(copy.shop.clone());
        }
        if copies.len() >= BUNDLES_KEPT {
            copies.clear();
        }
        let shop = Rc::new(Shop::open(bundle, &secret)?);
        copies.insert(shop.id().to_owned(), Copy { shop: shop.clone(), read_at_ms });
        Ok(shop)
    })
}

/// The secret all keys of this installation derive from.
pub fn platform_secret(env: &Env) -> Outcome<PlatformSecret> {
    PlatformSecret::parse(env.secret("PLATFORM_SECRET")?.to_string())
}

fn fresh_copy(id: &str) -> Option<Rc<Shop>> {
    COPIES.with_borrow(|copies| {
        let copy = copies.get(id)?;
        let age_ms = clock::real_ms() - copy.read_at_ms;
        (0..BUNDLE_FRESH_MS).contains(&age_ms).then(|| copy.shop.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn shop_ids_are_short_and_plain() {
        for id in ["a", "acme-1", &"a".repeat(40)] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "Acme", "a/b", "é", "a b", &"a".repeat(41)] {
            assert!(!is_id(id), "{id}");
        }
    }
}
